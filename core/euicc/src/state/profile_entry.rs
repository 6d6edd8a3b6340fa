use super::{Home, LoadError};
use model::{Iccid, SecretBytes};
use rsp::message::Message;
use rsp::metadata::{ConfigureIsdpRequest, PprIds, ProfileClass, StoreMetadataRequest};
use tlv::{Reader, Writer};

/// What the eUICC knows of a profile beside its files: what the server said of it, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileEntry {
    /// The profile's number.
    pub iccid: Iccid,
    /// AID of its ISD-P, 16 bytes.
    pub isdp_aid: [u8; 16],
    /// Enabled or disabled.
    pub enabled: bool,
    /// The user's own name for it.
    pub nickname: Option<String>,
    /// What its SM-DP+ said of it (BF25).
    pub metadata: StoreMetadataRequest,
    /// Object identifier of the SM-DP+ that delivered it, content bytes.
    pub smdp_oid: Vec<u8>,
    /// The CI under which the eUICC proved itself to that server, subject key identifier.
    pub ci_key_id: Vec<u8>,
    /// What the SM-DP+ keeps in the ISD-P (BF24).
    pub configuration: ConfigureIsdpRequest,
    /// Whether it is the live one of its copies, and how often that changed.
    pub home: Home,
}

impl ProfileEntry {
    /// Whether it is a test profile (SGP.22 §2.4.5.3).
    #[must_use]
    pub fn is_test(&self) -> bool {
        self.metadata.class() == ProfileClass::Test
    }

    /// Whether its operator lets it be deleted (PPR2). A dormant copy may always go: the card lives on elsewhere.
    pub(crate) fn may_be_deleted(&self) -> bool {
        self.home.is_dormant() || !self.metadata.rules().contains(PprIds::PPR2)
    }

    pub(crate) fn to_record(&self) -> SecretBytes {
        let (configuration, metadata) = (self.configuration.encode(), self.metadata.encode());
        // Room for all of it: the writer never grows, which would leave copies of the copies' secret behind.
        let room = configuration.len() + metadata.len() + self.home.size() + 512;
        let mut w = Writer::with_capacity(room);
        w.put(0x80u32, &self.isdp_aid);
        w.bool(0x81u32, self.enabled);
        w.put_some(0x82u32, self.nickname.as_deref().map(str::as_bytes));
        w.put(0x83u32, &self.smdp_oid);
        w.put(0x84u32, &self.ci_key_id);
        if self.home != Home::default() {
            w.nest(Home::TAG, |w| self.home.put(w));
        }
        w.raw(&configuration);
        w.raw(&metadata);
        w.finish().into()
    }

    pub(crate) fn from_record(record: &SecretBytes) -> Result<Self, LoadError> {
        let damaged = |_| LoadError::Damaged("profile");
        let reader = Reader::new(record.expose());
        let damaged_message = |_| LoadError::Damaged("profile");
        let metadata = reader.require(StoreMetadataRequest::TAG).map_err(damaged)?;
        let metadata = StoreMetadataRequest::decode(metadata.raw).map_err(damaged_message)?;
        let configuration = reader.require(ConfigureIsdpRequest::TAG).map_err(damaged)?;
        let configuration = ConfigureIsdpRequest::decode(configuration.raw).map_err(damaged_message)?;
        (|| {
            Ok::<_, tlv::Error>(Self {
                iccid: metadata.iccid,
                isdp_aid: reader.require(0x80)?.as_array()?,
                enabled: reader.require(0x81)?.value != [0],
                nickname: reader.find(0x82)?.map(|t| t.as_str().map(str::to_owned)).transpose()?,
                smdp_oid: reader.require(0x83)?.value.to_vec(),
                ci_key_id: reader.require(0x84)?.value.to_vec(),
                home: reader
                    .find(Home::TAG)?
                    .map(|object| Home::read(&object.children()))
                    .transpose()?
                    .unwrap_or_default(),
                configuration,
                metadata,
            })
        })()
        .map_err(damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Role;
    use model::Eid;

    fn entry(home: Home) -> ProfileEntry {
        let iccid = Iccid::with_check_digit("890010100000000001").expect("18 digits");
        ProfileEntry {
            iccid,
            isdp_aid: [7; 16],
            enabled: true,
            nickname: Some("mine".to_owned()),
            metadata: StoreMetadataRequest::new(iccid, "Harbour", "Week"),
            smdp_oid: vec![0x88, 0x37],
            ci_key_id: vec![1; 20],
            configuration: ConfigureIsdpRequest::default(),
            home,
        }
    }

    // R: B5
    #[test]
    fn a_record_of_before_there_were_copies_is_a_live_card() {
        let record = entry(Home::default()).to_record();
        assert!(Reader::new(record.expose()).find(Home::TAG).expect("well formed").is_none(), "written as it was");
        let read = ProfileEntry::from_record(&record).expect("its own record");
        assert_eq!((read.home.role, read.home.generation), (Role::Live, 0));
    }

    // R: B5
    #[test]
    fn where_a_card_stands_among_its_copies_is_kept() {
        let eid = Eid::with_check_digits("890490320012345123451234567890").expect("30 digits");
        let whole = Home {
            role: Role::Dormant,
            generation: u64::MAX,
            secret: Some([3; 32].into()),
            handed_over: Some((eid, vec![5; 3_000])),
            came_by: Some([9; 32]),
        };
        let live = Home { role: Role::Live, generation: 1, secret: None, handed_over: None, came_by: None };
        for home in [whole, live] {
            let entry = entry(home);
            assert_eq!(ProfileEntry::from_record(&entry.to_record()), Ok(entry.clone()));
            assert!(!format!("{entry:?}").contains("3, 3, 3"), "its secret is not shown");
        }
        let mut damaged = entry(Home { generation: 1, ..Home::default() }).to_record().expose().to_vec();
        let at = damaged.windows(2).position(|pair| pair == [0xA5, 0x06]).expect("it stands there");
        damaged[at + 2] = 0x8F;
        assert_eq!(ProfileEntry::from_record(&damaged.into()), Err(LoadError::Damaged("profile")));
    }
}

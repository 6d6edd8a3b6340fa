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

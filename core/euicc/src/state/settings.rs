use super::LoadError;
use model::{Iccid, SecretBytes};
use tlv::{Reader, Tlv, Writer};

/// What an eUICC remembers beside profiles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Default SM-DP+ address (SGP.22 §5.7.3); empty means none.
    pub default_dp_address: String,
    /// The last sequence number given to a notification. Numbers are never used again.
    pub last_sequence: u64,
    /// How many ISD-Ps were ever created: the next one's AID follows from it.
    pub isdps: u32,
    /// The profile that was in use before a test profile was enabled: it comes back when that is disabled (SGP.22 §5.7.17).
    pub before_test: Option<Iccid>,
}

impl Settings {
    pub(crate) fn to_record(&self) -> SecretBytes {
        Writer::build(|w| {
            w.text(0x80u32, &self.default_dp_address);
            w.uint(0x81u32, self.last_sequence);
            w.uint(0x82u32, u64::from(self.isdps));
            w.put_some(0x83u32, self.before_test.as_ref().map(|iccid| iccid.as_ef().as_slice()));
        })
        .into()
    }

    pub(crate) fn from_record(record: &SecretBytes) -> Result<Self, LoadError> {
        let reader = Reader::new(record.expose());
        let number = |tag: u32| {
            let object = reader.require(tag)?;
            u32::try_from(object.as_u64()?).map_err(|_| tlv::Error::BadValue(object.tag))
        };
        (|| {
            Ok::<_, tlv::Error>(Self {
                default_dp_address: reader.require(0x80)?.as_str()?.to_owned(),
                last_sequence: reader.require(0x81)?.as_u64()?,
                isdps: number(0x82)?,
                before_test: reader.find(0x83)?.map(|object| iccid(&object)).transpose()?,
            })
        })()
        .map_err(|_| LoadError::Damaged("settings"))
    }
}

fn iccid(object: &Tlv<'_>) -> Result<Iccid, tlv::Error> {
    let bytes: [u8; 10] = object.as_array()?;
    Iccid::from_ef(&bytes).map_err(|_| tlv::Error::BadValue(object.tag))
}

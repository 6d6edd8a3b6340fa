use super::Offer;
use crate::message::MessageError;
use model::VersionSpec;
use tlv::{Tag, Tlv, Writer};

/// The offer as it is written (E4), beside the standard's numbers, where a phone is set to send it: functions have names then, which
/// the numbers have no room for. It travels in a private data object and a JSON member of its own, both of which whoever does not know
/// them skips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenVersions {
    /// The minimum, or the one version.
    pub minimum: VersionSpec,
    /// The maximum, if one is offered.
    pub maximum: Option<VersionSpec>,
}

/// As many bytes as a written version is read from.
const MOST: usize = 1_200;

impl WrittenVersions {
    /// The private data object that holds an offer: SEQUENCE of `[0]` minimum and `[1]` maximum, UTF-8 text.
    pub(crate) const TAG: u32 = 0xE4;

    pub(crate) fn read(object: &Tlv<'_>) -> Result<Self, MessageError> {
        let body = object.children();
        let minimum = read_version(&body.require(0x80)?)?;
        let maximum = body.find(0x81)?.map(|o| read_version(&o)).transpose()?;
        Ok(Self { minimum, maximum })
    }

    pub(crate) fn put(&self, w: &mut Writer) {
        w.nest(Self::TAG, |w| {
            w.text(0x80u32, &self.minimum.to_string());
            w.put_some(0x81u32, self.maximum.as_ref().map(ToString::to_string).as_deref().map(str::as_bytes));
        });
    }

    /// What is offered by the numbers and by this: this, if it says the same of the numbers and of how many versions there are; else
    /// the numbers alone.
    pub(super) fn offer(&self, numbers: Offer) -> Offer {
        let same = |written: &VersionSpec, number: &VersionSpec| {
            written.number().is_none_or(|written| number.number() == Some(written))
        };
        match (&numbers, &self.maximum) {
            (Offer::Range { minimum, maximum }, Some(highest))
                if same(&self.minimum, minimum) && same(highest, maximum) =>
            {
                Offer::Range { minimum: self.minimum.clone(), maximum: highest.clone() }
            }
            (Offer::Single(version), None) if same(&self.minimum, version) => Offer::Single(self.minimum.clone()),
            _ => numbers,
        }
    }
}

/// The private data object that holds a server's version.
pub(crate) const VERSION: Tag = Tag(0xC4);

pub(crate) fn read_version(object: &Tlv<'_>) -> Result<VersionSpec, MessageError> {
    parse(object.as_str()?)
}

/// A version from its text, which a peer has written.
pub(crate) fn parse(text: &str) -> Result<VersionSpec, MessageError> {
    if text.len() > MOST {
        return Err(MessageError::TooLarge { what: "version", limit: MOST });
    }
    text.parse().map_err(|_| MessageError::Value { what: "version" })
}

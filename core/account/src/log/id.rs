use crate::{
    keys::{AccountKeys, NameKey},
    wire::Bytes,
};
use model::Random;
use ring::hmac::{Context, HMAC_SHA256, Key};
use serde::{Deserialize, Serialize};

/// A record's id: 16 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Bytes", into = "Bytes")]
pub struct RecordId(pub [u8; 16]);

impl RecordId {
    /// One that says nothing of the record.
    #[must_use]
    pub fn make(random: &mut dyn Random) -> Self {
        let mut id = [0; 16];
        random.fill(&mut id);
        Self(id)
    }

    /// As it came; none if it is no record's id.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl TryFrom<Bytes> for RecordId {
    type Error = &'static str;

    fn try_from(bytes: Bytes) -> Result<Self, Self::Error> {
        Self::read(&bytes.0).ok_or("a record's id has 16 bytes")
    }
}

impl From<RecordId> for Bytes {
    fn from(id: RecordId) -> Self {
        Self::from(id.0)
    }
}

impl std::fmt::Debug for RecordId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&Bytes::from(*self).text())
    }
}

/// Makes ids that follow from what a record is about: every device of the account makes the same one, and the server can't tell of what. HMAC-SHA-256,
/// cut to 16 bytes, under `HKDF-SHA-256(salt = account id, input = first root, info = "landfall/1 record id" ‖ 00)`, which stays when the root is
/// replaced; the MAC is over parts, each led by its length (u32, big-endian).
#[derive(Clone, Debug)]
pub struct Namer(Key);

impl Namer {
    /// The account's.
    #[must_use]
    pub fn of(keys: &AccountKeys) -> Self {
        Self::by(&keys.names())
    }

    /// By its key.
    #[must_use]
    pub fn by(key: &NameKey) -> Self {
        Self(Key::new(HMAC_SHA256, key.expose()))
    }

    /// The record of this kind about `subject`. After a tombstone no more is written, so that what comes back is of the next `generation` (from 0).
    #[must_use]
    pub fn record(&self, kind: &str, subject: &[&str], generation: u32) -> RecordId {
        let mut parts: Vec<&[u8]> = vec![b"record", kind.as_bytes()];
        parts.extend(subject.iter().map(|part| part.as_bytes()));
        let generation = generation.to_be_bytes();
        parts.push(&generation);
        self.mac(&parts)
    }

    /// The record that keeps an edit which came too late: of `record`, made upon `base_version`, with this canonical body.
    #[must_use]
    pub(super) fn conflict(&self, record: RecordId, kind: &str, base_version: u64, body: &[u8]) -> RecordId {
        self.mac(&[b"conflict", &record.0, kind.as_bytes(), &base_version.to_be_bytes(), body])
    }

    fn mac(&self, parts: &[&[u8]]) -> RecordId {
        let mut context = Context::with_key(&self.0);
        for part in parts {
            // No part comes near 4 GiB.
            context.update(&(part.len() as u32).to_be_bytes());
            context.update(part);
        }
        let mut id = [0; 16];
        for (to, from) in id.iter_mut().zip(context.sign().as_ref()) {
            *to = *from;
        }
        RecordId(id)
    }
}

use account::{signed::Signed, wire::Bytes};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A kiosk, by its report key: the first 16 bytes of the SHA-256 of its public half. On the wire base64url without padding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Bytes", into = "Bytes")]
pub struct KioskId([u8; 16]);

/// The text names no kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the id of a kiosk")]
pub struct BadKioskId;

impl BadKioskId {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        "Give the id that `landfall-kiosk report status` shows: 22 letters and digits."
    }
}

impl KioskId {
    /// Of the kiosk with this key, `04 ‖ x ‖ y`.
    #[must_use]
    pub fn of(public_key: &[u8]) -> Self {
        let hash = digest(&SHA256, public_key);
        Self(hash.as_ref().first_chunk().copied().expect("SHA-256 has 32 bytes"))
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl TryFrom<Bytes> for KioskId {
    type Error = BadKioskId;

    fn try_from(bytes: Bytes) -> Result<Self, BadKioskId> {
        bytes.0.try_into().map(Self).map_err(|_| BadKioskId)
    }
}

impl From<KioskId> for Bytes {
    fn from(id: KioskId) -> Self {
        Self::from(id.0)
    }
}

impl FromStr for KioskId {
    type Err = BadKioskId;

    fn from_str(text: &str) -> Result<Self, BadKioskId> {
        Bytes::read(text).ok_or(BadKioskId)?.try_into()
    }
}

impl fmt::Display for KioskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Bytes::from(self.0).text())
    }
}

/// `POST /v1/kiosks`: a kiosk makes itself known. 201, or 200 if it was known so before; 403 for a token that is used up or unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// What the cloud's administrator made for this kiosk; good for one key.
    pub token: String,
    /// A [`Registration`], signed by the key that it names.
    pub registration: Signed,
}

/// What a kiosk says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// The key of its reports, `04 ‖ x ‖ y`.
    pub key: Bytes,
    /// Its name, as phones show it.
    pub name: String,
    /// Its SM-DP+'s name: by it, phones' late results are known to be for this kiosk.
    pub address: String,
}

/// Its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// How the cloud calls it.
    pub kiosk: KioskId,
}

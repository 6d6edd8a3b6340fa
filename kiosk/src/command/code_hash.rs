use model::SecretBytes;
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::fmt;
use zeroize::Zeroizing;

/// SHA-256 of a confirmation code, on its way to the kiosk that serves. Not shown: short codes can be guessed from it.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeHash(SecretBytes);

impl CodeHash {
    /// Of a code as its user will type it.
    #[must_use]
    pub fn of(code: &SecretBytes) -> Self {
        Self(SecretBytes::from(digest(&SHA256, code.expose()).as_ref()))
    }

    /// The hash.
    #[must_use]
    pub fn into_secret(self) -> SecretBytes {
        self.0
    }
}

impl fmt::Debug for CodeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeHash(..)")
    }
}

impl Serialize for CodeHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Zeroizing::new(hex::encode(self.0.expose())))
    }
}

impl<'de> Deserialize<'de> for CodeHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        let mut hash = Zeroizing::new([0; 32]);
        hex::decode_to_slice(&*text, &mut *hash).map_err(|_| D::Error::custom("no hash of 32 bytes"))?;
        Ok(Self(SecretBytes::from(hash.as_slice())))
    }
}

//! A signed thing: the exact bytes that were signed, who signed, and the signature (ECDSA P-256 over SHA-256, raw r‖s) over
//! `"landfall/1 " ‖ kind ‖ 00 ‖ payload`. The payload is JSON, read only after its signature was verified, and never written again.

use crate::wire::Bytes;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// What a signature is for, so that none can be taken for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The account's keys and devices.
    Manifest,
    /// An order to a device.
    Order,
    /// What a device did.
    Receipt,
    /// A right given to a sub-account.
    Capability,
    /// How far a device has read the log.
    Head,
    /// That somebody who holds a key is there now.
    Session,
    /// What happened at a kiosk.
    Report,
    /// That a kiosk is there now.
    Call,
    /// What a kiosk says of itself.
    Registration,
    /// A key to which a card may be copied.
    CardKey,
    /// What an account says of itself to those that it is tied to.
    Member,
    /// How two accounts stand to each other.
    Standing,
    /// Cards that an account shows to another.
    Share,
    /// A kiosk's request for a new certificate.
    Renewal,
    /// Another owner key.
    Succession,
    /// A key to which a new root is sealed.
    Agreement,
}

impl Kind {
    const fn label(self) -> &'static str {
        match self {
            Self::Manifest => "manifest",
            Self::Order => "order",
            Self::Receipt => "receipt",
            Self::Capability => "capability",
            Self::Head => "head",
            Self::Session => "session",
            Self::Report => "report",
            Self::Call => "call",
            Self::Registration => "registration",
            Self::CardKey => "card key",
            Self::Member => "member",
            Self::Standing => "standing",
            Self::Share => "share",
            Self::Renewal => "renewal",
            Self::Succession => "succession",
            Self::Agreement => "agreement key",
        }
    }
}

/// Whose key signed: names a public key of the account's manifest, but for a kiosk's and another account's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signer {
    /// The account's owner key, which its devices derive from the root.
    Owner,
    /// The key that the password alone opens: it locks, nothing else.
    Lock,
    /// The key on the recovery sheet.
    Sheet,
    /// A device's key, by its id.
    Device(Bytes),
    /// A passkey, by its credential id.
    Passkey(Bytes),
    /// A kiosk's key, by its key id.
    Kiosk(Bytes),
    /// The owner key of another account that holds rights to this one's cards: the key itself.
    Sub(Bytes),
}

/// The signed bytes beside their signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// JSON, exactly as signed.
    pub payload: Bytes,
    /// Whose key it was.
    pub signer: Signer,
    /// 64 bytes, raw r‖s; of a passkey the whole assertion.
    pub signature: Bytes,
}

/// Why a signed thing was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignedError {
    /// The key did not sign these bytes for this purpose.
    #[error("the signature is not of this key over these bytes")]
    Signature,
    /// The bytes are no such thing, though the key signed them.
    #[error("what was signed can't be read: it may be of a newer release")]
    Unreadable,
}

impl SignedError {
    /// Whether the same bytes may be taken later.
    #[must_use]
    pub const fn retrying_helps(self) -> bool {
        false
    }

    /// What the user can do.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Signature => "Nothing was taken. Somebody, perhaps the server, lies: don't trust what it says else.",
            Self::Unreadable => "Update the app.",
        }
    }
}

/// Whether `public_key` (uncompressed point, 65 bytes) signed these bytes as `kind`.
///
/// # Errors
/// [`SignedError::Signature`].
pub fn verify(kind: Kind, payload: &[u8], signature: &Bytes, public_key: &[u8]) -> Result<(), SignedError> {
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public_key);
    key.verify(&message(kind, payload), &signature.0).map_err(|_| SignedError::Signature)
}

/// The bytes that are signed.
#[must_use]
pub fn message(kind: Kind, payload: &[u8]) -> Vec<u8> {
    [b"landfall/1 ", kind.label().as_bytes(), &[0], payload].concat()
}

impl Signed {
    /// `what` signed as `kind`: `sign` answers the signature over the message (64 bytes, raw r‖s), a passkey the JSON of its assertion.
    ///
    /// # Errors
    /// Those of `sign`.
    pub fn make<E>(
        kind: Kind,
        what: &impl Serialize,
        signer: Signer,
        sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
    ) -> Result<Self, E> {
        let payload = Bytes(serde_json::to_vec(what).expect("what is signed has string keys only"));
        let signature = Bytes(sign(&message(kind, &payload.0))?);
        Ok(Self { payload, signer, signature })
    }

    /// What was signed, if `public_key` (uncompressed point, 65 bytes) signed it as `kind`.
    ///
    /// # Errors
    /// [`SignedError`].
    pub fn verify<T: DeserializeOwned>(&self, kind: Kind, public_key: &[u8]) -> Result<T, SignedError> {
        verify(kind, &self.payload.0, &self.signature, public_key)?;
        serde_json::from_slice(&self.payload.0).map_err(|_| SignedError::Unreadable)
    }

    /// SHA-256 of the payload: how one signed thing names another.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        let digest = ring::digest::digest(&ring::digest::SHA256, &self.payload.0);
        digest.as_ref().try_into().expect("SHA-256 has 32 bytes")
    }
}

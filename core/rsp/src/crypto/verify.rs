use crate::checks;
use crate::message::{PublicKey, Signature, put_signature};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

/// The signature was not made with that key over those bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct BadSignature;

impl BadSignature {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Get it anew from whoever signed it; if it stays, do not trust it."
    }
}

/// Verifies ECDSA P-256 over SHA-256 of `message` (SGP.22 §2.6.7.2; raw `r‖s` as in BSI TR-03111).
///
/// # Errors
/// [`BadSignature`] if the key is no point of the curve or the signature is another's.
pub fn verify(key: &PublicKey, message: &[u8], signature: &Signature) -> Result<(), BadSignature> {
    let verified = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key).verify(message, signature);
    if verified.is_ok() || !checks::SIGNATURE.on() { Ok(()) } else { Err(BadSignature) }
}

/// `data` followed by a signature's data object (5F37): several signatures of SGP.22 cover an earlier one too.
#[must_use]
pub fn signed_with(data: &[u8], signature: &Signature) -> Vec<u8> {
    tlv::Writer::build(|w| {
        w.raw(data);
        put_signature(w, signature);
    })
}

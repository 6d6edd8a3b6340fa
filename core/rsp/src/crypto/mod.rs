//! The primitives of SGP.22 §2.6: ECDSA verification, key agreement and derivation on P-256; and private keys that come in files.

mod kdf;
mod key_agreement;
mod once_key;
mod private_key;
mod verify;

pub(crate) use kdf::{KEY_LENGTH, KEY_TYPE_AES};
pub use kdf::{SessionKeys, x963_kdf};
pub use key_agreement::{BadPoint, OneTimeKey, SharedSecret};
pub use once_key::OnceKey;
pub use private_key::{BadKey, PrivateKey};
pub use verify::{BadSignature, signed_with, verify};

/// Hash of a confirmation code for this session: SHA-256(SHA-256(code) ‖ transaction id) (SGP.22 §3.1.3).
#[must_use]
pub fn hash_confirmation_code(code: &[u8], transaction_id: &crate::message::TransactionId) -> crate::message::HashCc {
    use ring::digest::{Context, SHA256, digest};
    let mut context = Context::new(&SHA256);
    context.update(digest(&SHA256, code).as_ref());
    context.update(transaction_id.as_bytes());
    let hash = context.finish();
    crate::message::HashCc(hash.as_ref().try_into().expect("SHA-256 gives 32 bytes"))
}

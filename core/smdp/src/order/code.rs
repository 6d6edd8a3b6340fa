use model::SecretBytes;
use ring::digest::{SHA256, digest};
use rsp::TransactionId;
use rsp::message::HashCc;

/// A confirmation code as a server keeps it: SHA-256 of what the user types. It can be guessed from that when it is short,
/// so it is kept as a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmationCode(SecretBytes);

impl ConfirmationCode {
    /// Of a code as the user types it.
    #[must_use]
    pub fn of(code: &[u8]) -> Self {
        Self(SecretBytes::from(digest(&SHA256, code).as_ref()))
    }

    /// From the hash (ES2+ may carry it so): SHA-256 of the code.
    #[must_use]
    pub fn from_hash(hash: [u8; 32]) -> Self {
        Self(SecretBytes::from(hash))
    }

    /// The hash, to be kept sealed.
    #[must_use]
    pub const fn hash(&self) -> &SecretBytes {
        &self.0
    }

    /// Whether `given` is SHA-256(SHA-256(code) ‖ transaction id), the hash of this session (SGP.22 §3.1.3).
    pub(crate) fn fits(&self, given: &HashCc, transaction_id: &TransactionId) -> bool {
        let mut context = ring::digest::Context::new(&SHA256);
        context.update(self.0.expose());
        context.update(transaction_id.as_bytes());
        let expected = context.finish();
        subtle::ConstantTimeEq::ct_eq(expected.as_ref(), &given.0[..]).into()
    }
}

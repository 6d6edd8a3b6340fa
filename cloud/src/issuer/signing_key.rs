use super::IssuerError;
use async_trait::async_trait;

/// A P-256 key that signs, wherever it is kept.
#[async_trait]
pub trait SigningKey: Send + Sync {
    /// `04 ‖ x ‖ y`.
    fn public_key(&self) -> [u8; 65];

    /// Raw `r ‖ s` over SHA-256.
    ///
    /// # Errors
    /// [`IssuerError::Signing`]
    async fn sign(&self, message: &[u8]) -> Result<[u8; 64], IssuerError>;
}

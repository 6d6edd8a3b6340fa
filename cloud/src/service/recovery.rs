use super::{Service, ServiceError};
use crate::storage::TokenKind;
use account::{
    signed::{Signed, Signer},
    wire::LoggedIn,
};

impl Service {
    /// A recovery token, by the sheet's key, which a lost password and a lost device leave.
    ///
    /// # Errors
    /// [`ServiceError::Proof`], whatever was wrong.
    pub async fn recover(&self, proof: &Signed) -> Result<LoggedIn, ServiceError> {
        let account = self.owner_is_there(proof, &[Signer::Sheet]).await?;
        self.admit(account, TokenKind::Recovery).await
    }
}

use super::{Service, ServiceError, access, login::GOOD_FOR};
use crate::storage::{Session, TokenKind};
use account::{
    keys::AccountId,
    passkey::signed_in,
    wire::{self, Bytes, PasskeySignIn},
};

impl Service {
    /// A passkey's token: its account and the passkey's own word on a challenge.
    ///
    /// # Errors
    /// [`ServiceError::Proof`], whatever was wrong.
    pub async fn sign_in_by_passkey(&self, request: &PasskeySignIn) -> Result<wire::Session, ServiceError> {
        let id = AccountId::read(&request.account).ok_or(ServiceError::Proof)?;
        // Before anything is verified: whoever ends all tokens meanwhile ends this one too.
        let account = self.storage.account(&id).await?.ok_or(ServiceError::Proof)?;
        let (_, manifest) = self.manifest_of(&account).await?;
        let (proof, passkey) = signed_in(&manifest, &request.proof).map_err(|_| ServiceError::Proof)?;
        let used = self.use_challenge(&proof.challenge.0).await?;
        if !proof.account.is_empty() || !proof.device.is_empty() || !used {
            return Err(ServiceError::Proof);
        }
        let (token, kept) = access::make();
        let expires = self.now() + GOOD_FOR;
        let session = Session { account: id, kind: TokenKind::Passkey, device: Some(passkey), expires };
        if !self.storage.put_session(kept, session, Some(account.generation)).await? {
            return Err(ServiceError::Proof);
        }
        Ok(wire::Session { token: token.to_string(), expires })
    }

    /// Whether a passkey is one of the account's still: its token ends with it.
    pub(super) async fn has_passkey(&self, account: &AccountId, passkey: &Bytes) -> Result<bool, ServiceError> {
        let Some(account) = self.storage.account(account).await? else { return Ok(false) };
        let (_, manifest) = self.manifest_of(&account).await?;
        Ok(manifest.passkeys.iter().any(|known| known.id == *passkey))
    }
}

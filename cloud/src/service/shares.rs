use super::{
    Act, Service, ServiceError,
    standings::{account_of, holds},
};
use crate::storage::Made;
use account::{
    rights::Act as Right,
    signed::{Kind, Signer},
    sub::SubError,
    wire::{PutShare, Share, Shares},
};

impl Service {
    /// Keeps what the account shows to another that may see something of it.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn put_share(&self, token: Option<&str>, request: PutShare) -> Result<(), ServiceError> {
        let caller = self.caller(token, Act::ShareCards).await?;
        let (_, manifest) = self.last_manifest(&caller.account).await?;
        let signed = request.share;
        let share: Share = signed.verify(Kind::Share, &manifest.owner_key.0).map_err(|_| SubError::Share)?;
        if signed.signer != Signer::Owner || share.from != caller.account.bytes() {
            return Err(SubError::Share.into());
        }
        let to = account_of(&share.to)?;
        let (stands, manifest) = self.linked(&caller.account, &to).await?;
        holds(&stands, &manifest, Right::See, self.now())?;
        match self.storage.put_share(&caller.account, &to, share.number, &signed).await? {
            Made::New | Made::Same => {
                self.tell_of_ties(to).await;
                Ok(())
            }
            Made::Other => Err(ServiceError::Other("list of cards")),
            Made::Missing => Err(ServiceError::Missing("link")),
        }
    }

    /// What others show to the account, as far as it may see it now.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn shares(&self, token: Option<&str>) -> Result<Shares, ServiceError> {
        let caller = self.caller(token, Act::ShareCards).await?;
        let mut shares = Vec::new();
        for (kept, share) in self.storage.shares(&caller.account).await? {
            let seen = match self.linked(&kept.from, &caller.account).await {
                Ok((stands, manifest)) => holds(&stands, &manifest, Right::See, self.now()),
                Err(error) => Err(error),
            };
            match seen {
                Ok(()) => shares.push(share),
                // Of an account that is gone, or rights that have ended, nothing is shown.
                Err(ServiceError::Rights(_) | ServiceError::Sub(_) | ServiceError::Missing(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Shares { shares })
    }
}

use super::{Service, ServiceError, checks};
use crate::storage::Account;
use account::{
    keys::AccountId,
    signed::{Kind, Signed, Signer},
    wire::{Bytes, Device, SessionProof},
};

/// A device that is there now.
pub(super) struct There {
    /// Whose it is.
    pub(super) account: AccountId,
    /// It, as the last manifest lists it.
    pub(super) device: Device,
    /// The account's, when that was found out; none if it is gone.
    pub(super) generation: Option<u64>,
}

impl Service {
    /// Whose device is there, by its own key; a revoked one too. No token is kept for that one, but it fetches its orders and says what it did.
    pub(super) async fn device_is_there(&self, signed: &Signed) -> Result<There, ServiceError> {
        let (proof, account) = read(signed)?;
        // Before anything is verified: whoever ends all tokens meanwhile ends this one too. An account that is gone has none.
        let generation = self.storage.account(&account).await?.map(|account| account.generation);
        if signed.signer != Signer::Device(proof.device.clone()) {
            return Err(ServiceError::Proof);
        }
        let device = self.storage.device(&account, &proof.device).await?.ok_or(ServiceError::Proof)?;
        verify(signed, &device.key)?;
        if checks::PROOF_EPOCH.on() && proof.epoch != device.epoch {
            return Err(ServiceError::Proof);
        }
        self.take_challenge(&proof).await?;
        Ok(There { account, device, generation })
    }

    /// Whose account it is, by one of these of its own keys.
    pub(super) async fn owner_is_there(&self, signed: &Signed, signers: &[Signer]) -> Result<Account, ServiceError> {
        let (proof, id) = read(signed)?;
        if !signers.contains(&signed.signer) || !proof.device.is_empty() {
            return Err(ServiceError::Proof);
        }
        let account = self.storage.account(&id).await?.ok_or(ServiceError::Proof)?;
        let (_, manifest) = self.manifest_of(&account).await?;
        let key = match signed.signer {
            Signer::Owner => &manifest.owner_key,
            Signer::Sheet => &manifest.sheet_key,
            _ => return Err(ServiceError::Proof),
        };
        verify(signed, key)?;
        self.take_challenge(&proof).await?;
        Ok(account)
    }

    async fn take_challenge(&self, proof: &SessionProof) -> Result<(), ServiceError> {
        let used = self.use_challenge(&proof.challenge.0).await?;
        if checks::PROOF_CHALLENGE.on() && !used {
            return Err(ServiceError::Proof);
        }
        Ok(())
    }
}

/// What it says, which counts for nothing yet: it names the key that it is verified by.
fn read(signed: &Signed) -> Result<(SessionProof, AccountId), ServiceError> {
    let proof: SessionProof = serde_json::from_slice(&signed.payload.0).map_err(|_| ServiceError::Proof)?;
    let account = AccountId::read(&proof.account).ok_or(ServiceError::Proof)?;
    Ok((proof, account))
}

fn verify(signed: &Signed, key: &Bytes) -> Result<(), ServiceError> {
    let verified = signed.verify::<SessionProof>(Kind::Session, &key.0);
    if checks::PROOF_SIGNATURE.on() && verified.is_err() {
        return Err(ServiceError::Proof);
    }
    Ok(())
}

use super::{Service, ServiceError, allowances::Tried, sizes};
use crate::storage::{Created, NewAccount, NewManifest};
use account::{
    keys::AccountId,
    manifest::{ManifestError, Pinned},
    opaque::ServerKeys,
    scheme::Scheme,
    signed::Signed,
    wire::{AccountView, Manifest, Register, RegisterStart, RegisterStarted},
};
use std::net::IpAddr;

impl Service {
    /// The first half of a registration; nobody looks whether the login is taken. It counts as a guess: the same OPRF answers a login, and who has
    /// one answer to a login's start could try every password against it, had he this one for nothing.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn register_start(&self, request: RegisterStart, from: IpAddr) -> Result<RegisterStarted, ServiceError> {
        let login = sizes::login(&request.login)?;
        self.take(Tried::Address(from)).await?;
        self.take(Tried::Login(&login)).await?;
        Ok(RegisterStarted { response: self.opaque.register(&login, &request.request)? })
    }

    /// Makes an account with its first device. The same again is answered as at first.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn register(&self, request: Register, from: IpAddr) -> Result<AccountView, ServiceError> {
        let login = sizes::login(&request.login)?;
        let account = AccountId(sizes::id(&request.account, "an account's id has 16 bytes")?);
        sizes::sealed(&request.sealed)?;
        ServerKeys::record(&request.record)?;
        let manifest = first(&account, request.manifest, self.scheme)?;
        self.take(Tried::Register(from)).await?;
        let sealed = request.sealed.clone();
        let new = NewAccount {
            id: account,
            login,
            record: request.record,
            sealed: request.sealed,
            manifest,
            created: self.now(),
        };
        match self.storage.create(new).await? {
            Created::Taken => Err(ServiceError::Taken),
            Created::New | Created::Same => {
                Ok(AccountView { account: account.bytes(), sealed, manifest: 1, restore_epoch: self.restore_epoch() })
            }
        }
    }
}

/// The first manifest: it names the owner key that signed it.
fn first(account: &AccountId, signed: Signed, scheme: Scheme) -> Result<NewManifest, ServiceError> {
    let manifest: Manifest = serde_json::from_slice(&signed.payload.0).map_err(|_| ManifestError::Unreadable)?;
    sizes::manifest(&manifest)?;
    let owner = manifest.owner_key.0.as_slice().try_into().map_err(|_| ManifestError::Unreadable)?;
    Pinned::anchor(account, owner, scheme).follow(std::slice::from_ref(&signed))?;
    Ok(NewManifest { signed, version: manifest.version, devices: manifest.devices })
}

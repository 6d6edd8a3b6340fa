use super::{Act, Service, ServiceError, sizes};
use crate::storage::{Account, NewManifest, Next, Woken};
use account::{
    keys::AccountId,
    manifest::{ManifestError, Pinned},
    signed::Signed,
    wire::{Manifest, Manifests, NextManifest, Wake},
};

/// Manifests of one answer: each lists every device.
pub(super) const PAGE: u32 = 100;

impl Service {
    /// The chain above a version.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn manifests(&self, token: Option<&str>, after: u64) -> Result<Manifests, ServiceError> {
        let caller = self.caller(token, Act::ReadManifests).await?;
        Ok(Manifests { manifests: self.storage.manifests(&caller.account, after, PAGE).await? })
    }

    /// Makes the chain longer. The same again is fine.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn add_manifest(&self, token: Option<&str>, request: NextManifest) -> Result<(), ServiceError> {
        let caller = self.caller(token, Act::AddManifest).await?;
        let manifest = self.follows(&caller.account, request.manifest).await?;
        taken(self.storage.next_manifest(&caller.account, manifest).await?)?;
        self.tell_of_manifest(caller.account).await;
        Ok(())
    }

    /// The manifest, if it follows the last one that is kept under the same owner key. A new one comes with what is sealed under it
    /// ([`Service::replace_keys`]), or the account's devices would be locked out.
    pub(super) async fn follows(&self, account: &AccountId, signed: Signed) -> Result<NewManifest, ServiceError> {
        let Followed { manifest, succeeds, .. } = self.follows_or_succeeds(account, signed).await?;
        if succeeds {
            return Err(ServiceError::Malformed("a new owner key comes with new sealed keys and hand-overs"));
        }
        Ok(manifest)
    }

    /// The manifest, if it follows the last one that is kept, perhaps under a new owner key.
    pub(super) async fn follows_or_succeeds(
        &self,
        account: &AccountId,
        signed: Signed,
    ) -> Result<Followed, ServiceError> {
        let (pinned, last) = self.last_manifest(account).await?;
        let next = match pinned.follow(std::slice::from_ref(&signed)) {
            Err(ManifestError::Rollback { .. } | ManifestError::Fork(_) | ManifestError::Gap { .. }) => {
                return Err(ServiceError::Behind(last.version));
            }
            // By the owner key before: a new root came first.
            Err(ManifestError::Signature(version) | ManifestError::Succession(version)) if version <= last.version => {
                return Err(ServiceError::Behind(last.version));
            }
            followed => followed?.manifest().ok_or(ManifestError::Unreadable)?,
        };
        sizes::manifest(&next)?;
        let succeeds = next.owner_key != last.owner_key;
        let manifest = NewManifest { signed, version: next.version, devices: next.devices.clone() };
        Ok(Followed { manifest, says: next, succeeds })
    }

    /// The last manifest.
    pub(super) async fn last_manifest(&self, account: &AccountId) -> Result<(Pinned, Manifest), ServiceError> {
        let account = self.storage.account(account).await?.ok_or(ServiceError::Missing("account"))?;
        self.manifest_of(&account).await
    }

    /// The last manifest of an account as it was read.
    pub(super) async fn manifest_of(&self, account: &Account) -> Result<(Pinned, Manifest), ServiceError> {
        let kept = self.storage.manifests(&account.id, account.manifest.saturating_sub(1), 1).await?;
        let pinned = kept.first().and_then(Pinned::kept).ok_or(ServiceError::Damaged)?;
        let manifest = pinned.manifest().ok_or(ServiceError::Damaged)?;
        Ok((pinned, manifest))
    }

    /// Devices read it, and sockets of devices that it revokes close.
    pub(super) async fn tell_of_manifest(&self, account: AccountId) {
        self.tell(Woken { account, device: None, wake: None }).await;
        self.tell(Woken { account, device: None, wake: Some(Wake::Manifest) }).await;
    }
}

/// A manifest that follows.
pub(super) struct Followed {
    pub(super) manifest: NewManifest,
    /// What it says.
    pub(super) says: Manifest,
    /// Whether it names another owner key than the one before.
    pub(super) succeeds: bool,
}

/// What became of a next manifest.
pub(super) fn taken(next: Next) -> Result<(), ServiceError> {
    match next {
        Next::Stored | Next::Same => Ok(()),
        Next::Behind(version) => Err(ServiceError::Behind(version)),
        Next::Missing => Err(ServiceError::Token),
    }
}

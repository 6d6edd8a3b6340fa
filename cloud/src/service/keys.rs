use super::{
    Act, Service, ServiceError,
    manifests::{Followed, taken},
    sizes,
};
use crate::storage::{Replacement, TokenKind};
use account::{
    hand_over::due,
    opaque::ServerKeys,
    signed::Signer,
    wire::{Bytes, HandOver, Manifest, ReplaceKeys},
};
use ring::digest::{SHA256, digest};
use std::collections::BTreeSet;

impl Service {
    /// New sealed keys with the manifest that goes with them. With a new password, with a new root, and by the sheet, every token ends.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn replace_keys(&self, token: Option<&str>, request: ReplaceKeys) -> Result<(), ServiceError> {
        let caller = self.caller(token, Act::ReplaceKeys).await?;
        let ReplaceKeys { record, sealed, manifest, hand_overs } = request;
        sizes::sealed(&sealed)?;
        if let Some(record) = &record {
            ServerKeys::record(record)?;
        }
        let Followed { manifest, says, succeeds } = self.follows_or_succeeds(&caller.account, manifest).await?;
        if !names(&says, &sealed.keyring) {
            return Err(ServiceError::Malformed("the device list names other data keys than those that are sent"));
        }
        if succeeds && !reach_all(&says, &hand_overs) {
            return Err(ServiceError::Malformed(
                "a new root is handed over to each device that is the account's still",
            ));
        }
        let end_sessions = record.is_some() || succeeds || caller.kind == TokenKind::Recovery;
        let hand_overs = succeeds.then_some(hand_overs);
        let replacement = Replacement { record, sealed, manifest, end_sessions, hand_overs };
        taken(self.storage.replace_keys(&caller.account, replacement).await?)?;
        self.tell_of_manifest(caller.account).await;
        Ok(())
    }
}

impl Service {
    /// The new root that another device handed over to the one that asks.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn hand_over(&self, token: Option<&str>) -> Result<HandOver, ServiceError> {
        let caller = self.caller(token, Act::TakeHandOver).await?;
        let kept = self.storage.hand_over(&caller.account, caller.device()?).await?;
        kept.ok_or(ServiceError::Missing("hand-over"))
    }
}

/// Whether a manifest names this keyring, or none yet: an account whose devices refuse its keys would be lost.
fn names(manifest: &Manifest, keyring: &Bytes) -> bool {
    let said = &manifest.keyring;
    said.is_empty() || said.0 == digest(&SHA256, &keyring.0).as_ref()
}

/// Whether every device is handed the new root, but the one that made it; and nobody else is.
fn reach_all(manifest: &Manifest, hand_overs: &[HandOver]) -> bool {
    let said = manifest.succession.as_ref().map(|succession| &succession.by_device.signer);
    let Some(Signer::Device(author)) = said else { return false };
    let due: BTreeSet<_> = due(manifest, author).map(|device| &device.id).collect();
    let handed: BTreeSet<_> = hand_overs.iter().map(|handed| &handed.device).collect();
    due == handed && handed.len() == hand_overs.len() && hand_overs.iter().all(sizes::is_hand_over)
}

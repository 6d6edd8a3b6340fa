use super::{Act, Service, ServiceError, manifests::taken, sizes};
use crate::storage::{Replacement, TokenKind};
use account::{
    opaque::ServerKeys,
    signed::Signed,
    wire::{Bytes, Manifest, ReplaceKeys},
};
use ring::digest::{SHA256, digest};

impl Service {
    /// New sealed keys with the manifest that goes with them. With a new password, and by the sheet, every token ends.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn replace_keys(&self, token: Option<&str>, request: ReplaceKeys) -> Result<(), ServiceError> {
        let caller = self.caller(token, Act::ReplaceKeys).await?;
        let ReplaceKeys { record, sealed, manifest } = request;
        sizes::sealed(&sealed)?;
        if let Some(record) = &record {
            ServerKeys::record(record)?;
        }
        let manifest = self.follows(&caller.account, manifest).await?;
        if !names(&manifest.signed, &sealed.keyring) {
            return Err(ServiceError::Malformed("the device list names other data keys than those that are sent"));
        }
        let end_sessions = record.is_some() || caller.kind == TokenKind::Recovery;
        let replacement = Replacement { record, sealed, manifest, end_sessions };
        taken(self.storage.replace_keys(&caller.account, replacement).await?)?;
        self.tell_of_manifest(caller.account).await;
        Ok(())
    }
}

/// Whether a manifest names this keyring, or none yet: an account whose devices refuse its keys would be lost.
fn names(manifest: &Signed, keyring: &Bytes) -> bool {
    let said = serde_json::from_slice::<Manifest>(&manifest.payload.0).map(|manifest| manifest.keyring);
    said.is_ok_and(|said| said.is_empty() || said.0 == digest(&SHA256, &keyring.0).as_ref())
}

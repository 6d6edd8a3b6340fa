use super::{Act, Service, ServiceError, manifests::taken, sizes};
use crate::storage::{Replacement, TokenKind};
use account::{opaque::ServerKeys, wire::ReplaceKeys};

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
        let end_sessions = record.is_some() || caller.kind == TokenKind::Recovery;
        let replacement = Replacement { record, sealed, manifest, end_sessions };
        taken(self.storage.replace_keys(&caller.account, replacement).await?)?;
        self.tell_of_manifest(caller.account).await;
        Ok(())
    }
}

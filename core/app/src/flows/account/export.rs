//! Export: all that the account has, in the open, as JSON: what the server keeps of it, and what only its keys read.

use super::AccountError;
use crate::{Landfall, ports::Cloud};
use account::wire::{Export, Manifest};
use serde_json::{Value, json};
use std::sync::Arc;

impl Landfall {
    /// Everything of the account. It is the user's alone: whoever has it can read it.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn export_account(&self, port: Arc<dyn Cloud>) -> Result<Value, AccountError> {
        let (state, cloud) = self.account_session(port).await?;
        let Manifest { devices, passkeys, version, key_epoch, .. } = state.manifest()?;
        let Export { sealed, manifests, entries, orders, .. } = cloud.export().await?;
        Ok(json!({
            "account": state.account().bytes(),
            "login": state.login,
            "server": state.server,
            "devices": devices,
            "passkeys": passkeys,
            "manifest": version,
            "key_epoch": key_epoch,
            "orders": orders,
            "sealed": { "keys": sealed, "manifests": manifests, "log": entries },
        }))
    }
}

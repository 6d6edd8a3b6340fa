//! Export: all that the account has, in the open, as JSON: what the server keeps of it, and what only its keys read.

use super::{AccountError, AccountState};
use crate::{Landfall, ports::Cloud};
use account::{
    log::{Content, RecordId, seal::Bound},
    wire::{Entry, Export, Manifest},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};

impl Landfall {
    /// Everything of the account. It is the user's alone: whoever has it can read it.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn export_account(&self, port: Arc<dyn Cloud>) -> Result<Value, AccountError> {
        let (state, cloud) = self.account_session(port).await?;
        let Manifest { devices, passkeys, version, key_epoch, .. } = state.manifest()?;
        let Export { sealed, manifests, entries, orders, .. } = cloud.export().await?;
        let (records, unreadable) = records(&state, &entries);
        Ok(json!({
            "account": state.account().bytes(),
            "login": state.login,
            "server": state.server,
            "devices": devices,
            "passkeys": passkeys,
            "manifest": version,
            "key_epoch": key_epoch,
            "records": records,
            "unreadable": unreadable,
            "orders": orders,
            "sealed": { "keys": sealed, "manifests": manifests, "log": entries },
        }))
    }
}

/// The records as they are now, and those that don't open with the account's keys.
fn records(state: &AccountState, entries: &[Entry]) -> (Vec<Value>, Vec<Value>) {
    let (mut records, mut unreadable) = (BTreeMap::new(), BTreeMap::new());
    for Entry { device, write, .. } in entries {
        let id = &write.record;
        records.remove(id);
        unreadable.remove(id);
        // Of a version that another one followed the server may have dropped the content.
        if write.deleted || write.sealed.is_empty() {
            continue;
        }
        let named = json!({ "record": id, "kind": write.kind, "version": write.version, "device": device });
        match content(state, device, write) {
            Some(content) => {
                let mut record = named;
                record["content"] = json!(content);
                records.insert(id, record);
            }
            None => drop(unreadable.insert(id, named)),
        }
    }
    (records.into_values().collect(), unreadable.into_values().collect())
}

fn content(state: &AccountState, device: &account::wire::Bytes, write: &account::wire::Write) -> Option<Content> {
    let bound = Bound {
        account: &state.account(),
        record: RecordId::read(&write.record.0)?,
        kind: &write.kind,
        version: write.version,
        key_epoch: write.key_epoch,
        deleted: write.deleted,
        device: &device.0,
    };
    let plain = bound.open(state.keyring().key(write.key_epoch).ok()?, &write.sealed)?;
    Content::from_bytes(plain.expose())
}

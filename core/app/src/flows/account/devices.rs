//! Devices: what the account has, renamed and taken out.

use super::{AccountError, AccountState};
use crate::{Landfall, ports::Cloud};
use account::wire::{Bytes, Device, Manifest};
use std::sync::Arc;

const LONGEST: usize = 64;

/// A device's name, if it is one.
pub(in crate::flows) fn device_name(typed: &str) -> Result<String, AccountError> {
    let name = typed.trim();
    let fine = (1..=LONGEST).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fine { Ok(name.to_owned()) } else { Err(AccountError::BadName) }
}

impl Landfall {
    /// The account's devices, those that were taken out among them, as the server and this phone have them now.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn account_devices(&self, port: Arc<dyn Cloud>) -> Result<Vec<Device>, AccountError> {
        let (state, _) = self.account_session(port).await?;
        Ok(state.manifest()?.devices)
    }

    /// Gives a device (its id, or its name) another name.
    ///
    /// # Errors
    /// [`AccountError::NoSuchDevice`], [`AccountError::WhichDevice`]; [`AccountError`].
    pub async fn rename_device(
        &self,
        port: Arc<dyn Cloud>,
        device: &str,
        name: &str,
    ) -> Result<AccountState, AccountError> {
        let name = device_name(name)?;
        let rename = |manifest: &mut Manifest| {
            let id = find(manifest, device)?;
            let found = manifest.devices.iter_mut().find(|device| device.id == id && device.name != name);
            Ok(found.map(|device| device.name.clone_from(&name)).is_some())
        };
        self.change_devices(port, rename).await
    }

    /// Takes a device (its id, or its name) out of the account: its sessions end, and what is sealed from now on is sealed with keys that it
    /// does not have. What it holds it holds, the root among it: that is enough for one that was wiped, or is at hand. For any other:
    /// [`Landfall::replace_root`].
    ///
    /// # Errors
    /// [`AccountError::NoSuchDevice`], [`AccountError::WhichDevice`]; [`AccountError`].
    pub async fn revoke_device(&self, port: Arc<dyn Cloud>, device: &str) -> Result<AccountState, AccountError> {
        let revoke = |manifest: &mut Manifest| {
            let id = find(manifest, device)?;
            Ok(manifest.revoke(&id))
        };
        self.change_keys(port, revoke).await
    }
}

/// By id, else by name among those that are the account's still.
pub(super) fn find(manifest: &Manifest, wanted: &str) -> Result<Bytes, AccountError> {
    if let Some(device) = manifest.devices.iter().find(|device| device.id.text() == wanted) {
        return Ok(device.id.clone());
    }
    let mut named = manifest.devices.iter().filter(|device| !device.revoked && device.name == wanted);
    match (named.next(), named.next()) {
        (Some(device), None) => Ok(device.id.clone()),
        (Some(_), Some(_)) => Err(AccountError::WhichDevice(wanted.to_owned())),
        (None, _) => Err(AccountError::NoSuchDevice(wanted.to_owned())),
    }
}

//! The next manifest, by whoever has the owner key.

use super::{ManifestError, Pinned, checks};
use crate::{
    keys::{AccountId, AccountKeys, KeyError, Keyring, Root, SigningKey},
    scheme::Scheme,
    signed::{Kind, Signed},
    wire::{Bytes, Device, Manifest, SealedKeys},
};

/// What a new account's first manifest is made of.
#[derive(Debug)]
pub struct Founding<'a> {
    /// The account's keys.
    pub keys: &'a AccountKeys,
    /// The key that only locks.
    pub lock: &'a SigningKey,
    /// The device that makes the account; its epoch will be 1.
    pub device: Device,
    /// The scheme.
    pub scheme: Scheme,
}

/// The first manifest, and what its device pins.
///
/// # Errors
/// [`ManifestError`], should a device of the account refuse it.
pub fn first(founding: Founding<'_>) -> Result<(Signed, Pinned), ManifestError> {
    let Founding { keys, lock, device, scheme } = founding;
    let owner = keys.owner();
    let manifest = Manifest {
        account: keys.account.bytes(),
        version: 1,
        previous: Bytes::default(),
        owner_key: Bytes::from(owner.public_key()),
        lock_key: Bytes::from(lock.public_key()),
        sheet_key: Bytes::from(keys.sheet().public_key()),
        passkeys: Vec::new(),
        devices: vec![Device { epoch: 1, revoked: false, ..device }],
        key_epoch: keys.keyring.epoch(),
        keyring: Bytes::default(),
        kdf: scheme.kdf(),
        revocation_epoch: 0,
        succession: None,
    };
    let signed = owner.sign(Kind::Manifest, &manifest);
    let pinned = Pinned::anchor(&keys.account, &owner.public_key(), scheme).follow(std::slice::from_ref(&signed))?;
    Ok((signed, pinned))
}

impl Pinned {
    /// The next manifest with `change` made to the last one, and what is pinned once the server took it. It goes through the same checks as
    /// one that came from elsewhere, so that nobody signs what the others would refuse.
    ///
    /// # Errors
    /// [`ManifestError`].
    pub fn next(
        &self,
        owner: &SigningKey,
        change: impl FnOnce(&mut Manifest),
    ) -> Result<(Signed, Self), ManifestError> {
        self.make(owner, change)
    }

    pub(super) fn make(
        &self,
        owner: &SigningKey,
        change: impl FnOnce(&mut Manifest),
    ) -> Result<(Signed, Self), ManifestError> {
        let (last, mark) = self.manifest().zip(self.mark()).ok_or(ManifestError::Missing)?;
        let mut manifest = Manifest { succession: None, ..last };
        change(&mut manifest);
        manifest.version = mark.version.saturating_add(1);
        manifest.previous = mark.digest;
        let signed = owner.sign(Kind::Manifest, &manifest);
        let pinned = self.follow(std::slice::from_ref(&signed))?;
        Ok((signed, pinned))
    }
}

impl Manifest {
    /// Enrols a device, or enrols one anew: under the next epoch, which is answered.
    pub fn enrol(&mut self, device: Device) -> u64 {
        let epoch = self.devices.iter().map(|device| device.epoch).max().unwrap_or(0).saturating_add(1);
        self.devices.retain(|known| known.id != device.id);
        self.devices.push(Device { epoch, revoked: false, ..device });
        epoch
    }

    /// Names the keyring that goes with it.
    pub fn names(&mut self, sealed: &SealedKeys, keyring: &Keyring) {
        self.key_epoch = keyring.epoch();
        self.keyring = digest(sealed);
    }

    /// Opens the data keys that the server keeps, if they are those that this manifest names.
    ///
    /// # Errors
    /// [`KeyError::OtherKeyring`], [`KeyError::OldKeyring`], [`KeyError::Keyring`].
    pub fn open_keyring(&self, sealed: &SealedKeys, account: &AccountId, root: &Root) -> Result<Keyring, KeyError> {
        let keyring = Keyring::open(&sealed.keyring, account, root, self.key_epoch)?;
        if checks::KEYRING.on() && !self.keyring.is_empty() && self.keyring != digest(sealed) {
            return Err(KeyError::OtherKeyring);
        }
        Ok(keyring)
    }

    /// Revokes a device, and every right that was given before; whether it was one of the account's.
    pub fn revoke(&mut self, id: &Bytes) -> bool {
        let found = self.devices.iter_mut().find(|device| device.id == *id && !device.revoked);
        let Some(device) = found else { return false };
        device.revoked = true;
        self.revocation_epoch = self.revocation_epoch.saturating_add(1);
        true
    }
}

fn digest(sealed: &SealedKeys) -> Bytes {
    Bytes::from(ring::digest::digest(&ring::digest::SHA256, &sealed.keyring.0))
}

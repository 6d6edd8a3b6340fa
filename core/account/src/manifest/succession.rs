//! A new owner key: the account goes on under it if the old one, the new one and a device of the account all say so.

use super::{ManifestError, Pinned, checks};
use crate::{
    keys::SigningKey,
    signed::{Kind, Signed, Signer},
    wire::{Bytes, Manifest, Succession, Successor},
};

impl Pinned {
    /// What the old owner key and `device`, which makes the new one, sign.
    ///
    /// # Errors
    /// [`ManifestError::Missing`] before the first manifest; [`ManifestError::Succession`] if the device is none of the account's.
    pub fn successor(&self, new: &SigningKey, device: &Bytes) -> Result<Successor, ManifestError> {
        let mark = self.mark().ok_or(ManifestError::Missing)?;
        let version = mark.version.saturating_add(1);
        let device = self.device(device).ok_or(ManifestError::Succession(version))?;
        Ok(Successor {
            account: self.account.clone(),
            version,
            previous: mark.digest,
            owner_key: Bytes::from(new.public_key()),
            device: device.id,
            epoch: device.epoch,
        })
    }

    /// The next manifest, under the new owner key, with `change` made to the last one; and what is pinned once the server took it.
    ///
    /// # Errors
    /// [`ManifestError`].
    pub fn succeed(
        &self,
        new: &SigningKey,
        succession: Succession,
        change: impl FnOnce(&mut Manifest),
    ) -> Result<(Signed, Self), ManifestError> {
        self.make(new, |manifest| {
            change(manifest);
            manifest.owner_key = Bytes::from(new.public_key());
            manifest.succession = Some(succession);
        })
    }
}

/// Whether `manifest`, which `signed` says and the pinned owner key did not sign, is signed by a key that follows that one.
pub(super) fn judge(pinned: &Pinned, signed: &Signed, manifest: &Manifest) -> Result<(), ManifestError> {
    let version = manifest.version;
    let unfounded = ManifestError::Succession(version);
    let (Some(succession), Some(before)) = (&manifest.succession, pinned.manifest()) else {
        return Err(ManifestError::Signature(version));
    };
    let by_itself = signed.verify::<Manifest>(Kind::Manifest, &manifest.owner_key.0).is_ok();
    if checks::SUCCESSOR_SIGNS.on() && !by_itself {
        return Err(ManifestError::Signature(version));
    }
    let said: Successor = serde_json::from_slice(&succession.by_owner.payload.0).map_err(|_| unfounded)?;
    let same = succession.by_owner.payload == succession.by_device.payload;
    let signs = |signed: &Signed, by: &Signer, key: &Bytes| {
        signed.signer == *by && signed.verify::<Successor>(Kind::Succession, &key.0).is_ok()
    };
    let by_owner = signs(&succession.by_owner, &Signer::Owner, &pinned.owner_key);
    if checks::PREDECESSOR_SIGNS.on() && !by_owner {
        return Err(unfounded);
    }
    let listed = |manifest: &Manifest| {
        let is = |device: &&crate::wire::Device| device.id == said.device && device.epoch == said.epoch;
        manifest.devices.iter().find(is).filter(|device| !device.revoked).cloned()
    };
    let by_device = listed(&before)
        .zip(listed(manifest))
        .is_some_and(|(device, _)| signs(&succession.by_device, &Signer::Device(device.id), &device.key));
    if checks::DEVICE_SIGNS.on() && !by_device {
        return Err(unfounded);
    }
    let previous = pinned.last.as_ref().map(|last| Bytes::from(last.digest()));
    let here = said.account == pinned.account
        && said.version == version
        && Some(&said.previous) == previous.as_ref()
        && said.owner_key == manifest.owner_key;
    if checks::SUCCESSION_PLACE.on() && !(here && same) {
        return Err(unfounded);
    }
    Ok(())
}

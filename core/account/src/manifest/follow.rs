//! One step along the chain.

use super::{ManifestError, Pinned, checks, succession};
use crate::{
    signed::{Kind, Signed, SignedError, Signer},
    wire::{Device, Manifest},
};
use std::collections::BTreeSet;

/// Takes `signed` as the next of what is pinned; one that was seen is only compared.
pub(super) fn take(pinned: &mut Pinned, signed: &Signed) -> Result<(), ManifestError> {
    let (manifest, succeeds) = verified(pinned, signed)?;
    let version = manifest.version;
    if checks::ACCOUNT.on() && manifest.account != pinned.account {
        return Err(ManifestError::Account);
    }
    if checks::OWNER_KEY.on() && manifest.owner_key != pinned.owner_key && !succeeds {
        return Err(ManifestError::OwnerKey(version));
    }
    if checks::KDF.on() && manifest.kdf != pinned.kdf {
        return Err(ManifestError::Kdf(version));
    }
    let seen = pinned.manifest();
    let at = seen.as_ref().map_or(0, |seen| seen.version);
    if seen.is_some() && version <= at {
        return again(pinned, signed, version, at);
    }
    if let Some(floor) = &pinned.floor
        && checks::FORK.on()
        && floor.version == version
        && floor.digest.0 != signed.digest()
    {
        return Err(ManifestError::Fork(version));
    }
    let wanted = at.saturating_add(1);
    if checks::GAP.on() && version != wanted {
        return Err(ManifestError::Gap { wanted, found: version });
    }
    let previous = pinned.last.as_ref().map(|last| last.digest().to_vec()).unwrap_or_default();
    if checks::PREVIOUS.on() && manifest.previous.0 != previous {
        return Err(ManifestError::Previous(version));
    }
    step(seen.as_ref(), &manifest)?;
    if succeeds {
        pinned.owner_key = manifest.owner_key;
    }
    pinned.last = Some(signed.clone());
    Ok(())
}

/// What it says, and whether the key that signed it is a new one that follows the pinned one.
fn verified(pinned: &Pinned, signed: &Signed) -> Result<(Manifest, bool), ManifestError> {
    let read = || serde_json::from_slice::<Manifest>(&signed.payload.0).map_err(|_| ManifestError::Unreadable);
    if !checks::OWNER_SIGNS.on() {
        return Ok((read()?, false));
    }
    // What is not signed by the pinned key says only which refusal it is, and what to hold it against.
    let said = || read().map_err(|_| ManifestError::Signature(0));
    if signed.signer != Signer::Owner {
        return Err(ManifestError::Signature(said()?.version));
    }
    match signed.verify(Kind::Manifest, &pinned.owner_key.0) {
        Ok(manifest) => Ok((manifest, false)),
        Err(SignedError::Unreadable) => Err(ManifestError::Unreadable),
        Err(SignedError::Signature) => {
            let manifest = said()?;
            succession::judge(pinned, signed, &manifest)?;
            Ok((manifest, true))
        }
    }
}

/// A version that was seen comes again: the last one must be the same to the byte; earlier ones are vouched for by the chain up to it.
fn again(pinned: &mut Pinned, signed: &Signed, version: u64, at: u64) -> Result<(), ManifestError> {
    if version < at {
        if checks::ROLLBACK.on() {
            return Err(ManifestError::Rollback { found: version, seen: at });
        }
    } else if checks::FORK.on() && pinned.last.as_ref().is_some_and(|last| last.digest() != signed.digest()) {
        return Err(ManifestError::Fork(version));
    }
    pinned.last = Some(signed.clone());
    Ok(())
}

/// What the owner's own devices may do from one manifest to the next.
fn step(before: Option<&Manifest>, next: &Manifest) -> Result<(), ManifestError> {
    let version = next.version;
    let known: &[Device] = before.map_or(&[], |before| &before.devices);
    let highest = known.iter().map(|device| device.epoch).max().unwrap_or(0);
    let of = |id| next.devices.iter().find(|device| device.id == id);
    let enrolled_anew = |old: &Device, new: &Device| new.epoch != old.epoch;
    let kept = known.iter().all(|old| {
        of(old.id.clone()).is_some_and(|new| {
            enrolled_anew(old, new)
                || (new.key == old.key && new.agreement == old.agreement && new.revoked >= old.revoked)
        })
    });
    let ids: BTreeSet<_> = next.devices.iter().map(|device| &device.id).collect();
    if checks::DEVICES.on() && (!kept || ids.len() != next.devices.len()) {
        return Err(ManifestError::Devices(version));
    }
    let same = |device: &Device| known.iter().any(|old| old.id == device.id && old.epoch == device.epoch);
    let epochs: BTreeSet<_> = next.devices.iter().map(|device| device.epoch).collect();
    let fresh = next.devices.iter().all(|device| same(device) || device.epoch > highest);
    if checks::EPOCHS.on() && (!fresh || epochs.len() != next.devices.len()) {
        return Err(ManifestError::Epochs(version));
    }
    let (key, revocation) = before.map_or((1, 0), |before| (before.key_epoch, before.revocation_epoch));
    if checks::RISING.on() && (next.key_epoch < key || next.revocation_epoch < revocation) {
        return Err(ManifestError::Sank(version));
    }
    Ok(())
}

//! Somebody has the owner key, of a device that was taken over, and the server's help: what is signed by it keeps to the rules still.

use crate::{
    attack::{Attack, Caught::Account, Strike, attack},
    stage::Stage,
};
use account::{
    keys::KeyError,
    manifest::{ManifestError, checks},
    signed::Kind,
    wire::{Bytes, Manifest, Manifests},
};
use app::AccountError;
use landfall_flows::{Key, here};

pub(crate) const ATTACKS: &[Attack] = &[
    attack!("the owner key swaps a device's public key", key_swapped, [
        checks::DEVICES => Account(AccountError::Manifest(ManifestError::Devices(3))),
    ]),
    attack!("the owner key puts a device back that was taken out", put_back, [
        checks::DEVICES => Account(AccountError::Manifest(ManifestError::Devices(5))),
    ]),
    attack!("the owner key gives an enrolment's number twice", epochs, [
        checks::EPOCHS => Account(AccountError::Manifest(ManifestError::Epochs(3))),
    ]),
    attack!("the key epoch sinks", sank, [
        checks::RISING => Account(AccountError::Manifest(ManifestError::Sank(4))),
        checks::KEYRING_EPOCH => Account(AccountError::Keys(KeyError::OtherKeyring)),
    ]),
    attack!("the owner key weakens the password's stretching", kdf, [
        checks::KDF => Account(AccountError::Manifest(ManifestError::Kdf(3))),
    ]),
];

/// The phone is shown one version more.
fn next(stage: &Stage, change: impl Fn(&mut Manifest) + Send + 'static) {
    let owner = stage.home.account().keys.owner();
    stage.phone.way.answers::<Manifests>("GET /v1/manifests", move |told| {
        let last = told.manifests.last().expect("the last one is always shown");
        let mut manifest: Manifest = serde_json::from_slice(&last.payload.0).expect("a list");
        (manifest.version, manifest.previous) = (manifest.version + 1, Bytes::from(last.digest()));
        change(&mut manifest);
        told.manifests.push(owner.sign(Kind::Manifest, &manifest));
    });
}

fn taken() -> Strike {
    Box::new(|stage| {
        let before = stage.phone.account().pinned.version();
        stage.phone.devices()?;
        assert!(stage.phone.account().pinned.version() > before);
        Ok(())
    })
}

fn key_swapped(stage: &mut Stage) -> Strike {
    let key = Bytes::from(Key::generate().public());
    next(stage, move |manifest| manifest.devices[0].key = key.clone());
    taken()
}

fn put_back(stage: &mut Stage) -> Strike {
    drop(stage.third("thief"));
    here(stage.home.landfall.revoke_device(stage.home.port(), "thief")).expect("it is taken out");
    stage.settle();
    next(stage, |manifest| manifest.devices.iter_mut().for_each(|device| device.revoked = false));
    taken()
}

fn epochs(stage: &mut Stage) -> Strike {
    next(stage, |manifest| {
        let mut other = manifest.devices[1].clone();
        other.id = Bytes::from([9; 16]);
        manifest.devices.push(other);
    });
    taken()
}

fn sank(stage: &mut Stage) -> Strike {
    here(stage.home.landfall.rotate_keys(stage.home.port())).expect("new keys");
    stage.settle();
    next(stage, |manifest| manifest.key_epoch = 1);
    taken()
}

fn kdf(stage: &mut Stage) -> Strike {
    next(stage, |manifest| manifest.kdf.memory /= 2);
    taken()
}

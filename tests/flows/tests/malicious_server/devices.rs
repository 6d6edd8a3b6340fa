//! Lists of devices that the server made, or held back.

use crate::{
    attack::{Attack, Caught::Account, Strike, attack},
    stage::Stage,
};
use account::{
    manifest::{ManifestError, checks},
    signed::{Kind, Signed, Signer},
    wire::{Bytes, Device, Kdf, Manifest, Manifests, NextManifest},
};
use app::AccountError;
use landfall_flows::{Key, here};
use std::sync::{Arc, Mutex};

pub(crate) const ATTACKS: &[Attack] = &[
    attack!("a device is added to the list", added, [
        checks::OWNER_SIGNS => Account(AccountError::Manifest(ManifestError::Signature(3))),
    ]),
    attack!("a device's public key is swapped", key_swapped, [
        checks::OWNER_SIGNS => Account(AccountError::Manifest(ManifestError::Signature(3))),
        checks::DEVICES => Account(AccountError::Manifest(ManifestError::Devices(3))),
    ]),
    attack!("a device that was taken out is put back", put_back, [
        checks::OWNER_SIGNS => Account(AccountError::Manifest(ManifestError::Signature(5))),
        checks::DEVICES => Account(AccountError::Manifest(ManifestError::Devices(5))),
    ]),
    attack!("the list names another owner key", owner_key, [
        checks::OWNER_SIGNS => Account(AccountError::Manifest(ManifestError::Signature(3))),
        checks::OWNER_KEY => Account(AccountError::Manifest(ManifestError::OwnerKey(3))),
    ]),
    attack!("the password's stretching is weakened", kdf, [
        checks::OWNER_SIGNS => Account(AccountError::Manifest(ManifestError::Signature(3))),
        checks::KDF => Account(AccountError::Manifest(ManifestError::Kdf(3))),
    ]),
    attack!("the list is of another account", account, [
        checks::OWNER_SIGNS => Account(AccountError::Manifest(ManifestError::Signature(3))),
        checks::ACCOUNT => Account(AccountError::Manifest(ManifestError::Account)),
    ]),
    attack!("the list is put back", rolled_back, [
        checks::ROLLBACK => Account(AccountError::Manifest(ManifestError::Rollback { found: 3, seen: 4 })),
    ]),
    attack!("two lists are shown under one version", forked, lasting, [
        checks::FORK => Account(AccountError::Manifest(ManifestError::Fork(3))),
    ]),
    attack!("a version of the list is left out", left_out, [
        checks::GAP => Account(AccountError::Manifest(ManifestError::Gap { wanted: 3, found: 4 })),
        checks::PREVIOUS => Account(AccountError::Manifest(ManifestError::Previous(4))),
    ]),
];

/// The phone is shown one version more, which the server has made of the last one and signed itself, as well as it can.
fn next(stage: &Stage, change: impl Fn(&mut Manifest) + Send + 'static) {
    let key = Key::generate();
    stage.phone.way.answers::<Manifests>("GET /v1/manifests", move |told| {
        let last = told.manifests.last().expect("the last one is always shown");
        let mut manifest: Manifest = says(last);
        (manifest.version, manifest.previous) = (manifest.version + 1, Bytes::from(last.digest()));
        change(&mut manifest);
        let sign = |message: &[u8]| Ok::<_, ()>(key.sign(message).to_vec());
        told.manifests.push(Signed::make(Kind::Manifest, &manifest, Signer::Owner, sign).expect("signs"));
    });
}

fn says(signed: &Signed) -> Manifest {
    serde_json::from_slice(&signed.payload.0).expect("a list")
}

fn named<'a>(devices: &'a mut [Device], name: &str) -> &'a mut Device {
    devices.iter_mut().find(|device| device.name == name).expect("it is listed")
}

/// What the phone believes then.
fn taken(wanted: impl FnOnce(&Manifest) -> bool + 'static) -> Strike {
    Box::new(|stage| {
        stage.phone.devices()?;
        let manifest = stage.phone.account().manifest().expect("a list");
        assert!(wanted(&manifest), "{manifest:?}");
        Ok(())
    })
}

fn added(stage: &mut Stage) -> Strike {
    let key = Bytes::from(Key::generate().public());
    next(stage, move |manifest| {
        let (id, key, like) = (Bytes::from([9; 16]), key.clone(), manifest.devices[0].clone());
        manifest.enrol(Device { id, name: "tablet".to_owned(), key, ..like });
    });
    taken(|manifest| manifest.devices.len() == 3)
}

fn key_swapped(stage: &mut Stage) -> Strike {
    let key = Bytes::from(Key::generate().public());
    let own = key.clone();
    next(stage, move |manifest| named(&mut manifest.devices, "home").key = key.clone());
    taken(move |manifest| manifest.devices.iter().any(|device| device.key == own))
}

fn put_back(stage: &mut Stage) -> Strike {
    drop(stage.third("thief"));
    here(stage.home.landfall.revoke_device(stage.home.port(), "thief")).expect("it is taken out");
    stage.settle();
    next(stage, |manifest| named(&mut manifest.devices, "thief").revoked = false);
    taken(|manifest| manifest.devices.iter().all(|device| !device.revoked))
}

fn owner_key(stage: &mut Stage) -> Strike {
    let key = Bytes::from(Key::generate().public());
    let own = key.clone();
    next(stage, move |manifest| manifest.owner_key = key.clone());
    taken(move |manifest| manifest.owner_key == own)
}

fn kdf(stage: &mut Stage) -> Strike {
    let weaker = Kdf { memory: 8, passes: 1, lanes: 2 };
    next(stage, move |manifest| manifest.kdf = weaker);
    taken(move |manifest| manifest.kdf == weaker)
}

fn account(stage: &mut Stage) -> Strike {
    next(stage, |manifest| manifest.account = Bytes::from([9; 16]));
    taken(|manifest| manifest.account == Bytes::from([9; 16]))
}

fn rolled_back(stage: &mut Stage) -> Strike {
    let before = stage.server.copy();
    drop(stage.third("thief"));
    here(stage.home.landfall.revoke_device(stage.home.port(), "thief")).expect("it is taken out");
    stage.settle();
    stage.phone.way.leads_to(&before);
    Box::new(|stage| {
        stage.phone.devices()?;
        Ok(())
    })
}

/// The server says that a change was not made, and keeps what it was told.
fn forked(stage: &mut Stage) -> Strike {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let kept = heard.clone();
    let keep = move |next: NextManifest| kept.lock().expect("no panic").push(next.manifest);
    stage.home.way.refuses("POST /v1/manifests", 409, keep);
    let refused = here(stage.home.landfall.rename_device(stage.home.port(), "phone", "lost"));
    assert!(matches!(refused, Err(AccountError::Overtaken)), "{refused:?}");
    stage.home.way.is_honest();
    here(stage.home.landfall.rename_device(stage.home.port(), "phone", "spare")).expect("now it is made");
    let first = heard.lock().expect("no panic").pop().expect("it was heard");
    stage.phone.way.answers::<Manifests>("GET /v1/manifests", move |told| {
        told.manifests.iter_mut().filter(|signed| says(signed).version == 3).for_each(|other| *other = first.clone());
    });
    let names = |devices: Vec<Device>| devices.into_iter().map(|device| device.name).collect::<Vec<_>>();
    assert_eq!(names(stage.phone.devices().expect("nothing is to be noticed yet")), ["home", "lost"]);
    stage.phone.way.is_honest();
    Box::new(move |stage| {
        assert_eq!(names(stage.phone.devices()?), ["home", "spare"], "it is told both");
        Ok(())
    })
}

fn left_out(stage: &mut Stage) -> Strike {
    for name in ["one", "two"] {
        here(stage.home.landfall.rename_device(stage.home.port(), "home", name))
            .or_else(|_| {
                let id = stage.home.id().text();
                here(stage.home.landfall.rename_device(stage.home.port(), &id, name))
            })
            .expect("it is renamed");
    }
    stage.phone.way.answers::<Manifests>("GET /v1/manifests", |told| {
        told.manifests.retain(|signed| says(signed).version != 3);
    });
    taken(|manifest| manifest.version == 4)
}

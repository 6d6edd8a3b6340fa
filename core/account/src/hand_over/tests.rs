use super::*;
use crate::{
    keys::{AccountId, AccountKeys, AgreementKey, Keyring, LockSeed, NameKey, Root, SecretKey, SigningKey},
    log::Namer,
    manifest::{Founding, first},
    scheme::Scheme,
    testing::{Phone, random},
    wire::{Agreement, HandOver, Manifest},
};
use model::without;

/// An account's new keys, the manifest that names them, its phones.
fn account() -> (AccountKeys, Manifest, [Phone; 2]) {
    let random = &mut random(1);
    let keys = AccountKeys::make(random);
    let phones = [1, 2].map(|id| Phone::new(id, &keys.account));
    let lock = SigningKey::lock(&keys.account, &LockSeed::make(random));
    let founding = Founding { keys: &keys, lock: &lock, device: phones[0].device.clone(), scheme: Scheme::V1 };
    let mut manifest = first(founding).expect("the first").1.manifest().expect("there is one");
    manifest.enrol(phones[1].device.clone());
    let new = keys.succeeded(random);
    manifest.owner_key = Bytes::from(new.owner().public_key());
    manifest.sheet_key = Bytes::from(new.sheet().public_key());
    (new, manifest, phones)
}

fn handed(keys: &AccountKeys, manifest: &Manifest) -> HandOver {
    seal(keys, manifest, &manifest.devices[1], &mut random(2)).expect("it has a key")
}

// R: F6
#[test]
fn a_new_root_opens_on_the_device_that_it_is_handed_to_and_on_no_other() {
    let (keys, manifest, phones) = account();
    let due: Vec<_> = due(&manifest, &phones[0].device.id).map(|device| &device.id).collect();
    assert_eq!(due, [&phones[1].device.id]);
    let handed = handed(&keys, &manifest);
    let opened = open(&handed, &phones[1].agreement, &manifest.devices[1], &manifest);
    assert_eq!(opened, Ok((keys.root.clone(), keys.secret.clone())));
    let refused = Err(HandOverError::Sealed);
    assert_eq!(open(&handed, &phones[0].agreement, &manifest.devices[0], &manifest), refused);
    assert_eq!(open(&handed, &phones[1].agreement, &manifest.devices[0], &manifest), refused);
    let again = crate::wire::Device { epoch: 9, ..manifest.devices[1].clone() };
    assert_eq!(open(&handed, &phones[1].agreement, &again, &manifest), refused, "another enrolment");
    let later = Manifest { owner_key: Bytes::from([9; 65]), ..manifest.clone() };
    assert_eq!(open(&handed, &phones[1].agreement, &manifest.devices[1], &later), refused, "another succession");
    for at in 0..handed.sealed.0.len() {
        let mut changed = handed.clone();
        changed.sealed.0[at] ^= 1;
        assert_eq!(open(&changed, &phones[1].agreement, &manifest.devices[1], &manifest), refused);
    }
    let none = HandOver { key: Bytes::from([4; 65]), ..handed };
    assert_eq!(open(&none, &phones[1].agreement, &manifest.devices[1], &manifest), refused, "no point of the curve");
}

// R: F6
#[test]
fn a_new_root_is_sealed_to_no_key_but_the_devices_own() {
    let (keys, manifest, phones) = account();
    let stolen = Agreement { key: Bytes::from(phones[0].agreement.public_key().expect("a key")), ..own(&manifest, 1) };
    for agreement in [Some(stolen), Some(own(&manifest, 0)), None] {
        let device = crate::wire::Device { agreement: agreement.clone(), ..manifest.devices[1].clone() };
        let attack = || seal(&keys, &manifest, &device, &mut random(3)).map(drop);
        assert_eq!(attack(), Err(HandOverError::Agreement));
        assert_eq!(without(&[checks::AGREEMENT], attack).is_ok(), agreement.is_some(), "without its check it is");
    }
}

fn own(manifest: &Manifest, at: usize) -> Agreement {
    manifest.devices[at].agreement.clone().expect("a key")
}

// R: F6
#[test]
fn what_is_handed_over_makes_the_keys_that_the_manifest_names() {
    let (keys, manifest, phones) = account();
    let evil = AccountKeys { secret: keys.secret.clone(), ..keys.succeeded(&mut random(4)) };
    for (check, wrong) in
        [(checks::OWNER, evil), (checks::SHEET, AccountKeys { secret: SecretKey::new([9; 16]), ..keys })]
    {
        let handed = handed(&wrong, &manifest);
        let attack = || open(&handed, &phones[1].agreement, &manifest.devices[1], &manifest);
        assert_eq!(attack(), Err(HandOverError::Other));
        let checks: &'static [model::Check] = Box::leak(Box::new([check]));
        assert_eq!(without(checks, attack), Ok((wrong.root.clone(), wrong.secret.clone())));
    }
}

// R: B4 F6
#[test]
fn ids_of_records_stay_what_they_are_under_a_new_root() {
    let random = &mut random(5);
    let keys = AccountKeys::make(random);
    assert_eq!(keys.keyring.names(), None, "they follow from the first root");
    let id = |keys: &AccountKeys| Namer::of(keys).record("card", &["8999900000000000001"], 0);
    let (once, twice) = (keys.succeeded(random), keys.succeeded(random).succeeded(random));
    assert_eq!((id(&once), id(&twice)), (id(&keys), id(&keys)));
    assert_eq!(twice.keyring.epoch(), 3);
    assert_eq!(twice.names(), NameKey::of(&keys.account, &keys.root));
    // Sealed, kept and cut, the keyring has it still.
    let sealed = twice.keyring.seal(&twice.account, &twice.root, random);
    let opened = crate::keys::Keyring::open(&sealed, &twice.account, &twice.root, 3).expect("its own");
    assert_eq!(opened, twice.keyring);
    assert_eq!(opened.since(3).names(), twice.keyring.names());
    assert_eq!(
        crate::keys::Keyring::open(&sealed, &keys.account, &keys.root, 3).ok(),
        None,
        "the old root opens nothing"
    );
}

/// The numbers of docs/account-keys.md.
#[test]
fn a_root_is_handed_over_as_documented() {
    let account = AccountId([1; 16]);
    let keyring = Keyring::make(&mut |out: &mut [u8]| out.fill(4));
    let (root, secret) = (Root::new([2; 32]), SecretKey::new([3; 16]));
    let keys = AccountKeys { account, root, secret, keyring };
    let (agreement, phone) = (AgreementKey::new([8; 32]), Phone::new(9, &account));
    let sign = |message: &[u8]| Ok::<_, HandOverError>(phone.sign(message));
    let published = publish(&agreement, &account, &phone.device.id, sign).expect("a key");
    let device = crate::wire::Device { epoch: 2, agreement: Some(published.clone()), ..phone.device.clone() };
    let lock = SigningKey::lock(&account, &LockSeed::new([6; 32]));
    let founding = Founding { keys: &keys, lock: &lock, device: phone.device.clone(), scheme: Scheme::V1 };
    let manifest = first(founding).expect("the first").1.manifest().expect("there is one");
    let handed = seal(&keys, &manifest, &device, &mut |out: &mut [u8]| out.fill(7)).expect("it has a key");
    assert_eq!(hex::encode(&published.key.0[..9]), "043adab15d66256bf1");
    assert_eq!(hex::encode(&handed.key.0[..9]), "041e18532fd4754c02");
    assert_eq!(hex::encode(&handed.sealed.0[60..]), "00687f183d370b2953eda2af1293737b");
    assert_eq!(open(&handed, &agreement, &device, &manifest), Ok((keys.root, keys.secret)));
}

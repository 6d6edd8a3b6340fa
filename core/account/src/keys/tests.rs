use super::*;
use crate::{
    manifest::checks,
    signed::{Kind, SignedError},
    testing::random,
    wire::Bytes,
};
use model::without;

fn fixed() -> (AccountKeys, ExportKey, LockSeed) {
    let keys = AccountKeys {
        account: AccountId([1; 16]),
        root: Root::new([2; 32]),
        secret: SecretKey::new([3; 16]),
        keyring: Keyring::make(&mut |out: &mut [u8]| out.fill(4)),
    };
    (keys, ExportKey::new([5; 64]), LockSeed::new([6; 32]))
}

#[test]
fn password_and_sheet_open_what_is_theirs() {
    let random = &mut random(1);
    let keys = AccountKeys::make(random);
    let (export, lock) = (ExportKey::make(random), LockSeed::make(random));
    let sealed = keys.seal(&export, &lock, random);
    let id = &keys.account;
    assert_eq!(AccountKeys::open_root(&sealed, id, &export, &keys.secret).as_ref(), Ok(&keys.root));
    assert_eq!(AccountKeys::open_root_by_sheet(&sealed, id, &keys.secret).as_ref(), Ok(&keys.root));
    assert_eq!(AccountKeys::open_lock(&sealed, id, &export), Ok(lock));
    assert_eq!(Keyring::open(&sealed.keyring, id, &keys.root, 1), Ok(keys.keyring));
}

#[test]
fn a_password_alone_opens_the_lock_and_nothing_else() {
    let random = &mut random(2);
    let keys = AccountKeys::make(random);
    let (export, lock) = (ExportKey::make(random), LockSeed::make(random));
    let sealed = keys.seal(&export, &lock, random);
    let (id, none) = (&keys.account, SecretKey::new([0; 16]));
    assert_eq!(AccountKeys::open_root(&sealed, id, &export, &none), Err(KeyError::Root));
    assert_eq!(AccountKeys::open_root_by_sheet(&sealed, id, &none), Err(KeyError::Root));
    let by_lock = SigningKey::lock(id, &AccountKeys::open_lock(&sealed, id, &export).expect("the password is right"));
    assert_ne!(by_lock.public_key(), keys.owner().public_key());
    assert_ne!(by_lock.public_key(), keys.sheet().public_key());
    let other = ExportKey::make(random);
    assert_eq!(AccountKeys::open_lock(&sealed, id, &other), Err(KeyError::Lock));
}

#[test]
fn a_server_can_neither_swap_nor_change_sealed_keys() {
    let random = &mut random(3);
    let (keys, other) = (AccountKeys::make(random), AccountId::make(random));
    let (export, lock) = (ExportKey::make(random), LockSeed::make(random));
    let sealed = keys.seal(&export, &lock, random);
    assert_eq!(AccountKeys::open_root(&sealed, &other, &export, &keys.secret), Err(KeyError::Root));
    let mut swapped = sealed.clone();
    std::mem::swap(&mut swapped.root, &mut swapped.root_by_sheet);
    assert_eq!(AccountKeys::open_root(&swapped, &keys.account, &export, &keys.secret), Err(KeyError::Root));
    assert_eq!(AccountKeys::open_root_by_sheet(&swapped, &keys.account, &keys.secret), Err(KeyError::Root));
    swapped.lock = sealed.root.clone();
    assert_eq!(AccountKeys::open_lock(&swapped, &keys.account, &export), Err(KeyError::Lock));
    for at in 0..sealed.keyring.0.len() {
        let mut changed = sealed.keyring.clone();
        changed.0[at] ^= 1;
        assert_eq!(Keyring::open(&changed, &keys.account, &keys.root, 1), Err(KeyError::Keyring), "byte {at}");
    }
    for length in 0..sealed.keyring.0.len() {
        let cut = Bytes::from(&sealed.keyring.0[..length]);
        assert_eq!(Keyring::open(&cut, &keys.account, &keys.root, 1), Err(KeyError::Keyring), "{length} bytes");
    }
}

#[test]
fn a_keyring_of_before_the_rotation_is_refused() {
    let random = &mut random(4);
    let keys = AccountKeys::make(random);
    let old = keys.keyring.seal(&keys.account, &keys.root, random);
    let rotated = keys.keyring.rotated(random);
    assert_eq!(rotated.key(1), keys.keyring.key(1));
    assert_ne!(rotated.key(2), keys.keyring.key(1));
    let new = rotated.seal(&keys.account, &keys.root, random);
    assert_eq!(Keyring::open(&new, &keys.account, &keys.root, 2), Ok(rotated.clone()));
    let attack = || Keyring::open(&old, &keys.account, &keys.root, 2);
    assert_eq!(attack(), Err(KeyError::OldKeyring { found: 1, wanted: 2 }));
    assert_eq!(without(&[checks::KEYRING_EPOCH], attack), Ok(keys.keyring.clone()), "without its check it is taken");
    let since = rotated.since(2);
    assert_eq!(since.epochs().collect::<Vec<_>>(), [2]);
    assert_eq!(since.key(1), Err(KeyError::NoEpoch(1)));
    assert_eq!(rotated.since(9).epoch(), 2, "the last one stays");
}

#[test]
fn a_keyring_is_read_only_as_it_is_written() {
    let entry = |epoch: u32| [&epoch.to_be_bytes()[..], &[7; 32]].concat();
    let read = |epochs: &[u32]| Keyring::read(&epochs.iter().flat_map(|epoch| entry(*epoch)).collect::<Vec<_>>());
    assert_eq!(read(&[1, 3]).map(|keyring| keyring.epoch()), Some(3));
    for wrong in [&[][..], &[0], &[1, 1], &[2, 1]] {
        assert_eq!(read(wrong), None, "{wrong:?}");
    }
    assert_eq!(Keyring::read(&entry(1)[..35]), None);
}

#[test]
fn a_record_opens_only_as_what_it_was_sealed() {
    let random = &mut random(5);
    let (keyring, id) = (Keyring::make(random), AccountId([1; 16]));
    let key = keyring.key(1).expect("the first epoch");
    let sealed = key.seal(&id, b"one", b"text", random);
    assert_eq!(key.open(&id, b"one", &sealed).expect("as sealed").expose(), b"text");
    assert_eq!(key.open(&id, b"two", &sealed), None);
    assert_eq!(key.open(&AccountId([2; 16]), b"one", &sealed), None);
    assert_eq!(DataKey::make(random).open(&id, b"one", &sealed), None);
}

#[test]
fn signatures_are_for_one_purpose_and_by_one_key() {
    let (keys, _, seed) = fixed();
    let signed = keys.owner().sign(Kind::Order, &"wipe");
    assert_eq!(signed.verify::<String>(Kind::Order, &keys.owner().public_key()).as_deref(), Ok("wipe"));
    let wrong = Err(SignedError::Signature);
    assert_eq!(signed.verify::<String>(Kind::Manifest, &keys.owner().public_key()), wrong);
    let lock = SigningKey::lock(&keys.account, &seed);
    assert_eq!(signed.verify::<String>(Kind::Order, &lock.public_key()), wrong);
}

/// The numbers of docs/account-keys.md, which a client in another language is held to.
#[test]
fn what_is_derived_stays_as_it_was_written_down() {
    let (keys, export, seed) = fixed();
    let start = |key: SigningKey| hex::encode(&key.public_key()[..9]);
    let made = [start(keys.owner()), start(keys.sheet()), start(SigningKey::lock(&keys.account, &seed))];
    let sealed = keys.seal(&export, &seed, &mut |out: &mut [u8]| out.fill(7));
    let ends = [&sealed.root, &sealed.root_by_sheet, &sealed.lock, &sealed.keyring].map(|blob| {
        let tag = blob.0.len() - 16;
        hex::encode(&blob.0[tag..])
    });
    assert_eq!(made, ["047a13750b5ea5bd87", "0427bb16698e23079d", "04281274f69dd760e0"]);
    assert_eq!(
        ends,
        [
            "f83b8de710d9b14d48501c41a1ea2800",
            "1e50c5ff7a242aa49a67d92f519f150d",
            "a15ddfa15e22a8f97e4458b56f4e8cf6",
            "e6247a381b8f24914a06eb5b068288ba",
        ]
    );
}

#[test]
fn no_secret_is_shown() {
    let (keys, export, seed) = fixed();
    let shown = format!("{keys:?} {export:?} {seed:?} {:?}", keys.owner());
    assert!(shown.contains("Root(..)") && shown.contains("SecretKey(..)"), "{shown}");
    for secret in [2, 3, 4, 5, 6_u8] {
        let listed = [secret, secret, secret].map(|byte| byte.to_string()).join(", ");
        assert!(!shown.contains(&listed) && !shown.contains(&hex::encode([secret; 8])), "{shown}");
    }
}

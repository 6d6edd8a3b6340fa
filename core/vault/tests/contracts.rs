//! Every backend and every keystore keeps its contract, also after being opened again.

mod common;

use common::{create, get, put, reopen};
use landfall_vault::{
    FailingRecords, KeyId, Keystore, KeystoreError, MemoryRecords, Records, SoftwareKeystore, VaultError,
    contract::{failed_commit_contract, keystore_contract, records_contract},
    keystore::software::Unlock,
};
use model::{SecretBytes, record::Batch};
use proptest::prelude::*;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, UnparsedPublicKey},
};
use store::Folder;

#[test]
fn memory_keeps_the_contract_of_records() {
    records_contract(&MemoryRecords::new()).expect("contract");
    let failing = FailingRecords::new(MemoryRecords::new());
    records_contract(&failing).expect("contract");
    failed_commit_contract(&failing).expect("contract");
}

// R: A6
#[test]
fn the_vault_keeps_the_contract_of_records() {
    let temp = tempfile::tempdir().expect("temp folder");
    let vault = create(temp.path());
    records_contract(&vault).expect("contract");
    records_contract(&common::all_cards(&vault)).expect("contract");
    let failing = FailingRecords::new(vault.clone());
    records_contract(&failing).expect("contract");
    failed_commit_contract(&failing).expect("contract");
    vault.verify().expect("sound");
    drop((vault, failing));
    let vault = reopen(temp.path()).expect("opens");
    records_contract(&vault).expect("contract");
    vault.verify().expect("sound");
}

#[test]
fn a_batch_is_one_commit_and_an_empty_one_none() {
    let temp = tempfile::tempdir().expect("temp folder");
    let vault = create(temp.path());
    let before = vault.commits();
    let mut batch = Batch::new();
    for id in 0..50_u8 {
        batch.put("app.journal", [id], [id; 40]);
        batch.put("uicc.card", [id], [id; 40]);
    }
    vault.commit(batch).expect("commits");
    vault.commit(Batch::new()).expect("commits nothing");
    assert_eq!(vault.commits(), before + 1);
}

#[test]
fn what_a_refused_commit_would_have_written_is_nowhere() {
    let temp = tempfile::tempdir().expect("temp folder");
    let vault = create(temp.path());
    put(&vault, "app.journal", b"a", b"old");
    let connection = rusqlite::Connection::open(temp.path().join("vault.db")).expect("opens");
    // The commit itself fails, in the database, after the vault has worked the batch out.
    let trigger = "CREATE TRIGGER no BEFORE UPDATE OF head ON vault BEGIN SELECT raise(ABORT, 'no'); END";
    connection.execute_batch(trigger).expect("a trigger");
    let mut batch = Batch::new();
    batch.put("app.journal", b"a", *b"new");
    batch.put("app.journal", b"b", *b"new");
    assert!(matches!(vault.commit(batch), Err(VaultError::Store(_))));
    connection.execute_batch("DROP TRIGGER no").expect("drops it");
    assert_eq!(get(&vault, "app.journal", b"a"), Some(SecretBytes::from(*b"old")));
    assert_eq!(get(&vault, "app.journal", b"b"), None);
    put(&vault, "app.journal", b"b", b"later");
    vault.verify().expect("sound");
    drop(vault);
    assert_eq!(get(&reopen(temp.path()).expect("opens"), "app.journal", b"b"), Some(SecretBytes::from(*b"later")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn vault_and_memory_agree(changes in prop::collection::vec((0..5_u8, prop::collection::vec(0..3_u8, 0..4)), 1..60)) {
        let temp = tempfile::tempdir().expect("temp folder");
        let (vault, memory) = (create(temp.path()), MemoryRecords::new());
        for (batches, chunk) in changes.chunks(7).enumerate() {
            let mut batch = Batch::new();
            for (kind, id) in chunk {
                match kind {
                    0 => batch.delete("app.one", id.clone()),
                    1 => batch.delete_prefix("app.one", id.clone()),
                    2 => batch.put("app.two", id.clone(), vec![batches as u8; 9]),
                    _ => batch.put("app.one", id.clone(), vec![*kind, batches as u8]),
                }
            }
            vault.commit(batch.clone()).expect("commits");
            memory.commit(batch).expect("commits");
        }
        vault.verify().expect("sound");
        drop(vault);
        let vault = reopen(temp.path()).expect("opens");
        for table in ["app.one", "app.two"] {
            for prefix in [&[][..], &[0], &[1, 2]] {
                prop_assert_eq!(vault.scan(table, prefix).expect("scans"), memory.scan(table, prefix).expect("scans"));
            }
        }
    }
}

#[test]
fn the_software_keystore_keeps_the_contract_of_keystores() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path()).expect("free");
    let keystore = SoftwareKeystore::create(&folder, &Unlock::KeyFile).expect("creates");
    keystore_contract(&keystore).expect("contract");
    assert!(SoftwareKeystore::create(&folder, &Unlock::KeyFile).is_err(), "there is one already");
    let made = keystore.generate_signing_key(&"device".into(), b"").expect("makes");
    keystore.make_wrapping_key(&"wrap".into()).expect("makes");
    let wrapped = keystore.wrap(&"wrap".into(), b"secret").expect("wraps");
    drop(keystore);
    let keystore = SoftwareKeystore::open(&folder, &Unlock::KeyFile).expect("opens");
    assert_eq!(keystore.attest(&"device".into()).expect("is there").public_key, made.public_key);
    assert_eq!(keystore.unwrap(&"wrap".into(), &wrapped).expect("opens").expose(), b"secret");
    keystore_contract(&keystore).expect("contract");
    for bad in ["", "with space", "ümlaut", &"x".repeat(129)] {
        assert_eq!(keystore.make_wrapping_key(&bad.into()), Err(KeystoreError::BadArgument), "{bad}");
    }
    assert_eq!(keystore.wrap(&"wrap".into(), &[0; 257]), Err(KeystoreError::BadArgument));
}

// R: E7
#[test]
fn the_software_keystore_takes_a_key_that_was_made_elsewhere() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path()).expect("free");
    let keystore = SoftwareKeystore::create(&folder, &Unlock::KeyFile).expect("creates");
    let pkcs8 = || {
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        SecretBytes::from(made.expect("a key").as_ref())
    };
    let (one, other, id) = (pkcs8(), pkcs8(), KeyId::from("euicc"));
    let taken = keystore.import_signing_key(&id, &one).expect("takes it");
    assert_eq!(keystore.import_signing_key(&id, &one), Ok(taken.clone()), "again, after a crash");
    assert_eq!(keystore.import_signing_key(&id, &other), Err(KeystoreError::BadArgument), "none is overwritten");
    assert_eq!(
        keystore.import_signing_key(&"x".into(), &SecretBytes::from(*b"no key")),
        Err(KeystoreError::BadArgument)
    );
    keystore.make_wrapping_key(&"wrap".into()).expect("makes");
    assert_eq!(keystore.import_signing_key(&"wrap".into(), &one), Err(KeystoreError::BadArgument));
    drop(keystore);
    let keystore = SoftwareKeystore::open(&folder, &Unlock::KeyFile).expect("opens");
    assert_eq!(keystore.attest(&id), Ok(taken.clone()), "it is durable");
    let signature = keystore.sign(&id, b"message").expect("signs");
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, taken.public_key);
    assert!(key.verify(b"message", &signature).is_ok());
}

#[test]
fn a_passphrase_guards_and_can_be_changed() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path()).expect("free");
    let phrase = |text: &str| Unlock::Passphrase(SecretBytes::from(text.as_bytes()));
    let keystore = SoftwareKeystore::create(&folder, &phrase("first")).expect("creates");
    let made = keystore.generate_signing_key(&"device".into(), b"").expect("makes");
    drop(keystore);
    assert_eq!(SoftwareKeystore::needs_passphrase(&folder), Ok(true));
    for wrong in [phrase("second"), phrase(""), Unlock::KeyFile] {
        assert_eq!(SoftwareKeystore::open(&folder, &wrong).err(), Some(KeystoreError::WrongPassphrase));
    }
    let keystore = SoftwareKeystore::open(&folder, &phrase("first")).expect("opens");
    keystore.change(&phrase("second")).expect("changes");
    drop(keystore);
    assert_eq!(SoftwareKeystore::open(&folder, &phrase("first")).err(), Some(KeystoreError::WrongPassphrase));
    let keystore = SoftwareKeystore::open(&folder, &phrase("second")).expect("opens");
    assert_eq!(keystore.attest(&"device".into()).expect("is there").public_key, made.public_key);
    keystore.change(&Unlock::KeyFile).expect("changes");
    drop(keystore);
    assert_eq!(SoftwareKeystore::needs_passphrase(&folder), Ok(false));
    let keystore = SoftwareKeystore::open(&folder, &Unlock::KeyFile).expect("opens");
    assert_eq!(keystore.attest(&"device".into()).expect("is there").public_key, made.public_key);
}

#[test]
fn a_damaged_keystore_is_refused_and_never_panics() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path()).expect("free");
    let keystore = SoftwareKeystore::create(&folder, &Unlock::KeyFile).expect("creates");
    keystore.make_wrapping_key(&"wrap".into()).expect("makes");
    drop(keystore);
    for entry in std::fs::read_dir(temp.path()).expect("lists").map(|e| e.expect("entry").path()) {
        if !entry.file_name().is_some_and(|n| n.to_string_lossy().starts_with("keystore.")) {
            continue;
        }
        let whole = std::fs::read(&entry).expect("reads");
        for at in 0..whole.len() {
            let mut bent = whole.clone();
            bent[at] ^= 0x10;
            for bytes in [&bent[..], &whole[..at]] {
                std::fs::write(&entry, bytes).expect("writes");
                assert!(SoftwareKeystore::open(&folder, &Unlock::KeyFile).is_err(), "{} at {at}", entry.display());
            }
        }
        std::fs::write(&entry, &whole).expect("writes");
    }
    SoftwareKeystore::open(&folder, &Unlock::KeyFile).expect("whole again");
}

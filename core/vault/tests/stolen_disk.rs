//! What a stolen disk shows: none of the secrets, and no ICCID, IMSI or name either.

mod common;

use common::{CARD, JOURNAL, all_cards, create, get, iccid, manage, put, reopen};
use landfall_vault::{Purpose, Purposes, SoftwareKeystore, Vault, keystore::software::Unlock};
use model::SecretBytes;
use std::{fs, path::Path, sync::Arc};
use store::Folder;

/// Every byte of every file.
fn disk(path: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(path).expect("lists").map(|e| e.expect("entry").path()) {
        if entry.is_file() {
            all.extend(fs::read(entry).expect("reads"));
        }
    }
    all
}

fn shows(disk: &[u8], secret: &[u8]) -> bool {
    disk.windows(secret.len()).any(|window| window == secret)
}

// R: A6 A9
#[test]
fn no_secret_and_no_identity_lies_on_the_disk() {
    let temp = tempfile::tempdir().expect("temp folder");
    let vault = create(temp.path());
    let (ki, opc): ([u8; 16], [u8; 16]) = (*b"KiKiKiKiKiKiKiKi", *b"OPcOPcOPcOPcOPcO");
    let card = iccid(4711);
    let secrets: [&[u8]; 7] =
        [&ki, &opc, b"PIN 123456", b"PUK 12345678", card.as_ef(), b"001010123456789", b"org.example.dialer"];
    let id = [card.as_ef().as_slice(), &[0]].concat();
    put(&vault, CARD, &id, &[&ki[..], &opc, b"PIN 123456", b"PUK 12345678", b"001010123456789"].concat());
    put(&vault, JOURNAL, card.as_ef(), b"001010123456789");
    put(&vault, CARD, &id, &[&ki[..], &opc, b"PIN 123456", b"PUK 12345678", b"001010123456789", b" again"].concat());
    let rights = Purposes::of(&[Purpose::List]);
    vault.set_rights(&manage(&vault), "org.example.dialer", &card, rights).expect("gives");
    vault.keystore().generate_signing_key(&"device".into(), b"").expect("makes");
    let open = disk(temp.path());
    assert!(shows(&open, b"SQLite format 3"), "the scan sees the files");
    drop(vault);
    let closed = disk(temp.path());
    for secret in secrets {
        assert!(!shows(&open, secret) && !shows(&closed, secret), "{}", String::from_utf8_lossy(secret));
    }
    for table in [CARD, JOURNAL, "vault.rights"] {
        assert!(!shows(&closed, table.as_bytes()), "{table}");
    }
    let vault = reopen(temp.path()).expect("opens");
    assert!(get(&all_cards(&vault), CARD, &id).expect("is there").expose().starts_with(&ki));
}

#[test]
fn nothing_opens_the_vault_without_the_passphrase() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path()).expect("free");
    let phrase = Unlock::Passphrase(SecretBytes::from(&b"a long passphrase"[..]));
    let keystore = SoftwareKeystore::create(&folder, &phrase).expect("creates");
    let vault = Vault::create(&folder, Arc::new(keystore)).expect("creates");
    put(&vault, JOURNAL, b"a", b"a secret of the journal");
    drop(vault);
    assert!(!shows(&disk(temp.path()), b"a secret of the journal"));
    assert!(!shows(&disk(temp.path()), b"a long passphrase"));
    assert!(SoftwareKeystore::open(&folder, &Unlock::KeyFile).is_err());
}

#[test]
fn a_destroyed_key_leaves_the_keystores_files() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path()).expect("free");
    let keystore = SoftwareKeystore::create(&folder, &Unlock::KeyFile).expect("creates");
    landfall_vault::Keystore::make_wrapping_key(&keystore, &"wrap".into()).expect("makes");
    let root = fs::read(temp.path().join("keystore.key")).expect("reads").split_off(10);
    landfall_vault::Keystore::destroy(&keystore, &"wrap".into()).expect("destroys");
    assert_eq!(root.len(), 32);
    assert!(!shows(&disk(temp.path()), &root), "the old root key is gone with what it sealed");
    let files = fs::read_dir(temp.path()).expect("lists").map(|e| e.expect("entry").file_name());
    let data = files.filter(|name| name.to_string_lossy().starts_with("keystore.")).count();
    assert_eq!(data, 2, "one key file, one data file");
}

#[test]
fn nothing_secret_is_shown_by_debug() {
    let temp = tempfile::tempdir().expect("temp folder");
    let vault = create(temp.path());
    let shown = format!("{vault:?} {:?} {:?}", all_cards(&vault), Unlock::Passphrase(SecretBytes::from(*b"hush")));
    assert!(!shown.contains("hush") && !shown.contains("key:"), "{shown}");
}

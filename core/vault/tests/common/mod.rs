//! A vault on a desk, as the tests of this crate use it.
#![allow(dead_code, reason = "each test program uses a part")]

use landfall_vault::{
    Caller, Cards, Grant, Keystore, PinState, Purpose, Records, SoftwareKeystore, Vault, VaultError,
    keystore::software::Unlock,
};
use model::{Iccid, SecretBytes, record::Batch};
use std::{path::Path, sync::Arc};
use store::Folder;

pub(crate) const JOURNAL: &str = "app.journal";
pub(crate) const CARD: &str = "uicc.card";

/// Claims the folder and opens (or creates) the keystore in it.
pub(crate) fn desk(path: &Path) -> (Folder, Arc<dyn Keystore>) {
    let folder = Folder::claim(path).expect("nobody else has the folder");
    let keystore = if SoftwareKeystore::exists(&folder) {
        SoftwareKeystore::open(&folder, &Unlock::KeyFile)
    } else {
        SoftwareKeystore::create(&folder, &Unlock::KeyFile)
    };
    (folder, Arc::new(keystore.expect("a keystore")))
}

pub(crate) fn create(path: &Path) -> Vault {
    let (folder, keystore) = desk(path);
    Vault::create(&folder, keystore).expect("creates")
}

pub(crate) fn reopen(path: &Path) -> Result<Vault, VaultError> {
    let (folder, keystore) = desk(path);
    Vault::open(&folder, keystore)
}

pub(crate) fn put(records: &dyn Records, table: &'static str, id: &[u8], value: &[u8]) {
    let mut batch = Batch::new();
    batch.put(table, id, value);
    records.commit(batch).expect("commits");
}

pub(crate) fn get(records: &dyn Records, table: &str, id: &[u8]) -> Option<SecretBytes> {
    records.get(table, id).expect("gets")
}

pub(crate) fn iccid(number: u32) -> Iccid {
    Iccid::with_check_digit(&format!("8999901{number:011}")).expect("18 digits")
}

pub(crate) fn manage(vault: &Vault) -> Grant {
    vault.check(&Caller::Owner, Purpose::Manage, None, PinState::Required).expect("the owner manages")
}

pub(crate) fn all_cards(vault: &Vault) -> Cards {
    vault.cards(&manage(vault))
}

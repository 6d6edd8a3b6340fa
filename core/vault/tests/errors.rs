//! Every error of the vault: its words, whether trying again helps, what to do.

use landfall_vault::{Caller, Denied, KeyId, KeystoreError, Purpose, VaultError, contract::Violation};
use tables::{check, table};

// R: F3
#[test]
fn every_error_says_what_happened_and_what_to_do() {
    let key = || KeyId::from("vault.0");
    let table = || "uicc.card".to_owned();
    let held = store::OpenError::Newer { path: "data".into(), found: 9, known: 1 };
    let mut rows = table! { KeystoreError:
        KeystoreError::Locked => KeystoreError::Locked, true, "Unlock";
        KeystoreError::NeedsUser => KeystoreError::NeedsUser, true, "Confirm";
        KeystoreError::Invalidated(_) => KeystoreError::Invalidated(key()), false, "new data folder";
        KeystoreError::NoSuchKey(_) => KeystoreError::NoSuchKey(key()), false, "a copy";
        KeystoreError::Damaged(_) => KeystoreError::Damaged(key()), false, "a copy";
        KeystoreError::WrongPassphrase => KeystoreError::WrongPassphrase, true, "right passphrase";
        KeystoreError::BadFile(_) => KeystoreError::BadFile("it is empty".to_owned()), false, "Restore";
        KeystoreError::BadArgument => KeystoreError::BadArgument, false, "Report it";
        KeystoreError::NoImport => KeystoreError::NoImport, false, "software";
        KeystoreError::Unavailable(_) => KeystoreError::Unavailable("no chip".to_owned()), true, "restart the device";
    };
    rows.extend(table! { VaultError:
        VaultError::Missing => VaultError::Missing, false, "Make a vault";
        VaultError::Exists => VaultError::Exists, false, "Open the vault";
        VaultError::Held => VaultError::Held, false, "as its owner";
        VaultError::Destroyed => VaultError::Destroyed, false, "new data folder";
        VaultError::KeyLost => VaultError::KeyLost, false, "new data folder";
        VaultError::Keystore(_) => VaultError::Keystore(KeystoreError::BadFile("its size".to_owned())), false, "Restore";
        VaultError::Open(_) => VaultError::Open(held), false, "Update";
        VaultError::Store(_) => VaultError::Store(store::Error::DiskFull), true, "Free some space";
        VaultError::Corrupt { .. } => VaultError::Corrupt { what: "head".to_owned() }, false, "Restore";
        VaultError::Protected { .. } => VaultError::Protected { table: table() }, false, "Report it";
        VaultError::Reserved { .. } => VaultError::Reserved { table: table() }, false, "Report it";
        VaultError::Random => VaultError::Random, true, "Try again";
        VaultError::Injected => VaultError::Injected, true, "Try again";
    });
    let caller = Caller::Program("org.example.dialer".to_owned());
    rows.extend(table! { Denied:
        Denied::Held => Denied::Held, false, "as its owner";
        Denied::NoRight { .. } => Denied::NoRight { caller, purpose: Purpose::Use }, false, "owner";
        Denied::PinRequired => Denied::PinRequired, true, "PIN";
        Denied::PinNotSet => Denied::PinNotSet, true, "Give the card a PIN";
        Denied::PinBlocked => Denied::PinBlocked, false, "PUK";
        Denied::WhichCard { .. } => Denied::WhichCard { purpose: Purpose::Use }, false, "which card";
        Denied::Vault(_) => Denied::Vault(VaultError::Corrupt { what: "rights".to_owned() }), false, "Restore";
    });
    let what = "a record that was deleted is still there".to_owned();
    rows.extend(table! { Violation: Violation { .. } => Violation { what }, false, "Mend the backend"; });
    check(rows);
}

//! Every error of keys, passwords, sheets, device lists and approvals: its words, whether trying again helps, what to do.

use landfall_account::{
    approve::ApproveError, keys::KeyError, manifest::ManifestError, opaque::OpaqueError, sheet::SheetError,
};
use tables::{check, table};

// R: F3
#[test]
fn every_error_of_the_keys_says_what_happened_and_what_to_do() {
    let mut rows = table! { KeyError:
        KeyError::Root => KeyError::Root, false, "newest recovery sheet";
        KeyError::Lock => KeyError::Lock, false, "Sign in anew";
        KeyError::Keyring => KeyError::Keyring, false, "approve this one";
        KeyError::OldKeyring { .. } => KeyError::OldKeyring { found: 1, wanted: 2 }, true, "ask its operator";
        KeyError::NoEpoch(_) => KeyError::NoEpoch(3), true, "keys anew";
    };
    rows.extend(table! { OpaqueError:
        OpaqueError::Password => OpaqueError::Password, true, "right login and password";
        OpaqueError::Malformed => OpaqueError::Malformed, false, "Update";
        OpaqueError::Stretch => OpaqueError::Stretch, true, "Close other programs";
    });
    rows.extend(table! { SheetError:
        SheetError::NotASheet => SheetError::NotASheet, false, "from LF1 on";
        SheetError::Version(_) => SheetError::Version('2'), false, "Update";
        SheetError::Length(_) => SheetError::Length(63), false, "all eight groups";
        SheetError::Symbol { .. } => SheetError::Symbol { group: 2, found: 'U' }, false, "Compare that group";
        SheetError::Group(_) => SheetError::Group(3), false, "Compare that group";
        SheetError::Mixed => SheetError::Mixed, false, "one sheet";
    });
    check(rows);
}

// R: F3
#[test]
fn every_lie_of_a_server_is_named_and_says_what_to_do() {
    let mut rows = table! { ManifestError:
        ManifestError::Signature(_) => ManifestError::Signature(2), false, "Don't use this server";
        ManifestError::Unreadable => ManifestError::Unreadable, false, "Update";
        ManifestError::OwnerKey(_) => ManifestError::OwnerKey(2), false, "Don't use this server";
        ManifestError::Account => ManifestError::Account, false, "Don't use this server";
        ManifestError::Kdf(_) => ManifestError::Kdf(2), false, "Don't use this server";
        ManifestError::Rollback { .. } => ManifestError::Rollback { found: 1, seen: 2 }, false, "backup was restored";
        ManifestError::Fork(_) => ManifestError::Fork(2), false, "compare with your other devices";
        ManifestError::Gap { .. } => ManifestError::Gap { wanted: 2, found: 3 }, true, "holds something back";
        ManifestError::Previous(_) => ManifestError::Previous(2), false, "Don't use this server";
        ManifestError::Devices(_) => ManifestError::Devices(2), false, "Don't use this server";
        ManifestError::Epochs(_) => ManifestError::Epochs(2), false, "Don't use this server";
        ManifestError::Sank(_) => ManifestError::Sank(2), false, "Don't use this server";
        ManifestError::Missing => ManifestError::Missing, true, "Try again";
    };
    rows.extend(table! { ApproveError:
        ApproveError::Commitment => ApproveError::Commitment, false, "anew";
        ApproveError::Malformed => ApproveError::Malformed, false, "Update both";
        ApproveError::NotOpened => ApproveError::NotOpened, true, "Wait";
        ApproveError::Keys => ApproveError::Keys, false, "anew";
    });
    check(rows);
}

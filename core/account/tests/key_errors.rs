//! Every error of keys, passwords, sheets, device lists and approvals: its words, whether trying again helps, what to do.

use landfall_account::{
    approve::ApproveError,
    hand_over::HandOverError,
    keys::KeyError,
    log::{Breach, NotEdited, RecordId},
    manifest::ManifestError,
    opaque::OpaqueError,
    passkey::BadRegistration,
    sheet::SheetError,
    sub::SubError,
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
        KeyError::OtherKeyring => KeyError::OtherKeyring, true, "ask its operator";
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
        ManifestError::Succession(_) => ManifestError::Succession(2), false, "Don't use this server";
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
    rows.extend(table! { HandOverError:
        HandOverError::Agreement => HandOverError::Agreement, false, "Take the device out";
        HandOverError::Sealed => HandOverError::Sealed, true, "Try again";
        HandOverError::Other => HandOverError::Other, true, "Try again";
        HandOverError::Missing => HandOverError::Missing, false, "the new sheet";
    });
    rows.extend(table! { ApproveError:
        ApproveError::Commitment => ApproveError::Commitment, false, "anew";
        ApproveError::Malformed => ApproveError::Malformed, false, "Update both";
        ApproveError::NotOpened => ApproveError::NotOpened, true, "Wait";
        ApproveError::Keys => ApproveError::Keys, false, "anew";
    });
    check(rows);
}

// R: F3
#[test]
fn every_lie_about_the_log_is_named_and_says_what_to_do() {
    let device = || "tablet".to_owned();
    let record = RecordId([8; 16]);
    let mut rows = table! { Breach:
        Breach::Gap { .. } => Breach::Gap { wanted: 2 }, true, "ask its operator";
        Breach::Replay(_) => Breach::Replay(2), false, "Don't use this server";
        Breach::Rollback { .. } => Breach::Rollback { found: 1, seen: 2 }, false, "compare with your other devices";
        Breach::Restored { .. } => Breach::Restored { known: 0, found: 1 }, false, "bring back what it knows";
        Breach::RestoreSank { .. } => Breach::RestoreSank { known: 1, found: 0 }, false, "backup was restored";
        Breach::Fork { .. } => Breach::Fork { seq: 2, device: device() }, false, "compare with your other devices";
        Breach::Withheld { .. } => Breach::Withheld { signed: 2, found: 1, device: device() }, true, "holds something back";
        Breach::HeadSank { .. } => Breach::HeadSank { found: 1, seen: 2, device: device() }, false, "Don't use this server";
        Breach::HeadDropped(_) => Breach::HeadDropped(device()), false, "Don't use this server";
        Breach::HeadForged(_) => Breach::HeadForged(device()), false, "Don't use this server";
        Breach::Version { .. } => Breach::Version { seq: 3, wanted: 2, found: 3 }, false, "Don't use this server";
        Breach::Resurrected(_) => Breach::Resurrected(3), false, "Don't use this server";
        Breach::Kind(_) => Breach::Kind(3), false, "Don't use this server";
        Breach::Omitted { .. } => Breach::Omitted { seq: 3, record }, true, "holds something back";
        Breach::Tampered(_) => Breach::Tampered(3), false, "Don't use this server";
        Breach::UnknownAuthor(_) => Breach::UnknownAuthor(3), false, "Don't use this server";
        Breach::RevokedAuthor { .. } => Breach::RevokedAuthor { seq: 3, device: device() }, false, "Don't use this server";
        Breach::OldKey { .. } => Breach::OldKey { seq: 3, found: 1, last: 2 }, false, "Don't use this server";
        Breach::NewKey { .. } => Breach::NewKey { seq: 3, epoch: 2 }, true, "keys are read first";
        Breach::NewManifest(_) => Breach::NewManifest(3), true, "device list";
        Breach::Manifest(_) => Breach::Manifest(ManifestError::Fork(2)), false, "compare with your other devices";
        Breach::Unreadable(_) => Breach::Unreadable(3), false, "Update";
        Breach::Malformed(_) => Breach::Malformed("it is none"), false, "Don't use this server";
    };
    rows.extend(table! { NotEdited:
        NotEdited::Ended => NotEdited::Ended, false, "anew";
        NotEdited::TooLong { .. } => NotEdited::TooLong { size: 9, limit: 8 }, false, "Shorten";
    });
    check(rows);
}

// R: F3 B7
#[test]
fn every_error_of_linked_accounts_says_what_happened_and_what_to_do() {
    check(table! { SubError:
        SubError::Code => SubError::Code, false, "whole code";
        SubError::Vouch => SubError::Vouch, false, "new invitation";
        SubError::Member => SubError::Member, false, "lies";
        SubError::Standing => SubError::Standing, false, "lies";
        SubError::Other => SubError::Other, false, "lies";
        SubError::Older { .. } => SubError::Older { found: 1, seen: 2 }, false, "hides something";
        SubError::Share => SubError::Share, false, "lies";
        SubError::Sealed => SubError::Sealed, true, "Try again";
    });
}

// R: F3 F4
#[test]
fn every_fault_of_a_new_passkey_says_what_happened_and_what_to_do() {
    check(table! { BadRegistration:
        BadRegistration::Unreadable => BadRegistration::Unreadable, false, "Begin anew";
        BadRegistration::Foreign => BadRegistration::Foreign, false, "own site";
        BadRegistration::User => BadRegistration::User, false, "finger";
        BadRegistration::Algorithm => BadRegistration::Algorithm, false, "ES256";
    });
}

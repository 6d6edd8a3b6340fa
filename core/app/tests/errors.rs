//! Every error of the app: its words, whether trying again helps, what to do.

use account::{
    approve::ApproveError,
    keys::KeyError,
    log::{Breach, NotEdited},
    manifest::ManifestError,
    opaque::OpaqueError,
    receipt::ChainError,
    sheet::SheetError,
};
use landfall_app::{
    AccountError, AwayError, Cancel, CardOrderError, CardRefusal, Error, SyncError, TieError,
    card::CardError,
    cloud::{CloudError, ProblemKind},
    ports::{InstallError, ServerError, Unfit},
    session::SessionError,
    sim::{CodeError, PhoneBookError},
};
use nearfield::{
    Closed, RequestRefused, Untrusted,
    link::LinkError,
    message::{MessageError, PackageRefused, Refusal},
};
use rsp::{lpa::Failure, notification::ErrorReason};
use tables::{Said, check, table};
use vault::{Denied, KeystoreError, VaultError};

fn why() -> String {
    "why".to_owned()
}

fn away() -> ServerError {
    ServerError { what: "smdp.test can't be reached".to_owned(), retrying_helps: true, hint: "Check the network." }
}

// R: F3
#[test]
fn every_error_of_the_app_says_what_happened_and_what_to_do() {
    let iccid = "8900112233445566778".parse().expect("19 digits");
    let status = |what| CardError::Status { what, status: 0x6F00 };
    let no_room = ErrorReason::InstallFailedDueToInsufficientMemoryForProfile;
    let mut rows = table! { Error:
        Error::Locked => Error::Locked, false, "Sign in";
        Error::Account(_) => AccountError::None.into(), false, "Make an account";
        Error::Away(_) => AwayError::OnlyOnline.into(), false, "network";
        Error::Vault(_) => Error::Vault(VaultError::KeyLost), false, "new data folder";
        Error::Keystore(_) => Error::Keystore(KeystoreError::Locked), true, "Unlock";
        Error::Denied(_) => Error::Denied(Denied::PinRequired), true, "PIN";
        Error::NoSuchCard(_) => Error::NoSuchCard(iccid), false, "List the cards";
        Error::Card(_) => Error::Card(CardError::Malformed("SELECT USIM")), false, "operator";
        Error::Code(_) => Error::Code(CodeError::Wrong { tries: 2 }), true, "right code";
        Error::PhoneBook(_) => Error::PhoneBook(PhoneBookError::Name(7)), false, "Shorten";
        Error::Euicc(_) => Error::Euicc(euicc::LoadError::Missing), false, "Restore";
        Error::Home(_) => Error::Home(euicc::HomeError::Dormant), false, "whose card is live";
        Error::Unvouched(_) => Error::Unvouched("no device signed it"), false, "enrolled";
        Error::Session(_) => Error::Session(SessionError::Unexpected), false, "Update";
        Error::Package(_) => Error::Package(InstallError::Refused(why())), false, "settings";
        Error::NoRoots => Error::NoRoots, false, "Install the root";
        Error::UnknownOperator => Error::UnknownOperator, false, "if you trust it";
        Error::OtherKiosk { .. } => Error::OtherKiosk { wanted: why(), found: why() }, false, "Scan the code";
        Error::BadRoot(_) => Error::BadRoot(why()), false, "DER";
        Error::Refused(_) => CardRefusal::NotEnabled.into(), false, "Do what the message says";
        Error::NotAuthorised { .. } => Error::NotAuthorised { why: why() }, false, "attendant";
        Error::BadCertificate(_) => Error::BadCertificate(why()), false, "clock";
        Error::BadIdentity(_) => Error::BadIdentity(why()), false, "belong together";
        Error::Server(_) => away().into(), true, "network";
        Error::NoEuicc => Error::NoEuicc, false, "from a kiosk";
        Error::NoSmds => Error::NoSmds, false, "Name a discovery server";
        Error::NothingWaits => Error::NothingWaits, true, "for which EID";
        Error::Download(_) => Error::Download(Failure::NoResult), true, "Try again";
        Error::NotInstalled { reason: ErrorReason::InstallFailedDueToInsufficientMemoryForProfile } =>
            Error::NotInstalled { reason: no_room }, true, "Delete a card";
        Error::NotInstalled { .. } => Error::NotInstalled { reason: ErrorReason::PprNotAllowed }, false, "operator";
        Error::Cancelled(Cancel::Postponed) => Error::Cancelled(Cancel::Postponed), true, "when it suits you";
        Error::Cancelled(Cancel::Rejected) => Error::Cancelled(Cancel::Rejected), false, "change your mind";
    };
    let told = |error: ServerError| Said::new(&error, error.retrying_helps, error.hint);
    check(table! { ServerError as told: ServerError { .. } => away(), true, "network"; });
    rows.extend(table! { CardRefusal:
        CardRefusal::Busy => CardRefusal::Busy, true, "Try again";
        CardRefusal::NoReason => CardRefusal::NoReason, true, "Try again";
        CardRefusal::Unlisted => CardRefusal::Unlisted, true, "Try again";
        CardRefusal::NotEnabled => CardRefusal::NotEnabled, false, "message says";
        CardRefusal::Enabled => CardRefusal::Enabled, false, "message says";
        CardRefusal::StaysEnabled => CardRefusal::StaysEnabled, false, "operator";
        CardRefusal::StaysInstalled => CardRefusal::StaysInstalled, false, "operator";
        CardRefusal::TestProfile => CardRefusal::TestProfile, false, "message says";
        CardRefusal::Forbidden => CardRefusal::Forbidden, false, "operator";
        CardRefusal::Nickname => CardRefusal::Nickname, false, "message says";
        CardRefusal::NoNotification => CardRefusal::NoNotification, false, "List the notifications";
        CardRefusal::Installed => CardRefusal::Installed, false, "message says";
        CardRefusal::EuiccHere => CardRefusal::EuiccHere, false, "delete it first";
        CardRefusal::CardHere => CardRefusal::CardHere, false, "delete it first";
        CardRefusal::Full => CardRefusal::Full, false, "not needed";
        CardRefusal::KeySize => CardRefusal::KeySize, false, "message says";
        CardRefusal::NoKey => CardRefusal::NoKey, false, "message says";
        CardRefusal::NoImsi => CardRefusal::NoImsi, false, "message says";
        CardRefusal::NoCard => CardRefusal::NoCard, false, "message says";
    });
    rows.extend(table! { CardError:
        CardError::Vault(_) => CardError::Vault(VaultError::Random), true, "Try again";
        CardError::Keystore(_) => CardError::Keystore(KeystoreError::NeedsUser), true, "Confirm";
        CardError::Denied(_) => CardError::Denied(Denied::PinBlocked), false, "PUK";
        CardError::Status { .. } => status("SELECT USIM"), false, "operator";
        CardError::Malformed(_) => CardError::Malformed("READ RECORD"), false, "operator";
        CardError::NoChannel => CardError::NoChannel, false, "an eUICC";
        CardError::Gone(_) => CardError::Gone(why()), true, "Put the card";
    });
    rows.extend(table! { CodeError:
        CodeError::NotACode => CodeError::NotACode, true, "4 to 8 digits";
        CodeError::Wrong { .. } => CodeError::Wrong { tries: 1 }, true, "right code";
        CodeError::Blocked => CodeError::Blocked, false, "PUK";
        CodeError::NotAllowed => CodeError::NotAllowed, false, "change it";
        CodeError::Card(_) => CodeError::Card(status("VERIFY PIN")), false, "operator";
    });
    rows.extend(table! { PhoneBookError:
        PhoneBookError::None => PhoneBookError::None, false, "elsewhere";
        PhoneBookError::Full => PhoneBookError::Full, false, "Write over";
        PhoneBookError::Name(_) => PhoneBookError::Name(14), false, "Shorten";
        PhoneBookError::Dial => PhoneBookError::Dial, false, "digits";
        PhoneBookError::Card(_) => PhoneBookError::Card(status("READ RECORD")), false, "operator";
    });
    check(rows);
}

// R: F3 A6
#[test]
fn every_reason_against_a_package_says_what_to_do() {
    let platform = || Unfit::Platform { os: why(), cpu: why() };
    let mut rows = table! { InstallError:
        InstallError::NotGenuine(_) => InstallError::NotGenuine(PackageRefused::Hash), true, "tell the staff";
        InstallError::Unfit(_) => InstallError::Unfit(platform()), false, "mixed up";
        InstallError::Refused(_) => InstallError::Refused(why()), false, "settings";
    };
    rows.extend(table! { Unfit:
        Unfit::Platform { .. } => platform(), false, "mixed up";
        Unfit::Class(_) => Unfit::Class(why()), false, "mixed up";
        Unfit::Older { .. } => Unfit::Older { given: why(), installed: why() }, false, "mixed up";
    });
    check(rows);
}

// R: F3
#[test]
fn every_end_of_a_session_says_what_to_do() {
    let tag = tlv::Tag(0x80);
    check(table! { SessionError:
        SessionError::Link(_) => SessionError::Link(LinkError::Lost(why())), true, "near";
        SessionError::Closed(_) => SessionError::Closed(Closed::Untrusted(Untrusted::NoCertificate)), false, "Walk away";
        SessionError::Request(_) => SessionError::Request(RequestRefused::TooLong { size: 9, limit: 8 }), false, "Ask for less";
        SessionError::Answer(_) => SessionError::Answer(MessageError::OutOfRange(tag)), false, "Update";
        SessionError::Unexpected => SessionError::Unexpected, false, "Update";
        SessionError::Refused(_) => SessionError::Refused(Refusal::Other { code: 99, detail: why() }), false, "staff";
    });
}

// R: F3
#[test]
fn every_error_of_an_account_says_what_to_do() {
    let refused = |kind| CloudError::Refused { kind, detail: format!("it is {kind:?}") };
    let mut rows = table! { CloudError:
        CloudError::Server(_) => CloudError::Server(away()), true, "network";
        CloudError::Refused { kind: ProblemKind::Unauthorised, .. } => refused(ProblemKind::Unauthorised), false, "Sign in again";
        CloudError::Refused { kind: ProblemKind::Forbidden, .. } => refused(ProblemKind::Forbidden), false, "owner";
        CloudError::Refused { kind: ProblemKind::NotFound, .. } => refused(ProblemKind::NotFound), false, "See what there is";
        CloudError::Refused { kind: ProblemKind::Conflict, .. } => refused(ProblemKind::Conflict), true, "came first";
        CloudError::Refused { kind: ProblemKind::Malformed, .. } => refused(ProblemKind::Malformed), false, "Update";
        CloudError::Refused { kind: ProblemKind::TooLong, .. } => refused(ProblemKind::TooLong), false, "Update";
        CloudError::Refused { kind: ProblemKind::Refused, .. } => refused(ProblemKind::Refused), false, "message says";
        CloudError::Refused { kind: ProblemKind::TooMany, .. } => refused(ProblemKind::TooMany), true, "Wait a while";
        CloudError::Refused { kind: ProblemKind::Unavailable, .. } => refused(ProblemKind::Unavailable), true, "in a while";
        CloudError::Refused { kind: ProblemKind::Internal, .. } => refused(ProblemKind::Internal), true, "operator";
        CloudError::NotADevice => CloudError::NotADevice, false, "Sign out";
        CloudError::SignedOut => CloudError::SignedOut, false, "Sign in first";
        CloudError::Unreadable => CloudError::Unreadable, false, "Update";
        CloudError::Keystore(_) => CloudError::Keystore(KeystoreError::Locked), true, "Unlock";
    };
    rows.extend(table! { AccountError:
        AccountError::None => AccountError::None, false, "Make an account";
        AccountError::Exists(_) => AccountError::Exists(why()), false, "Sign out";
        AccountError::LoginTaken(_) => AccountError::LoginTaken(why()), false, "another login";
        AccountError::BadLogin => AccountError::BadLogin, false, "1 to 254";
        AccountError::WeakPassword(_) => AccountError::WeakPassword(8), false, "longer";
        AccountError::BadName => AccountError::BadName, false, "1 to 64";
        AccountError::OtherAccount => AccountError::OtherAccount, false, "this account";
        AccountError::Revoked => AccountError::Revoked, false, "Sign out";
        AccountError::Itself => AccountError::Itself, false, "Sign out of it";
        AccountError::HandOver(_) => AccountError::HandOver(account::hand_over::HandOverError::Missing), false, "the new sheet";
        AccountError::NoSuchDevice(_) => AccountError::NoSuchDevice(why()), false, "List";
        AccountError::WhichDevice(_) => AccountError::WhichDevice(why()), false, "id";
        AccountError::NoSuchPasskey(_) => AccountError::NoSuchPasskey("ring".to_owned()), false, "by its id";
        AccountError::Passkey(_) => AccountError::Passkey(account::passkey::BadRegistration::User), false, "finger";
        AccountError::NoSuchRequest => AccountError::NoSuchRequest, false, "requests that wait";
        AccountError::NotApproved => AccountError::NotApproved, true, "Ask for approval again";
        AccountError::Overtaken => AccountError::Overtaken, true, "Try again";
        AccountError::SheetShown => AccountError::SheetShown, false, "wrote down";
        AccountError::Obeying => AccountError::Obeying, false, "Take the order back";
        AccountError::Unreadable => AccountError::Unreadable, false, "Update";
        AccountError::Cloud(_) => AccountError::Cloud(CloudError::Refused { kind: ProblemKind::Conflict, detail: why() }), true, "came first";
        AccountError::Manifest(_) => AccountError::Manifest(ManifestError::Fork(3)), false, "operator";
        AccountError::Keys(_) => AccountError::Keys(KeyError::Root), false, "newest recovery sheet";
        AccountError::Password(_) => AccountError::Password(OpaqueError::Password), true, "right login";
        AccountError::Approve(_) => AccountError::Approve(ApproveError::Commitment), false, "anew";
        AccountError::Sheet(_) => AccountError::Sheet(SheetError::NotASheet), false, "LF1";
        AccountError::Vault(_) => AccountError::Vault(VaultError::Random), true, "Try again";
        AccountError::Keystore(_) => AccountError::Keystore(KeystoreError::NeedsUser), true, "Confirm";
        AccountError::Denied(_) => AccountError::Denied(Denied::PinBlocked), false, "PUK";
    });
    check(rows);
}

// R: F3
#[test]
fn every_error_of_orders_from_afar_says_what_happened_and_what_to_do() {
    check(table! { AwayError:
        AwayError::NotEnrolled => AwayError::NotEnrolled, false, "sign in";
        AwayError::PutBack => AwayError::PutBack, false, "undone";
        AwayError::Unreadable => AwayError::Unreadable, false, "Update";
        AwayError::File(_) => AwayError::File(std::io::Error::from(std::io::ErrorKind::PermissionDenied)), false, "permissions";
        AwayError::Cloud(_) => AwayError::Cloud(CloudError::NotADevice), false, "Sign out";
        AwayError::Manifest(_) => AwayError::Manifest(ManifestError::Fork(3)), false, "operator";
        AwayError::Keys(_) => AwayError::Keys(KeyError::Root), false, "newest recovery sheet";
        AwayError::OtherAccount => AwayError::OtherAccount, false, "password of the account";
        AwayError::OtherSheet => AwayError::OtherSheet, false, "newest sheet";
        AwayError::OnlyOnline => AwayError::OnlyOnline, false, "Connect";
        AwayError::NoSuchDevice(_) => AwayError::NoSuchDevice(why()), false, "devices";
        AwayError::NoSuchOrder(_) => AwayError::NoSuchOrder(why()), false, "orders";
        AwayError::TooLate(_) => AwayError::TooLate("the device has answered it"), false, "receipt";
        AwayError::Power => AwayError::Power, false, "recovery sheet";
        AwayError::Owed => AwayError::Owed, false, "begin anew";
        AwayError::NoNumberLeft => AwayError::NoNumberLeft, false, "enrolled again";
        AwayError::Altered => AwayError::Altered, false, "lies";
        AwayError::TakenOut(_) => AwayError::TakenOut(why()), false, "Sign in";
        AwayError::HolderUnknown(_) => AwayError::HolderUnknown(why()), false, "Sync";
        AwayError::LiveThere(_) => AwayError::LiveThere(why()), false, "another device";
        AwayError::NoCopy(_) => AwayError::NoCopy(why()), false, "Copy the card there first";
        AwayError::NotObeyed { .. } => AwayError::NotObeyed { device: why(), why: euicc::HomeError::NotPortable }, false, "of its own";
        AwayError::NoEuicc(_) => AwayError::NoEuicc(why()), false, "Get a SIM";
        AwayError::Declined { .. } => AwayError::Declined { device: why(), why: why() }, false, "receipt";
        AwayError::Receipts(_) => AwayError::Receipts(ChainError::Missing(2)), true, "holds some back";
    });
}

// R: F3
#[test]
fn every_error_of_a_sync_says_what_to_do() {
    check(table! { SyncError:
        SyncError::Breach(_) => SyncError::Breach(Breach::Tampered { seq: 3, device: "phone".to_owned() }), false, "Don't use this server";
        SyncError::Account(_) => SyncError::Account(AccountError::Revoked), false, "Sign out";
        SyncError::NotEdited(_) => SyncError::NotEdited(NotEdited::Ended), false, "anew";
        SyncError::Phone(_) => SyncError::Phone(CardRefusal::NotEnabled.into()), false, "Do what the message says";
        SyncError::Busy => SyncError::Busy, true, "in a while";
        SyncError::NoSuchRecord => SyncError::NoSuchRecord, false, "List the records";
        SyncError::NotRestored => SyncError::NotRestored, false, "as usual";
    });
}

// R: B3 F3
#[test]
fn every_error_of_an_order_says_what_happened_and_what_to_do() {
    let failed = |why: &str, again| CardOrderError::Failed { why: why.to_owned(), again };
    check(table! { CardOrderError:
        CardOrderError::Account(_) => AccountError::None.into(), false, "Make an account";
        CardOrderError::Sync(_) => SyncError::Busy.into(), true, "in a while";
        CardOrderError::NoSuchProduct(_) => CardOrderError::NoSuchProduct("month".to_owned()), false, "what it sells";
        CardOrderError::Failed { again: true, .. } => failed("sold out", true), true, "Order anew";
        CardOrderError::Failed { .. } => failed("no such profile", false), false, "something else";
        CardOrderError::Given => CardOrderError::Given, false, "on which device";
        CardOrderError::Unreadable => CardOrderError::Unreadable, false, "Update";
    });
}

// R: F3 B7
#[test]
fn every_error_between_accounts_says_what_happened_and_what_to_do() {
    let name = || "Ben".to_owned();
    check(table! { TieError:
        TieError::Account(_) => TieError::Account(AccountError::None), false, "Make an account";
        TieError::Sync(_) => TieError::Sync(SyncError::Busy), true, "in a while";
        TieError::Phone(_) => TieError::Phone(Error::Locked), false, "Sign in";
        TieError::Sub(_) => TieError::Sub(account::sub::SubError::Code), false, "whole code";
        TieError::Rights(_) => TieError::Rights(account::rights::Denied::NotGiven), false, "owner";
        TieError::NotOpen => TieError::NotOpen, false, "new invitation";
        TieError::NoSuchAccount(_) => TieError::NoSuchAccount(name()), false, "List the accounts";
        TieError::WhichAccount(_) => TieError::WhichAccount(name()), false, "by its id";
        TieError::NotLinked(_) => TieError::NotLinked(name()), true, "accept";
        TieError::NoConsent(_) => TieError::NoConsent(name()), false, "delegate";
        TieError::NoSuchCard { .. } => TieError::NoSuchCard { name: name(), card: "89".to_owned() }, false, "List the cards";
        TieError::BadName => TieError::BadName, false, "64 characters";
        TieError::NoRights => TieError::NoRights, false, "right to see";
    });
}

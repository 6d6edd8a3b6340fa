//! Every error that a user of the phone meets: its words, whether trying again helps, what to do. Those of the links and of the download
//! among them, as the app passes them on.

use landfall_app::{
    Cancel, Error,
    card::CardError,
    ports::{InstallError, Unfit},
    session::SessionError,
    sim::{CodeError, PhoneBookError},
};
use model::{Criterion, UnixTime};
use nearfield::{
    Closed, RequestRefused, Untrusted,
    link::LinkError,
    message::{MessageError, PackageRefused, Refusal},
};
use rsp::{
    cert::{ChainError, Role},
    es10::{AuthenticateErrorCode, CancelSessionReason, DownloadErrorCode},
    lpa::{CardFailure, Failure},
    notification::ErrorReason,
    reason::StatusCode,
};
use std::collections::BTreeSet;
use vault::{Denied, KeystoreError, VaultError};

/// What every error answers, by whatever name.
trait Advises: std::fmt::Debug + std::fmt::Display {
    fn again(&self) -> bool;
    fn what_to_do(&self) -> String;
}

macro_rules! advises {
    ($($error:ty)+) => {$(
        impl Advises for $error {
            fn again(&self) -> bool {
                self.retrying_helps()
            }

            fn what_to_do(&self) -> String {
                self.hint().to_string()
            }
        }
    )+};
}

advises!(Error SessionError CodeError PhoneBookError InstallError CardError RequestRefused LinkError Refusal);

impl Advises for Closed {
    fn again(&self) -> bool {
        self.retry_helps()
    }

    fn what_to_do(&self) -> String {
        self.hint().to_owned()
    }
}

impl Advises for MessageError {
    fn again(&self) -> bool {
        false
    }

    fn what_to_do(&self) -> String {
        self.hint().to_owned()
    }
}

/// By the words that the app makes of it.
impl Advises for Failure {
    fn again(&self) -> bool {
        Error::Download(self.clone()).retrying_helps()
    }

    fn what_to_do(&self) -> String {
        Error::Download(self.clone()).hint()
    }
}

/// Why a package is not for this phone: told by the error around it.
impl Advises for Unfit {
    fn again(&self) -> bool {
        InstallError::Unfit(self.clone()).retrying_helps()
    }

    fn what_to_do(&self) -> String {
        InstallError::Unfit(self.clone()).hint().to_owned()
    }
}

impl Advises for PackageRefused {
    fn again(&self) -> bool {
        InstallError::NotGenuine(*self).retrying_helps()
    }

    fn what_to_do(&self) -> String {
        InstallError::NotGenuine(*self).hint().to_owned()
    }
}

/// One row for each variant, and a `match` over the very same patterns: a variant without a row does not compile.
macro_rules! table {
    ($error:ty: $($pattern:pat => $example:expr, $again:literal, $hint:literal;)+) => {{
        let _without_wildcard = |error: &$error| match error { $($pattern => (),)+ };
        vec![$({
            let error: $error = $example;
            assert!(matches!(&error, $pattern), "{error:?} stands in another row");
            Row { text: error.to_string(), again: (error.again(), $again), hint: (error.what_to_do(), $hint) }
        }),+]
    }};
}

/// What an error says, and what it should say: whether retrying helps, and a part of what to do.
struct Row {
    text: String,
    again: (bool, bool),
    hint: (String, &'static str),
}

fn check(rows: Vec<Row>) {
    let mut words = BTreeSet::new();
    for Row { text, again, hint } in rows {
        assert!(text.len() > 10, "{text:?} says too little");
        assert_eq!(again.0, again.1, "whether retrying helps: {text}");
        assert!(hint.0.contains(hint.1) && hint.0.ends_with('.'), "what to do: {text}: {}", hint.0);
        assert!(words.insert(text.clone()), "two errors say {text:?}");
    }
}

fn why() -> String {
    "why".to_owned()
}

// R: F3
#[test]
fn every_error_of_the_app_says_what_happened_and_what_to_do() {
    let iccid = "8900112233445566778".parse().expect("19 digits");
    let status = |what| CardError::Status { what, status: 0x6F00 };
    let no_room = ErrorReason::InstallFailedDueToInsufficientMemoryForProfile;
    let mut rows = table! { Error:
        Error::Vault(_) => Error::Vault(VaultError::KeyLost), false, "new data folder";
        Error::Keystore(_) => Error::Keystore(KeystoreError::Locked), true, "Unlock";
        Error::Denied(_) => Error::Denied(Denied::PinRequired), true, "PIN";
        Error::NoSuchCard(_) => Error::NoSuchCard(iccid), false, "List the cards";
        Error::Card(_) => Error::Card(CardError::Malformed("SELECT USIM")), false, "operator";
        Error::Code(_) => Error::Code(CodeError::Wrong { tries: 2 }), true, "right code";
        Error::PhoneBook(_) => Error::PhoneBook(PhoneBookError::Name(7)), false, "Shorten";
        Error::Euicc(_) => Error::Euicc(euicc::LoadError::Missing), false, "Restore";
        Error::Session(_) => Error::Session(SessionError::Unexpected), false, "Update";
        Error::Package(_) => Error::Package(InstallError::Refused(why())), false, "settings";
        Error::NoRoots => Error::NoRoots, false, "Install the root";
        Error::UnknownOperator => Error::UnknownOperator, false, "if you trust it";
        Error::OtherKiosk { .. } => Error::OtherKiosk { wanted: why(), found: why() }, false, "Scan the code";
        Error::BadRoot(_) => Error::BadRoot(why()), false, "DER";
        Error::Refused(_) => Error::Refused("the card is busy"), false, "Do what the message says";
        Error::NotAuthorised { .. } => Error::NotAuthorised { why: why() }, false, "attendant";
        Error::BadCertificate(_) => Error::BadCertificate(why()), false, "clock";
        Error::Download(_) => Error::Download(Failure::NoResult), true, "Try again";
        Error::NotInstalled { reason: ErrorReason::InstallFailedDueToInsufficientMemoryForProfile } =>
            Error::NotInstalled { reason: no_room }, true, "Delete a card";
        Error::NotInstalled { .. } => Error::NotInstalled { reason: ErrorReason::PprNotAllowed }, false, "operator";
        Error::Cancelled(Cancel::Postponed) => Error::Cancelled(Cancel::Postponed), true, "when it suits you";
        Error::Cancelled(Cancel::Rejected) => Error::Cancelled(Cancel::Rejected), false, "change your mind";
    };
    rows.extend(table! { CardError:
        CardError::Vault(_) => CardError::Vault(VaultError::Random), true, "Try again";
        CardError::Keystore(_) => CardError::Keystore(KeystoreError::NeedsUser), true, "Confirm";
        CardError::Denied(_) => CardError::Denied(Denied::PinBlocked), false, "PUK";
        CardError::Status { .. } => status("SELECT USIM"), false, "operator";
        CardError::Malformed(_) => CardError::Malformed("READ RECORD"), false, "operator";
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
    rows.extend(table! { PackageRefused:
        PackageRefused::Malformed(_) => PackageRefused::Malformed(tlv::Error::Truncated.into()), true, "tell the staff";
        PackageRefused::Signature => PackageRefused::Signature, true, "tell the staff";
        PackageRefused::Hash => PackageRefused::Hash, true, "tell the staff";
    });
    check(rows);
}

// R: F3
#[test]
fn every_end_of_a_session_says_what_to_do() {
    let tag = tlv::Tag(0x80);
    let expired = ChainError::Expired { role: Role::Kiosk, not_after: UnixTime(0), now: UnixTime(1) };
    let unknown = ChainError::UnknownRoot { role: Role::Kiosk, key_id: "AB".to_owned() };
    let mut rows = table! { SessionError:
        SessionError::Link(_) => SessionError::Link(LinkError::Lost(why())), true, "near";
        SessionError::Closed(_) => SessionError::Closed(Closed::Untrusted(Untrusted::NoCertificate)), false, "Walk away";
        SessionError::Request(_) => SessionError::Request(RequestRefused::TooLong { size: 9, limit: 8 }), false, "Ask for less";
        SessionError::Answer(_) => SessionError::Answer(MessageError::OutOfRange(tag)), false, "Update";
        SessionError::Unexpected => SessionError::Unexpected, false, "Update";
        SessionError::Refused(_) => SessionError::Refused(Refusal::Other { code: 99, detail: why() }), false, "staff";
    };
    rows.extend(table! { Closed:
        Closed::Here => Closed::Here, true, "Connect again";
        Closed::Peer => Closed::Peer, true, "Connect again";
        Closed::Untrusted(Untrusted::Chain(ChainError::Expired { .. })) => Closed::Untrusted(expired.into()), false, "clock";
        Closed::Untrusted(Untrusted::Chain(_)) => Closed::Untrusted(unknown.into()), false, "Install the operator's root";
        Closed::Untrusted(_) => Closed::Untrusted(Untrusted::OtherKey), false, "Walk away";
        Closed::Version => Closed::Version, false, "Update";
        Closed::SessionForgotten => Closed::SessionForgotten, true, "Connect again";
        Closed::Busy => Closed::Busy, true, "Wait a moment";
        Closed::NoAnswer => Closed::NoAnswer, true, "nearer";
        Closed::Protocol => Closed::Protocol, false, "Update";
    });
    rows.extend(table! { LinkError:
        LinkError::Lost(_) => LinkError::Lost(why()), true, "near";
        LinkError::TooLong { .. } => LinkError::TooLong { size: 9, mtu: 8 }, false, "Report it";
    });
    rows.extend(table! { RequestRefused:
        RequestRefused::TooLong { .. } => RequestRefused::TooLong { size: 8, limit: 7 }, false, "Ask for less";
        RequestRefused::TooMany => RequestRefused::TooMany, true, "Wait";
        RequestRefused::Closed => RequestRefused::Closed, true, "Connect again";
    });
    rows.extend(table! { MessageError:
        MessageError::Tlv(_) => MessageError::Tlv(tlv::Error::Truncated), false, "Update";
        MessageError::UnknownKind(_) => MessageError::UnknownKind(tag), false, "Update";
        MessageError::OutOfRange(_) => MessageError::OutOfRange(tag), false, "Update";
    });
    check(rows);
}

// R: F3 A4
#[test]
fn every_refusal_of_a_kiosk_says_what_to_do() {
    check(table! { Refusal:
        Refusal::NoMatch { .. } => Refusal::NoMatch { criterion: Criterion::Stock, detail: why() }, false, "Relax";
        Refusal::SoldOut => Refusal::SoldOut, false, "another product";
        Refusal::Quota { .. } => Refusal::Quota { retry_after: 60 }, true, "Wait";
        Refusal::VoucherNeeded => Refusal::VoucherNeeded, false, "Enter a voucher";
        Refusal::VoucherInvalid => Refusal::VoucherInvalid, false, "typing errors";
        Refusal::VoucherUsed => Refusal::VoucherUsed, false, "another voucher";
        Refusal::VoucherExpired => Refusal::VoucherExpired, false, "another voucher";
        Refusal::CsrRejected { .. } => Refusal::CsrRejected { detail: why() }, false, "Start again";
        Refusal::AssuranceTooLow { .. } => Refusal::AssuranceTooLow { needed: 2, offered: 1 }, false, "secure element";
        Refusal::PackageUnavailable { .. } => Refusal::PackageUnavailable { detail: why() }, false, "Install the program";
        Refusal::NotAuthorised => Refusal::NotAuthorised, true, "Wait";
        Refusal::UnknownMatchingId => Refusal::UnknownMatchingId, false, "Reserve again";
        Refusal::ClockWrong { .. } => Refusal::ClockWrong { kiosk: UnixTime(0) }, false, "clock";
        Refusal::OutOfService => Refusal::OutOfService, false, "staff";
        Refusal::Busy => Refusal::Busy, true, "Wait";
        Refusal::NotUnderstood => Refusal::NotUnderstood, false, "Update";
        Refusal::Internal => Refusal::Internal, false, "staff";
        Refusal::Other { .. } => Refusal::Other { code: 99, detail: why() }, false, "staff";
    });
}

// R: F3 F1
#[test]
fn every_failure_of_a_download_says_what_to_do() {
    let refused = |subject, reason| Failure::Refused {
        function: "GetBoundProfilePackage",
        status: StatusCode::new(subject, reason),
    };
    let version = rsp::version::VersionRefused::ServerVersion { server: "v9.0.0".parse().expect("a version") };
    let address = Failure::ServerAddress { asked: why(), found: why() };
    let malformed =
        Failure::Malformed { from: "the server", error: rsp::MessageError::Value { what: "transactionId" } };
    check(table! { Failure:
        Failure::Refused { .. } => refused("8.8.5", "4.10"), false, "Order again";
        Failure::Version(_) => Failure::Version(version), false, "Update";
        Failure::ServerAddress { .. } => address, true, "address";
        Failure::Challenge => Failure::Challenge, true, "changed on its way";
        Failure::Session => Failure::Session, true, "changed on its way";
        Failure::Function => Failure::Function, true, "changed on its way";
        Failure::Authentication(AuthenticateErrorCode::NoSessionContext) =>
            Failure::Authentication(AuthenticateErrorCode::NoSessionContext), true, "root";
        Failure::Authentication(_) => Failure::Authentication(AuthenticateErrorCode::CiPkUnknown), false, "root";
        Failure::Download(DownloadErrorCode::NoSessionContext) =>
            Failure::Download(DownloadErrorCode::NoSessionContext), true, "Try again";
        Failure::Download(_) => Failure::Download(DownloadErrorCode::InvalidSignature), false, "operator";
        Failure::PolicyRules => Failure::PolicyRules, false, "Delete the profiles";
        Failure::NoCode => Failure::NoCode, true, "confirmation code";
        Failure::NotAgreed(CancelSessionReason::Postponed) =>
            Failure::NotAgreed(CancelSessionReason::Postponed), true, "when it suits you";
        Failure::NotAgreed(_) => Failure::NotAgreed(CancelSessionReason::EndUserRejection), false, "change your mind";
        Failure::Metadata => Failure::Metadata, false, "tell the operator";
        Failure::Package(_) => Failure::Package(rsp::bpp::BadFrame::Length), true, "tell the operator";
        Failure::Malformed { .. } => malformed, true, "tell the operator";
        Failure::Commands => Failure::Commands, false, "Update";
        Failure::CommandsNotLoaded(_) =>
            Failure::CommandsNotLoaded(rsp::rpm::LoadRpmPackageErrorCodeNotSigned::NoSession), true, "Try again";
        Failure::Card(_) => Failure::Card(CardFailure::Status(0x6F00)), true, "Try again";
        Failure::NoResult => Failure::NoResult, true, "Try again";
        Failure::Interrupted(_) => Failure::Interrupted(why()), true, "is kept";
        Failure::Unreachable(_) => Failure::Unreachable(why()), true, "link";
        Failure::Storage(_) => Failure::Storage(why()), true, "Make room";
    });
}

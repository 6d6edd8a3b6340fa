//! Every error that the kiosk's owner meets: its words, whether trying again helps, what to do (F3).

use landfall_kiosk::{
    KeysError, OpenError, SettingsError,
    authorise::SaleError,
    certificates::{CertificatesError, Part},
    command::Failure,
    distribute::DistributeError,
    events::EventError,
    identity::{IdentityError, NotValid},
    init::InitError,
    issue::IssueError,
    numbering::BadNumber,
    operator::OperatorError,
    reconcile::ReconcileError,
    remote::{BadCommand, RemoteError},
    report::ContactError,
    reserve::ReserveError,
    schema::Stage,
    serve::ServeError,
    stock::{
        import::{ImportError, Problem},
        release::DecisionError,
    },
    trust::TrustError,
};
use model::{Eid, Iccid, NumberState, UnixTime};
use radio::{ble::BleError, mdns::MdnsError, nfc::NfcError};
use rsp::cert::{CertError, ChainError, Role, attestation::AttestationError, issue};
use smdp::{ds::EventRefused, rpm::TooLarge};
use std::io;
use store::{RestoreError, door::DoorError};
use tables::{Said, check, table};
use vault::{KeyId, KeystoreError};
use web::{cloud::CloudHttpError, tls::TlsError};

fn io() -> io::Error {
    io::Error::from(io::ErrorKind::PermissionDenied)
}

fn number() -> String {
    "99901".to_owned()
}

fn held() -> store::OpenError {
    store::OpenError::Held { folder: "k".into(), holder: "process 7".to_owned(), pid: Some(7) }
}

/// What the command that met it says.
fn failure(error: impl Into<Failure>) -> Said {
    let Failure { error, retrying_helps, hint } = error.into();
    Said::new(error, retrying_helps, hint)
}

// R: F3
#[test]
fn every_error_of_the_stock() {
    let problem = Problem { file: "stock.toml".to_owned(), line: 3, what: "the row has no ki".to_owned() };
    check(table! { ImportError as failure:
        ImportError::Problems(_) => ImportError::Problems(vec![problem]), false, "Mend the file";
        ImportError::NoSealingKey => ImportError::NoSealingKey, false, "init";
        ImportError::Store(_) => ImportError::Store(store::Error::DiskFull), true, "Free some space";
    });
    let not_from = DecisionError::NotFrom { number: number(), state: NumberState::InUse, hint: "retire it" };
    check(table! { DecisionError as failure:
        DecisionError::Unknown(_) => DecisionError::Unknown(number()), false, "stock list";
        DecisionError::NoReason => DecisionError::NoReason, false, "--why";
        DecisionError::NotFrom { .. } => not_from, false, "stock log";
        DecisionError::Store(_) => DecisionError::Store(store::Error::Busy), true, "Try again";
    });
    check(table! { ReconcileError as failure:
        ReconcileError::Unknown(_) => ReconcileError::Unknown(vec![number()]), false, "nothing has changed";
        ReconcileError::NoVoucher(_) => ReconcileError::NoVoucher(7), false, "nothing has changed";
        ReconcileError::Store(_) => ReconcileError::Store(store::Error::Busy), true, "Try again";
    });
    check(table! { BadNumber:
        BadNumber::Length => BadNumber::Length, false, "Correct the number";
        BadNumber::Character => BadNumber::Character, false, "Correct the number";
    });
}

// R: F3
#[test]
fn every_error_of_commands_from_afar() {
    let iccid = Iccid::with_check_digit("899990100000000001").expect("18 digits");
    let eid = Eid::with_check_digits("899990000000000000000000000099").expect("30 digits");
    check(table! { RemoteError as failure:
        RemoteError::Nothing => RemoteError::Nothing, false, "disable:ICCID";
        RemoteError::NotThere { .. } => RemoteError::NotThere { iccid, eid }, false, "given out here";
        RemoteError::NoCard(_) => RemoteError::NoCard(eid), false, "given out here";
        RemoteError::NotAllowed { .. } =>
            RemoteError::NotAllowed { class_id: "jp-7".to_owned(), what: "delete" }, false, "[product.remote]";
        RemoteError::TooLarge(_) => RemoteError::TooLarge(TooLarge), false, "second package";
        RemoteError::NoIdentity => RemoteError::NoIdentity, false, "init";
        RemoteError::NotWaiting(_) => RemoteError::NotWaiting(7), false, "rpm list";
        RemoteError::Store(_) => RemoteError::Store(store::Error::Busy), true, "Try again";
    });
    check(table! { BadCommand:
        BadCommand::Unknown(_) => BadCommand::Unknown("erase".to_owned()), false, "COMMAND:ICCID";
        BadCommand::Iccid(_) => BadCommand::Iccid("89".to_owned()), false, "COMMAND:ICCID";
        BadCommand::Value(_) => BadCommand::Value("rules are written none"), false, "COMMAND:ICCID";
    });
}

// R: F3
#[test]
fn every_error_of_sales() {
    check(table! { SaleError as failure:
        SaleError::Unknown(_) => SaleError::Unknown("7".to_owned()), false, "sales pending";
        SaleError::Several(_) => SaleError::Several("77".to_owned()), false, "sales pending";
        SaleError::NotWaiting { .. } => SaleError::NotWaiting { id: 7, stage: Stage::Bound }, false, "sales pending";
        SaleError::Store(_) => SaleError::Store(store::Error::Busy), true, "Try again";
    });
    use CertificatesError as C;
    let chain = |error| C::Chain { part: Part::DpAuth, error };
    let ended = ChainError::Expired { role: Role::DpAuth, not_after: UnixTime(0), now: UnixTime(1) };
    let role = ChainError::Role { expected: Role::DpAuth, found: Some(Role::DpPb) };
    let named = ChainError::Name { role: Role::DpTls, wanted: "dp.example".to_owned() };
    let said = |error: CertificatesError| Said::new(&error, error.retrying_helps(), error.hint());
    check(table! { CertificatesError as said:
        C::Malformed { .. } => C::Malformed { part: Part::Tls, error: CertError::Version }, false, "version 3";
        C::Ci(_) => C::Ci(ChainError::NotSelfSigned), false, "issued the others";
        C::Chain { error: ChainError::AuthorityKey { .. }, .. } => chain(ChainError::AuthorityKey { role: Role::DpAuth }), false, "several generations";
        C::Chain { error: ChainError::Role { .. }, .. } => chain(role), false, "mixed up";
        C::Chain { error: ChainError::Name { .. }, .. } => chain(named), false, "smdp-address";
        C::Chain { .. } => chain(ended), false, "";
        C::Key { .. } => C::Key { part: Part::DpPb }, false, "requested with";
        C::TwoServers => C::TwoServers, false, "one server";
        C::OwnRoot => C::OwnRoot, false, "renew";
        C::Unknown(_) => C::Unknown("AB".to_owned()), false, "certificates list";
        C::Keystore(_) => C::Keystore(KeystoreError::Locked), true, "Unlock";
        C::Store(_) => C::Store(store::Error::DiskFull), true, "Free some space";
    });
    let unknown = EventRefused::Unknown { event_id: "E1".to_owned() };
    check(table! { EventError:
        EventError::Refused(_) => EventError::Refused(unknown), false, "Nothing";
        EventError::Store(_) => EventError::Store(store::Error::DiskFull), true, "Free some space";
    });
    check(table! { DistributeError:
        DistributeError::UnknownTransaction => DistributeError::UnknownTransaction, false, "last backup";
        DistributeError::OtherCard => DistributeError::OtherCard, false, "Look at the sale";
        DistributeError::OtherProfile => DistributeError::OtherProfile, false, "Look at the sale";
        DistributeError::SoldAgain => DistributeError::SoldAgain, false, "two cards";
        DistributeError::Store(_) => DistributeError::Store(store::Error::DiskFull), true, "Free some space";
    });
}

// R: F3 A8
#[test]
fn every_error_of_a_contact_with_the_cloud() {
    let refused = |status| ContactError::Refused { status, detail: "it does not like it".to_owned() };
    check(table! { ContactError as failure:
        ContactError::NotRegistered => ContactError::NotRegistered, false, "report register";
        ContactError::Carry(_) => ContactError::Carry(CloudHttpError::Timeout(60)), true, "network";
        ContactError::Refused { status: 503, .. } => refused(503), true, "by itself";
        ContactError::Refused { .. } => ContactError::Refused { status: 422, detail: "no".to_owned() }, false, "administrator";
        ContactError::NotTaken(_) => ContactError::NotTaken("another history".to_owned()), false, "copy of this kiosk";
        ContactError::Unreadable => ContactError::Unreadable, false, "report status";
        ContactError::Certificate(_) => ContactError::Certificate("of another key".to_owned()), false, "landfall-kiosk renew";
        ContactError::Keys(_) => ContactError::Keys(KeystoreError::Locked), true, "Unlock";
        ContactError::Store(_) => ContactError::Store(store::Error::DiskFull), true, "Free some space";
    });
}

// R: F3
#[test]
fn every_error_of_the_data_folder() {
    check(table! { store::Error as failure:
        store::Error::DiskFull => store::Error::DiskFull, true, "Free some space";
        store::Error::Io(_) => store::Error::Io("x".to_owned()), false, "Check the disk";
        store::Error::ReadOnly(_) => store::Error::ReadOnly("x".to_owned()), false, "Check the disk";
        store::Error::Corrupt(_) => store::Error::Corrupt("x".to_owned()), false, "Restore a backup";
        store::Error::Busy => store::Error::Busy, true, "Try again";
        store::Error::Constraint(_) => store::Error::Constraint("x".to_owned()), false, "Report it";
        store::Error::NotFound => store::Error::NotFound, false, "Report it";
        store::Error::Statement(_) => store::Error::Statement("x".to_owned()), false, "Report it";
        store::Error::Panicked => store::Error::Panicked, false, "Report it";
        store::Error::Closed => store::Error::Closed, false, "Start the program";
    });
    let migration = store::OpenError::Migration { path: "k".into(), to: 2, source: store::Error::DiskFull };
    let database = store::OpenError::Database { path: "k".into(), source: store::Error::Busy };
    check(table! { store::OpenError as failure:
        store::OpenError::Held { .. } => held(), true, "Wait until";
        store::OpenError::Io { .. } => store::OpenError::Io { path: "k".into(), source: io() }, false, "permissions";
        store::OpenError::Foreign { .. } => store::OpenError::Foreign { path: "k".into(), found: 9 }, false, "another data folder";
        store::OpenError::Newer { .. } => store::OpenError::Newer { path: "k".into(), found: 9, known: 1 }, false, "Update";
        store::OpenError::Migration { .. } => migration, true, "Free some space";
        store::OpenError::NoWriteAheadLog { .. } => store::OpenError::NoWriteAheadLog { path: "k".into() }, false, "local disk";
        store::OpenError::Database { .. } => database, true, "Try again";
    });
    check(table! { RestoreError as failure:
        RestoreError::Unusable(_) => RestoreError::Unusable(held()), true, "The stock is as it was. Wait until";
        RestoreError::Damaged(_) => RestoreError::Damaged(store::Error::Busy), false, "another backup";
        RestoreError::Prepare(_) => RestoreError::Prepare(store::Error::DiskFull), true, "Free some space";
        RestoreError::Io { .. } => RestoreError::Io { path: "k".into(), source: io() }, false, "permissions";
    });
    check(table! { DoorError as failure:
        DoorError::NobodyHome { .. } => DoorError::NobodyHome { folder: "k".into() }, false, "Start the program";
        DoorError::Timeout => DoorError::Timeout, true, "Try again";
        DoorError::HungUp => DoorError::HungUp, true, "Try again";
        DoorError::TooLong(_) => DoorError::TooLong(9), false, "less";
        DoorError::Io(_) => DoorError::Io(io()), false, "permissions";
    });
}

// R: F3
#[test]
fn every_error_of_keys_and_certificates() {
    check(table! { KeysError as failure:
        KeysError::Missing => KeysError::Missing, false, "init";
        KeysError::Keystore(KeystoreError::WrongPassphrase) =>
            KeysError::Keystore(KeystoreError::WrongPassphrase), true, "passphrase";
        KeysError::Keystore(_) => KeysError::Keystore(KeystoreError::NoSuchKey(KeyId::from("x"))), false, "data folder";
        KeysError::Store(_) => KeysError::Store(store::Error::Busy), true, "Try again";
    });
    check(table! { IdentityError as failure:
        IdentityError::Missing => IdentityError::Missing, false, "init";
        IdentityError::Malformed(_) => IdentityError::Malformed("eum"), false, "renew";
        IdentityError::Store(_) => IdentityError::Store(store::Error::Busy), true, "Try again";
    });
    let malformed = OperatorError::Malformed { file: "operator.toml", why: "line 3".to_owned() };
    check(table! { OperatorError as failure:
        OperatorError::Folder(_) => OperatorError::Folder(held()), true, "Wait until";
        OperatorError::Keystore(_) => OperatorError::Keystore(KeystoreError::Locked), true, "passphrase";
        OperatorError::File { .. } => OperatorError::File { path: "o".into(), source: io() }, false, "operator init";
        OperatorError::Root(_) => OperatorError::Root("no DER".to_owned()), false, "belongs to it";
        OperatorError::Exists(_) => OperatorError::Exists("o".into()), false, "another folder";
        OperatorError::Malformed { .. } => malformed, false, "Restore that file";
        OperatorError::Issue(_) => OperatorError::Issue(issue::IssueError::Validity), false, "an end after the beginning";
        OperatorError::NoClient(_) => OperatorError::NoClient("Nord".to_owned()), false, "operator.toml";
        OperatorError::NoKiosk(_) => OperatorError::NoKiosk("Gate 9".to_owned()), false, "operator.toml";
        OperatorError::EidPrefix => OperatorError::EidPrefix, false, "digits";
    });
    let crl = ChainError::CrlOlder { known: 2, given: 1 };
    check(table! { TrustError as failure:
        TrustError::File { .. } => TrustError::File { path: "t".into(), source: io() }, false, "permissions";
        TrustError::Root { .. } => TrustError::Root { path: "t".into(), source: AttestationError::Malformed }, false, "DER";
        TrustError::ClientRoot { .. } => TrustError::ClientRoot { path: "t".into(), source: ChainError::NotSelfSigned }, false, "DER";
        TrustError::Crl { .. } => TrustError::Crl { path: "t".into(), source: crl }, false, "operator revoke";
    });
}

// R: F3
#[test]
fn every_error_of_a_kiosk_s_start() {
    let settings = || SettingsError::Read { path: "k".to_owned(), source: io() };
    let malformed = SettingsError::Malformed { path: "kiosk.toml".to_owned(), message: "line 3".to_owned() };
    check(table! { SettingsError as failure:
        SettingsError::Read { .. } => settings(), false, "--data";
        SettingsError::Malformed { .. } => malformed, false, "Mend kiosk.toml";
    });
    check(table! { InitError as failure:
        InitError::Identity(_) => InitError::Identity(IdentityError::Missing), false, "init";
        InitError::Certificates(_) => InitError::Certificates(CertificatesError::OwnRoot), false, "renew";
        InitError::SameName(_) => InitError::SameName("dp.example".to_owned()), false, "another name";
        InitError::Exists(_) => InitError::Exists("k".to_owned()), false, "renew";
        InitError::Open(_) => InitError::Open(held()), true, "Wait until";
        InitError::Keys(_) => InitError::Keys(KeysError::Missing), false, "init";
        InitError::Operator(_) => InitError::Operator(OperatorError::EidPrefix), false, "digits";
        InitError::Settings(_) => InitError::Settings(settings()), false, "--data";
        InitError::Write(_) => InitError::Write(io()), false, "permissions";
        InitError::Store(_) => InitError::Store(store::Error::DiskFull), true, "Free some space";
    });
    let trust = TrustError::File { path: "t".into(), source: io() };
    check(table! { OpenError as failure:
        OpenError::Store(_) => OpenError::Store(held()), true, "Wait until";
        OpenError::Settings(_) => OpenError::Settings(settings()), false, "--data";
        OpenError::Keys(_) => OpenError::Keys(KeysError::Missing), false, "init";
        OpenError::Identity(_) => OpenError::Identity(IdentityError::Missing), false, "init";
        OpenError::Server(_) => OpenError::Server(smdp::ConfigError::TwoRoots), false, "renew";
        OpenError::Trust(_) => OpenError::Trust(trust), false, "permissions";
        OpenError::Read(_) => OpenError::Read(store::Error::Busy), true, "Try again";
    });
    let ended = NotValid::Ended { which: "TLS", now: UnixTime(1), ended: UnixTime(0) };
    let tls = || TlsError::from(rustls::Error::General("no provider".to_owned()));
    let listen = ServeError::Listen { address: "1.2.3.4:5".to_owned(), source: io() };
    check(table! { ServeError as failure:
        ServeError::Listen { .. } => listen, true, "--listen";
        ServeError::Door(_) => ServeError::Door(DoorError::HungUp), false, "data folder";
        ServeError::Announce(_) => ServeError::Announce(MdnsError("no multicast".to_owned())), true, "start code";
        ServeError::NothingToAnnounce => ServeError::NothingToAnnounce, false, "--tcp";
        ServeError::Ble(_) => BleError::NotBuilt.into(), false, "cargo feature";
        ServeError::Nfc(_) => NfcError::NoService.into(), true, "pcscd";
        ServeError::Keys(_) => ServeError::Keys(KeysError::Missing), false, "init";
        ServeError::Certificate(_) => ServeError::Certificate(ended), false, "renew";
        ServeError::Tls(_) => ServeError::Tls(tls()), false, "renew";
        ServeError::Notify(_) => ServeError::Notify("op.example".to_owned()), false, "https://";
        ServeError::Store(_) => ServeError::Store(store::Error::DiskFull), true, "Free some space";
    });
    check(table! { IssueError as failure:
        IssueError::NoProduct(_) => IssueError::NoProduct("week".to_owned()), false, "stock list";
        IssueError::Reserve(ReserveError::SoldOut) => IssueError::Reserve(ReserveError::SoldOut), true, "another product";
        IssueError::Reserve(_) => IssueError::Reserve(ReserveError::TooManyWaiting), true, "Try again";
        IssueError::NotAnnounced(_) => IssueError::NotAnnounced("no card is named"), false, "--eid";
        IssueError::NoSealingKey => IssueError::NoSealingKey, false, "init";
    });
    check(table! { Failure as failure: Failure { .. } => Failure::not_understood(), false, "Restart it"; });
}

// R: F3
#[test]
fn what_is_no_address_does_not_become_one() {
    let source = std::net::TcpListener::bind("127.0.0.1:99999").expect_err("a port has sixteen bits");
    let failure = Failure::from(ServeError::Listen { address: "127.0.0.1:99999".to_owned(), source });
    assert!(!failure.retrying_helps && failure.hint.contains("--listen"), "{failure:?}");
}

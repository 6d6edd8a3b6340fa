//! Every error that the kiosk's owner meets: its words, whether trying again helps, what to do (F3).

use landfall_kiosk::{
    KeysError, OpenError, SettingsError,
    authorise::{Denied, SaleError},
    bind::BindError,
    clock::ClockWrong,
    command::Failure,
    condition::NotSelling,
    distribute::DistributeError,
    identity::{IdentityError, NotValid},
    init::InitError,
    operator::OperatorError,
    reconcile::ReconcileError,
    reserve::ReserveError,
    schema::Stage,
    serve::ServeError,
    stock::{
        import::{ImportError, Problem},
        release::DecisionError,
    },
};
use model::{NumberState, UnixTime};
use rsp::cert::issue::IssueError;
use std::{collections::BTreeSet, io};
use store::door::DoorError;
use vault::{KeyId, KeystoreError};

fn io() -> io::Error {
    io::Error::from(io::ErrorKind::PermissionDenied)
}

fn owners_errors() -> Vec<(Failure, bool, &'static str)> {
    let problem = Problem { file: "stock.toml".to_owned(), line: 3, what: "the row has no ki".to_owned() };
    let held = store::OpenError::Held { folder: "k".into(), holder: "process 7".to_owned(), pid: Some(7) };
    let newer = store::OpenError::Newer { path: "k".into(), found: 9, known: 1 };
    let foreign = store::OpenError::Foreign { path: "k".into(), found: 9 };
    let number = || "99901".to_owned();
    let not_from = DecisionError::NotFrom { number: number(), state: NumberState::InUse, hint: "retire it" };
    let unreadable = SettingsError::Read { path: "k".to_owned(), source: io() };
    let malformed = SettingsError::Malformed { path: "kiosk.toml".to_owned(), message: "line 3".to_owned() };
    let book = OperatorError::Malformed { file: "operator.toml", why: "line 3".to_owned() };
    vec![
        (ImportError::Problems(vec![problem]).into(), false, "Mend the file"),
        (ImportError::NoSealingKey.into(), false, "init"),
        (ImportError::Store(store::Error::DiskFull).into(), true, "Free some space"),
        (store::Error::Io("x".to_owned()).into(), false, "Check the disk"),
        (store::Error::ReadOnly("x".to_owned()).into(), false, "Check the disk"),
        (store::Error::Corrupt("x".to_owned()).into(), false, "Restore a backup"),
        (store::Error::Busy.into(), true, "report it"),
        (store::Error::Constraint("x".to_owned()).into(), false, "report it"),
        (store::Error::NotFound.into(), false, "report it"),
        (store::Error::Statement("x".to_owned()).into(), false, "report it"),
        (store::Error::Panicked.into(), false, "report it"),
        (store::Error::Closed.into(), false, "report it"),
        (held.into(), true, "Wait until"),
        (newer.into(), false, "Update"),
        (foreign.into(), false, "Check the data folder"),
        (DecisionError::Unknown(number()).into(), false, "stock list"),
        (DecisionError::NoReason.into(), false, "--why"),
        (not_from.into(), false, "stock log"),
        (SaleError::Unknown("7".to_owned()).into(), false, "sales pending"),
        (SaleError::NotWaiting { id: 7, stage: Stage::Bound }.into(), false, "sales pending"),
        (ReconcileError::Unknown(vec![number()]).into(), false, "nothing has changed"),
        (IdentityError::Missing.into(), false, "init"),
        (IdentityError::Malformed("eum").into(), false, "renew"),
        (unreadable.into(), false, "--data"),
        (malformed.into(), false, "Mend kiosk.toml"),
        (KeysError::Missing.into(), false, "init"),
        (KeysError::Keystore(KeystoreError::WrongPassphrase).into(), true, "passphrase"),
        (KeysError::Keystore(KeystoreError::NoSuchKey(KeyId::from("x"))).into(), false, "data folder"),
        (OperatorError::File { path: "o".into(), source: io() }.into(), false, "operator init"),
        (OperatorError::Exists("o".into()).into(), false, "another folder"),
        (book.into(), false, "Restore that file"),
        (OperatorError::Issue(IssueError::Validity).into(), false, "other names"),
        (OperatorError::EidPrefix.into(), false, "digits"),
        (OperatorError::Keystore(KeystoreError::Locked).into(), true, "passphrase"),
        (InitError::Exists("k".to_owned()).into(), false, "renew"),
        (InitError::Write(io()).into(), false, "permissions"),
        (OpenError::Server(smdp::ConfigError::TwoRoots).into(), false, "renew"),
        (ServeError::Listen { address: "1.2.3.4:5".to_owned(), source: io() }.into(), true, "--listen"),
        (ServeError::Door(DoorError::HungUp).into(), false, "data folder"),
        (DoorError::Timeout.into(), true, "Try again"),
        (store::RestoreError::Damaged(store::Error::Busy).into(), false, "another backup"),
        (Failure::not_understood(), false, "Restart it"),
    ]
}

// R: F3
#[test]
fn every_failure_of_a_command_says_what_to_do() {
    let mut words = BTreeSet::new();
    for (failure, retry, hint) in owners_errors() {
        assert!(failure.error.len() > 10 && !failure.error.contains("Error"), "{failure:?}");
        assert_eq!(failure.retrying_helps, retry, "{failure:?}");
        assert!(failure.hint.contains(hint), "{failure:?}");
        assert!(words.insert(failure.error.clone()), "two errors say {:?}", failure.error);
    }
}

// R: F3
#[test]
fn every_other_error_has_words_of_its_own() {
    use Denied as D;
    let denied = [
        D::NoVoucher,
        D::BadVoucher,
        D::ExpiredVoucher,
        D::UsedVoucher,
        D::OtherProduct,
        D::TooManyGuesses,
        D::QuotaOfPhone,
        D::QuotaOfHour,
        D::QuotaOfDay,
    ];
    let reserve = [
        ReserveError::SoldOut,
        ReserveError::AlreadyWaiting,
        ReserveError::TooManyWaiting,
        ReserveError::Ended(Stage::Lapsed),
    ];
    let bind = [
        BindError::Unknown,
        BindError::NotAuthorised,
        BindError::Lapsed,
        BindError::Over(Stage::Distributed),
        BindError::OtherCard,
        BindError::Again,
    ];
    let distribute = [
        DistributeError::UnknownTransaction,
        DistributeError::OtherCard,
        DistributeError::OtherProfile,
        DistributeError::SoldAgain,
    ];
    let (now, then) = (UnixTime(0), UnixTime(1_795_000_000));
    let not_selling = [
        NotSelling::Unreconciled,
        ClockWrong { says: now, was: then }.into(),
        NotValid::NotYet { which: "DPauth", now, begins: then }.into(),
        NotValid::Ended { which: "EUM", now: then, ended: now }.into(),
    ];
    let mut texts: Vec<String> = denied.iter().map(ToString::to_string).collect();
    texts.extend(reserve.iter().map(ToString::to_string));
    texts.extend(bind.iter().map(ToString::to_string));
    texts.extend(distribute.iter().map(ToString::to_string));
    texts.extend(not_selling.iter().map(ToString::to_string));
    assert!(texts.iter().all(|t| t.len() > 15), "{texts:?}");
    let different: BTreeSet<&String> = texts.iter().collect();
    assert_eq!(different.len(), texts.len(), "{texts:#?}");
}

//! Every error of what the cloud keeps: its words, whether trying again helps, what to do.

use landfall_cloud::{
    KeyFileError, SettingsError,
    agency::AgencyError,
    issuer::IssuerError,
    push::PushError,
    serve::{ServeError, TlsFilesError},
    service::OpenError,
    storage::StorageError,
};
use std::path::PathBuf;
use tables::{check, table};
use web::{cloud::CloudHttpError, orderer::AskError};

// R: F3
#[test]
fn every_error_says_what_happened_and_what_to_do() {
    check(table! { StorageError:
        StorageError::Sqlite(_) => StorageError::Sqlite(store::Error::DiskFull), true, "Free some space";
        StorageError::Open(_) => StorageError::Open(store::OpenError::NoWriteAheadLog { path: PathBuf::from("data") }), false, "local disk";
        StorageError::Postgres(_) => StorageError::Postgres(sqlx::Error::PoolTimedOut), true, "DATABASE_URL";
        StorageError::Newer { .. } => StorageError::Newer { found: 9, known: 1 }, false, "Run the release";
        StorageError::Full => StorageError::Full, false, "new account";
        StorageError::Damaged(_) => StorageError::Damaged("orders"), false, "Restore a backup";
    });
}

// R: F3
#[test]
fn what_passes_by_itself_is_said_to() {
    assert!(!StorageError::Postgres(sqlx::Error::PoolClosed).retrying_helps());
    assert!(!StorageError::from(store::Error::Corrupt("why".to_owned())).retrying_helps());
    let newer = store::OpenError::Newer { path: PathBuf::from("data"), found: 9, known: 1 };
    assert!(matches!(StorageError::from(newer), StorageError::Newer { found: 9, known: 1 }));
}

// R: F3
#[test]
fn every_error_of_the_program_says_what_happened_and_what_to_do() {
    let file = || PathBuf::from("server.key");
    let system = || std::io::Error::other("no space");
    let tls = || TlsFilesError::Pair(rustls::Error::DecryptError);
    let door = || store::door::DoorError::HungUp;
    check(table! { SettingsError:
        SettingsError::Read { .. } => SettingsError::Read { path: "a.toml".into(), source: system() }, false, "Check the path";
        SettingsError::Malformed { .. } => SettingsError::Malformed { path: "a.toml".into(), message: "line 1".into() }, false, "Mend";
        SettingsError::Variable { .. } => SettingsError::Variable { variable: "V", value: "x".into(), wanted: "number" }, false, "unset it";
        SettingsError::HalfTls => SettingsError::HalfTls, false, "Give both";
    });
    check(table! { KeyFileError:
        KeyFileError::Io { .. } => KeyFileError::Io { path: file(), source: system() }, false, "permissions";
        KeyFileError::Malformed(_) => KeyFileError::Malformed(file()), false, "Restore the file";
        KeyFileError::Open(_) => KeyFileError::Open(file()), false, "chmod 600";
    });
    check(table! { PushError:
        PushError::Key { .. } => PushError::Key { path: file(), why: "no JSON".into() }, false, "service account";
        PushError::Line(_) => PushError::Line(CloudHttpError::Timeout(5)), true, "";
        PushError::Busy { .. } => PushError::Busy { status: 503, after: None }, true, "tried again";
        PushError::Gone => PushError::Gone, false, "forgotten";
        PushError::Refused { .. } => PushError::Refused { status: 403, why: "TopicDisallowed".into() }, false, "[push]";
    });
    check(table! { TlsFilesError:
        TlsFilesError::File { .. } => TlsFilesError::File { path: file(), message: "no PEM".into() }, false, "PEM";
        TlsFilesError::Pair(_) => tls(), false, "belongs to the first certificate";
    });
    let (agency, why) = (|| "nord".to_owned(), || AskError::NotUnderstood("why".into()));
    let tls_error = || rustls::Error::DecryptError.into();
    check(table! { AgencyError:
        AgencyError::Id(_) => AgencyError::Id("N".into()), false, "[agency.ID]";
        AgencyError::Product { .. } => AgencyError::Product { agency: agency(), product: "x".into() }, false, "of its own";
        AgencyError::Files { .. } => AgencyError::Files { agency: agency(), source: why() }, false, "runs the server";
        AgencyError::Tls { .. } => AgencyError::Tls { agency: agency(), source: tls_error() }, false, "made anew";
        AgencyError::Listen { .. } => AgencyError::Listen { agency: agency(), address: ([127, 0, 0, 1], 1).into(), source: system() }, true, "another address";
    });
    check(table! { ServeError:
        ServeError::Agency(_) => ServeError::Agency(AgencyError::Id("N".into())), false, "[agency.ID]";
        ServeError::Storage(_) => ServeError::Storage(StorageError::Damaged("account")), false, "Restore a backup";
        ServeError::Service(_) => ServeError::Service(OpenError::Key), false, "same backup";
        ServeError::Key(_) => ServeError::Key(KeyFileError::Open(file())), false, "chmod 600";
        ServeError::Issuer(_) => ServeError::Issuer(IssuerError::Open(file())), false, "chmod 600";
        ServeError::Push(_) => ServeError::Push(PushError::Gone), false, "forgotten";
        ServeError::Tls(_) => ServeError::Tls(tls()), false, "belongs to the first certificate";
        ServeError::Folder { .. } => ServeError::Folder { path: file(), source: system() }, false, "--data";
        ServeError::Listen { .. } => ServeError::Listen { address: "a:1".into(), source: system() }, true, "--listen";
        ServeError::Plain(_) => ServeError::Plain("0.0.0.0:80".into()), false, "behind-proxy";
        ServeError::Door(_) => ServeError::Door(door()), true, "Try again";
    });
}

// R: F3
#[test]
fn every_error_of_the_issuer_says_what_happened_and_what_to_do() {
    use rsp::{
        cert::{CertError, ChainError, csr::CsrError, issue::IssueError},
        crypto::BadKey,
    };
    let path = || PathBuf::from("ci.key");
    check(table! { IssuerError:
        IssuerError::Certificate(_) => IssuerError::Certificate(CertError::Malformed { what: "certificate" }), false, "";
        IssuerError::Chain(_) => IssuerError::Chain(ChainError::NoNameConstraints), false, "";
        IssuerError::Request(_) => IssuerError::Request(CsrError::Binding), false, "in this session";
        IssuerError::Issue(_) => IssuerError::Issue(IssueError::EidPrefix), false, "1 to 30 digits";
        IssuerError::OtherKey(_) => IssuerError::OtherKey("the request"), false, "key of the certificate";
        IssuerError::Challenge => IssuerError::Challenge, false, "new challenge";
        IssuerError::File { .. } => IssuerError::File { path: path(), source: std::io::Error::other("gone") }, false, "path";
        IssuerError::Key { .. } => IssuerError::Key { path: path(), error: BadKey::Curve }, false, "P-256";
        IssuerError::Open(_) => IssuerError::Open(path()), false, "chmod 600";
        IssuerError::Signing => IssuerError::Signing, true, "some seconds";
    });
}

// R: F3
#[test]
fn what_is_no_address_does_not_become_one() {
    let source = std::net::TcpListener::bind("127.0.0.1:99999").expect_err("a port has sixteen bits");
    let error = ServeError::Listen { address: "127.0.0.1:99999".to_owned(), source };
    assert!(!error.retrying_helps() && error.hint().contains("--listen"), "{error}");
}

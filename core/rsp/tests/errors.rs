//! Every error of remote provisioning: its words, whether trying again helps, what to do.

use landfall_rsp::{
    MessageError,
    apdu::{ExchangeError, StoreDataError},
    bpp::{BadFrame, BindError, Cause, OpenError},
    cert::{CertError, ChainError, Role, attestation::AttestationError, csr::CsrError, issue::IssueError},
    crypto::{BadKey, BadPoint, BadSignature},
    es2::BadRequest,
    es9::json::JsonError,
    es10::{AuthenticateErrorCode, CancelSessionReason, DownloadErrorCode},
    json::{NoEid, NoIccid},
    lpa::{BadPackage, CardFailure, Failure},
    message::BadVersion,
    notification::{BppCommandId, ErrorReason},
    reason::StatusCode,
    rpm::LoadRpmPackageErrorCodeNotSigned::NoSession,
    version::{Downgraded, VersionRefused},
};
use model::{UnixTime, VersionSpec};
use std::{collections::BTreeSet, fmt::Display};
use tables::{Said, check, table};

fn why() -> String {
    "why".to_owned()
}

fn version(text: &str) -> VersionSpec {
    text.parse().expect("a version")
}

/// The advice for a user is a part of a sentence.
fn advised(failure: Failure) -> Said {
    Said::new(&failure, failure.retrying_helps(), format!("{}.", failure.advice()))
}

// R: F3 F1
#[test]
fn every_failure_of_a_download_says_what_to_do() {
    let refused = |subject, reason| Failure::Refused {
        function: "GetBoundProfilePackage",
        status: StatusCode::new(subject, reason),
    };
    let version = VersionRefused::ServerVersion { server: version("v9.0.0") };
    let address = Failure::ServerAddress { asked: why(), found: why() };
    let malformed = Failure::Malformed { from: "the server", error: MessageError::Value { what: "transactionId" } };
    check(table! { Failure as advised:
        Failure::Refused { .. } => refused("8.8.5", "4.10"), false, "order again";
        Failure::Version(_) => Failure::Version(version), false, "update";
        Failure::ServerAddress { .. } => address, true, "address";
        Failure::ServerOid { .. } => Failure::ServerOid { asked: "2.999.1".to_owned() }, true, "activation code";
        Failure::ServerRole { .. } =>
            Failure::ServerRole { wanted: "an SM-DP+", found: Role::DsAuth }, true, "SM-DS";
        Failure::Challenge => Failure::Challenge, true, "changed on its way";
        Failure::Session => Failure::Session, true, "changed on its way";
        Failure::Function => Failure::Function, true, "changed on its way";
        Failure::Authentication(AuthenticateErrorCode::NoSessionContext) =>
            Failure::Authentication(AuthenticateErrorCode::NoSessionContext), true, "root";
        Failure::Authentication(_) => Failure::Authentication(AuthenticateErrorCode::CiPkUnknown), false, "root";
        Failure::Download(DownloadErrorCode::NoSessionContext) =>
            Failure::Download(DownloadErrorCode::NoSessionContext), true, "try again";
        Failure::Download(_) => Failure::Download(DownloadErrorCode::InvalidSignature), false, "operator";
        Failure::PolicyRules => Failure::PolicyRules, false, "delete the profiles";
        Failure::NoCode => Failure::NoCode, true, "confirmation code";
        Failure::NotAgreed(CancelSessionReason::Postponed) =>
            Failure::NotAgreed(CancelSessionReason::Postponed), true, "when it suits you";
        Failure::NotAgreed(_) => Failure::NotAgreed(CancelSessionReason::EndUserRejection), false, "change your mind";
        Failure::Metadata => Failure::Metadata, false, "tell the operator";
        Failure::Package(_) => Failure::Package(BadFrame::Length), true, "tell the operator";
        Failure::Malformed { .. } => malformed, true, "tell the operator";
        Failure::Card(_) => Failure::Card(CardFailure::Status(0x6F00)), true, "try again";
        Failure::NoResult => Failure::NoResult, true, "try again";
        Failure::Interrupted(_) => Failure::Interrupted(why()), true, "is kept";
        Failure::Unreachable(_) => Failure::Unreachable(why()), true, "link";
        Failure::Storage(_) => Failure::Storage(why()), true, "make room";
        Failure::Commands => Failure::Commands, false, "update";
        Failure::NoCommands => Failure::NoCommands, false, "another server";
        Failure::CommandsNotLoaded(_) => Failure::CommandsNotLoaded(NoSession), true, "try again";
    });
}

// R: F3
#[test]
fn every_reason_against_bytes_says_what_to_do() {
    let what = "transactionId";
    let mut rows = table! { MessageError:
        MessageError::Tlv(_) => MessageError::Tlv(tlv::Error::Truncated), false, "both sides";
        MessageError::Value { .. } => MessageError::Value { what }, false, "both sides";
        MessageError::Choice { .. } => MessageError::Choice { what, found: tlv::Tag(0x80) }, false, "both sides";
        MessageError::TooLong { .. } => MessageError::TooLong { what, limit: 9 }, false, "both sides";
        MessageError::TooLarge { .. } => MessageError::TooLarge { what, limit: 9 }, false, "both sides";
    };
    let no_json = || serde_json::from_str::<u8>("{").expect_err("no number");
    let content = JsonError::Content { member: "euiccInfo1", error: MessageError::Value { what } };
    rows.extend(table! { JsonError:
        JsonError::Json(_) => JsonError::Json(no_json()), false, "versions of SGP.22";
        JsonError::Encoding { .. } => JsonError::Encoding { member: what, encoding: "hexadecimal" }, false, "versions of SGP.22";
        JsonError::Content { .. } => content, false, "versions of SGP.22";
    });
    let bad = || BadRequest { what: "a comma is missing".to_owned() };
    rows.extend(table! { BadRequest: BadRequest { .. } => bad(), false, "§5.3"; });
    rows.extend(table! { NoIccid: NoIccid => NoIccid, false, "digits"; });
    rows.extend(table! { NoEid: NoEid => NoEid, false, "digits"; });
    rows.extend(table! { CardFailure:
        CardFailure::Status(_) => CardFailure::Status(0x6A80), true, "can't be used";
        CardFailure::Unreachable(_) => CardFailure::Unreachable("the card is away".to_owned()), true, "in its place";
    });
    rows.extend(table! { BadSignature: BadSignature => BadSignature, false, "do not trust"; });
    rows.extend(table! { BadPoint: BadPoint => BadPoint, false, "whoever made it"; });
    rows.extend(table! { BadKey:
        BadKey::Malformed => BadKey::Malformed, false, "openssl";
        BadKey::Encrypted => BadKey::Encrypted, false, "passphrase";
        BadKey::Curve => BadKey::Curve, false, "P-256";
        BadKey::Pair => BadKey::Pair, false, "anew";
    });
    rows.extend(table! { BadPackage: BadPackage { .. } => tlv::Error::Truncated.into(), false, "anew"; });
    rows.extend(table! { BadVersion: BadVersion => BadVersion, false, "0 to 255"; });
    rows.extend(table! { ExchangeError:
        ExchangeError::CommandTooLong => ExchangeError::CommandTooLong, false, "larger blocks";
        ExchangeError::Status(_) => ExchangeError::Status(0x6F00), true, "Try again";
        ExchangeError::NoStatus => ExchangeError::NoStatus, true, "in its place";
        ExchangeError::AnswerTooLong => ExchangeError::AnswerTooLong, false, "less";
    });
    rows.extend(table! { StoreDataError:
        StoreDataError::BadP1 => StoreDataError::BadP1, false, "numbered from 0";
        StoreDataError::OutOfOrder => StoreDataError::OutOfOrder, false, "numbered from 0";
        StoreDataError::TooLong => StoreDataError::TooLong, false, "shorter";
    });
    check(rows);
}

// R: F3 A9
#[test]
fn every_reason_against_a_bound_package_says_what_to_do() {
    let mut rows = table! { BindError:
        BindError::EuiccOneTimeKey(_) => BindError::EuiccOneTimeKey(BadPoint), false, "new session";
        BindError::HostId => BindError::HostId, false, "host id";
        BindError::Empty => BindError::Empty, false, "that was ordered";
    };
    rows.extend(table! { BadFrame:
        BadFrame::Unexpected(_) => BadFrame::Unexpected("A0"), false, "Fetch";
        BadFrame::Length => BadFrame::Length, false, "Fetch";
        BadFrame::TooLarge(_) => BadFrame::TooLarge(9), false, "smaller";
    });
    rows.extend(table! { Cause:
        Cause::Malformed => Cause::Malformed, false, "what the standard says";
        Cause::Signature => Cause::Signature, true, "new session";
        Cause::TransactionId => Cause::TransactionId, true, "new session";
        Cause::Keys => Cause::Keys, false, "what the standard says";
        Cause::Operation => Cause::Operation, false, "what the standard says";
        Cause::OneTimeKey => Cause::OneTimeKey, false, "what the standard says";
        Cause::Structure => Cause::Structure, true, "new session";
        Cause::Mac => Cause::Mac, true, "new session";
        Cause::TooLarge => Cause::TooLarge, false, "smaller";
    });
    let error = OpenError { command: BppCommandId::ConfigureIsdp, cause: Cause::Mac };
    rows.extend(table! { OpenError: OpenError { .. } => error, true, "new session"; });
    check(rows);
}

// R: F3 E3 E8
#[test]
fn every_end_of_a_negotiation_says_what_to_do() {
    let (minimum, maximum) = (version("v2.2.0"), version("v3.0.0"));
    let changed = Downgraded { signed_minimum: minimum.clone(), signed_maximum: maximum.clone() };
    let mut rows = table! { VersionRefused:
        VersionRefused::ServerVersion { .. } => VersionRefused::ServerVersion { server: version("v9.0.0") }, false, "Update";
        VersionRefused::ByServer { .. } => VersionRefused::ByServer { minimum, maximum }, false, "Update";
    };
    rows.extend(table! { Downgraded: Downgraded { .. } => changed, true, "another link"; });
    check(rows);
}

// R: F3
#[test]
fn every_reason_against_a_certificate_says_what_to_do() {
    use ChainError as C;
    let (what, oid, role) = ("certificate", || "1.2.3".to_owned(), Role::Euicc);
    let (then, now) = (UnixTime(1_795_000_000), UnixTime(0));
    let mut rows = table! { CertError:
        CertError::Malformed { .. } => CertError::Malformed { what }, false, "anew";
        CertError::TooLong { .. } => CertError::TooLong { what, length: 9, most: 8 }, false, "shorter";
        CertError::Version => CertError::Version, false, "version 3";
        CertError::AlgorithmMismatch { .. } => CertError::AlgorithmMismatch { what }, false, "anew";
        CertError::SignatureAlgorithm { .. } => CertError::SignatureAlgorithm { oid: oid() }, false, "ECDSA";
        CertError::KeyType { .. } => CertError::KeyType { oid: oid() }, false, "P-256";
        CertError::Key => CertError::Key, false, "anew";
        CertError::DuplicateExtension { .. } => CertError::DuplicateExtension { oid: oid() }, false, "anew";
    };
    rows.extend(table! { ChainError:
        C::Malformed(_) => C::Malformed(CertError::Malformed { what: "CRL" }), false, "anew";
        C::UnknownRoot { .. } => C::UnknownRoot { role, key_id: "AB".to_owned() }, false, "Install";
        C::Role { .. } => C::Role { expected: role, found: None }, false, "made for this";
        C::Signature { .. } => C::Signature { role }, false, "belong together";
        C::NotSelfSigned => C::NotSelfSigned, false, "root certificate itself";
        C::IssuerName { .. } => C::IssuerName { role }, false, "belong together";
        C::AuthorityKey { .. } => C::AuthorityKey { role }, false, "belong together";
        C::CriticalExtension { .. } => C::CriticalExtension { role, oid: oid() }, false, "rules of SGP.22";
        C::KeyUsage { .. } => C::KeyUsage { role, needed: "digitalSignature" }, false, "rules of SGP.22";
        C::BasicConstraints { .. } => C::BasicConstraints { role }, false, "rules of SGP.22";
        C::KeyType { .. } => C::KeyType { role, needed: "P-256" }, false, "rules of SGP.22";
        C::NoNameConstraints => C::NoNameConstraints, false, "rules of SGP.22";
        C::NameConstraintForm => C::NameConstraintForm, false, "rules of SGP.22";
        C::Organisation { .. } => C::Organisation { found: why() }, false, "Do not trust";
        C::EidRange { .. } => C::EidRange { eid: "89".to_owned() }, false, "Do not trust";
        C::NoEid => C::NoEid, false, "rules of SGP.22";
        C::OtherServer => C::OtherServer, false, "made for this";
        C::Name { .. } => C::Name { role, wanted: "dp.example".to_owned() }, false, "made for this";
        C::NotYetValid { .. } => C::NotYetValid { role, not_before: then, now }, false, "clock";
        C::Expired { .. } => C::Expired { role, not_after: now, now: then }, false, "renewed";
        C::Revoked { .. } => C::Revoked { role, serial: "01".to_owned() }, false, "took it back";
        C::CrlStale { .. } => C::CrlStale { next_update: now, now: then }, false, "newest";
        C::CrlOlder { .. } => C::CrlOlder { known: 2, given: 1 }, false, "newest";
        C::CrlIssuer => C::CrlIssuer, false, "Install";
        C::CrlExtension { .. } => C::CrlExtension { oid: oid() }, false, "whole revocation list";
    });
    check(rows);
}

// R: F3
#[test]
fn every_reason_to_make_no_certificate_says_what_to_do() {
    use AttestationError as A;
    let malformed = CertError::Malformed { what: "certificate request" };
    let mut rows = table! { CsrError:
        CsrError::Malformed(_) => CsrError::Malformed(malformed), false, "anew";
        CsrError::Missing { .. } => CsrError::Missing { what: "binding" }, false, "anew";
        CsrError::Signature => CsrError::Signature, false, "anew";
        CsrError::Binding => CsrError::Binding, false, "in this session";
    };
    rows.extend(table! { IssueError:
        IssueError::Name { .. } => IssueError::Name { what: "the organisation" }, false, "another name";
        IssueError::Validity => IssueError::Validity, false, "after the beginning";
        IssueError::EidPrefix => IssueError::EidPrefix, false, "1 to 30 digits";
        IssueError::EidRange { .. } => IssueError::EidRange { eid: "89".to_owned() }, false, "range of this EUM";
        IssueError::Oid { .. } => IssueError::Oid { oid: why() }, false, "with dots";
        IssueError::Issuer { .. } => IssueError::Issuer { needed: Role::Ci }, false, "of that role";
        IssueError::Key => IssueError::Key, false, "uncompressed";
    });
    rows.extend(table! { AttestationError:
        A::Kind { .. } => A::Kind { kind: why() }, false, "no attestation";
        A::Malformed => A::Malformed, false, "anew";
        A::Chain => A::Chain, false, "Install the root";
        A::Time { .. } => A::Time { now: UnixTime(0) }, false, "clock";
        A::Revoked => A::Revoked, false, "Do not trust";
        A::Challenge => A::Challenge, false, "in this session";
        A::Key => A::Key, false, "asks a certificate for";
        A::Origin => A::Origin, false, "secure hardware";
    });
    check(rows);
}

fn words<T: Display>(codes: &[T], other: &T, number: &str) {
    let texts: BTreeSet<String> = codes.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), codes.len(), "each has words of its own: {texts:?}");
    assert!(other.to_string().contains(number), "{other}");
}

// R: F3
#[test]
fn the_reasons_of_the_standard_are_told_in_words() {
    words(AuthenticateErrorCode::ALL, &AuthenticateErrorCode::Other(99), "99");
    words(DownloadErrorCode::ALL, &DownloadErrorCode::Other(99), "99");
    words(ErrorReason::ALL, &ErrorReason::Other(99), "99");
    words(CancelSessionReason::ALL, &CancelSessionReason::Other(99), "99");
    words(BppCommandId::ALL, &BppCommandId::Other(99), "99");
    let refused = Failure::Authentication(AuthenticateErrorCode::CiPkUnknown).to_string();
    let told = "the eUICC does not trust the server: the eUICC does not know the root that it names (error 7)";
    assert_eq!(refused, told);
}

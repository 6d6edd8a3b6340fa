//! Every error: its words, whether trying again helps, what to do.

use account::{manifest::ManifestError, order::Refusal, rights::Denied, sub::SubError};
use landfall_cloud::{
    issuer::IssuerError,
    service::{OpenError, ServiceError},
    storage::{StorageError, TokenKind},
};
use tables::{check, table};

// R: F3
#[test]
fn every_error_of_the_service_says_what_happened_and_what_to_do() {
    check(table! { ServiceError:
        ServiceError::Token => ServiceError::Token, false, "Sign in again";
        ServiceError::Login => ServiceError::Login, false, "right login and password";
        ServiceError::Proof => ServiceError::Proof, false, "new challenge";
        ServiceError::Power(_) => ServiceError::Power(TokenKind::Visitor), false, "Sign in by a way";
        ServiceError::Missing(_) => ServiceError::Missing("order"), false, "Look up";
        ServiceError::Malformed(_) => ServiceError::Malformed("a half has 81 bytes"), false, "Update";
        ServiceError::Taken => ServiceError::Taken, false, "another login";
        ServiceError::Other(_) => ServiceError::Other("answer"), false, "how it stands";
        ServiceError::Behind(_) => ServiceError::Behind(3), false, "device list anew";
        ServiceError::Conflicts(_) => ServiceError::Conflicts(Vec::new()), false, "Read the log";
        ServiceError::Manifest(_) => ServiceError::Manifest(ManifestError::Signature(2)), false, "Don't use this server";
        ServiceError::Order(_) => ServiceError::Order(Refusal::Deadline), false, "later deadline";
        ServiceError::Rights(_) => ServiceError::Rights(Denied::NotGiven), false, "owner";
        ServiceError::Sub(_) => ServiceError::Sub(SubError::Member), false, "lies";
        ServiceError::OrderToken(_) => ServiceError::OrderToken(TokenKind::Recovery), false, "Sign in by a way";
        ServiceError::Head => ServiceError::Head, false, "own key";
        ServiceError::Report(_) => ServiceError::Report(report::ReportError::Stale), true, "new challenge";
        ServiceError::Registration => ServiceError::Registration, false, "kiosk-token";
        ServiceError::OtherProduct => ServiceError::OtherProduct, false, "anew";
        ServiceError::OpenCardOrders(_) => ServiceError::OpenCardOrders(8), false, "take some of them back";
        ServiceError::Claim => ServiceError::Claim, false, "let the card answer";
        ServiceError::Issuer(_) => ServiceError::Issuer(IssuerError::Challenge), false, "new challenge";
        ServiceError::Unreported => ServiceError::Unreported, true, "kiosk has had a network";
        ServiceError::Opaque => ServiceError::Opaque, false, "Update";
        ServiceError::TooMany(_) => ServiceError::TooMany(60), true, "Wait";
        ServiceError::Waiting(_) => ServiceError::Waiting(1_000), true, "kiosk has had a network";
        ServiceError::Storage(_) => ServiceError::Storage(StorageError::Damaged("account")), false, "operator";
        ServiceError::Damaged => ServiceError::Damaged, false, "operator";
    });
    check(table! { OpenError:
        OpenError::Storage(_) => OpenError::Storage(StorageError::Damaged("account")), false, "Restore";
        OpenError::Key => OpenError::Key, false, "key file";
    });
}

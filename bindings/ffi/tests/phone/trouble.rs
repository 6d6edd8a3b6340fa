//! The one place where the core's errors become the public one.

use account::{order, receipt::ChainError};
use app::{
    AccountError, AwayError, Cancel, CardRefusal, Error, card::CardError, session::SessionError, sim::CodeError,
};
use landfall_ffi::{LandfallError, Retry};
use nearfield::{link::LinkError, message::Refusal};
use rsp::notification::ErrorReason;
use tables::{Said, check, table};
use vault::{KeystoreError, VaultError};

fn same(error: &LandfallError, like: &str, key: &str) {
    let variant = format!("{error:?}");
    assert!(variant.starts_with(like) && error.trouble().key == key, "{variant}");
    let trouble = error.trouble();
    assert!(
        !trouble.title.is_empty() && trouble.explanation.ends_with('.') && !trouble.advice.is_empty(),
        "{trouble:?}"
    );
}

// R: F3
#[test]
fn each_failure_is_of_the_variant_that_a_screen_acts_on() {
    let lost = Error::Session(SessionError::Link(LinkError::Lost("gone".to_owned())));
    let no_room = ErrorReason::InstallFailedDueToInsufficientMemoryForProfile;
    for (error, like, key, again) in [
        (lost, "Unreachable", "kiosk.unreachable", Retry::Yes),
        (Error::NoRoots, "Invalid", "roots.none", Retry::No),
        (Error::UnknownOperator, "Untrusted", "kiosk.operator", Retry::No),
        (Error::Locked, "Locked", "phone.locked", Retry::No),
        (Error::Vault(VaultError::Destroyed), "Wiped", "phone.wiped", Retry::No),
        (Error::Keystore(KeystoreError::NeedsUser), "NeedsUser", "keystore.user", Retry::Yes),
        (Error::Code(CodeError::Wrong { tries: 2 }), "WrongSecret", "pin.wrong", Retry::Yes),
        (Error::Code(CodeError::Blocked), "WrongSecret", "pin.blocked", Retry::No),
        (Error::Cancelled(Cancel::Postponed), "Cancelled", "cancelled", Retry::Yes),
        (Error::NotAuthorised { why: "no".to_owned() }, "Refused", "sale.refused", Retry::No),
        (Error::Session(SessionError::Refused(Refusal::SoldOut)), "Refused", "kiosk.refused.soldout", Retry::No),
        (Error::NotInstalled { reason: no_room }, "Failed", "install.full", Retry::Yes),
        (AwayError::NoEuicc("tablet".to_owned()).into(), "Refused", "away.refused.noeuicc", Retry::No),
        (AccountError::Keystore(KeystoreError::NeedsUser).into(), "NeedsUser", "keystore.user", Retry::Yes),
        (CardRefusal::Busy.into(), "Refused", "card.refused.busy", Retry::Yes),
        (CardRefusal::StaysInstalled.into(), "Refused", "card.refused.staysinstalled", Retry::No),
        (CardError::Gone("why".to_owned()).into(), "Failed", "card.failed.gone", Retry::Yes),
    ] {
        let error = LandfallError::from(error);
        same(&error, like, key);
        assert_eq!(error.trouble().retry, again, "{error:?}");
    }
}

// R: F3 B5
#[test]
fn what_a_server_shows_of_an_order_and_does_not_hold_is_said_by_name() {
    for (doubt, key) in [
        (LandfallError::from(order::Refusal::Power), "away.doubt.power"),
        (order::Refusal::Signature.into(), "away.doubt.forged"),
        (ChainError::Missing(3).into(), "away.receipt.missing"),
        (ChainError::Forged(3).into(), "away.receipt"),
    ] {
        same(&doubt, "Untrusted", key);
    }
}

// R: F3
#[test]
fn every_variant_says_what_happened_and_what_to_do() {
    let told = |error: LandfallError| {
        let trouble = error.trouble();
        Said::new(&error, trouble.retry == Retry::Yes, &trouble.advice)
    };
    let of = |error: Error| LandfallError::from(error);
    let lost = || Error::Session(SessionError::Link(LinkError::Lost("gone".to_owned())));
    check(table! { LandfallError as told:
        LandfallError::Unreachable { .. } => of(lost()), true, "kiosk is on";
        LandfallError::Refused { .. } => of(Error::NotAuthorised { why: "no".to_owned() }), false, "attendant";
        LandfallError::Untrusted { .. } => of(Error::UnknownOperator), false, "walk away";
        LandfallError::WrongSecret { .. } => of(CodeError::Wrong { tries: 2 }.into()), true, "right code";
        LandfallError::NeedsUser { .. } => of(KeystoreError::NeedsUser.into()), true, "Confirm";
        LandfallError::Locked { .. } => of(Error::Locked), false, "Sign in";
        LandfallError::Wiped { .. } => of(VaultError::Destroyed.into()), false, "new data folder";
        LandfallError::Invalid { .. } => of(Error::NoRoots), false, "root certificate";
        LandfallError::Cancelled { .. } => of(Error::Cancelled(Cancel::Postponed)), true, "suits you";
        LandfallError::Failed { .. } => of(KeystoreError::Unavailable("why".to_owned()).into()), true, "Try again";
    });
}

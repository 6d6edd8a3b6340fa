use crate::desk;
use landfall_smdp::{
    ConfigError, OrderRefusal, Refusal,
    ds::EventRefused,
    order::{State, WrongState},
    rpm::TooLarge,
};
use rsp::{
    bpp::BindError,
    cert::{Assurance, ChainError, Role},
    reason::{Retry, explain},
    version::Downgraded,
};
use tables::{Said, check, table};

/// What the client is told of it.
fn told(refusal: Refusal) -> Said {
    let status = refusal.status();
    let row = explain(&status).unwrap_or_else(|| panic!("{status} is in no table of SGP.22"));
    Said::new(refusal, row.retry != Retry::Never, format!("{}.", row.advice))
}

fn told_of_the_order(refused: OrderRefusal) -> Said {
    told(refused.refusal)
}

// R: F3 F1
#[test]
fn every_refusal_says_what_to_do() {
    use Refusal as R;
    let (minimum, maximum) = (|| "v2.2.0".parse().expect("a version"), || "v3.0.0".parse().expect("a version"));
    let changed = Downgraded { signed_minimum: minimum(), signed_maximum: maximum() };
    let expired = || ChainError::Expired { role: Role::Eum, not_after: desk::NOW, now: desk::NOW.plus(1) };
    let foreign = || ChainError::UnknownRoot { role: Role::Eum, key_id: "AB".to_owned() };
    let wrong = || ChainError::Signature { role: Role::Euicc };
    let mut rows = table! { Refusal as told:
        R::Address { .. } => R::Address { asked: "dp.example".to_owned() }, false, "address";
        R::Version { .. } => R::Version { minimum: minimum(), maximum: maximum() }, false, "update";
        R::NoSharedRoot => R::NoSharedRoot, false, "root";
        R::NoCertificate => R::NoCertificate, false, "root";
        R::OwnCertificate(_) => R::OwnCertificate(expired()), false, "another server";
        R::Busy => R::Busy, true, "later";
        R::Session => R::Session, true, "start again";
        R::Euicc { .. } => R::Euicc { code: 7 }, true, "start again";
        R::EumCertificate(ChainError::UnknownRoot { .. }) => R::EumCertificate(foreign()), false, "this operator's root";
        R::EumCertificate(ChainError::Expired { .. }) => R::EumCertificate(expired()), true, "clock";
        R::EumCertificate(_) => R::EumCertificate(wrong()), false, "another card";
        R::EuiccCertificate(ChainError::Expired { .. }) => R::EuiccCertificate(expired()), true, "clock";
        R::EuiccCertificate(_) => R::EuiccCertificate(wrong()), false, "another card";
        R::OtherRoot => R::OtherRoot, false, "this operator's root";
        R::Signature => R::Signature, true, "start again";
        R::OtherTransaction => R::OtherTransaction, true, "start again";
        R::SignedOther { .. } => R::SignedOther { what: "server address" }, true, "start again";
        R::Downgraded(_) => R::Downgraded(changed), true, "on its way";
        R::EuiccCapability => R::EuiccCapability, true, "on its way";
        R::LpaCapability => R::LpaCapability, true, "on its way";
        R::Operation => R::Operation, false, "another profile";
        R::MatchingId => R::MatchingId, true, "activation code";
        R::NoOrderForCard => R::NoOrderForCard, false, "ordered for";
        R::Eid => R::Eid, false, "ordered for";
        R::Assurance { .. } => R::Assurance { needed: Assurance::Tee, found: Assurance::None }, false, "another profile";
        R::PolicyRules => R::PolicyRules, false, "another profile";
        R::Memory { .. } => R::Memory { free: 1, needed: 2 }, true, "delete";
        R::NotReleased => R::NotReleased, true, "wait";
        R::OrderOver => R::OrderOver, true, "may have been used";
        R::OrderExpired => R::OrderExpired, false, "order again";
        R::Attempts => R::Attempts, false, "order again";
        R::CodeMissing => R::CodeMissing, true, "confirmation code";
        R::CodeWrong => R::CodeWrong, true, "again";
        R::CodeAttempts => R::CodeAttempts, false, "new code";
        R::Rebinding => R::Rebinding, false, "order again";
        R::Binding { .. } => R::Binding { why: BindError::Empty }, true, "tell the operator";
        R::OtherServer => R::OtherServer, false, "nothing";
        R::Event => R::Event, false, "activation code";
    };
    rows.extend(table! { TooLarge: TooLarge => TooLarge, false, "second package"; });
    let refused = OrderRefusal { refusal: Refusal::Binding { why: BindError::HostId }, order: None };
    rows.extend(
        table! { OrderRefusal as told_of_the_order: OrderRefusal { .. } => refused, true, "tell the operator"; },
    );
    let eid = || "89049032012345678901234567890100".to_owned();
    rows.extend(table! { EventRefused:
        EventRefused::UnknownEid { .. } => EventRefused::UnknownEid { eid: eid() }, false, "what the card says";
        EventRefused::Malformed { .. } => EventRefused::Malformed { what: "eventId" }, false, "LPAs are to read";
        EventRefused::Exists { .. } => EventRefused::Exists { event_id: "E1".to_owned() }, false, "another id";
        EventRefused::Unknown { .. } => EventRefused::Unknown { event_id: "E1".to_owned() }, false, "Nothing";
    });
    check(rows);
}

// R: F3
#[test]
fn every_mistake_of_a_server_s_owner_says_what_to_do() {
    let revoked = ChainError::Revoked { role: Role::DpAuth, serial: "01".to_owned() };
    let mut rows = table! { ConfigError:
        ConfigError::NoCertificates => ConfigError::NoCertificates, false, "DPauth";
        ConfigError::Certificate(_) => ConfigError::Certificate(revoked), false, "took it back";
        ConfigError::TwoRoots => ConfigError::TwoRoots, false, "one root";
        ConfigError::Address => ConfigError::Address, false, "activation codes";
        ConfigError::HostId => ConfigError::HostId, false, "another host id";
    };
    let wrong = WrongState { state: State::Linked, step: "released" };
    rows.extend(table! { WrongState: WrongState { .. } => wrong, false, "where the order stands"; });
    check(rows);
}

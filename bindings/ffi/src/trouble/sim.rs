//! What a SIM says no to: its PIN, its phone book, its eUICC.

use super::{As, Named, phone};
use app::{
    CardRefusal,
    card::CardError,
    sim::{CodeError, PhoneBookError},
};
use vault::Denied;

pub(super) fn of_card(error: &CardError) -> Named {
    match error {
        CardError::Vault(error) => phone::of_vault(error),
        CardError::Keystore(error) => phone::of_keystore(error),
        CardError::Denied(error) => of_denied(error),
        CardError::Gone(_) => (As::Failed, "card.failed.gone", "The SIM does not answer"),
        CardError::NoChannel => (As::Failed, "card.failed.nochannel", "The SIM does not answer"),
        CardError::Status { .. } | CardError::Malformed(_) => (As::Failed, "card.failed", "The SIM does not answer"),
    }
}

pub(super) fn of_code(error: &CodeError) -> Named {
    match error {
        CodeError::NotACode => (As::Invalid, "pin.format", "Not a PIN"),
        CodeError::Wrong { tries } => (As::Wrong(Some(u32::from(*tries))), "pin.wrong", "Wrong PIN"),
        CodeError::Blocked => (As::Wrong(Some(0)), "pin.blocked", "The PIN is blocked"),
        CodeError::NotAllowed => (As::Refused, "pin.notallowed", "The SIM does not allow it"),
        CodeError::Card(error) => of_card(error),
    }
}

pub(super) fn of_denied(error: &Denied) -> Named {
    match error {
        Denied::Held => (As::Locked, "phone.locked", "This phone is locked"),
        Denied::PinNotSet => (As::Invalid, "pin.notset", "The SIM has no PIN yet"),
        Denied::PinBlocked => (As::Wrong(Some(0)), "pin.blocked", "The PIN is blocked"),
        Denied::NoRight { .. } => (As::Refused, "card.noright", "No right to this SIM"),
        Denied::Vault(error) => phone::of_vault(error),
        Denied::PinRequired | Denied::WhichCard { .. } => (As::NeedsUser, "pin.needed", "The SIM's PIN is needed"),
    }
}

pub(super) fn of_phone_book(error: &PhoneBookError) -> Named {
    let key = match error {
        PhoneBookError::None => "phonebook.none",
        PhoneBookError::Full => "phonebook.full",
        PhoneBookError::Name(_) => "phonebook.name",
        PhoneBookError::Dial => "phonebook.number",
        PhoneBookError::Card(error) => return of_card(error),
    };
    (As::Invalid, key, "Not written to the phone book")
}

pub(super) const fn of_refusal(refusal: CardRefusal) -> Named {
    let key = match refusal {
        CardRefusal::Busy => "card.refused.busy",
        CardRefusal::NoReason => "card.refused.noreason",
        CardRefusal::Unlisted => "card.refused.unlisted",
        CardRefusal::NotEnabled => "card.refused.notenabled",
        CardRefusal::Enabled => "card.refused.enabled",
        CardRefusal::StaysEnabled => "card.refused.staysenabled",
        CardRefusal::StaysInstalled => "card.refused.staysinstalled",
        CardRefusal::TestProfile => "card.refused.testprofile",
        CardRefusal::Forbidden => "card.refused.forbidden",
        CardRefusal::Nickname => "card.refused.nickname",
        CardRefusal::NoNotification => "card.refused.nonotification",
        CardRefusal::Installed => "card.refused.installed",
        CardRefusal::EuiccHere => "card.refused.euicchere",
        CardRefusal::CardHere => "card.refused.cardhere",
        CardRefusal::Full => "card.refused.full",
        CardRefusal::KeySize => "card.refused.keysize",
        CardRefusal::NoKey => "card.refused.nokey",
        CardRefusal::NoImsi => "card.refused.noimsi",
        CardRefusal::NoCard => "card.refused.nocard",
    };
    (As::Refused, key, "The SIM says no")
}

/// `word`: the eUICC's own for why it gave or took no copy, as its `HomeError::name` says it.
pub(super) fn of_copy(word: &str) -> Named {
    let key = match word {
        "no such card" => "copy.nocard",
        "not portable" => "copy.notportable",
        "unfit" => "copy.unfit",
        "dormant" => "copy.dormant",
        "here" => "copy.here",
        "not copied" => "copy.notcopied",
        "handed over" => "copy.handedover",
        "not genuine" => "copy.notgenuine",
        "euicc signature" => "copy.signature",
        "assurance" => "copy.assurance",
        "malformed" | "address" | "no key" | "sealed" | "older" => "copy.anew",
        "policy" | "unable" => "copy.policy",
        "busy" => "copy.busy",
        "full" => "copy.full",
        "exhausted" => "copy.exhausted",
        "damaged" => "copy.damaged",
        _ => "copy",
    };
    (As::Failed, key, "The SIM stays as it is")
}

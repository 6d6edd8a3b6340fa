//! What goes wrong about the account: its server, orders from afar, sync, sub-accounts, cards that are ordered.

use super::{As, Named, phone, sim};
use account::{order::Refusal, receipt::ChainError, sub::SubError};
use app::{
    AccountError, AwayError, CardOrderError, SyncError, TieError,
    cloud::{CloudError, ProblemKind},
};

const LIES: Named = (As::Untrusted, "cloud.lies", "The server can't be trusted");

pub(super) fn of_account(error: &AccountError) -> Named {
    let key = match error {
        AccountError::None => return (As::Invalid, "account.none", "Nobody is signed in"),
        AccountError::Exists(_) => return (As::Invalid, "account.exists", "Somebody is signed in already"),
        AccountError::LoginTaken(_) => return (As::Refused, "account.taken", "This name is taken"),
        AccountError::BadLogin => return (As::Invalid, "account.name.login", "Not a name"),
        AccountError::BadName => return (As::Invalid, "account.name.device", "Not a name"),
        AccountError::WeakPassword(_) => return (As::Invalid, "account.weak", "The password is too short"),
        AccountError::OtherAccount => return (As::Wrong(None), "account.other", "The sheet is another account's"),
        AccountError::Revoked => return (As::Refused, "account.revoked", "This phone was taken out of the account"),
        AccountError::Obeying => return (As::Refused, "account.obeying", "An order is under way"),
        AccountError::NotApproved => return (As::Refused, "account.notapproved", "Not approved"),
        AccountError::NoSuchRequest => return (As::Refused, "account.notapproved.unasked", "Not approved"),
        AccountError::Password(_) => return (As::Wrong(None), "account.password", "Wrong password"),
        AccountError::Sheet(_) => return (As::Wrong(None), "account.sheet", "Mistyped recovery sheet"),
        AccountError::Cloud(error) => return of_cloud(error),
        AccountError::Manifest(_) | AccountError::Approve(_) => return LIES,
        AccountError::Vault(error) => return phone::of_vault(error),
        AccountError::Keystore(error) => return phone::of_keystore(error),
        AccountError::Denied(error) => return sim::of_denied(error),
        AccountError::Itself => "account.failed.itself",
        AccountError::NoSuchDevice(_) => "account.failed.nodevice",
        AccountError::WhichDevice(_) => "account.failed.whichdevice",
        AccountError::NoSuchPasskey(_) => "account.failed.nopasskey",
        AccountError::Passkey(_) => "account.failed.passkey",
        AccountError::Overtaken => "account.failed.overtaken",
        AccountError::SheetShown => "account.failed.sheetshown",
        AccountError::Unreadable => "account.failed.unreadable",
        AccountError::Keys(_) => "account.failed.keys",
        AccountError::HandOver(_) => "account.failed.handover",
    };
    (As::Failed, key, "The account was not changed")
}

const fn of_cloud(error: &CloudError) -> Named {
    let key = match error {
        CloudError::Server(_) => {
            return (As::Unreachable, "cloud.unreachable", "The account's server can't be reached");
        }
        CloudError::SignedOut => return (As::Invalid, "account.none", "Nobody is signed in"),
        CloudError::NotADevice => return (As::Refused, "account.revoked", "This phone was taken out of the account"),
        CloudError::Keystore(error) => return phone::of_keystore(error),
        CloudError::Unreadable => "cloud.refused.unreadable",
        CloudError::Refused { kind, .. } => match kind {
            ProblemKind::Unauthorised => "cloud.refused.signin",
            ProblemKind::Forbidden => "cloud.refused.forbidden",
            ProblemKind::NotFound => "cloud.refused.notfound",
            ProblemKind::Conflict => "cloud.refused.conflict",
            ProblemKind::TooMany => "cloud.refused.toomany",
            ProblemKind::Unavailable => "cloud.refused.unavailable",
            ProblemKind::Internal => "cloud.refused.failed",
            ProblemKind::Malformed | ProblemKind::TooLong => "cloud.refused.notunderstood",
            ProblemKind::Refused => "cloud.refused",
        },
    };
    (As::Refused, key, "The account's server says no")
}

pub(super) fn of_away(error: &AwayError) -> Named {
    let key = match error {
        AwayError::Cloud(error) => return of_cloud(error),
        AwayError::OtherAccount => return (As::Wrong(None), "away.other", "Another account's"),
        AwayError::OtherSheet => return (As::Wrong(None), "away.other.sheet", "Another account's"),
        AwayError::NotEnrolled => return (As::Invalid, "account.none", "Nobody is signed in"),
        AwayError::NoSuchDevice(_) => return (As::Invalid, "away.missing.device", "No such device or order"),
        AwayError::NoSuchOrder(_) => return (As::Invalid, "away.missing.order", "No such device or order"),
        AwayError::Owed => return (As::Refused, "away.owed", "A receipt is still owed"),
        AwayError::Power => return (As::Refused, "away.power", "The password alone can only lock"),
        AwayError::Manifest(_) | AwayError::Altered => return LIES,
        AwayError::PutBack => return (As::Failed, "away.record.putback", "The record of orders is damaged"),
        AwayError::Unreadable => return (As::Failed, "away.record.unreadable", "The record of orders is damaged"),
        AwayError::File(_) => return (As::Failed, "away.record", "The record of orders is damaged"),
        AwayError::NotObeyed { why, .. } => {
            let (_, key, title) = sim::of_copy(why.name());
            return (As::Refused, key, title);
        }
        AwayError::Keys(_) => "away.refused.keys",
        AwayError::OnlyOnline => "away.refused.onlyonline",
        AwayError::TooLate(_) => "away.refused.toolate",
        AwayError::NoNumberLeft => "away.refused.usedup",
        AwayError::TakenOut(_) => "away.refused.takenout",
        AwayError::HolderUnknown(_) => "away.refused.holder",
        AwayError::LiveThere(_) => "away.refused.livethere",
        AwayError::NoCopy(_) => "away.refused.nocopy",
        AwayError::NoEuicc(_) => "away.refused.noeuicc",
        AwayError::Declined { .. } => "away.refused.declined",
        AwayError::Receipts(_) => "away.refused.receipts",
    };
    (As::Refused, key, "Not ordered")
}

/// Why an order that the server shows is not vouched for.
pub(super) const fn of_doubt(refusal: &Refusal) -> Named {
    let key = match refusal {
        Refusal::Signer => "away.doubt.signer",
        Refusal::Signature | Refusal::Account => "away.doubt.forged",
        Refusal::Passkey(_) => "away.doubt.passkey",
        Refusal::Unreadable => "away.doubt.unreadable",
        Refusal::Power => "away.doubt.power",
        Refusal::Rights(_) => "away.doubt.rights",
        _ => "away.doubt",
    };
    (As::Untrusted, key, "The order is in doubt")
}

/// Why what the server shows as a receipt is not one.
pub(super) const fn of_receipt(error: &ChainError) -> Named {
    let key = match error {
        ChainError::Missing(_) | ChainError::Reordered(_) => "away.receipt.missing",
        ChainError::Unreadable(_) => "away.receipt.unreadable",
        ChainError::Branched(_) => "away.receipt.branched",
        _ => "away.receipt",
    };
    (As::Untrusted, key, "The receipt is in doubt")
}

pub(super) fn of_sync(error: &SyncError) -> Named {
    let key = match error {
        SyncError::Account(error) => return of_account(error),
        SyncError::Phone(error) => return phone::of_app(error),
        SyncError::Breach(_) => return LIES,
        SyncError::NotEdited(_) => "sync.notedited",
        SyncError::Busy => "sync.busy",
        SyncError::NoSuchRecord => "sync.norecord",
        SyncError::NotRestored => "sync.notrestored",
    };
    (As::Failed, key, "Not synced")
}

pub(super) fn of_tie(error: &TieError) -> Named {
    let key = match error {
        TieError::Sync(error) => return of_sync(error),
        TieError::Account(error) => return of_account(error),
        TieError::Phone(error) => return phone::of_app(error),
        TieError::Sub(SubError::Code) => return (As::Invalid, "family.code", "Not an invitation"),
        TieError::Sub(SubError::Sealed) => "family.sealed",
        TieError::Sub(_) => "family.untrusted",
        TieError::Rights(_) => "family.denied",
        TieError::NotOpen => "family.notopen",
        TieError::NoSuchAccount(_) => "family.noaccount",
        TieError::WhichAccount(_) => "family.whichaccount",
        TieError::NotLinked(_) => "family.notlinked",
        TieError::NoConsent(_) => "family.noconsent",
        TieError::NoSuchCard { .. } => "family.nocard",
        TieError::BadName => "family.name",
        TieError::NoRights => "family.norights",
    };
    (As::Refused, key, "The accounts were not changed")
}

pub(super) fn of_order(error: &CardOrderError) -> Named {
    let key = match error {
        CardOrderError::Account(error) => return of_account(error),
        CardOrderError::Sync(error) => return of_sync(error),
        CardOrderError::NoSuchProduct(_) => "order.noproduct",
        CardOrderError::Failed { .. } => "order.failed",
        CardOrderError::Given => "order.given",
        CardOrderError::Unreadable => "order.unreadable",
    };
    (As::Refused, key, "The SIM was not ordered")
}

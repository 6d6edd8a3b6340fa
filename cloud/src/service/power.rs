use crate::storage::TokenKind;
use account::signed::Signer;

/// What can be done with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// See the account and its sealed keys.
    SeeAccount,
    /// Read the chain of manifests.
    ReadManifests,
    /// Make it longer.
    AddManifest,
    /// Replace the sealed keys.
    ReplaceKeys,
    /// Ask to be approved.
    AskApproval,
    /// See how one approval stands.
    FollowApproval,
    /// Open what a new device committed to.
    OpenApproval,
    /// See all that wait.
    ListApprovals,
    /// Answer one.
    AnswerApproval,
    /// Grant one.
    GrantApproval,
    /// Take one back, or refuse it.
    WithdrawApproval,
    /// Read the log.
    ReadLog,
    /// Write to it.
    WriteLog,
    /// Sign where one stands.
    PutHead,
    /// Hand in an order; whose, says [`may_order`].
    GiveOrder,
    /// See orders and their states.
    ReadOrders,
    /// Read receipts.
    ReadReceipts,
    /// Be told at once.
    Listen,
    /// Take all that is kept.
    Export,
    /// Show that the phone holds a card.
    ClaimCard,
    /// Say where its device is woken.
    BeWoken,
    /// Invite an account as a sub-account, accept that, end it.
    TieAccounts,
    /// See which accounts are tied, and how they stand.
    SeeTies,
    /// Say how the account and another stand, or two of its sub-accounts.
    SayStanding,
    /// Show cards to linked accounts, and see theirs.
    ShareCards,
    /// Hand in an order to another account's device, by a right.
    OrderByRight,
    /// Take the new root that another device handed over.
    TakeHandOver,
    /// End the token itself.
    EndSession,
}

impl Act {
    /// Each of them.
    pub const ALL: [Self; 28] = [
        Self::SeeAccount,
        Self::ReadManifests,
        Self::AddManifest,
        Self::ReplaceKeys,
        Self::AskApproval,
        Self::FollowApproval,
        Self::OpenApproval,
        Self::ListApprovals,
        Self::AnswerApproval,
        Self::GrantApproval,
        Self::WithdrawApproval,
        Self::ReadLog,
        Self::WriteLog,
        Self::PutHead,
        Self::GiveOrder,
        Self::ReadOrders,
        Self::ReadReceipts,
        Self::Listen,
        Self::Export,
        Self::ClaimCard,
        Self::BeWoken,
        Self::TieAccounts,
        Self::SeeTies,
        Self::SayStanding,
        Self::ShareCards,
        Self::OrderByRight,
        Self::TakeHandOver,
        Self::EndSession,
    ];
}

/// The one table: what a kind of token lets do. What a row doesn't name is denied.
#[must_use]
pub const fn may(kind: TokenKind, act: Act) -> bool {
    use Act::{
        AddManifest, AnswerApproval, AskApproval, BeWoken, ClaimCard, EndSession, Export, FollowApproval, GiveOrder,
        GrantApproval, ListApprovals, Listen, OpenApproval, OrderByRight, PutHead, ReadLog, ReadManifests, ReadOrders,
        ReadReceipts, ReplaceKeys, SayStanding, SeeAccount, SeeTies, ShareCards, TakeHandOver, TieAccounts,
        WithdrawApproval, WriteLog,
    };
    match kind {
        TokenKind::Visitor => matches!(
            act,
            SeeAccount
                | ReadManifests
                | AskApproval
                | FollowApproval
                | OpenApproval
                | WithdrawApproval
                | GiveOrder
                | EndSession
        ),
        TokenKind::Passkey => matches!(
            act,
            SeeAccount
                | ReadManifests
                | AskApproval
                | FollowApproval
                | OpenApproval
                | WithdrawApproval
                | GiveOrder
                | ReadOrders
                | ReadReceipts
                | EndSession
        ),
        TokenKind::Recovery => matches!(
            act,
            SeeAccount | ReadManifests | ReplaceKeys | GiveOrder | ReadOrders | ReadReceipts | Export | EndSession
        ),
        TokenKind::Device => matches!(
            act,
            SeeAccount
                | ReadManifests
                | AddManifest
                | ReplaceKeys
                | FollowApproval
                | ListApprovals
                | AnswerApproval
                | GrantApproval
                | WithdrawApproval
                | ReadLog
                | WriteLog
                | PutHead
                | GiveOrder
                | ReadOrders
                | ReadReceipts
                | Listen
                | Export
                | ClaimCard
                | BeWoken
                | TieAccounts
                | SeeTies
                | SayStanding
                | ShareCards
                | OrderByRight
                | TakeHandOver
                | EndSession
        ),
    }
}

/// By which token orders of which signer are handed in. What the signer may order is [`account::order::may`]'s: a visitor, who has the password
/// alone, brings what it opens, or a passkey's; whoever holds the sheet, the sheet's.
#[must_use]
pub const fn may_order(kind: TokenKind, signer: &Signer) -> bool {
    match kind {
        TokenKind::Visitor => matches!(signer, Signer::Lock | Signer::Passkey(_)),
        TokenKind::Recovery => matches!(signer, Signer::Sheet),
        TokenKind::Passkey => matches!(signer, Signer::Passkey(_)),
        TokenKind::Device => matches!(signer, Signer::Owner | Signer::Lock | Signer::Sheet | Signer::Passkey(_)),
    }
}

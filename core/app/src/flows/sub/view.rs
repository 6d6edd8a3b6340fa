use super::{
    TieError,
    known::{Ties, other},
};
use crate::Landfall;
use account::{
    record::{Rights, Side},
    rights::{Capability, Link},
    sub::{SubError, leaf},
    wire::{Bytes, SharedCard},
};

/// The accounts that this one is tied to, and what they show it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Family {
    /// Those that it is tied to.
    pub ties: Vec<TieView>,
    /// Its sub-accounts by twos that are, or were, linked.
    pub pairs: Vec<PairView>,
    /// Cards that others show it.
    pub cards: Vec<SeenCard>,
    /// What was said and not taken.
    pub untaken: Vec<Untaken>,
}

/// A tie as its user sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieView {
    /// Names it.
    pub sub: Bytes,
    /// What the other is called here.
    pub name: String,
    /// What the other calls itself, and its account, once it has accepted.
    pub other: Option<(String, Bytes)>,
    /// Which side this account is on.
    pub side: Side,
    /// How they stand.
    pub link: Link,
    /// What the other may do with this account's cards.
    pub given: Rights,
    /// What this account may do with the other's.
    pub held: Option<Capability>,
}

/// Two sub-accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairView {
    /// Their names.
    pub names: [String; 2],
    /// How they stand.
    pub link: Link,
    /// Whether each has agreed that the other sees its cards, and this was said.
    pub said: [bool; 2],
}

/// A card of another account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenCard {
    /// Whose: what that account is called here.
    pub of: String,
    /// Its account.
    pub account: Bytes,
    /// The card.
    pub card: SharedCard,
    /// When that was said, seconds since 1970.
    pub time: u64,
}

/// Something that the server handed out and this phone did not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untaken {
    /// About whom.
    pub about: String,
    /// Why.
    pub why: SubError,
}

impl Landfall {
    /// Whether this account is tied to another, or has invited one: then there is something to [`follow`](Self::follow_ties).
    ///
    /// # Errors
    /// [`TieError`].
    pub fn is_tied(&self) -> Result<bool, TieError> {
        Ok(self.account_records::<account::record::Tie>()?.iter().any(|kept| kept.what.link != Link::Unlinked))
    }

    /// What is known of the accounts that this one is tied to, without asking the server.
    ///
    /// # Errors
    /// [`TieError`].
    pub fn family(&self) -> Result<Family, TieError> {
        let state = self.account()?;
        let ties = self.ties(&state)?;
        self.family_of(&ties, Vec::new())
    }

    pub(super) fn family_of(&self, ties: &Ties, untaken: Vec<Untaken>) -> Result<Family, TieError> {
        let standings: Vec<_> = ties.standings().filter(|stands| stands.said.link == Link::Linked).collect();
        let held = |account: &Bytes| {
            let of = standings.iter().find(|stands| stands.from.account == *account && stands.to.account == *ties.id());
            of.and_then(|stands| leaf(&stands.said.rights))
        };
        let tie = |tie: &account::record::Tie| {
            let other = other(tie).map(|member| (member.name, member.account));
            TieView {
                sub: tie.sub.clone(),
                name: tie.name.clone(),
                held: other.as_ref().and_then(|(_, account)| held(account)),
                other,
                side: tie.side,
                link: tie.link,
                given: tie.rights.clone(),
            }
        };
        let pair = |pair: &account::record::Pair| {
            let [a, b] = &pair.accounts;
            let name = |account: &Bytes| ties.with(account).map_or_else(|| account.text(), |tie| tie.name.clone());
            let said = |from: &Bytes, to: &Bytes| {
                standings.iter().any(|stands| stands.from.account == *from && stands.to.account == *to)
            };
            PairView { names: [name(a), name(b)], link: pair.link, said: [said(a, b), said(b, a)] }
        };
        let mut cards = Vec::new();
        for stands in standings.iter().filter(|stands| stands.to.account == *ties.id()) {
            let Some(shown) = self.shown_by(&stands.from.account)? else { continue };
            let (of, account) = (ties.name(&stands.from), stands.from.account.clone());
            let seen = |card| SeenCard { of: of.clone(), account: account.clone(), card, time: shown.time };
            cards.extend(shown.cards.iter().cloned().map(seen));
        }
        let (pairs, ties) = (ties.pairs.iter().map(pair).collect(), ties.ties.iter().map(tie).collect());
        Ok(Family { ties, pairs, cards, untaken })
    }
}

use super::{Act, Capability, Link, checks, may};
use crate::{
    signed::{Kind, Signed, SignedError},
    wire::{Bytes, Manifest},
};
use model::Check;

/// What somebody asks to do.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// Who asks: the key that proved itself in this request.
    pub holder: &'a Bytes,
    /// What.
    pub act: Act,
    /// To which card.
    pub card: &'a str,
    /// How the sub-account stands to the account.
    pub link: Link,
    /// When, seconds since 1970.
    pub now: u64,
}

/// Why it is denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Denied {
    /// Nobody gave it.
    #[error("no right to this was given")]
    Nothing,
    /// Not signed by whom it should.
    #[error("the right is not signed by whoever could give it")]
    Signature,
    /// Signed, but no capability that this release knows.
    #[error("the right can't be read: it may be of a newer release")]
    Unreadable,
    /// Of another account.
    #[error("the right is of another account")]
    Account,
    /// Somebody handed on what they had not.
    #[error("the right is wider than that of whoever handed it on")]
    Wider,
    /// Handed on too often.
    #[error("the right was handed on further than it may be")]
    Depth,
    /// Expired.
    #[error("the right has expired")]
    Expired,
    /// Revoked.
    #[error("the right was revoked")]
    Revoked,
    /// Other acts, other cards, or another's.
    #[error("the right is for something else or for somebody else")]
    NotGiven,
    /// The role may not, as it is linked.
    #[error("this role may not do that, or the sub-account is not linked")]
    Role,
}

impl Denied {
    /// The same request is denied again.
    #[must_use]
    pub const fn retrying_helps(self) -> bool {
        false
    }

    /// What to do.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Nothing | Self::NotGiven => "Ask the account's owner for the right.",
            Self::Expired | Self::Revoked => "Ask the account's owner to give the right anew.",
            Self::Unreadable => "Update the app to read it.",
            Self::Role => "Ask the account's owner for another role, or to link the accounts.",
            Self::Signature | Self::Account | Self::Wider | Self::Depth => {
                "Nothing was done. Ask the account's owner for a right of one's own."
            }
        }
    }
}

/// Whether this chain of capabilities (the owner's first) lets somebody do this. An empty chain lets nobody do anything.
///
/// # Errors
/// [`Denied`].
pub fn judge(manifest: &Manifest, chain: &[Signed], ask: &Ask<'_>) -> Result<(), Denied> {
    let mut parent: Option<(Capability, [u8; 32])> = None;
    for signed in chain {
        let giver = parent.as_ref().map_or(&manifest.owner_key, |(capability, _)| &capability.holder);
        let capability = read(signed, giver)?;
        let named = parent.as_ref().map_or(&[][..], |(_, digest)| &digest[..]);
        let narrower = capability.parent.0 == named
            && parent.as_ref().is_none_or(|(parent, _)| parent.covers(&capability) && parent.hands_on());
        let shallower = parent.as_ref().is_none_or(|(parent, _)| parent.depth > capability.depth);
        let granted = capability.revocation_epoch == manifest.revocation_epoch;
        first_failing([
            (checks::ACCOUNT, capability.account == manifest.account, Denied::Account),
            (checks::NARROWER, narrower, Denied::Wider),
            (checks::DEPTH, shallower, Denied::Depth),
            (checks::EXPIRY, ask.now < capability.expires, Denied::Expired),
            (checks::REVOCATION, granted, Denied::Revoked),
        ])?;
        parent = Some((capability, signed.digest()));
    }
    let (capability, _) = parent.ok_or(Denied::Nothing)?;
    let given =
        capability.holder == *ask.holder && capability.acts.contains(&ask.act) && capability.cards.has(ask.card);
    first_failing([
        (checks::GIVEN, given, Denied::NotGiven),
        (checks::ROLE, may(capability.role, ask.link, ask.act), Denied::Role),
    ])
}

fn first_failing<const N: usize>(passes: [(Check, bool, Denied); N]) -> Result<(), Denied> {
    match passes.into_iter().find(|(check, passed, _)| check.on() && !passed) {
        Some((_, _, denied)) => Err(denied),
        None => Ok(()),
    }
}

fn read(signed: &Signed, giver: &Bytes) -> Result<Capability, Denied> {
    let verified = signed.verify::<serde::de::IgnoredAny>(Kind::Capability, &giver.0);
    if checks::SIGNATURE.on() && verified == Err(SignedError::Signature) {
        return Err(Denied::Signature);
    }
    serde_json::from_slice(&signed.payload.0).map_err(|_| Denied::Unreadable)
}

//! The capabilities that tie accounts.

use crate::{
    keys::SigningKey,
    record::Rights,
    rights::{Act, Capability},
    signed::{Kind, Signed},
    wire::{Bytes, Manifest},
};

/// What the owner of `manifest` lets `holder` do with the account's cards.
#[must_use]
pub fn capability(manifest: &Manifest, rights: &Rights, holder: &Bytes) -> Capability {
    Capability {
        account: manifest.account.clone(),
        parent: Bytes::default(),
        holder: holder.clone(),
        role: rights.role,
        acts: rights.acts.clone(),
        cards: rights.cards.clone(),
        expires: rights.expires,
        depth: rights.depth,
        revocation_epoch: manifest.revocation_epoch,
    }
}

/// What whoever has `chain` (its last) hands on of it to `holder`, as far as `holder` may go (`own`); none if it can't be handed on.
#[must_use]
pub fn handed_on(chain: &[Signed], own: &Rights, holder: &Bytes) -> Option<Capability> {
    let parent = chain.last()?;
    let given = leaf(chain)?;
    let may = |act: &Act| *act != Act::Delegate && own.acts.contains(act);
    (given.hands_on() && given.depth > 0).then(|| Capability {
        account: given.account.clone(),
        parent: Bytes::from(parent.digest()),
        holder: holder.clone(),
        role: own.role.max(given.role),
        acts: given.acts.iter().copied().filter(may).collect(),
        cards: given.cards.clone(),
        expires: own.expires.min(given.expires),
        depth: 0,
        revocation_epoch: given.revocation_epoch,
    })
}

/// What the last one of a chain says; whether it holds is [`crate::rights::judge`]'s to say.
#[must_use]
pub fn leaf(chain: &[Signed]) -> Option<Capability> {
    serde_json::from_slice(&chain.last()?.payload.0).ok()
}

impl Capability {
    /// It, signed by the owner key of whoever gives it.
    #[must_use]
    pub fn signed(&self, owner: &SigningKey) -> Signed {
        owner.sign(Kind::Capability, self)
    }
}

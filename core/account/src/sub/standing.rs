use super::{SubError, checks, read_member};
use crate::{
    rights::{Act, Ask, Denied, judge},
    signed::{Kind, Signed, Signer},
    wire::{Bytes, Manifest, Member, Standing},
};
use std::collections::BTreeMap;

/// Accounts that are known for who they are, by their ids: this one, and those that had a code.
pub type Known = BTreeMap<Bytes, Member>;

/// How two accounts stand, once it was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stands {
    /// As signed.
    pub said: Standing,
    /// Whose cards.
    pub from: Member,
    /// Whose rights.
    pub to: Member,
}

impl Stands {
    /// Whether the rights let their holder do this with the giver's card now. `manifest` is the giver's.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn judge(&self, manifest: &Manifest, act: Act, card: &str, now: u64) -> Result<(), Denied> {
        let ask = Ask { holder: &self.to.owner_key, act, card, link: self.said.link, now };
        judge(manifest, &self.said.rights, &ask)
    }
}

/// Verifies how two accounts stand. One of them, or the account that both are sub-accounts of, has signed it; and where one of the two is known, it is the
/// one that is known.
///
/// # Errors
/// [`SubError::Standing`], [`SubError::Member`], [`SubError::Other`].
pub fn read_standing(signed: &Signed, known: &Known) -> Result<Stands, SubError> {
    let said: Standing = serde_json::from_slice(&signed.payload.0).map_err(|_| SubError::Standing)?;
    let by = known.get(&said.by);
    let verified = by.is_some_and(|by| signed.verify::<Standing>(Kind::Standing, &by.owner_key.0).is_ok());
    if checks::STANDING.on() && !(verified && signed.signer == Signer::Owner) {
        return Err(SubError::Standing);
    }
    let (from, to) = (read_member(&said.from)?, read_member(&said.to)?);
    let is_known = |member: &Member| known.get(&member.account).is_none_or(|known| same(known, member));
    let distinct = from.account != to.account && from.owner_key != to.owner_key;
    if checks::KNOWN.on() && !(is_known(&from) && is_known(&to) && distinct) {
        return Err(SubError::Other);
    }
    Ok(Stands { said, from, to })
}

/// Holds a standing against the last one of these two that was seen.
///
/// # Errors
/// [`SubError::Older`].
pub fn newer(seen: Option<&Standing>, found: &Standing) -> Result<bool, SubError> {
    let Some(seen) = seen else { return Ok(true) };
    if checks::NUMBER.on() && found.number < seen.number {
        return Err(SubError::Older { found: found.number, seen: seen.number });
    }
    Ok(found.number > seen.number || !checks::NUMBER.on())
}

/// The same account with the same keys, whatever it calls itself.
fn same(one: &Member, other: &Member) -> bool {
    one.owner_key == other.owner_key && one.agreement_key == other.agreement_key
}

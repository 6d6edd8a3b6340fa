//! Say: how this account and others stand, and its sub-accounts among each other, as was decided; signed anew where that, or what it rests on, has changed.

use super::{
    TieError,
    known::{Ties, other, said},
};
use crate::{
    AccountState, Landfall,
    cloud::{CloudClient, ProblemKind},
    flows::sync,
};
use account::{
    record::Stood,
    rights::{Capability, Link},
    signed::{Kind, Signed},
    sub::{capability, handed_on, leaf, read_standing},
    wire::{Bytes, Member, Standing, Subs},
};
use store::crash;

/// How two accounts are to stand.
struct Wanted {
    from: (Signed, Member),
    to: (Signed, Member),
    /// What was given before, and what is given now; none where they are not linked.
    given: Option<(Vec<Signed>, Capability)>,
}

impl Ties {
    /// The rights to an account's cards that this one may hand on.
    fn consent(&self, account: &Bytes) -> Option<Vec<Signed>> {
        let stands = read_standing(self.stood(account, self.id())?, &self.known()).ok()?;
        (stands.said.link == Link::Linked).then_some(stands.said.rights)
    }

    pub(super) fn may_hand_on(&self, account: &Bytes) -> bool {
        let given = self.consent(account).and_then(|chain| leaf(&chain));
        given.is_some_and(|given| given.hands_on() && given.depth > 0)
    }

    fn wanted(&self, state: &AccountState) -> Result<Vec<Wanted>, TieError> {
        let manifest = state.manifest()?;
        let mut wanted = Vec::new();
        for tie in self.ties.iter().filter(|tie| tie.link != Link::Invited) {
            let (Some(other), Some(said)) = (other(tie), &tie.other) else { continue };
            let linked = self.with(&other.account).is_some_and(|tie| tie.link == Link::Linked);
            if tie.link == Link::Unlinked && linked {
                continue;
            }
            let given = linked.then(|| (Vec::new(), capability(&manifest, &tie.rights, &other.owner_key)));
            wanted.push(Wanted { from: self.own.clone(), to: (said.member.clone(), other), given });
        }
        for pair in &self.pairs {
            let [one, two] = &pair.accounts;
            for (from, to) in [(one, two), (two, one)] {
                let (Some(giver), Some(holder)) = (self.with(from), self.with(to)) else { continue };
                let linked = [giver.link, holder.link, pair.link].iter().all(|link| *link == Link::Linked);
                let member = |tie: &account::record::Tie| Some((tie.other.as_ref()?.member.clone(), other(tie)?));
                let (Some(from), Some(to)) = (member(giver), member(holder)) else { continue };
                let chain = self.consent(&from.1.account).filter(|_| linked);
                let given = chain.and_then(|chain| {
                    let handed = handed_on(&chain, &holder.rights, &to.1.owner_key)?;
                    Some((chain, handed))
                });
                wanted.push(Wanted { from, to, given });
            }
        }
        Ok(wanted)
    }
}

impl Landfall {
    /// Signs what was decided and not said yet, keeps it, and sends what the server does not have.
    pub(super) async fn say_standings(
        &self,
        state: &AccountState,
        cloud: &CloudClient,
        told: &Subs,
    ) -> Result<(), TieError> {
        let ties = self.ties(state)?;
        let now = self.ports.clock.now().0;
        for wanted in ties.wanted(state)? {
            let (from, to) = (&wanted.from.1.account, &wanted.to.1.account);
            let before = ties.stood(from, to);
            let seen = before.and_then(said);
            let stands = match seen.as_ref() {
                Some(seen) => is_said(&wanted, seen),
                // Nobody was told anything else.
                None => wanted.given.is_none(),
            };
            // What has ended is not given again; nor what nobody would take.
            let over = wanted.given.as_ref().is_some_and(|(_, given)| given.expires <= now || given.acts.is_empty());
            let signed = match (stands, before) {
                (true, Some(signed)) => signed.clone(),
                (true, None) => continue,
                (false, _) if over => continue,
                (false, _) => self.say(state, &ties, &wanted, seen.map_or(0, |seen| seen.number), now)?,
            };
            if !told.standings.contains(&signed) {
                match cloud.put_standing(signed).await.map_err(TieError::from) {
                    // Another device of the account came first, or what it rests on has changed: the next follow says it anew.
                    Err(error)
                        if [ProblemKind::Conflict, ProblemKind::Refused, ProblemKind::NotFound]
                            .into_iter()
                            .any(|kind| error.is(kind)) =>
                    {
                        tracing::info!(%error, "how two accounts stand was not taken");
                    }
                    other => other?,
                }
            }
        }
        Ok(())
    }

    fn say(&self, state: &AccountState, ties: &Ties, wanted: &Wanted, last: u64, now: u64) -> Result<Signed, TieError> {
        let owner = state.keys.owner();
        let (link, rights) = match &wanted.given {
            Some((chain, given)) => (Link::Linked, [chain.clone(), vec![given.signed(&owner)]].concat()),
            None => (Link::Unlinked, Vec::new()),
        };
        let standing = Standing {
            by: ties.id().clone(),
            from: wanted.from.0.clone(),
            to: wanted.to.0.clone(),
            link,
            rights,
            number: last.saturating_add(1),
            time: now,
        };
        let signed = owner.sign(Kind::Standing, &standing);
        let (from, to) = (wanted.from.1.account.clone(), wanted.to.1.account.clone());
        let stood = Stood { from, to, standing: signed.clone() };
        self.edit(|_, replica| sync::put(replica, &stood))?;
        crash::point("phone.sub.said");
        Ok(signed)
    }
}

/// Whether this was said already.
fn is_said(wanted: &Wanted, seen: &Standing) -> bool {
    let same = seen.from == wanted.from.0 && seen.to == wanted.to.0;
    match &wanted.given {
        None => seen.link != Link::Linked,
        Some((_, given)) => same && seen.link == Link::Linked && leaf(&seen.rights).as_ref() == Some(given),
    }
}

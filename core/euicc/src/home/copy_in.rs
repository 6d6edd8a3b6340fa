//! A copy becomes a dormant card here.

use super::{
    HomeError, done, refuse,
    sealed::{Header, Whole},
    statement::{Purpose, Statement},
};
use crate::{
    Euicc,
    act::Act,
    checks,
    install::MOST_PROFILES,
    isdr::{self, states::Switch},
    state::{Home, ProfileEntry, Role},
};
use model::Iccid;
use ring::digest::{SHA256, digest};
use rsp::{
    crypto::{OnceKey, OneTimeKey},
    metadata::{NotificationEvent, PprIds},
};
use uicc::profile;

/// Puts the copy in, dormant, in one step with the end of its one-time key; with `replaced`, in the place of that card: a dormant copy of the same
/// number, or any other card, which goes in the same step.
pub(super) fn copy_in(euicc: &Euicc, sealed: &[u8], replaced: Option<Iccid>) -> Act {
    let hash = digest(&SHA256, sealed);
    let came_by: Option<[u8; 32]> = hash.as_ref().try_into().ok();
    // It came in before, and the answer was lost.
    if euicc.state.profiles.values().any(|entry| entry.home.came_by.is_some() && entry.home.came_by == came_by) {
        return done(Vec::new());
    }
    let whole = match open(euicc, sealed).and_then(|whole| fits(euicc, &whole.entry, replaced).map(|()| whole)) {
        Ok(whole) => whole,
        Err(error) => return refuse(error),
    };
    let iccid = whole.entry.iccid;
    let refreshes = euicc.state.profiles.contains_key(&iccid);
    Act::load(profile::TABLE, iccid.as_ef(), move |euicc, found, _| {
        // Another eUICC of the same vault has a card of this number: their records would be one another's.
        if !found.is_empty() && !refreshes && checks::ICCID.on() {
            return refuse(HomeError::Here);
        }
        let mut switch = Switch::new(&euicc.state);
        let replaced =
            replaced.filter(|other| *other != iccid).and_then(|other| switch.next().profiles.get(&other).cloned());
        let was_in_use = replaced.as_ref().is_some_and(|other| other.enabled || euicc.is_in_use(&other.iccid));
        if let Some(other) = replaced {
            switch.remove(&other, NotificationEvent::DELETE);
        }
        let Whole { entry, profile } = whole;
        switch.with(|next, batch| {
            batch.append(profile.records());
            let (generation, secret) = (entry.home.generation, entry.home.secret.clone());
            let home = Home { role: Role::Dormant, generation, secret, handed_over: None, came_by };
            let old = next.profiles.get(&iccid).map(|old| (old.isdp_aid, old.nickname.clone()));
            let (isdp_aid, nickname) = old.unwrap_or_else(|| (next.next_isdp(), entry.nickname.clone()));
            next.put_profile(ProfileEntry { isdp_aid, enabled: false, nickname, home, ..entry }, batch);
            next.end_home_key(&iccid, batch);
            next.put_settings(batch);
        });
        switch.commit(move |euicc, kept| {
            if !kept {
                return refuse(HomeError::Unkept);
            }
            if was_in_use {
                // Its records are gone: nothing may write them again.
                euicc.take_over();
                euicc.tell_terminal(true);
            }
            done(Vec::new())
        })
    })
}

/// Opens a copy that another eUICC made for a key of this one.
fn open(euicc: &Euicc, sealed: &[u8]) -> Result<Whole, HomeError> {
    let statement = Statement::read(sealed)?;
    let (header, sealed) = Header::read(&statement)?;
    if header.to != *euicc.state.eid() && checks::HOME_ADDRESS.on() {
        return Err(HomeError::Address);
    }
    statement.verify(Purpose::Copy, euicc.roots(), None)?;
    let key = euicc.state.home_keys.get(&header.iccid).filter(|key| key.public == header.one_time_key);
    let private: &[u8; 32] = key.and_then(|key| key.private.expose().try_into().ok()).ok_or(HomeError::NoKey)?;
    let private = OneTimeKey::from_bytes(private).map_err(|_| HomeError::NoKey)?;
    let agreed = private.agree(&header.ephemeral_key).map_err(|_| HomeError::Malformed)?;
    let key = OnceKey::agreed(&agreed, Purpose::Copy.label(), &header.to_bytes());
    Whole::read(&header, &key.open(&sealed).ok_or(HomeError::Sealed)?)
}

/// Whether the card may stand here.
fn fits(euicc: &Euicc, entry: &ProfileEntry, replaced: Option<Iccid>) -> Result<(), HomeError> {
    super::portable(entry)?;
    let here = &euicc.state.profiles;
    // As of a card that an SM-DP+ delivers: one that can't be disabled would lock out those that are there.
    let stays = |other: &&ProfileEntry| other.iccid != entry.iccid && Some(other.iccid) != replaced;
    let others = here.values().filter(stays).any(|other| !other.is_test());
    let locks_out = entry.metadata.rules().contains(PprIds::PPR1) && others;
    if locks_out || !isdr::rules_allow(&entry.metadata) {
        return Err(HomeError::Policy);
    }
    if let Some(own) = here.get(&entry.iccid) {
        if !own.home.is_dormant() || replaced != Some(entry.iccid) {
            return Err(HomeError::Here);
        }
        if entry.home.generation < own.home.generation && checks::GENERATION.on() {
            return Err(HomeError::Older);
        }
        return Ok(());
    }
    let Some(replaced) = replaced else {
        return if here.len() >= MOST_PROFILES { Err(HomeError::Full) } else { Ok(()) };
    };
    let other = here.get(&replaced).ok_or(HomeError::NoSuchCard)?;
    let in_use = other.enabled || euicc.is_in_use(&replaced);
    if !other.may_be_deleted() || in_use && other.metadata.rules().contains(PprIds::PPR1) {
        return Err(HomeError::Policy);
    }
    if in_use && other.is_test() {
        return Err(HomeError::Unfit);
    }
    if in_use && euicc.is_toolkit_busy(true) { Err(HomeError::Busy) } else { Ok(()) }
}

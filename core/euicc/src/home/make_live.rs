//! A dormant card takes the live role: handed over to it, or by force.

use super::{
    HomeError, card, done,
    hand_over::HandOver,
    refuse,
    statement::{Purpose, Statement},
};
use crate::{
    Euicc,
    act::Act,
    checks,
    state::{Home, ProfileEntry, Role},
};
use model::Iccid;
use rsp::crypto::OnceKey;
use uicc::{Profile, profile::Marks};

/// Takes the live role by the statement of the one that had it. Taken again it changes nothing.
pub(super) fn make_live(euicc: &Euicc, iccid: Iccid, statement: &[u8]) -> Act {
    let (entry, generation, marks) = match check(euicc, &iccid, statement) {
        Ok(Some(found)) => found,
        Ok(None) => return done(Vec::new()),
        Err(error) => return refuse(error),
    };
    card(iccid, move |_, mut profile, _| {
        if checks::RAISED.on() && profile.go_on_from(&marks).is_err() {
            return refuse(HomeError::Sealed);
        }
        live(entry, generation, profile)
    })
}

/// What is to be done, if it is not done already.
fn check(euicc: &Euicc, iccid: &Iccid, statement: &[u8]) -> Result<Option<(ProfileEntry, u64, Marks)>, HomeError> {
    let entry = euicc.state.profiles.get(iccid).ok_or(HomeError::NoSuchCard)?;
    let statement = Statement::read(statement)?;
    let (hand_over, sealed) = HandOver::read(&statement)?;
    let addressed = hand_over.to == *euicc.state.eid() && hand_over.iccid == *iccid;
    if !addressed && checks::HOME_ADDRESS.on() {
        return Err(HomeError::Address);
    }
    statement.verify(Purpose::HandOver, euicc.roots(), None)?;
    let secret = entry.home.secret.as_ref().ok_or(HomeError::NotCopied)?;
    let marks = OnceKey::shared(secret, Purpose::HandOver.label(), &hand_over.to_bytes()).open(&sealed);
    let marks = Marks::from_bytes(marks.ok_or(HomeError::Sealed)?.expose()).map_err(|_| HomeError::Sealed)?;
    let generation = hand_over.generation;
    if generation <= entry.home.generation {
        if !entry.home.is_dormant() {
            return Ok(None);
        }
        if checks::GENERATION.on() {
            return Err(HomeError::Older);
        }
    }
    Ok(Some((entry.clone(), generation.max(entry.home.generation), marks)))
}

/// Takes the live role without the one that has it: the card's sequence numbers leap beyond whatever that one may have accepted.
pub(super) fn force_live(euicc: &Euicc, iccid: Iccid) -> Act {
    let Some(entry) = euicc.state.profiles.get(&iccid).cloned() else { return refuse(HomeError::NoSuchCard) };
    if !entry.home.is_dormant() {
        return done(Vec::new());
    }
    card(iccid, move |_, mut profile, _| {
        if checks::RAISED.on() && profile.leap().is_err() {
            return refuse(HomeError::Exhausted);
        }
        let generation = entry.home.generation.saturating_add(1);
        live(entry, generation, profile)
    })
}

/// One step: the role, its generation, the card's numbers, and its files of the network as at first.
fn live(entry: ProfileEntry, generation: u64, mut profile: Profile) -> Act {
    if entry.home.is_dormant() {
        profile.forget_network();
    }
    let iccid = entry.iccid;
    let home = Home { role: Role::Live, generation, handed_over: None, ..entry.home.clone() };
    let mut batch = profile.records();
    Act::go_on(move |euicc| {
        let mut next = euicc.state.clone();
        next.put_profile(ProfileEntry { home, ..entry }, &mut batch);
        Act::commit(batch, move |euicc, kept| {
            if !kept {
                return refuse(HomeError::Unkept);
            }
            euicc.state = next;
            if euicc.is_in_use(&iccid) {
                euicc.drop_card();
            }
            done(Vec::new())
        })
    })
}

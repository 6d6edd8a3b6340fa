//! The live card hands its role over.

use super::{
    HomeError, card, done,
    hand_over::HandOver,
    refuse,
    statement::{self, Purpose},
};
use crate::{
    Euicc,
    act::Act,
    checks,
    isdr::states::Switch,
    state::{Home, ProfileEntry, Role},
};
use model::{Eid, Iccid};
use rsp::{
    crypto::OnceKey,
    metadata::{NotificationEvent, PprIds},
};

/// Makes the card dormant, disabled first if it is in use, and answers the statement by which the copy in the eUICC `to` goes live. Asked again it
/// answers the same statement: an answer may be lost.
pub(super) fn make_dormant(euicc: &Euicc, iccid: Iccid, to: Eid) -> Act {
    let entry = match check(euicc, &iccid, &to) {
        Ok(Checked::Again(statement)) => return done(statement),
        Ok(Checked::Entry(entry)) => *entry,
        Err(error) => return refuse(error),
    };
    card(iccid, move |euicc, profile, random| {
        let Some(secret) = entry.home.secret.clone() else { return refuse(HomeError::NotCopied) };
        let identity = &euicc.state.identity;
        let mut nonce = [0; 16];
        random.fill(&mut nonce);
        let generation = entry.home.generation.saturating_add(1);
        let hand_over = HandOver { from: identity.eid, iccid, to, nonce, generation };
        let key = OnceKey::shared(&secret, Purpose::HandOver.label(), &hand_over.to_bytes());
        let marks = key.seal(profile.marks().to_bytes().expose());
        let unsigned = statement::unsigned(Purpose::HandOver, identity, &iccid, |w| {
            hand_over.put(w);
            w.put(0x86u32, &marks);
        });
        Act::sign(unsigned.message.clone(), move |euicc, signature, _| {
            let Some(signature) = signature else { return refuse(HomeError::Unsigned) };
            let statement = unsigned.signed(signature);
            let was_in_use = entry.enabled || euicc.is_in_use(&iccid);
            let mut switch = Switch::new(&euicc.state);
            let handed_over = Some((to, statement.clone()));
            let home = Home { role: Role::Dormant, generation, handed_over, ..entry.home.clone() };
            let dormant = ProfileEntry { home, ..entry };
            if dormant.enabled {
                switch.set_enabled(&dormant, false, NotificationEvent::DISABLE);
            } else {
                switch.update(dormant);
            }
            switch.commit(move |euicc, kept| {
                if !kept {
                    return refuse(HomeError::Unkept);
                }
                if was_in_use {
                    // At once, whatever the terminal says: no challenge may be accepted after the marks were taken.
                    euicc.take_over();
                    euicc.tell_terminal(true);
                }
                done(statement)
            })
        })
    })
}

enum Checked {
    /// It was handed over to the same one before.
    Again(Vec<u8>),
    Entry(Box<ProfileEntry>),
}

fn check(euicc: &Euicc, iccid: &Iccid, to: &Eid) -> Result<Checked, HomeError> {
    let entry = euicc.state.profiles.get(iccid).ok_or(HomeError::NoSuchCard)?;
    match &entry.home.handed_over {
        Some((other, statement)) if other == to => return Ok(Checked::Again(statement.clone())),
        Some(_) if checks::HANDED_OVER.on() => return Err(HomeError::HandedOver),
        None if entry.home.is_dormant() => return Err(HomeError::Dormant),
        _ => {}
    }
    if to == euicc.state.eid() {
        return Err(HomeError::Address);
    }
    if entry.home.secret.is_none() {
        return Err(HomeError::NotCopied);
    }
    if entry.enabled && entry.metadata.rules().contains(PprIds::PPR1) {
        return Err(HomeError::Policy);
    }
    let in_use = entry.enabled || euicc.is_in_use(iccid);
    if in_use && euicc.is_toolkit_busy(true) {
        return Err(HomeError::Busy);
    }
    Ok(Checked::Entry(Box::new(entry.clone())))
}

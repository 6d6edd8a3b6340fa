//! That a live card is here, shown to whoever has its keys too.

use super::{HomeError, card, done, refuse};
use crate::{Euicc, act::Act};
use model::Iccid;

pub(super) fn vouch(euicc: &Euicc, iccid: Iccid, rand: [u8; 16], message: Vec<u8>) -> Act {
    match euicc.state.profiles.get(&iccid) {
        None => return refuse(HomeError::NoSuchCard),
        Some(entry) if entry.home.is_dormant() => return refuse(HomeError::Dormant),
        Some(_) => {}
    }
    card(iccid, move |_, profile, _| {
        let Some((proof, batch)) = profile.vouch(&rand, &message) else { return refuse(HomeError::Unable) };
        let counts = !batch.is_empty();
        Act::commit(batch, move |euicc, kept| {
            if !kept {
                return refuse(HomeError::Unkept);
            }
            if counts && euicc.is_in_use(&iccid) {
                // What it counts was changed behind the card's back.
                euicc.drop_card();
            }
            done(proof.to_vec())
        })
    })
}

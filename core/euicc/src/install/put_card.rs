//! A card that no SM-DP+ delivers: one of a plastic SIM whose keys its operator gave its owner.

use super::MOST_PROFILES;
use crate::{
    act::Act,
    checks,
    state::{Home, ProfileEntry},
};
use rsp::metadata::{ConfigureIsdpRequest, StoreMetadataRequest};
use uicc::{Profile, StatusWord, profile};

/// Puts the card in, disabled: `9000`; `6985` if a card of its number is here, of this eUICC or of another one of the same vault; `6A84` if
/// there is no room; `6581` if it could not be made durable. No server hears of it, and none has powers over it.
pub(crate) fn put_card(metadata: StoreMetadataRequest, card: &Profile) -> Act {
    let (iccid, mut batch) = (metadata.iccid, card.records());
    Act::load(profile::TABLE, iccid.as_ef(), move |euicc, found, _| {
        if (!found.is_empty() || euicc.state.profiles.contains_key(&iccid)) && checks::ICCID.on() {
            return Act::Status(StatusWord::CONDITIONS_NOT_SATISFIED);
        }
        if euicc.state.profiles.len() >= MOST_PROFILES {
            return Act::Status(StatusWord::NOT_ENOUGH_MEMORY);
        }
        let mut next = euicc.state.clone();
        let entry = ProfileEntry {
            iccid,
            isdp_aid: next.next_isdp(),
            enabled: false,
            nickname: None,
            metadata,
            smdp_oid: Vec::new(),
            ci_key_id: Vec::new(),
            configuration: ConfigureIsdpRequest::default(),
            home: Home::default(),
        };
        next.put_profile(entry, &mut batch);
        next.put_settings(&mut batch);
        Act::commit(batch, move |euicc, done| {
            if !done {
                return Act::Status(StatusWord::MEMORY_PROBLEM);
            }
            euicc.state = next;
            Act::Status(StatusWord::OK)
        })
    })
}

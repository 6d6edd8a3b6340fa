//! A one-time key to which another eUICC may seal a copy of a card.

use super::{
    HomeError, done, refuse,
    statement::{self, Purpose},
};
use crate::{Euicc, act::Act, state::HomeKey};
use model::{Batch, Iccid, Random};
use rsp::crypto::OneTimeKey;

/// The key's statement: `83` the public key, `84` a nonce. Asked again before the copy came in it speaks of the same key: an answer may be lost.
pub(super) fn home_key(euicc: &Euicc, iccid: Iccid, random: &mut dyn Random) -> Act {
    if euicc.state.profiles.get(&iccid).is_some_and(|entry| !entry.home.is_dormant()) {
        return refuse(HomeError::Here);
    }
    let kept = euicc.state.home_keys.get(&iccid).cloned();
    let is_new = kept.is_none();
    let key = kept.unwrap_or_else(|| {
        let key = OneTimeKey::generate(random);
        let mut nonce = [0; 16];
        random.fill(&mut nonce);
        let number = euicc.state.next_home_key();
        HomeKey { number, private: key.to_bytes().as_slice().into(), public: key.public_key(), nonce }
    });
    let unsigned = statement::unsigned(Purpose::HomeKey, &euicc.state.identity, &iccid, |w| {
        w.put(0x83u32, &key.public);
        w.put(0x84u32, &key.nonce);
    });
    Act::sign(unsigned.message.clone(), move |euicc, signature, _| {
        let Some(signature) = signature else { return refuse(HomeError::Unsigned) };
        let statement = unsigned.signed(signature);
        let (mut next, mut batch) = (euicc.state.clone(), Batch::new());
        if is_new {
            next.put_home_key(iccid, key, &mut batch);
        }
        Act::commit(batch, move |euicc, kept| {
            if !kept {
                return refuse(HomeError::Unkept);
            }
            euicc.state = next;
            done(statement)
        })
    })
}

//! A copy of the live card, sealed to one key of one eUICC.

use super::{
    HomeError, card, done, refuse,
    sealed::{Header, Whole},
    statement::{self, Purpose, Statement},
};
use crate::{Euicc, act::Act, checks, state::ProfileEntry};
use model::{Batch, Eid, Iccid, Random, SecretBytes};
use rsp::{
    crypto::{OnceKey, OneTimeKey},
    message::PublicKey,
};

pub(super) fn copy_out(euicc: &Euicc, iccid: Iccid, statement: &[u8]) -> Act {
    let (entry, to, one_time_key) = match check(euicc, &iccid, statement) {
        Ok(found) => found,
        Err(error) => return refuse(error),
    };
    card(iccid, move |euicc, profile, random| {
        let (secret, is_new) = match entry.home.secret.clone() {
            Some(secret) => (secret, false),
            None => (random_secret(random), true),
        };
        let key = OneTimeKey::generate(random);
        let Ok(agreed) = key.agree(&one_time_key) else { return refuse(HomeError::Malformed) };
        let identity = &euicc.state.identity;
        let (generation, ephemeral_key) = (entry.home.generation, key.public_key());
        let header = Header { from: identity.eid, iccid, to, one_time_key, ephemeral_key, generation };
        let whole = Whole::to_bytes(&entry, &secret, &profile);
        let sealed = OnceKey::agreed(&agreed, Purpose::Copy.label(), &header.to_bytes()).seal(whole.expose());
        let unsigned = statement::unsigned(Purpose::Copy, identity, &iccid, |w| {
            header.put(w);
            w.put(0x88u32, &sealed);
        });
        Act::sign(unsigned.message.clone(), move |euicc, signature, _| {
            let Some(signature) = signature else { return refuse(HomeError::Unsigned) };
            let copy = unsigned.signed(signature);
            let (mut next, mut batch) = (euicc.state.clone(), Batch::new());
            if is_new {
                // Before the first copy is out: without it nobody could hand over.
                let mut entry = entry;
                entry.home.secret = Some(secret);
                next.put_profile(entry, &mut batch);
            }
            Act::commit(batch, move |euicc, kept| {
                if !kept {
                    return refuse(HomeError::Unkept);
                }
                euicc.state = next;
                done(copy)
            })
        })
    })
}

/// The card, who gets the copy, and its one-time key.
fn check(euicc: &Euicc, iccid: &Iccid, statement: &[u8]) -> Result<(ProfileEntry, Eid, PublicKey), HomeError> {
    let entry = euicc.state.profiles.get(iccid).ok_or(HomeError::NoSuchCard)?;
    let least = super::portable(entry)?;
    if entry.home.is_dormant() {
        return Err(HomeError::Dormant);
    }
    let statement = Statement::read(statement)?;
    // The operator delivered the card to an eUICC under this root; another one must stand there too.
    let speaker = statement.verify(Purpose::HomeKey, euicc.roots(), Some(&entry.ci_key_id))?;
    let own = statement.from == *euicc.state.eid();
    if (own || statement.iccid != *iccid) && checks::HOME_ADDRESS.on() {
        return Err(HomeError::Address);
    }
    if speaker.assurance < least && checks::HOME_ASSURANCE.on() {
        return Err(HomeError::Assurance);
    }
    Ok((entry.clone(), statement.from, statement.body.require(0x83)?.as_array()?))
}

fn random_secret(random: &mut dyn Random) -> SecretBytes {
    let mut secret = zeroize::Zeroizing::new([0; 32]);
    random.fill(&mut secret[..]);
    secret.as_slice().into()
}

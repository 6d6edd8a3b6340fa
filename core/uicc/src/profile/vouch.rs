//! What shows that a card is here and gives nothing of it away.

use super::{Profile, TABLE, USIM_AID, part};
use crate::file::FilePath;
use model::Batch;
use ring::hmac;
use zeroize::Zeroizing;

/// DF.GSM (TS 51.011 §10.2).
const DF_GSM: u16 = 0x7F20;

impl Profile {
    /// Shows whoever has the same keys that this card is here: HMAC-SHA-256 over `message`, by the Kc ‖ SRES that its keys make of `rand` (A3/A8), neither
    /// of which leaves the card. It needs no PIN, since no network takes it for an authentication, and moves no sequence number. The batch is to be durable
    /// before the proof is told: of keys with a limit one use is gone.
    ///
    /// None if the card has no keys for it, or none that may be used: COMP128v1 without a limit, a limit that is used up.
    #[must_use]
    pub fn vouch(&self, rand: &[u8; 16], message: &[u8]) -> Option<([u8; 32], Batch)> {
        let index = *self.applications.get(&self.gsm_keys()?)?;
        let authenticator = self.authenticators.get(index)?;
        let mut state = self.state.clone();
        let counters = state.authenticators.get_mut(index)?;
        counters.uses_left = match counters.uses_left {
            None if authenticator.keys.is_unguarded() => return None,
            None => None,
            Some(left) => Some(left.checked_sub(1)?),
        };
        let triplet = authenticator.aka.gsm(rand);
        let key = Zeroizing::new([triplet.kc.as_slice(), triplet.sres.as_slice()].concat());
        let proof = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), message);
        let mut batch = Batch::new();
        if state != self.state {
            batch.put(TABLE, self.id(part::STATE), state.write());
        }
        Some((proof.as_ref().try_into().ok()?, batch))
    }

    /// Whose keys answer in the GSM context: DF.GSM's own, else the first USIM's.
    pub(crate) fn gsm_keys(&self) -> Option<FilePath> {
        let own = FilePath::from([DF_GSM]);
        if self.applications.contains_key(&own) {
            return Some(own);
        }
        let usims = self.tree.applications().filter(|(_, aid)| aid.starts_with(&USIM_AID));
        usims.map(|(path, _)| path).find(|path| self.applications.contains_key(*path)).cloned()
    }
}

//! Challenges that the server does not keep: each carries its end and is authenticated by the server's key, so that who asks for one writes nothing. Only
//! one that was answered under a right signature is written down, as used up.
//!
//! Law: a challenge is the end of its time (u64, big-endian, seconds since 1970) ‖ 8 random bytes ‖ 16 bytes of HMAC-SHA-256.

use super::{Entropy, Service, ServiceError};
use crate::storage::Purpose;
use account::wire::{Bytes, Challenge};
use model::Random;
use subtle::ConstantTimeEq;

/// For how many seconds a challenge is good.
const GOOD_FOR: u64 = 60;
/// For how many more it is known that it was used: an instance whose clock is behind holds it for good that long.
const SKEW: u64 = 600;
const SAID: usize = 16;

impl Service {
    /// Something to sign.
    #[must_use]
    pub fn challenge(&self) -> Challenge {
        let (end, random): (u64, [u8; 8]) = (self.now() + GOOD_FOR, Entropy.array());
        let said = [end.to_be_bytes(), random].concat();
        Challenge { challenge: Bytes::from([said.as_slice(), &self.stamp(&said)].concat()) }
    }

    /// Uses up a challenge that this server gave out; `false` if it is none of it, over, or used already. Only for who has shown that a key signed it: who
    /// has none does not make the database write.
    pub(super) async fn use_challenge(&self, challenge: &[u8]) -> Result<bool, ServiceError> {
        let Some((said, stamp)) = challenge.split_first_chunk::<SAID>() else { return Ok(false) };
        let Some((end, _)) = said.split_first_chunk::<8>() else { return Ok(false) };
        let (end, now) = (u64::from_be_bytes(*end), self.now());
        if !bool::from(self.stamp(said).ct_eq(stamp)) || end <= now {
            return Ok(false);
        }
        Ok(self.storage.use_once(challenge, Purpose::Challenge, end.saturating_add(SKEW)).await?)
    }

    fn stamp(&self, said: &[u8]) -> [u8; SAID] {
        let whole = self.seal.name(&[b"challenge", &[0], said]);
        *whole.first_chunk().expect("SHA-256 has 32 bytes")
    }
}

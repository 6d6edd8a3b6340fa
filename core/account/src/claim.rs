//! How a phone shows its account's server that it holds a card: the card answers a challenge as in its GSM context (TS 31.102 §7.1.2.1), which needs no
//! sequence number, and what it answers proves itself without being told. The card does it without a PIN: the answer itself never leaves it.

use crate::{keys::AccountId, wire::Bytes};
use model::SecretBytes;
use ring::hmac;

/// What the card is to vouch for: account, ICCID and RAND.
#[must_use]
pub fn message(account: &AccountId, iccid: &str, rand: &[u8; 16]) -> Vec<u8> {
    [b"landfall/1 claim".as_slice(), &[0], &account.0, iccid.as_bytes(), &[0], rand].concat()
}

/// The proof, as whoever has the card's answer makes it: HMAC-SHA-256, by Kc ‖ SRES, over [`message`]. The card makes it itself, so that they don't
/// leave it.
#[must_use]
pub fn proof(account: &AccountId, iccid: &str, rand: &[u8; 16], sres: &SecretBytes, kc: &SecretBytes) -> Bytes {
    let key = zeroize::Zeroizing::new([kc.expose(), sres.expose()].concat());
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    Bytes::from(hmac::sign(&key, &message(account, iccid, rand)))
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: B6 A12
    #[test]
    fn a_proof_is_of_one_account_card_and_challenge() {
        let (sres, kc) = (SecretBytes::from([1; 4]), SecretBytes::from([2; 8]));
        let (one, two) = (AccountId([1; 16]), AccountId([2; 16]));
        let of = |account, iccid, rand: u8, kc| proof(account, iccid, &[rand; 16], &sres, kc);
        let good = of(&one, "89999", 1, &kc);
        assert_eq!(good, of(&one, "89999", 1, &kc));
        for other in [
            of(&two, "89999", 1, &kc),
            of(&one, "89998", 1, &kc),
            of(&one, "89999", 2, &kc),
            of(&one, "89999", 1, &sres),
        ] {
            assert_ne!(good, other);
        }
    }
}

//! ECDSA on P-256 with SHA-256 in both encodings: X.509 has `SEQUENCE { r, s }`, SGP.22 has `r ‖ s` (64 bytes, §2.6.7.1).

use ring::signature::{ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use tlv::{Reader, Tag, Writer};

/// Verifies a raw `r ‖ s` signature. `key` is `04 ‖ x ‖ y`.
#[must_use]
pub fn verify_raw(key: &[u8; 65], message: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key).verify(message, signature).is_ok()
}

/// Verifies a DER signature. `key` is `04 ‖ x ‖ y`.
#[must_use]
pub fn verify_der(key: &[u8; 65], message: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key).verify(message, signature).is_ok()
}

/// `r ‖ s` → `SEQUENCE { r INTEGER, s INTEGER }`.
#[must_use]
pub fn raw_to_der(raw: &[u8; 64]) -> Vec<u8> {
    let (r, s) = raw.split_at(32);
    Writer::build(|w| {
        w.nest(Tag::SEQUENCE, |w| {
            integer(w, r);
            integer(w, s);
        });
    })
}

/// `SEQUENCE { r INTEGER, s INTEGER }` → `r ‖ s`; `None` if it is not DER or a number has more than 32 bytes.
#[must_use]
pub fn der_to_raw(signature: &[u8]) -> Option<[u8; 64]> {
    let mut numbers = tlv::parse_one(signature, Tag::SEQUENCE).ok()?.children();
    let mut out = [0; 64];
    let (r, s) = out.split_at_mut(32);
    read_integer(&mut numbers, r)?;
    read_integer(&mut numbers, s)?;
    numbers.end().ok()?;
    // One encoding for one signature: what does not come out again as it came in was not DER.
    (raw_to_der(&out) == signature).then_some(out)
}

fn read_integer(from: &mut Reader<'_>, to: &mut [u8]) -> Option<()> {
    let value = from.expect(Tag::INTEGER).ok()?.value;
    let digits = match value {
        [0, rest @ ..] => rest,
        [first, ..] if first & 0x80 == 0 => value,
        _ => return None,
    };
    let start = to.len().checked_sub(digits.len())?;
    to.get_mut(start..)?.copy_from_slice(digits);
    Some(())
}

/// Writes big-endian bytes as a non-negative INTEGER without superfluous zeros.
pub(super) fn integer(w: &mut Writer, bytes: &[u8]) {
    let skip = bytes.iter().take(bytes.len().saturating_sub(1)).take_while(|b| **b == 0).count();
    let digits = bytes.get(skip..).unwrap_or_default();
    if digits.first().is_none_or(|b| b & 0x80 != 0) {
        w.put(Tag::INTEGER, &[&[0], digits].concat());
    } else {
        w.put(Tag::INTEGER, digits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn both_encodings_carry_the_same_numbers(raw in any::<[u8; 32]>(), other in any::<[u8; 32]>(), zeros in 0usize..32) {
            let mut both = [0; 64];
            both[..32].copy_from_slice(&raw);
            both[32..].copy_from_slice(&other);
            both[..zeros].fill(0);
            prop_assert_eq!(der_to_raw(&raw_to_der(&both)), Some(both));
        }

        #[test]
        fn never_panics(input in proptest::collection::vec(any::<u8>(), 0..80)) {
            if let Some(raw) = der_to_raw(&input) {
                prop_assert_eq!(raw_to_der(&raw), input);
            }
        }
    }

    #[test]
    fn refuses_second_encodings() {
        let padded = [0x30, 0x08, 0x02, 0x02, 0x00, 0x01, 0x02, 0x02, 0x00, 0x01];
        assert_eq!(der_to_raw(&padded), None);
        let negative = [0x30, 0x06, 0x02, 0x01, 0x81, 0x02, 0x01, 0x01];
        assert_eq!(der_to_raw(&negative), None);
    }
}

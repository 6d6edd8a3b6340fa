//! The concealed identity: revealed by its home network alone, and only as it was concealed.
#![expect(clippy::expect_used, reason = "tests")]

use landfall_uicc::aka::suci::{Scheme, SuciError};
use p256::elliptic_curve::sec1::ToSec1Point;
use proptest::prelude::*;

const SECRET: [u8; 32] = [0x42; 32];
const SCHEMES: [Scheme; 2] = [Scheme::A, Scheme::B];

/// The home network's public key.
fn home_key(scheme: Scheme, secret: &[u8; 32]) -> Vec<u8> {
    match scheme {
        Scheme::A => x25519_dalek::PublicKey::from(&x25519_dalek::StaticSecret::from(*secret)).as_bytes().to_vec(),
        Scheme::B => {
            let secret = p256::SecretKey::from_slice(secret).expect("a scalar");
            secret.public_key().to_sec1_point(false).as_bytes().to_vec()
        }
    }
}

fn concealed(scheme: Scheme, identity: &[u8]) -> Vec<u8> {
    let mut random = |out: &mut [u8]| out.fill(0x17);
    scheme.conceal(&home_key(scheme, &SECRET), identity, &mut random).expect("a key of the scheme")
}

// R: A10
#[test]
fn every_changed_bit_is_noticed() {
    for scheme in SCHEMES {
        let output = concealed(scheme, b"0012080f6");
        assert_eq!(scheme.reveal(&SECRET, &output).expect("as concealed").expose(), b"0012080f6");
        for bit in 0..output.len() * 8 {
            let mut changed = output.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            let result = scheme.reveal(&SECRET, &changed);
            // X25519 skips the highest bit of a point, but the key derivation covers it.
            assert!(matches!(result, Err(SuciError::Tag | SuciError::Malformed)), "{scheme:?} bit {bit}: {result:?}");
        }
        for len in 0..output.len() {
            assert!(scheme.reveal(&SECRET, &output[..len]).is_err(), "{scheme:?} cut to {len}");
        }
        assert_eq!(scheme.reveal(&[0x43; 32], &output), Err(SuciError::Tag), "{scheme:?}: another network");
    }
}

// R: A10
#[test]
fn what_is_no_key_is_refused() {
    let conceal = |scheme: Scheme, key: &[u8]| scheme.conceal(key, b"1", &mut |out: &mut [u8]| out.fill(0x17));
    for scheme in SCHEMES {
        assert_eq!(conceal(scheme, &[]), Err(SuciError::HomeKey));
        assert_eq!(conceal(scheme, &[5; 31]), Err(SuciError::HomeKey));
    }
    assert_eq!(conceal(Scheme::A, &[0; 32]), Err(SuciError::HomeKey), "a point of small order");
    assert_eq!(conceal(Scheme::B, &[4; 65]), Err(SuciError::HomeKey), "no point of the curve");
    assert_eq!(Scheme::A.reveal(&SECRET, &[0; 48]), Err(SuciError::Malformed), "a point of small order");
    assert_eq!(Scheme::B.reveal(&[0; 32], &concealed(Scheme::B, b"1")), Err(SuciError::HomeKey), "no scalar");
}

// R: A10
#[test]
fn a_number_too_high_for_the_curve_is_drawn_again() {
    let home = home_key(Scheme::B, &SECRET);
    let mut draws = 0;
    let mut random = |out: &mut [u8]| {
        out.fill(if draws == 0 { 0xFF } else { 0x17 });
        draws += 1;
    };
    assert_eq!(Scheme::B.conceal(&home, b"1", &mut random), Ok(concealed(Scheme::B, b"1")));
    assert_eq!(Scheme::B.conceal(&home, b"1", &mut |out: &mut [u8]| out.fill(0xFF)), Err(SuciError::Random));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    // R: A10
    #[test]
    fn any_identity_comes_back(identity in prop::collection::vec(any::<u8>(), 0..100), draw: [u8; 32]) {
        for scheme in SCHEMES {
            let mut random = |out: &mut [u8]| out.copy_from_slice(&draw[..out.len()]);
            let output = scheme.conceal(&home_key(scheme, &SECRET), &identity, &mut random).expect("a key of the scheme");
            let revealed = scheme.reveal(&SECRET, &output).expect("as concealed");
            prop_assert_eq!(revealed.expose(), &identity[..]);
        }
    }

    // R: A10
    #[test]
    fn any_bytes_are_refused(output in prop::collection::vec(any::<u8>(), 0..120)) {
        for scheme in SCHEMES {
            prop_assert!(scheme.reveal(&SECRET, &output).is_err());
        }
    }
}

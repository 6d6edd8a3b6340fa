//! Whatever comes in: no panic, a typed error that names an element and a status, or a profile.

mod common;

use landfall_saip::{Package, build, personalise, resolve};
use proptest::prelude::*;
use std::sync::LazyLock;

static OWN: LazyLock<Vec<u8>> =
    LazyLock::new(|| build(&common::milenage()).expect("a complete row").encode().expose().to_vec());

fn try_all(input: &[u8]) {
    match Package::parse(input) {
        Ok(package) => {
            assert_eq!(package.encode().expose(), input);
            let _ = format!("{package:?}");
            match resolve(&package) {
                Ok(profile) => drop(profile.response().encode()),
                Err(error) => assert!(!error.response().encode().is_empty()),
            }
            let _ = personalise(&package, &common::tuak());
        }
        Err(error) => assert_ne!(error.status().status.0, 0, "{error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    // R: A10
    #[test]
    fn random_bytes(input in proptest::collection::vec(any::<u8>(), 0..600)) {
        try_all(&input);
    }

    // R: A10
    #[test]
    fn flipped_bits(flips in proptest::collection::vec((any::<prop::sample::Index>(), 0u8..8), 1..6)) {
        let mut bytes = OWN.clone();
        for (at, bit) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        try_all(&bytes);
    }

    // R: A10
    #[test]
    fn cut_short(at: prop::sample::Index) {
        let bytes = &OWN[..at.index(OWN.len())];
        prop_assert!(Package::parse(bytes).is_err());
        try_all(bytes);
    }
}

// R: A10
#[test]
fn every_bit_of_the_first_elements() {
    for at in 0..300 * 8 {
        let mut bytes = OWN.clone();
        bytes[at / 8] ^= 1 << (at % 8);
        try_all(&bytes);
    }
}

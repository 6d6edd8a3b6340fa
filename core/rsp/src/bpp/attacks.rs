//! Attacks on a bound profile package: each refused, and each shown to succeed once its check is taken away.

use super::channel::{Channel, Refused};
use super::frames::parse;
use super::{Binder, Cause, Opener, Part, Payload};
use crate::apdu::load_bound_profile_package;
use crate::checks::{EID_IN_KEYS, PACKAGE_SESSION, SEGMENT_MAC, SIGNATURE};
use crate::crypto::{OneTimeKey, SessionKeys};
use crate::message::{Raw, TransactionId};
use crate::metadata::{ConfigureIsdpRequest, StoreMetadataRequest};
use model::{Eid, without};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

const PROFILE: [u8; 12_000] = [0xA5; 12_000];

fn random(out: &mut [u8]) {
    SystemRandom::new().fill(out).expect("random is there");
}

fn signing_key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("random is there");
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).expect("made just now")
}

fn eid(body: &str) -> Eid {
    Eid::with_check_digits(body).expect("30 digits")
}

/// A session of a server with an eUICC.
struct Scene {
    server: EcdsaKeyPair,
    euicc: OneTimeKey,
    eid: Eid,
    transaction_id: TransactionId,
    metadata: Raw<StoreMetadataRequest>,
}

impl Scene {
    fn new() -> Self {
        let iccid = "8900101000000000019".parse().expect("19 digits");
        Self {
            server: signing_key(),
            euicc: OneTimeKey::generate(&mut random),
            eid: eid("890490320012345123451234567890"),
            transaction_id: [5; 16].into(),
            metadata: Raw::new(StoreMetadataRequest::new(iccid, "Harbour", "Week")),
        }
    }

    /// A package for this session by whoever has `key`.
    fn bound_by(&self, key: &EcdsaKeyPair, profile: &[u8]) -> Vec<u8> {
        let binder = Binder {
            transaction_id: &self.transaction_id,
            host_id: b"kiosk-7",
            eid: &self.eid,
            one_time_key: &OneTimeKey::generate(&mut random),
            euicc_otpk: &self.euicc.public_key(),
            configure_isdp: &ConfigureIsdpRequest::default(),
            store_metadata: &self.metadata,
            payload: Payload::Unprotected(profile),
        };
        let unsigned = binder.bind().expect("a package");
        let signature = key.sign(&SystemRandom::new(), &unsigned.message).expect("random is there");
        unsigned.signed(signature.as_ref().try_into().expect("fixed form"))
    }

    fn bound(&self) -> Vec<u8> {
        self.bound_by(&self.server, &PROFILE)
    }

    fn opener(&self) -> Opener {
        let key = self.server.public_key().as_ref().try_into().expect("uncompressed point");
        Opener::new(self.transaction_id.clone(), self.eid, key, self.euicc.clone())
    }

    /// Opens a package: the name in its metadata and its profile, or why it does not open.
    fn open(&self, package: &[u8]) -> Result<(String, Vec<u8>), Cause> {
        let (mut name, mut profile) = (String::new(), Vec::new());
        for part in self.opener().feed(package).map_err(|error| error.cause)? {
            match part {
                Part::StoreMetadata(metadata) => name.clone_from(&metadata.profile_name),
                Part::Profile(plain) => profile.extend_from_slice(&plain),
                Part::End => return Ok((name, profile)),
                Part::SecureChannel | Part::ConfigureIsdp(_) | Part::SessionKeysReplaced => {}
            }
        }
        Err(Cause::Structure)
    }
}

fn good() -> Result<(String, Vec<u8>), Cause> {
    Ok(("Week".to_owned(), PROFILE.to_vec()))
}

// R: F1
#[test]
fn a_package_that_the_server_did_not_sign() {
    let scene = Scene::new();
    assert_eq!(scene.open(&scene.bound()), good());
    let forged = scene.bound_by(&signing_key(), b"a profile of the attacker");
    assert_eq!(scene.open(&forged), Err(Cause::Signature));
    let taken = without(&[SIGNATURE], || scene.open(&forged)).expect("unchecked");
    assert_eq!(taken.1, b"a profile of the attacker");
}

// R: F1
#[test]
fn a_package_of_another_session() {
    let scene = Scene::new();
    let old = scene.bound();
    let next = Scene { transaction_id: [6; 16].into(), ..scene };
    assert_eq!(next.open(&old), Err(Cause::TransactionId));
    assert_eq!(without(&[PACKAGE_SESSION], || next.open(&old)), good());
}

// R: A4
#[test]
fn a_package_for_another_euicc() {
    let scene = Scene::new();
    let package = scene.bound();
    // Another one has neither the key nor any check that could be taken away to give it the profile.
    let thief = Scene::new();
    assert_eq!(thief.open(&package), Err(Cause::Signature));
    assert_eq!(without(&[SIGNATURE, PACKAGE_SESSION], || thief.open(&package)), Err(Cause::Mac));
    assert_ne!(without(&[SIGNATURE, PACKAGE_SESSION, SEGMENT_MAC], || thief.open(&package)), good());
    // One with a copy of the one-time key (a vault restored from another phone's backup) has another number.
    let mut scene = scene;
    let mut stolen = || {
        scene.eid = eid("890490320012345123451234567890");
        let package = scene.bound();
        scene.eid = eid("890490320000000000000000000001");
        scene.open(&package)
    };
    assert_eq!(stolen(), Err(Cause::Mac));
    assert_eq!(without(&[EID_IN_KEYS], stolen), good());
}

// R: F1
#[test]
fn metadata_and_profile_that_were_changed_on_the_way() {
    let scene = Scene::new();
    let mut package = scene.bound();
    let place = package.windows(4).position(|w| w == b"Week").expect("in the clear");
    package[place..place + 4].copy_from_slice(b"Year");
    assert_eq!(scene.open(&package), Err(Cause::Mac));
    assert_eq!(without(&[SEGMENT_MAC], || scene.open(&package)), Ok(("Year".to_owned(), PROFILE.to_vec())));
    // A flipped bit of the ciphertext flips the same bit of the next block.
    let mut package = scene.bound();
    let pieces = load_bound_profile_package(&package).expect("a package");
    let segment: usize = pieces[..5].iter().map(Vec::len).sum();
    package[segment + 4 + 16] ^= 1;
    assert_eq!(scene.open(&package), Err(Cause::Mac));
    let (_, profile) = without(&[SEGMENT_MAC], || scene.open(&package)).expect("unchecked");
    assert_eq!(profile[32], PROFILE[32] ^ 1);
}

// R: F1
#[test]
fn segments_that_were_swapped_doubled_or_left_out() {
    let scene = Scene::new();
    let pieces = load_bound_profile_package(&scene.bound()).expect("a package");
    let fed = |order: &[usize]| {
        let mut opener = scene.opener();
        let mut parts = Vec::new();
        for piece in (0..5).chain(order.iter().copied()) {
            match opener.feed(&pieces[piece]) {
                Ok(more) => parts.extend(more),
                Err(error) => return Err(error.cause),
            }
        }
        Ok(parts.iter().filter(|part| matches!(part, Part::Profile(_))).count())
    };
    assert_eq!(fed(&[5, 6, 7]), Ok(3));
    for order in [&[6, 5, 7][..], &[5, 5, 6], &[5, 7]] {
        assert_eq!(fed(order), Err(Cause::Mac), "{order:?}");
        assert_eq!(without(&[SEGMENT_MAC], || fed(order)), Ok(order.len()), "{order:?}");
    }
}

// R: F1
#[test]
fn a_hundred_thousand_random_bits_of_the_profile() {
    let keys = SessionKeys {
        initial_mac_chaining_value: Zeroizing::new([1; 16]),
        enc: Zeroizing::new([2; 16]),
        mac: Zeroizing::new([3; 16]),
    };
    let mut segments = Vec::new();
    Channel::new(&keys).encrypt(0x86, &PROFILE, &mut segments);
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut channel = Channel::new(&keys);
    let mut reader = tlv::Reader::new(&segments);
    while let Some(segment) = reader.next().expect("well formed") {
        // A refused segment changes nothing: the next attempt meets the same channel.
        for _ in 0..100_000_usize.div_ceil(12) {
            let mut flipped = segment.raw.to_vec();
            let bit = next(flipped.len() * 8);
            flipped[bit / 8] ^= 1 << (bit % 8);
            let by = match parse(&flipped) {
                Err(_) => "its length",
                Ok(object) if object.tag.0 != 0x86 && bit >= 8 => panic!("the tag is in the first byte"),
                Ok(object) => match channel.open(&object) {
                    Err(Refused::Mac) => "its MAC",
                    Err(other) => panic!("{other:?}"),
                    Ok(_) => panic!("bit {bit} does not count"),
                },
            };
            *counts.entry(by).or_default() += 1;
        }
        channel.open(&segment).expect("as it was made");
    }
    assert!(counts.values().sum::<usize>() >= 100_000, "{counts:?}");
    assert!(counts["its MAC"] > 99_000, "{counts:?}");
}

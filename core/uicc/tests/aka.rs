//! A card and its network authenticate each other, whatever the algorithm, and nobody else does.
#![expect(clippy::expect_used, reason = "tests")]

use aes::cipher::{BlockCipherEncrypt, KeyInit};
use landfall_uicc::aka::{
    Aka, AkaFailure, BadKeys, Functions, SqnArray, SqnConfig,
    comp128::{Comp128, Version},
    milenage::{Milenage, Parameters},
    tuak::{Sizes, Tuak},
    usim_test::{AMF_RESYNCH, UsimTest},
};
use model::{Algorithm, SecretBytes};
use proptest::prelude::*;

const K: [u8; 16] = *b"a subscriber key";
const OPC: [u8; 16] = *b"an operator's OP";
const RAND: [u8; 16] = *b"a fresh RAND of ";
const AMF: [u8; 2] = [0x80, 0];

fn own_constants() -> Parameters {
    Parameters { rotations: [3, 127, 0, 65, 12], constants: [[0x11; 16], [0; 16], [0x5A; 16], [0xFF; 16], K] }
}

/// Every algorithm with a 3G context, in several sizes.
fn algorithms() -> Vec<(String, Aka)> {
    let tuak = |key: &[u8], iterations, res| {
        let tuak = Tuak::new(key, &[0x70; 32], iterations, Sizes { res, ..Sizes::default() }).expect("TUAK's sizes");
        Aka::tuak(tuak).expect("AKA's sizes")
    };
    let mut all = vec![
        ("MILENAGE".to_owned(), Aka::milenage(Milenage::new(&K, &OPC))),
        ("MILENAGE, own constants".to_owned(), Aka::milenage(Milenage::with(&K, &OPC, &own_constants()))),
        ("MILENAGE, RES of 32 bits".to_owned(), {
            Aka::milenage(Milenage::new(&K, &OPC).res_size(4).expect("a size of RES"))
        }),
        ("test algorithm".to_owned(), Aka::usim_test(UsimTest::new(&K, 16).expect("a size of RES"))),
        ("test algorithm, RES of 48 bits".to_owned(), Aka::usim_test(UsimTest::new(&K, 6).expect("a size of RES"))),
    ];
    for res in [4, 8, 16] {
        all.push((format!("TUAK, RES of {res}"), tuak(&K, 1, res)));
        all.push((format!("TUAK, long key, RES of {res}"), tuak(&[K, OPC].concat(), 2, res)));
    }
    all
}

/// 48 bits: SEQ and an index of 5 bits.
fn sqn(seq: u64, ind: u64) -> u64 {
    seq << 5 | ind
}

// R: A10
#[test]
fn card_and_network_agree() {
    for (name, aka) in algorithms() {
        let mut array = SqnArray::new(SqnConfig::default());
        let vector = aka.vector(&RAND, sqn(1, 0), &AMF).expect("a 3G algorithm");
        let answer = aka.authenticate(&RAND, &vector.autn, &mut array).expect(&name);
        assert_eq!((answer.res, answer.ck, answer.ik), (vector.xres, vector.ck, vector.ik), "{name}");
        assert_eq!(*answer.kc, vector.gsm.kc, "{name}");
        assert_eq!(aka.gsm(&RAND), vector.gsm, "{name}: a 2G network");
        assert_eq!(array.highest(), sqn(1, 0), "{name}");
    }
}

// R: A10
#[test]
fn a_changed_challenge_is_refused() {
    for (name, aka) in algorithms() {
        let mut array = SqnArray::new(SqnConfig::default());
        let autn = aka.vector(&RAND, sqn(1, 0), &AMF).expect("a 3G algorithm").autn;
        for bit in 0..128 {
            let mut changed = autn;
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(aka.authenticate(&RAND, &changed, &mut array), Err(AkaFailure::Mac), "{name}: AUTN bit {bit}");
        }
        let mut other = RAND;
        other[0] ^= 1;
        assert_eq!(aka.authenticate(&other, &autn, &mut array), Err(AkaFailure::Mac), "{name}: RAND");
        assert_eq!(array, SqnArray::new(SqnConfig::default()), "{name}: nothing is remembered");
    }
}

// R: A10
#[test]
fn a_repetition_resynchronises_the_network() {
    for (name, aka) in algorithms() {
        let mut array = SqnArray::new(SqnConfig::default());
        for (seq, ind) in [(70, 3), (75, 4)] {
            let autn = aka.vector(&RAND, sqn(seq, ind), &AMF).expect("a 3G algorithm").autn;
            aka.authenticate(&RAND, &autn, &mut array).expect(&name);
        }
        let before = array.clone();
        let autn = aka.vector(&RAND, sqn(70, 3), &AMF).expect("a 3G algorithm").autn;
        let Err(AkaFailure::Resync { auts }) = aka.authenticate(&RAND, &autn, &mut array) else {
            panic!("{name}: a repetition was accepted");
        };
        assert_eq!(array, before, "{name}");
        assert_eq!(aka.resynchronise(&RAND, &auts), Some(sqn(75, 4)), "{name}");
        for bit in 0..112 {
            let mut changed = auts;
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(aka.resynchronise(&RAND, &changed), None, "{name}: AUTS bit {bit}");
        }
        let autn = aka.vector(&RAND, sqn(76, 3), &AMF).expect("a 3G algorithm").autn;
        aka.authenticate(&RAND, &autn, &mut array).expect(&name);
    }
}

// R: A10
#[test]
fn a_test_network_asks_for_resynchronisation() {
    let test = Aka::usim_test(UsimTest::new(&K, 16).expect("a size of RES"));
    let mut array = SqnArray::new(SqnConfig::default());
    let autn = test.vector(&RAND, sqn(9, 0), &AMF_RESYNCH).expect("a 3G algorithm").autn;
    let Err(AkaFailure::Resync { auts }) = test.authenticate(&RAND, &autn, &mut array) else {
        panic!("the AMF was not heeded");
    };
    assert_eq!(test.resynchronise(&RAND, &auts), Some(0));
    assert_eq!(array.highest(), 0);
    let milenage = Aka::milenage(Milenage::new(&K, &OPC));
    let autn = milenage.vector(&RAND, sqn(9, 0), &AMF_RESYNCH).expect("a 3G algorithm").autn;
    assert!(milenage.authenticate(&RAND, &autn, &mut array).is_ok(), "to other algorithms that AMF says nothing");
}

// R: A10
#[test]
fn comp128_has_no_3g_context() {
    for version in [Version::V1, Version::V2, Version::V3] {
        let aka = Aka::comp128(Comp128::new(version, &K));
        let mut array = SqnArray::new(SqnConfig::default());
        assert!(!aka.has_3g());
        assert_eq!(aka.authenticate(&RAND, &[0; 16], &mut array), Err(AkaFailure::Context));
        assert_eq!(aka.vector(&RAND, 1, &AMF), None);
        assert_eq!(aka.resynchronise(&RAND, &[0; 14]), None);
    }
}

// R: A10
#[test]
fn stock_rows_become_algorithms() {
    let secret = |len: usize| SecretBytes::new(vec![0x11; len]);
    let tuak = |topc, iterations, res_size| Algorithm::Tuak { topc: secret(topc), iterations, res_size };
    let table = [
        (Algorithm::Milenage { opc: secret(16) }, 16, None),
        (Algorithm::Milenage { opc: secret(16) }, 32, Some(BadKeys::KiSize)),
        (Algorithm::Milenage { opc: secret(15) }, 16, Some(BadKeys::OpcSize)),
        (tuak(32, 1, 8), 16, None),
        (tuak(32, 1, 16), 32, None),
        (tuak(32, 1, 8), 24, Some(BadKeys::KiSize)),
        (tuak(16, 1, 8), 16, Some(BadKeys::OpcSize)),
        (tuak(32, 0, 8), 16, Some(BadKeys::Parameters)),
        (tuak(32, 1, 5), 16, Some(BadKeys::Parameters)),
        (tuak(32, 1, 32), 16, Some(BadKeys::NotForAka)),
        (Algorithm::Comp128 { version: 1 }, 16, None),
        (Algorithm::Comp128 { version: 0 }, 16, Some(BadKeys::Parameters)),
        (Algorithm::Comp128 { version: 3 }, 15, Some(BadKeys::KiSize)),
    ];
    for (algorithm, ki, problem) in table {
        assert_eq!(Aka::new(&algorithm, &secret(ki)).err(), problem, "{algorithm:?} with a Ki of {ki}");
    }
}

#[test]
fn sizes_that_an_algorithm_has_not_are_refused() {
    for sizes in [
        Sizes { mac: 4, ..Sizes::default() },
        Sizes { res: 6, ..Sizes::default() },
        Sizes { ck: 8, ..Sizes::default() },
        Sizes { ik: 64, ..Sizes::default() },
    ] {
        assert_eq!(Tuak::new(&K, &[0; 32], 1, sizes).err(), Some(BadKeys::Parameters), "{sizes:?}");
    }
    for sizes in [
        Sizes { mac: 16, ..Sizes::default() },
        Sizes { ck: 32, ..Sizes::default() },
        Sizes { ik: 32, ..Sizes::default() },
    ] {
        let tuak = Tuak::new(&K, &[0; 32], 1, sizes).expect("TUAK has these sizes");
        assert_eq!(Aka::tuak(tuak).err(), Some(BadKeys::NotForAka), "{sizes:?}");
    }
    assert!(Milenage::new(&K, &OPC).res_size(9).is_err() && Milenage::new(&K, &OPC).res_size(3).is_err());
    assert!(UsimTest::new(&K, 17).is_err() && UsimTest::new(&K, 3).is_err());
}

#[test]
fn debug_shows_no_key() {
    let aka = Aka::milenage(Milenage::new(&[0xAB; 16], &[0xCD; 16]));
    let vector = aka.vector(&RAND, 1, &AMF).expect("a 3G algorithm");
    let shown = format!("{aka:?} {vector:?}");
    for secret in [&vector.xres[..], &vector.ck, &vector.ik, &vector.gsm.sres, &vector.gsm.kc, &[0xAB; 16], &[0xCD; 16]]
    {
        assert!(!shown.contains(&format!("{secret:?}")) && !shown.contains(&hex::encode(secret)), "{shown}");
    }
}

/// MILENAGE word for word from TS 35.206 §4.1, bit by bit.
struct ByTheBook {
    k: [u8; 16],
    opc: [u8; 16],
    parameters: Parameters,
}

impl ByTheBook {
    fn enciphered(&self, mut block: [u8; 16]) -> [u8; 16] {
        aes::Aes128::new(&self.k.into()).encrypt_block((&mut block).into());
        block
    }

    fn rotated(bits: [u8; 16], by: u8) -> [u8; 16] {
        let bit = |i: usize| bits[i / 8] >> (7 - i % 8) & 1;
        std::array::from_fn(|byte| (0..8).fold(0, |sum, i| sum << 1 | bit((8 * byte + i + usize::from(by)) % 128)))
    }

    fn xor(a: [u8; 16], b: [u8; 16]) -> [u8; 16] {
        std::array::from_fn(|i| a[i] ^ b[i])
    }

    fn out(&self, n: usize, rand: [u8; 16], in1: [u8; 16]) -> [u8; 16] {
        let Parameters { rotations: r, constants: c } = &self.parameters;
        let temp = self.enciphered(Self::xor(rand, self.opc));
        let input = if n == 1 {
            Self::xor(temp, Self::xor(Self::rotated(Self::xor(in1, self.opc), r[0]), c[0]))
        } else {
            Self::xor(Self::rotated(Self::xor(temp, self.opc), r[n - 1]), c[n - 1])
        };
        Self::xor(self.enciphered(input), self.opc)
    }
}

proptest! {
    // R: A10
    #[test]
    fn milenage_with_any_constants(
        k: [u8; 16], opc: [u8; 16], rand: [u8; 16], sqn: [u8; 6], amf: [u8; 2],
        rotations in prop::array::uniform5(0..128_u8), constants: [[u8; 16]; 5],
    ) {
        let book = ByTheBook { k, opc, parameters: Parameters { rotations, constants } };
        let ours = Milenage::with(&k, &opc, &book.parameters);
        let half = [&sqn[..], &amf].concat();
        let in1: [u8; 16] = [&half[..], &half].concat().try_into().expect("16 bytes");
        let out = |n| book.out(n, rand, in1);
        let answer = ours.f2345(&rand);
        prop_assert_eq!(&ours.f1(&rand, &sqn, &amf)[..], &out(1)[..8]);
        prop_assert_eq!(&ours.f1_star(&rand, &sqn, &amf)[..], &out(1)[8..]);
        prop_assert_eq!(&*answer.res, &out(2)[8..]);
        prop_assert_eq!(&answer.ak[..], &out(2)[..6]);
        prop_assert_eq!(&*answer.ck, &out(3)[..]);
        prop_assert_eq!(&*answer.ik, &out(4)[..]);
        prop_assert_eq!(&ours.f5_star(&rand)[..], &out(5)[..6]);
        prop_assert_eq!(ours.f12345(&rand, &sqn, &amf), (ours.f1(&rand, &sqn, &amf), answer));
    }

    // R: A10
    #[test]
    fn any_challenge_is_answered_or_refused(rand: [u8; 16], autn: [u8; 16], auts: [u8; 14]) {
        for (_, aka) in algorithms() {
            let mut array = SqnArray::new(SqnConfig::default());
            prop_assert_eq!(aka.authenticate(&rand, &autn, &mut array), Err(AkaFailure::Mac));
            prop_assert_eq!(aka.resynchronise(&rand, &auts), None);
        }
    }
}

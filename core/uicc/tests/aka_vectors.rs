//! Published and cross-checked vectors of the authentication algorithms. `tests/vectors` holds a part of the COMP128
//! ones; the whole list is read from the shared folder where that is there.
#![expect(clippy::expect_used, clippy::print_stderr, reason = "tests")]

use landfall_uicc::aka::{
    Aka, AkaFailure, Functions, SqnArray, SqnConfig,
    comp128::{Comp128, Version},
    five_g,
    milenage::Milenage,
    suci::Scheme,
    tuak::{Sizes, Tuak},
};
use serde_json::Value;
use std::path::PathBuf;

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("vectors are JSON")
}

fn list<'a>(vectors: &'a Value, name: &str) -> &'a [Value] {
    vectors[name].as_array().map(Vec::as_slice).filter(|list| !list.is_empty()).expect("a list of vectors")
}

fn hex(vector: &Value, field: &str) -> Vec<u8> {
    hex::decode(vector[field].as_str().expect(field)).expect(field)
}

fn bytes<const N: usize>(vector: &Value, field: &str) -> [u8; N] {
    hex(vector, field).try_into().expect(field)
}

fn size(vector: &Value, field: &str) -> usize {
    usize::try_from(vector[field].as_u64().expect(field)).expect(field)
}

fn number(sqn: [u8; 6]) -> u64 {
    sqn.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

// R: A10
#[test]
fn milenage_ts_35_208() {
    let vectors = json(include_str!("vectors/milenage.json"));
    for v in list(&vectors, "vectors") {
        let (k, rand, sqn, amf) = (bytes(v, "k"), bytes(v, "rand"), bytes(v, "sqn"), bytes(v, "amf"));
        assert_eq!(Milenage::opc(&k, &bytes(v, "op")), bytes(v, "opc"), "{}", v["name"]);
        let milenage = Milenage::new(&k, &bytes(v, "opc"));
        let answer = milenage.f2345(&rand);
        assert_eq!(milenage.f1(&rand, &sqn, &amf), bytes(v, "f1"));
        assert_eq!(milenage.f1_star(&rand, &sqn, &amf), bytes(v, "f1star"));
        assert_eq!(*answer.res, hex(v, "f2"));
        assert_eq!(*answer.ck, hex(v, "f3"));
        assert_eq!(*answer.ik, hex(v, "f4"));
        assert_eq!(*answer.ak, bytes(v, "f5"));
        assert_eq!(milenage.f5_star(&rand), bytes(v, "f5star"));

        let derived = &v["derived"];
        let aka = Aka::milenage(milenage);
        let vector = aka.vector(&rand, number(sqn), &amf).expect("a 3G algorithm");
        assert_eq!(vector.autn, bytes(derived, "autn"));
        assert_eq!(*vector.xres, hex(v, "f2"));
        assert_eq!(vector.gsm, aka.gsm(&rand));
        assert_eq!(vector.gsm.sres, bytes(derived, "gsm_sres"));
        assert_eq!(vector.gsm.kc, bytes(derived, "gsm_kc"));
        let auts = bytes(derived, "auts_sqnms_eq_sqn_amf0000");
        assert_eq!(aka.resynchronise(&rand, &auts), Some(number(sqn)));
        card_answers_auts(&aka, &rand, number(sqn), &auts);
    }
}

/// A card whose highest number is `sqn` answers a repetition with `auts`.
fn card_answers_auts(aka: &Aka, rand: &[u8; 16], sqn: u64, auts: &[u8; 14]) {
    let mut array = SqnArray::new(SqnConfig { delta: None, ..SqnConfig::default() });
    let autn = aka.vector(rand, sqn, &[0x80, 0]).expect("a 3G algorithm").autn;
    aka.authenticate(rand, &autn, &mut array).expect("fresh");
    assert_eq!(aka.authenticate(rand, &autn, &mut array), Err(AkaFailure::Resync { auts: *auts }));
}

// R: A10
#[test]
fn tuak_ts_35_233() {
    let vectors = json(include_str!("vectors/tuak.json"));
    for v in list(&vectors, "vectors") {
        let sizes =
            Sizes { mac: size(v, "mac_len"), res: size(v, "res_len"), ck: size(v, "ck_len"), ik: size(v, "ik_len") };
        let iterations = u8::try_from(size(v, "keccak_iterations")).expect("a few");
        let (k, rand, sqn, amf) = (hex(v, "k"), bytes(v, "rand"), bytes(v, "sqn"), bytes(v, "amf"));
        assert_eq!(Tuak::topc(&k, &bytes(v, "top"), iterations), Ok(bytes(v, "topc")), "{}", v["name"]);
        let tuak = Tuak::new(&k, &bytes(v, "topc"), iterations, sizes).expect("sizes of TUAK");
        let answer = tuak.f2345(&rand);
        assert_eq!(*tuak.mac_a(&rand, &sqn, &amf), hex(v, "f1"));
        assert_eq!(*tuak.mac_s(&rand, &sqn, &amf), hex(v, "f1star"));
        assert_eq!(*answer.res, hex(v, "f2"));
        assert_eq!(*answer.ck, hex(v, "f3"));
        assert_eq!(*answer.ik, hex(v, "f4"));
        assert_eq!(*answer.ak, bytes(v, "f5"));
        assert_eq!(tuak.f5_star(&rand), bytes(v, "f5star"));
    }
}

// R: A10
#[test]
fn tuak_vectors_of_a_network() {
    let vectors = json(include_str!("vectors/tuak.json"));
    for v in list(&vectors, "random_vectors") {
        let (rand, sqn, amf) = (bytes(v, "rand"), bytes(v, "sqn"), bytes(v, "amf"));
        let sizes = Sizes { res: hex(v, "res").len(), ..Sizes::default() };
        let tuak = Tuak::new(&hex(v, "k"), &bytes(v, "topc"), 1, sizes).expect("sizes of TUAK");
        assert_eq!(tuak.f1_star(&rand, &sqn, &amf), bytes(v, "f1star"));
        assert_eq!(tuak.f5_star(&rand), bytes(v, "f5star"));
        let aka = Aka::tuak(tuak).expect("sizes of AKA");
        let vector = aka.vector(&rand, number(sqn), &amf).expect("a 3G algorithm");
        assert_eq!(vector.autn, bytes(v, "autn"));
        assert_eq!(*vector.xres, hex(v, "res"));
        assert_eq!(*vector.ck, hex(v, "ck"));
        assert_eq!(*vector.ik, hex(v, "ik"));
        assert_eq!(vector.gsm.sres, bytes(v, "gsm_sres"));
        assert_eq!(vector.gsm.kc, bytes(v, "gsm_kc"));
    }
}

fn comp128(vectors: &Value) {
    let lists = [
        ("comp128v1", Version::V1),
        ("comp128v2", Version::V2),
        ("comp128v3", Version::V3),
        ("libosmocore_v2", Version::V2),
        ("libosmocore_v3", Version::V3),
    ];
    for (name, version) in lists {
        for v in list(vectors, name) {
            let triplet = Aka::comp128(Comp128::new(version, &bytes(v, "ki"))).gsm(&bytes(v, "rand"));
            assert_eq!(triplet.sres, bytes(v, "sres"), "{name} {v}");
            assert_eq!(triplet.kc, bytes(v, "kc"), "{name} {v}");
        }
    }
}

// R: A10
#[test]
fn comp128_of_all_versions() {
    comp128(&json(include_str!("vectors/comp128.json")));
}

// R: A10
#[test]
fn comp128_the_whole_list() {
    let shared = std::env::var_os("LANDFALL_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    match std::fs::read_to_string(shared.join("vectors/comp128.json")) {
        Ok(text) => comp128(&json(&text)),
        Err(_) if std::env::var_os("CI").is_none() => eprintln!("skipped: no vectors in {}", shared.display()),
        Err(e) => panic!("CI has the shared vectors in {}: {e}", shared.display()),
    }
}

// R: A10
#[test]
fn keys_of_4g_and_5g() {
    let (derived, milenage) = (json(include_str!("vectors/aka5g.json")), json(include_str!("vectors/milenage.json")));
    let network = "001-01".parse().expect("the test network");
    let name = five_g::serving_network_name(&network);
    assert_eq!(derived["snn"], name);
    for (v, m) in list(&derived, "vectors").iter().zip(list(&milenage, "vectors")) {
        assert_eq!(v["name"], m["name"]);
        let (rand, autn) = (bytes(m, "rand"), bytes(&m["derived"], "autn"));
        let keys = five_g::Keys::new(&hex(m, "f3"), &hex(m, "f4"));
        assert_eq!(*keys.res_star(&name, &rand, &hex(m, "f2")), hex(v, "res_star"));
        let k_ausf = keys.k_ausf(&name, &autn);
        assert_eq!(*k_ausf, hex(v, "kausf"));
        assert_eq!(*five_g::k_seaf(&k_ausf, &name), hex(v, "kseaf"));
        let (ck, ik) = keys.ck_ik_prime(&name, &autn);
        assert_eq!((ck.to_vec(), ik.to_vec()), (hex(v, "ck_prime"), hex(v, "ik_prime")));
        assert_eq!(*keys.k_asme(&network, &autn), hex(v, "kasme_plmn_00f110"));
    }
}

// R: A10
#[test]
fn suci_ts_33_501_annex_c_4() {
    let vectors = json(include_str!("vectors/aka5g.json"));
    for v in list(&vectors, "suci") {
        let scheme = if v["profile"] == "A" { Scheme::A } else { Scheme::B };
        let one_time = hex(v, "eph_priv");
        let mut random = |out: &mut [u8]| out.copy_from_slice(&one_time);
        let output = scheme.conceal(&hex(v, "hn_pub"), &hex(v, "plaintext"), &mut random).expect("a key of the scheme");
        assert_eq!(output, [hex(v, "eph_pub"), hex(v, "ciphertext"), hex(v, "mac")].concat());
        let revealed = scheme.reveal(&bytes(v, "hn_priv"), &output).expect("what was concealed");
        assert_eq!(revealed.expose(), hex(v, "plaintext"));
    }
}

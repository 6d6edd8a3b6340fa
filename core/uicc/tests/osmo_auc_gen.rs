//! Our algorithms against an independent implementation: `osmo-auc-gen` of Debian's `libosmocore-utils`, one process a
//! case. Without it the tests are skipped, but in CI they fail.
#![expect(clippy::expect_used, clippy::print_stderr, reason = "tests")]

use landfall_uicc::aka::{
    Aka, AkaFailure, SqnArray, SqnConfig,
    comp128::{Comp128, Version},
    milenage::Milenage,
    usim_test::UsimTest,
};
use std::{
    collections::BTreeMap,
    process::Command,
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

const TOOL: &str = "osmo-auc-gen";
const CASES: u64 = 10_000;

/// Splitmix64: the same cases in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.next() as u8)
    }
}

/// Whether the tool is there; says so if not, and fails in CI.
fn tool_is_there() -> bool {
    let there = Command::new(TOOL).arg("--help").output().is_ok();
    assert!(there || std::env::var_os("CI").is_none(), "CI needs {TOOL} (Debian: libosmocore-utils)");
    if !there {
        eprintln!("skipped: no {TOOL} (Debian: libosmocore-utils)");
    }
    there
}

/// What the tool answers: its lines `NAME:\tvalue`.
fn ask(arguments: &[&str]) -> BTreeMap<String, String> {
    let output = Command::new(TOOL).args(arguments).output().expect("the tool runs");
    let text = String::from_utf8(output.stdout).expect("the tool writes text");
    let fields = text.lines().filter_map(|line| line.split_once(":\t"));
    fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Runs `case` for the numbers 0 to `cases`, on all processors.
fn for_each_case(cases: u64, case: impl Fn(&mut Numbers, u64) + Sync) {
    if !tool_is_there() {
        return;
    }
    let next = AtomicU64::new(0);
    let threads = 2 * thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= cases {
                        return;
                    }
                    case(&mut Numbers(number << 32), number);
                }
            });
        }
    });
    assert!(next.into_inner() >= cases, "every case ran");
}

fn same(answer: &BTreeMap<String, String>, name: &str, ours: &[u8], case: u64) {
    assert_eq!(answer.get(name).map(String::as_str), Some(hex::encode(ours).as_str()), "{name} of case {case}");
}

/// A vector for `sqn` as the tool is to make it, given that for some algorithms it reads another SQN.
fn compare_vector(aka: &Aka, algorithm: &[&str], asked: u64, sqn: u64, amf: [u8; 2], rand: [u8; 16], case: u64) {
    let (amf_text, asked, rand_text) = (hex::encode(amf), asked.to_string(), hex::encode(rand));
    let answer = ask(&[&["-3", "-f", &amf_text, "-s", &asked, "-r", &rand_text], algorithm].concat());
    let vector = aka.vector(&rand, sqn, &amf).expect("a 3G algorithm");
    same(&answer, "AUTN", &vector.autn, case);
    same(&answer, "RES", &vector.xres, case);
    same(&answer, "CK", &vector.ck, case);
    same(&answer, "IK", &vector.ik, case);
    same(&answer, "SRES", &vector.gsm.sres, case);
    same(&answer, "Kc", &vector.gsm.kc, case);
    assert_eq!(vector.gsm, aka.gsm(&rand));
}

// R: A10
#[test]
fn milenage_vectors() {
    for_each_case(CASES, |numbers, case| {
        let (k, op, rand, amf) = (numbers.bytes(), numbers.bytes(), numbers.bytes(), numbers.bytes());
        let sqn = numbers.next() >> 16;
        let opc = Milenage::opc(&k, &op);
        let aka = Aka::milenage(Milenage::new(&k, &opc));
        // Half of the cases give OP, so that OPc is compared too.
        let operator = if case % 2 == 0 { ("-o", hex::encode(opc)) } else { ("-O", hex::encode(op)) };
        let algorithm = ["-a", "MILENAGE", "-k", &hex::encode(k), operator.0, &operator.1];
        compare_vector(&aka, &algorithm, sqn, sqn, amf, rand, case);
    });
}

// R: A10
#[test]
fn a_cards_auts_brings_the_network_back() {
    for_each_case(1_000, |numbers, case| {
        let (k, opc, rand) = (numbers.bytes(), numbers.bytes(), numbers.bytes());
        let sqn = numbers.next() >> 16 | 32;
        let aka = Aka::milenage(Milenage::new(&k, &opc));
        let mut array = SqnArray::new(SqnConfig { delta: None, ..SqnConfig::default() });
        let autn = aka.vector(&rand, sqn, &[0x80, 0]).expect("a 3G algorithm").autn;
        aka.authenticate(&rand, &autn, &mut array).expect("fresh");
        let Err(AkaFailure::Resync { auts }) = aka.authenticate(&rand, &autn, &mut array) else {
            panic!("a repetition of case {case} was accepted");
        };
        let (k, opc, rand, auts) = (hex::encode(k), hex::encode(opc), hex::encode(rand), hex::encode(auts));
        let answer = ask(&["-3", "-a", "MILENAGE", "-k", &k, "-o", &opc, "-r", &rand, "-A", &auts]);
        assert_eq!(answer.get("SQN.MS"), Some(&sqn.to_string()), "case {case}");
    });
}

// R: A10
#[test]
fn comp128_triplets() {
    let versions =
        [("COMP128v1", Version::V1), ("COMP128v2", Version::V2), ("COMP128v3", Version::V3)].into_iter().cycle();
    for_each_case(CASES, |numbers, case| {
        let (ki, rand) = (numbers.bytes(), numbers.bytes());
        let (name, version) = versions.clone().nth((case % 3) as usize).expect("a cycle does not end");
        let answer = ask(&["-2", "-a", name, "-k", &hex::encode(ki), "-r", &hex::encode(rand)]);
        let triplet = Aka::comp128(Comp128::new(version, &ki)).gsm(&rand);
        same(&answer, "SRES", &triplet.sres, case);
        same(&answer, "Kc", &triplet.kc, case);
    });
}

// R: A10
#[test]
fn the_test_algorithm() {
    for_each_case(500, |numbers, case| {
        let (k, rand, amf) = (numbers.bytes(), numbers.bytes(), numbers.bytes());
        let sqn = numbers.next() >> 17;
        let aka = Aka::usim_test(UsimTest::new(&k, 16).expect("a RES of 128 bits"));
        // The tool takes one step off SQN (IND of 5 bits), which only MILENAGE puts back.
        compare_vector(
            &aka,
            &["-a", "XOR", "-k", &hex::encode(k), "-o", &hex::encode(k)],
            sqn + 32,
            sqn,
            amf,
            rand,
            case,
        );
    });
}

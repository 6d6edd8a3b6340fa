//! Answers of the SM-DP+ that were replayed, cut short or changed on their way to the phone, at each step: LPA and eUICC together.

use landfall_flows::{
    Shop, Stock,
    buyer::Buyer,
    handset::{Ended, Handset},
};
use model::{Check, Random, without};
use nearfield::sim::Dice;
use rsp::{
    es9::{AuthenticateClientOk, AuthenticateClientResponse as Offered, GetBoundProfilePackageResponse, Response},
    lpa::Kept,
};
use std::collections::BTreeMap;

const SEED: u64 = 7;
/// In the place of a check: nothing was changed in what the answer means.
const SAME: &str = "says the same";
/// At most so many changes are of that kind: five for each BIT STRING of named bits.
const FEW: u64 = 10;

/// A phone, and every answer that its download got; with the same seed the same phone asks the same again.
struct Recording {
    shop: Shop,
    buyer: Buyer,
    answers: Vec<Vec<u8>>,
    signatures: Vec<[u8; 64]>,
    /// The eUICC once it was ready for the package.
    prepared: euicc::State,
}

fn recorded() -> Recording {
    let shop = Shop::closed(&Stock::new("visitor", "free", 5));
    let buyer = Buyer::new(&shop, "visitor", "phone");
    let mut answers = Vec::new();
    let mut phone = Handset::new(&buyer, shop.root(), SEED);
    let ended = phone.download(&buyer, |_, request| {
        let answer = shop.es9(request).expect("its own");
        answers.push(answer.clone());
        Some(answer)
    });
    assert_eq!((ended, answers.len()), (Ended::Installed, 3));
    let signatures = phone.signatures().to_vec();
    let mut phone = Handset::new(&buyer, shop.root(), SEED).repeating(&signatures);
    let ended = phone.download(&buyer, |n, _| answers.get(n).filter(|_| n < 2).cloned());
    assert_eq!(ended.check(), "Unreachable(\"nobody");
    let prepared = phone.euicc.state().clone();
    assert!(prepared.prepared.newest().is_some());
    Recording { shop, buyer, answers, signatures, prepared }
}

impl Recording {
    /// The recorded download with answer `at` in the place of the true one; whether a profile came of it.
    fn played(&self, at: usize, answer: &[u8]) -> Ended {
        let mut phone = Handset::new(&self.buyer, self.shop.root(), SEED).repeating(&self.signatures);
        let ended = phone
            .download(&self.buyer, |n, _| if n == at { Some(answer.to_vec()) } else { self.answers.get(n).cloned() });
        assert_eq!(ended == Ended::Installed, !phone.euicc.state().profiles.is_empty());
        ended
    }
}

fn flipped(message: &[u8], bit: usize) -> Vec<u8> {
    let mut bad = message.to_vec();
    bad[bit / 8] ^= 1 << (bit % 8);
    bad
}

/// Every bit and every cut of answer `at`: which check refused how many. What is only written in another way says the same, and may be taken:
/// the unused bits of a BIT STRING that nobody signs.
fn spoiled(recording: &Recording, at: usize) -> BTreeMap<String, u64> {
    let answer = &recording.answers[at];
    let meant = Response::decode(answer).expect("the server's own");
    let mut by_check = BTreeMap::new();
    let mut note = |bad: &[u8]| {
        let ended = recording.played(at, bad);
        let same = ended == Ended::Installed && says_the_same(bad, &meant);
        *by_check.entry(if same { SAME.to_owned() } else { ended.check() }).or_default() += 1;
    };
    (0..answer.len() * 8).for_each(|bit| note(&flipped(answer, bit)));
    (0..answer.len()).for_each(|length| note(&answer[..length]));
    by_check
}

/// Whether this offer differs from what was meant in the encoding of its metadata alone, which no signature of the server's covers: the bound
/// package repeats them, and the LPA compares what they mean.
fn says_the_same(bad: &[u8], meant: &Response) -> bool {
    let (Ok(Response::AuthenticateClient(Offered::Ok(bad))), Response::AuthenticateClient(Offered::Ok(meant))) =
        (Response::decode(bad), meant)
    else {
        return false;
    };
    let metadata = meant.profile_metadata.clone();
    *bad.profile_metadata == *metadata && AuthenticateClientOk { profile_metadata: metadata, ..*bad } == **meant
}

fn refused(by_check: &BTreeMap<String, u64>, by: &[&str]) {
    assert!(!by_check.contains_key("installed"), "{by_check:?}");
    assert!(by_check.get(SAME).is_none_or(|count| *count <= FEW), "{by_check:?}");
    for check in by {
        assert!(by_check.keys().any(|found| found.starts_with(check)), "{check} in {by_check:?}");
    }
}

/// With these checks taken away, a change of one of the bytes around `at` is not noticed.
fn taken_without(checks: &'static [Check], recording: &Recording, answer: usize, at: usize) {
    let bytes = &recording.answers[answer];
    let taken =
        || (at * 8..(at + 32) * 8).any(|bit| recording.played(answer, &flipped(bytes, bit)) == Ended::Installed);
    assert!(!taken());
    assert!(without(checks, taken), "the attack works");
}

/// Where the first signature (5F37 40) of an answer lies.
fn signature(answer: &[u8]) -> usize {
    answer.windows(3).position(|w| w == [0x5F, 0x37, 0x40]).expect("it is signed") + 3
}

const SIGNATURES: &[Check] = &[rsp::checks::SIGNATURE, euicc::checks::SIGNATURE];

// R: A2 E5
#[test]
fn a_changed_proof_of_the_server_is_refused() {
    let recording = recorded();
    refused(&spoiled(&recording, 0), &["Malformed", "Session", "Challenge", "ServerAddress", "Authentication"]);
    taken_without(SIGNATURES, &recording, 0, signature(&recording.answers[0]));
}

// R: A2 E5
#[test]
fn a_changed_offer_is_refused() {
    let recording = recorded();
    refused(&spoiled(&recording, 1), &["Malformed", "Session", "Metadata", "Download"]);
    taken_without(SIGNATURES, &recording, 1, signature(&recording.answers[1]));
}

/// What is recorded in one session is played in another of the same phone.
fn replayed(recording: &Recording) -> [Ended; 2] {
    let mut phone = Handset::new(&recording.buyer, recording.shop.root(), SEED + 1);
    let proof = phone.download(&recording.buyer, |n, _| recording.answers.get(n).cloned());
    let mut phone = Handset::new(&recording.buyer, recording.shop.root(), SEED + 2);
    let offer = phone.download(&recording.buyer, |n, request| match n {
        0 => recording.shop.es9(request).ok(),
        _ => recording.answers.get(n).cloned(),
    });
    [proof, offer]
}

// R: A2 E5
#[test]
fn an_answer_serves_in_its_own_session_only() {
    let recording = recorded();
    assert_eq!(replayed(&recording).map(|ended| ended.check()), ["Challenge", "Session"]);
    // The eUICC looks for itself.
    let [proof, offer] = without(&[rsp::checks::SESSION], || replayed(&recording)).map(|ended| ended.check());
    assert!(proof.starts_with("Authentication") && offer.starts_with("Download"), "{proof} {offer}");
    let checks = &[
        rsp::checks::SESSION,
        rsp::checks::SIGNATURE,
        euicc::checks::CHALLENGE,
        euicc::checks::SESSION,
        euicc::checks::SIGNATURE,
    ];
    let [proof, offer] = without(checks, || replayed(&recording)).map(|ended| ended.check());
    // The replay is taken; the package at its end is sealed to another one-time key, which no missing check makes up for.
    assert!(
        [&proof, &offer]
            .into_iter()
            .all(|ended| !ended.starts_with("Authentication") && !ended.starts_with("Download")),
        "{proof} {offer}"
    );
}

/// The package in the third answer.
fn package(recording: &Recording) -> Kept {
    match Response::decode(&recording.answers[2]).expect("the kiosk's own") {
        Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Ok(ok)) => {
            Kept { transaction_id: ok.transaction_id, bound_profile_package: ok.bound_profile_package }
        }
        other => panic!("another answer: {other:?}"),
    }
}

/// Packages in the place of the true one: by which check each was noticed.
fn packages(recording: &Recording, bad: impl Iterator<Item = Vec<u8>>) -> BTreeMap<String, u64> {
    let transaction_id = package(recording).transaction_id;
    let mut by_check = BTreeMap::new();
    for bound_profile_package in bad {
        let phone = Handset::in_state(recording.prepared.clone(), recording.buyer.key.clone(), SEED);
        let mut phone = phone.repeating(&[]);
        let ended =
            phone.load(&recording.buyer, Kept { transaction_id: transaction_id.clone(), bound_profile_package });
        assert_eq!(ended == Ended::Installed, !phone.euicc.state().profiles.is_empty());
        *by_check.entry(ended.check()).or_default() += 1;
    }
    by_check
}

/// The same on both cores: `half` makes one half of them.
fn in_halves<I: Iterator<Item = Vec<u8>>>(
    recording: &Recording,
    half: impl Fn(usize) -> I + Sync,
) -> BTreeMap<String, u64> {
    let [mut by_check, odd] = std::thread::scope(|scope| {
        let odd = scope.spawn(|| packages(recording, half(1)));
        [packages(recording, half(0)), odd.join().expect("no panic")]
    });
    odd.into_iter().for_each(|(check, count)| *by_check.entry(check).or_default() += count);
    by_check
}

/// One random change: some bytes, a piece left out, a piece said twice, two pieces in the other's place, or an end of its own.
fn changed(good: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bad = good.to_vec();
    let below = |dice: &mut Dice, n: usize| dice.below(n as u64) as usize;
    let (from, length) = (below(dice, good.len() - 64), 1 + below(dice, 63));
    match below(dice, 5) {
        0 => {
            for _ in 0..=below(dice, 8) {
                let at = below(dice, good.len());
                bad[at] ^= 1 + below(dice, 255) as u8;
            }
        }
        1 => drop(bad.drain(from..from + length)),
        2 => drop(bad.splice(from..from, good[from..from + length].to_vec())),
        3 => {
            let other = below(dice, good.len() - 64);
            bad[other..other + length].copy_from_slice(&good[from..from + length]);
        }
        _ => {
            bad.truncate(from);
            let mut end = vec![0; length];
            dice.fill(&mut end);
            bad.append(&mut end);
        }
    }
    bad
}

/// The package is long, but not so long that every one of its bits could not be tried.
// R: A2 A6
#[test]
fn a_changed_package_is_refused() {
    let recording = recorded();
    let good = package(&recording).bound_profile_package;
    let bits = good.len() * 8;
    let by_check = in_halves(&recording, |half| (half..bits).step_by(2).map(|bit| flipped(&good, bit)));
    refused(&by_check, &["Package", "IncorrectInputValues", "InvalidSignature", "Scp03tSecurityError"]);
    assert_eq!(by_check.values().sum::<u64>(), bits as u64);
    let by_check = in_halves(&recording, |half| (half..good.len()).step_by(2).map(|end| good[..end].to_vec()));
    refused(&by_check, &["Package"]);
}

/// 100,000 random changes of it, counted by the check that refused them.
#[expect(clippy::print_stderr, reason = "how often each check refused is worth seeing")]
// R: A2 A6
#[test]
fn a_package_changed_at_random_is_refused() {
    const EACH: usize = 50_000;
    let recording = recorded();
    let good = package(&recording).bound_profile_package;
    let by_check = in_halves(&recording, |half| {
        let mut dice = Dice::new(11 + half as u64);
        let good = &good;
        std::iter::repeat_with(move || changed(good, &mut dice)).filter(move |bad| bad != good).take(EACH)
    });
    eprintln!("by the check that refused them: {by_check:?}");
    refused(&by_check, &["Package", "IncorrectInputValues", "InvalidSignature", "Scp03tSecurityError"]);
    assert_eq!(by_check.values().sum::<u64>(), 2 * EACH as u64);
}

// R: A2 A6
#[test]
fn a_package_without_its_mac_would_be_taken_changed() {
    let recording = recorded();
    let bits = package(&recording).bound_profile_package.len() * 8;
    let good = package(&recording).bound_profile_package;
    let taken = |bit: &usize| packages(&recording, std::iter::once(flipped(&good, *bit))).contains_key("installed");
    let mut some = (0..bits).step_by(131);
    let found = without(&[rsp::checks::SEGMENT_MAC], || some.find(taken)).expect("the attack works: a file is garbled");
    assert!(!taken(&found), "with its MAC it is not");
}

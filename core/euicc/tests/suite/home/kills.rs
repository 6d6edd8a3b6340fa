//! The power is cut, messages are lost, repeated and come out of order: never two live, and never none that could be.

use super::*;
use landfall_euicc::checks;
use model::{Eid, without};
use proptest::{
    prelude::*,
    test_runner::{RngAlgorithm, TestError, TestRng, TestRunner},
};

/// What somebody does, to phones by number.
#[derive(Debug, Clone)]
enum Do {
    HomeKey(usize),
    /// With one of the statements so far.
    CopyOut(usize, usize),
    /// One of the copies so far.
    CopyIn(usize, usize),
    MakeDormant(usize, usize),
    /// With one of the hand-overs so far.
    MakeLive(usize, usize),
    Restart(usize),
}

/// The number that means the live one.
const LIVE: usize = 3;

fn what() -> impl Strategy<Value = Do> {
    let (phone, message) = (0..3_usize, 0..6_usize);
    let mostly_live = prop_oneof![1 => phone.clone(), 4 => Just(LIVE)];
    prop_oneof![
        phone.clone().prop_map(Do::HomeKey),
        (mostly_live.clone(), message.clone()).prop_map(|(phone, message)| Do::CopyOut(phone, message)),
        (phone.clone(), message.clone()).prop_map(|(phone, message)| Do::CopyIn(phone, message)),
        (mostly_live, phone.clone()).prop_map(|(from, to)| Do::MakeDormant(from, to)),
        (phone.clone(), message).prop_map(|(phone, message)| Do::MakeLive(phone, message)),
        phone.prop_map(Do::Restart),
    ]
}

/// Everything that was ever said, by kind.
#[derive(Default)]
struct Said {
    keys: Vec<Vec<u8>>,
    copies: Vec<Vec<u8>>,
    hand_overs: Vec<Vec<u8>>,
}

/// One of the last.
fn pick(from: &[Vec<u8>], at: usize) -> Vec<u8> {
    from.iter().rev().take(at + 1).last().cloned().unwrap_or_default()
}

/// Does it, with the power cut after `power` steps where that is said; a phone whose power was cut comes up again.
fn carry_out(phones: &mut [Phone; 3], said: &mut Said, what: &Do, power: Option<usize>) {
    let eids: [Eid; 3] = std::array::from_fn(|at| phones[at].eid);
    let (Do::HomeKey(at)
    | Do::CopyOut(at, _)
    | Do::CopyIn(at, _)
    | Do::MakeDormant(at, _)
    | Do::MakeLive(at, _)
    | Do::Restart(at)) = what;
    let at = if *at == LIVE { live(phones).first().copied().unwrap_or(0) } else { *at };
    let has_copy: [bool; 3] = std::array::from_fn(|at| phones[at].role(1) == Some(Role::Dormant));
    let phone = &mut phones[at];
    (phone.steps, phone.power) = (0, power);
    let (done, heard) = match what {
        Do::HomeKey(_) => (phone.try_home_key(1), Some(&mut said.keys)),
        Do::CopyOut(_, message) => (phone.try_copy_out(1, &pick(&said.keys, *message)), Some(&mut said.copies)),
        Do::CopyIn(_, message) => {
            let replaced = (phone.role(1) == Some(Role::Dormant)).then_some(1);
            (phone.try_copy_in(&pick(&said.copies, *message), replaced), None)
        }
        // To one that has a copy: whoever orders it waits for the receipt.
        Do::MakeDormant(_, to) if has_copy[*to] => (phone.try_make_dormant(1, &eids[*to]), Some(&mut said.hand_overs)),
        Do::MakeDormant(..) => (Ok(Ok(Vec::new())), None),
        Do::MakeLive(_, message) => (phone.try_make_live(1, &pick(&said.hand_overs, *message)), None),
        Do::Restart(_) => (Err(PowerCut), None),
    };
    match (done, heard) {
        (Ok(Ok(bytes)), Some(heard)) => heard.push(bytes),
        (Ok(_), _) => {}
        (Err(PowerCut), _) => phones[at].restart(),
    }
    phones[at].power = None;
}

fn live(phones: &[Phone; 3]) -> Vec<usize> {
    (0..3).filter(|at| phones[*at].role(1) == Some(Role::Live)).collect()
}

/// What whoever orders it does again when no answer came: the hand-over, once more, from whoever gave it last.
fn goes_on(phones: &mut [Phone; 3]) {
    let eids: [Eid; 3] = std::array::from_fn(|at| phones[at].eid);
    for from in 0..3 {
        for to in (0..3).filter(|to| *to != from) {
            if phones[from].role(1) != Some(Role::Dormant) {
                continue;
            }
            if let Ok(statement) = phones[from].make_dormant(1, &eids[to]) {
                let _ = phones[to].make_live(1, &statement);
            }
        }
    }
}

/// Copies everywhere, then these moves.
fn judge(moves: &[(Do, Option<usize>)]) -> Result<(), TestCaseError> {
    let (_, mut phones) = phones::<3>();
    let [one, two, three] = &mut phones;
    copy(one, two);
    copy(one, three);
    let mut said = Said::default();
    for (what, power) in moves {
        carry_out(&mut phones, &mut said, what, *power);
        let live = live(&phones);
        prop_assert!(live.len() <= 1, "{live:?} after {what:?}");
    }
    goes_on(&mut phones);
    prop_assert_eq!(live(&phones).len(), 1);
    Ok(())
}

fn moves() -> impl Strategy<Value = Vec<(Do, Option<usize>)>> {
    prop::collection::vec((what(), prop::option::weighted(0.2, 0..6_usize)), 40..160)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    // R: B5
    #[test]
    fn one_is_live_at_most_and_one_can_be(moves in moves()) {
        judge(&moves)?;
    }
}

// R: B5
#[test]
fn moves_like_these_find_two_live_where_a_check_is_missing() {
    for checks in [&[checks::GENERATION][..], &[checks::HANDED_OVER], &[checks::HOME_ADDRESS]] {
        let config =
            ProptestConfig { cases: 64, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        let found = runner.run(&moves(), |moves| without(checks, || judge(&moves)));
        assert!(matches!(found, Err(TestError::Fail(..))), "without {checks:?}: {found:?}");
    }
}

// R: B5 F5
#[test]
fn each_step_is_done_or_not_whenever_the_power_is_cut() {
    // How far each step got at each cut: before, after.
    let mut got = [(0, 0); 4];
    for (step, got) in got.iter_mut().enumerate() {
        for cut in 0.. {
            let (_, [mut one, mut two]) = phones();
            let mut statement = Vec::new();
            if step > 0 {
                copy(&mut one, &mut two);
            }
            if step == 2 {
                statement = one.make_dormant(1, &two.eid).expect("a statement");
            }
            let sealed = match step {
                0 => one.copy_out(1, &two.home_key(1).expect("a key")).expect("a copy"),
                _ => Vec::new(),
            };
            let to = two.eid;
            let phone = if step == 1 { &mut one } else { &mut two };
            (phone.steps, phone.power) = (0, Some(cut));
            let before = phone.role(1);
            let attempt = |phone: &mut Phone| match step {
                0 => phone.try_copy_in(&sealed, None),
                1 => phone.try_make_dormant(1, &to),
                2 => phone.try_make_live(1, &statement),
                _ => phone.try_force_live(1),
            };
            let done = attempt(phone).is_ok();
            phone.restart();
            if phone.role(1) == before {
                got.0 += 1
            } else {
                got.1 += 1
            }
            assert!(attempt(phone).expect("the power stays on").is_ok(), "step {step} goes on after cut {cut}");
            assert_ne!(phone.role(1), before);
            if done {
                break;
            }
        }
        assert!(got.0 >= 2 && got.1 >= 1, "step {step}: {got:?}");
    }
}

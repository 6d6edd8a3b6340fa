//! A challenge serves one copy of a card alone.

use super::*;
use landfall_euicc::checks;
use model::without;

/// A challenge that the first accepted after the copy was made, and the second with the live role.
fn handed_over() -> (([u8; 16], [u8; 16]), Network, Phone) {
    let (_, [mut one, mut two]) = phones();
    let mut network = Network::new();
    copy(&mut one, &mut two);
    in_use(&mut one);
    let challenge = network.challenge();
    assert_eq!(answers(&mut one, &challenge), Answer::Res);
    hand_over(&mut one, &mut two);
    in_use(&mut two);
    (challenge, network, two)
}

// R: B5
#[test]
fn a_challenge_that_the_first_accepted_is_stale_at_the_second() {
    let (challenge, mut network, mut two) = handed_over();
    assert!(matches!(answers(&mut two, &challenge), Answer::Auts(_)));
    assert_eq!(answers(&mut two, &network.challenge()), Answer::Res, "the next one is not");
}

// R: B5
#[test]
fn without_the_check_it_would_be_answered_twice() {
    let (challenge, _, mut two) = without(&[checks::RAISED], handed_over);
    assert_eq!(answers(&mut two, &challenge), Answer::Res);
}

fn forced() -> (([u8; 16], [u8; 16]), Network, Phone, Phone) {
    let (_, [mut one, mut two]) = phones();
    let mut network = Network::new();
    copy(&mut one, &mut two);
    in_use(&mut one);
    for _ in 0..100 {
        let challenge = network.challenge();
        assert_eq!(answers(&mut one, &challenge), Answer::Res);
    }
    let unseen = network.challenge();
    assert_eq!(two.force_live(1), Ok(Vec::new()));
    in_use(&mut two);
    (unseen, network, one, two)
}

// R: B5
#[test]
fn by_force_one_resynchronisation_puts_the_network_right() {
    let (unseen, mut network, mut one, mut two) = forced();
    // One that the first could accept still.
    assert!(matches!(answers(&mut two, &unseen), Answer::Auts(_)));
    assert_eq!(answers(&mut one, &unseen), Answer::Res);
    let next = network.challenge();
    let Answer::Auts(auts) = answers(&mut two, &next) else { panic!("it is stale") };
    let highest = network.aka.resynchronise(&next.0, &auts).expect("MAC-S is right");
    network.seq = highest >> 5;
    for _ in 0..3 {
        assert_eq!(answers(&mut two, &network.challenge()), Answer::Res);
    }
    assert_eq!(two.generation(1), 1);
    // The first is found again: it hands over, and the second knows better.
    let statement = one.make_dormant(1, &two.eid).expect("a statement");
    assert_eq!(two.make_live(1, &statement), Ok(Vec::new()));
    assert_eq!((one.role(1), two.role(1)), (Some(Role::Dormant), Some(Role::Live)));
}

// R: B5
#[test]
fn without_the_leap_both_would_answer_the_same_challenge() {
    let (unseen, _, mut one, mut two) = without(&[checks::RAISED], forced);
    assert_eq!(answers(&mut one, &unseen), Answer::Res);
    assert_eq!(answers(&mut two, &unseen), Answer::Res);
}

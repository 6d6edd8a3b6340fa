use super::lab::{Lab, MAX_FRAME};
use crate::{
    FrameRefused,
    checks::{self, without},
    server::LinkId,
};

/// How often a request is executed when its packet comes twice.
fn packet_twice() -> (Result<(), FrameRefused>, usize) {
    let mut lab = Lab::new();
    lab.shake_hands();
    let (_, packet) = lab.request(20);
    lab.kiosk_hears(&packet).expect("the first time");
    let second = lab.kiosk_hears(&packet);
    (second, lab.requests.len())
}

// R: A2
#[test]
fn a_packet_is_taken_once() {
    assert_eq!(packet_twice(), (Err(FrameRefused::Replayed), 1));
    // Behind the packet number stands the request's own.
    assert_eq!(without(&[checks::REPLAY], packet_twice), (Ok(()), 1));
    assert_eq!(without(&[checks::REPLAY, checks::ONCE], packet_twice), (Ok(()), 2), "the attack works");
}

/// Whether a recorded resumption, played on the attacker's link, takes the session away from the phone.
fn resumption_twice() -> bool {
    let mut lab = Lab::new();
    lab.shake_hands();
    let (_, packet) = lab.request(20);
    lab.kiosk_hears(&packet).expect("a request");
    let recorded = lab.come_back();
    lab.kiosk_hears(&recorded).expect("the phone's own");
    let answer = lab.kiosk_says();
    lab.phone_hears(&answer).expect("the kiosk's own");
    let proof = lab.phone_says();
    lab.kiosk_hears(&proof).expect("the phone's own");
    let phones = lab.link;
    assert_eq!(lab.kiosk.link_of(lab.session.unwrap()), Some(phones));
    lab.link = LinkId(99);
    lab.kiosk.link_up(lab.link, MAX_FRAME, lab.now);
    lab.kiosk_hears(&recorded).expect("an answer is no harm");
    lab.kiosk.link_of(lab.session.unwrap()) != Some(phones)
}

// R: A2
#[test]
fn a_replayed_resumption_moves_nothing() {
    assert!(!resumption_twice());
    assert!(without(&[checks::PROOF], resumption_twice), "the attack works");
}

// R: A2
#[test]
fn packets_of_another_session_are_refused() {
    let (mut one, mut other) = (Lab::new(), Lab::new());
    one.shake_hands();
    other.dice.roll();
    let _ = other.phone.poll_transmit(other.now);
    other.phone.reconnect(MAX_FRAME, other.now, &mut other.dice);
    other.shake_hands();
    let (_, packet) = other.request(20);
    assert_eq!(one.kiosk_hears(&packet), Err(FrameRefused::Unauthentic));
}

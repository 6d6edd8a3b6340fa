use super::lab::Lab;
use crate::{
    Closed, FrameRefused, Untrusted,
    checks::{self, without},
    client::Event,
    handshake::hello::Versions,
    sim::{Dice, ROOT, toy_client, toy_server},
    wire::frame::{self, HandshakeRefusal},
};
use model::SecretBytes;
use rsp::cert::ChainError;

/// A phone that trusts another operator.
fn foreign_root() -> Lab {
    let mut lab = Lab::with(toy_client([8; 20]), toy_server(&mut Dice::new(5)), Versions::OURS);
    meet(&mut lab);
    lab
}

/// A kiosk that shows another's certificate.
fn borrowed_certificate() -> Lab {
    let mut kiosk = toy_server(&mut Dice::new(5));
    kiosk.private_key = SecretBytes::from([0x66; 32]);
    let mut lab = Lab::with(toy_client(ROOT), kiosk, Versions::OURS);
    meet(&mut lab);
    lab
}

fn meet(lab: &mut Lab) {
    let hello = lab.phone_says();
    lab.kiosk_hears(&hello).expect("a hello");
    let answer = lab.kiosk_says();
    let _ = lab.phone_hears(&answer);
}

// R: A2
#[test]
fn a_kiosk_of_a_foreign_root_is_not_believed() {
    let lab = foreign_root();
    let untrusted =
        |e: &Event| matches!(e, Event::Closed(Closed::Untrusted(Untrusted::Chain(ChainError::UnknownRoot { .. }))));
    assert!(untrusted(&lab.events[0]) && lab.events.len() == 1);
    assert_eq!(lab.phone.traffic().refused.get(&FrameRefused::Untrusted), Some(&1));
    assert!(without(&[checks::CHAIN], foreign_root).is_connected(), "the attack works");
}

// R: A2
#[test]
fn a_certificate_does_not_prove_its_bearer() {
    let lab = borrowed_certificate();
    assert_eq!(lab.events, [Event::Closed(Closed::Untrusted(Untrusted::OtherKey))]);
    assert!(without(&[checks::STATIC_KEY], borrowed_certificate).is_connected(), "the attack works");
}

// R: A2
#[test]
fn a_forged_refusal_gives_way_to_the_true_answer() {
    let mut lab = Lab::new();
    let hello = lab.phone_says();
    let attempt = hello[5..9].try_into().unwrap();
    for why in [HandshakeRefusal::Busy, HandshakeRefusal::Version, HandshakeRefusal::UnknownTicket] {
        lab.phone_hears(&frame::refusal(attempt, why)).expect("noted");
    }
    lab.kiosk_hears(&hello).expect("a hello");
    let answer = lab.kiosk_says();
    lab.phone_hears(&answer).expect("an answer");
    assert!(lab.is_connected());
    assert_eq!(lab.phone_hears(&frame::refusal(attempt, HandshakeRefusal::Busy)), Err(FrameRefused::Unexpected));
}

//! A card shows that it is here, to whoever has its keys.

use super::{Network, answers, copy, hand_over, in_use, phones, reply};
use crate::harness::{Phone, profiles, profiles::iccid, random};
use landfall_euicc::HomeError;
use ring::hmac;
use uicc::aka::{Aka, milenage::Milenage};

fn vouch(phone: &mut Phone, number: u32, rand: &[u8; 16], message: &[u8]) -> super::Reply {
    let step = phone.euicc.vouch(&iccid(number), rand, message, &mut random);
    phone.drive(step).map(reply).expect("the power stays on")
}

/// What the card's operator expects.
fn expected(rand: &[u8; 16], message: &[u8]) -> Vec<u8> {
    let gsm = Aka::milenage(Milenage::new(&profiles::KI, &profiles::OPC)).gsm(rand);
    let key = hmac::Key::new(hmac::HMAC_SHA256, &[gsm.kc.as_slice(), gsm.sres.as_slice()].concat());
    hmac::sign(&key, message).as_ref().to_vec()
}

// R: B6 A10
#[test]
fn a_live_card_shows_that_it_is_here_without_its_pin_and_moves_nothing() {
    let (_operator, [mut one, mut two]) = phones();
    let (rand, message) = ([7; 16], b"account and card".as_slice());
    let mut network = Network::new();
    let challenge = network.challenge();
    for _ in 0..2 {
        assert_eq!(vouch(&mut one, 1, &rand, message), Ok(expected(&rand, message)), "disabled, its PIN not given");
    }
    assert_ne!(expected(&rand, message), expected(&[8; 16], message));
    assert_eq!(vouch(&mut one, 9, &rand, message), Err(HomeError::NoSuchCard));
    in_use(&mut one);
    assert_eq!(vouch(&mut one, 1, &rand, message), Ok(expected(&rand, message)));
    assert_eq!(
        answers(&mut one, &challenge),
        super::Answer::Res,
        "no sequence number was used, and the PIN is given still"
    );

    // Of its copies the live one alone.
    copy(&mut one, &mut two);
    assert_eq!(vouch(&mut two, 1, &rand, message), Err(HomeError::Dormant));
    hand_over(&mut one, &mut two);
    assert_eq!(vouch(&mut one, 1, &rand, message), Err(HomeError::Dormant));
    assert_eq!(vouch(&mut two, 1, &rand, message), Ok(expected(&rand, message)));
}

//! A PIN is guessed with the power cut after each guess, before the card can count it.

use crate::harness::{
    Operator, Phone, PowerCut, Shop, download,
    profiles::{self, iccid, metadata},
    sim,
};
use rsp::es10::{EnableProfileRequest, EnableProfileResponse, EnableResult, ProfileIdentifier};
use uicc::{Outcome, Smartcard, Step};

fn phone() -> Phone {
    let operator = Operator::new();
    let (mut phone, mut shop) = (operator.phone(), Shop::new(&operator, metadata(1), &profiles::own(1)));
    download(&mut phone, &mut shop);
    let profile_identifier = ProfileIdentifier::Iccid(iccid(1));
    let request = EnableProfileRequest { profile_identifier, refresh_flag: false };
    assert_eq!(phone.ask::<EnableProfileResponse>(&request).result, EnableResult::Ok);
    phone
}

/// VERIFY PIN with a number of four digits.
fn guess(number: u32) -> Vec<u8> {
    [&[0x00, 0x20, 0x00, 0x01, 0x08][..], format!("{number:04}").as_bytes(), &[0xFF; 4]].concat()
}

// R: A10
#[test]
fn every_guess_is_counted_before_it_is_judged() {
    let mut phone = phone();
    let mut tried = 0;
    for number in 0..20 {
        phone.restart();
        sim::select_usim(&mut phone);
        phone.steps = 0;
        // The try is made durable (step 0); with the power cut there, before the answer is out, nothing is learnt.
        phone.power = Some(1);
        assert_eq!(phone.try_transmit(&guess(number)), Err(PowerCut));
        tried += 1;
        phone.restart();
        sim::select_usim(&mut phone);
        if phone.send("0020 0001") == "6983" {
            break;
        }
    }
    assert_eq!(tried, 3, "three guesses, however the power is cut");
    assert_eq!(sim::verify(&mut phone, 0x01, profiles::PIN), "6983", "not even the right one");
}

// R: A10
#[test]
fn a_store_that_only_says_that_it_counts_gives_the_pin_away() {
    let mut phone = phone();
    let right: u32 = 4711;
    let found = (4700..4720).find(|number| {
        phone.restart();
        sim::select_usim(&mut phone);
        let mut random = crate::harness::random;
        let mut step = phone.euicc.transmit(&guess(*number), &mut random);
        loop {
            step = match step {
                Step::Reply(reply) => return reply == [0x90, 0x00],
                // Nothing is written.
                Step::Commit { .. } => phone.euicc.resume(Outcome::Committed, &mut random),
                other => panic!("{other:?}"),
            };
        }
    });
    assert_eq!(found, Some(right));
}

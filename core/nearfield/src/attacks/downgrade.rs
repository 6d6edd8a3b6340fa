use super::lab::Lab;
use crate::{
    FrameRefused,
    checks::{self, without},
    handshake::hello::{Hello, Versions},
    sim::{Dice, ROOT, toy_client, toy_server},
    wire::frame::FRAGMENT_HEADER,
};

/// The version that phone and kiosk end with, both of which speak 1 and 2, when the hello is made to say 1 only.
fn lowered() -> (Result<(), FrameRefused>, Option<u16>) {
    let both = Versions { min: 1, max: 2 };
    let mut lab = Lab::with(toy_client(ROOT), toy_server(&mut Dice::new(5)), both);
    let mut hello = lab.phone_says();
    let payload = FRAGMENT_HEADER + 32;
    let told = Hello::parse(&hello[payload..]).expect("in the clear");
    assert_eq!(told.versions, both);
    let lowered = Hello { versions: Versions { max: 1, ..both }, ..told };
    hello.splice(payload.., lowered.encode());
    lab.kiosk_hears(&hello).expect("the kiosk can't tell");
    let answer = lab.kiosk_says();
    (lab.phone_hears(&answer), lab.phone.version())
}

// R: E8
#[test]
fn the_middle_lowers_no_version() {
    assert_eq!(without(&[checks::SUM], lowered), (Err(FrameRefused::HandshakeUnauthentic), None));
    assert_eq!(without(&[checks::SUM, checks::TRANSCRIPT], lowered), (Ok(()), Some(1)), "the attack works");
}

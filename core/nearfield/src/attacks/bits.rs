//! Damaged and shortened frames at each step: every bit of a short one, 10⁵ random ones of a long one.
//! The checksum of handshake frames is taken away where an attacker would set it right.

use super::lab::Lab;
use crate::{
    FrameRefused,
    checks::{self, without},
    message::Response,
    sim::Dice,
    wire::frame::{Frame, PACKET},
};
use std::collections::BTreeMap;

/// How many damaged frames each check refused; `None`: the frame was taken for a part, and nothing came of it.
type Tally = BTreeMap<Option<FrameRefused>, u64>;

const RANDOM_FLIPS: u64 = 100_000;

/// Gives `take` every prefix of a frame, then the frame with each bit flipped, or with 10⁵ random ones if it is long.
fn damage(frame: &[u8], mut take: impl FnMut(&[u8]) -> Result<(), FrameRefused>) -> Tally {
    let mut tally = Tally::new();
    let mut note = |bytes: &[u8]| *tally.entry(take(bytes).err()).or_default() += 1;
    let bits = frame.len() as u64 * 8;
    let is_short = bits <= 16_384;
    (0..frame.len()).step_by(frame.len().div_ceil(2_000)).for_each(|length| note(&frame[..length]));
    let mut dice = Dice::new(bits);
    let mut damaged = frame.to_vec();
    for n in 0..if is_short { bits } else { RANDOM_FLIPS } {
        let bit = if is_short { n } else { dice.below(bits) };
        // A handshake frame whose checksum alone is damaged is as good as the true one when nobody looks at it.
        if !checks::SUM.on() && frame[0] != PACKET && (8..40).contains(&bit) {
            continue;
        }
        damaged[(bit / 8) as usize] ^= 1 << (bit % 8);
        note(&damaged);
        damaged[(bit / 8) as usize] ^= 1 << (bit % 8);
    }
    tally
}

fn only(tally: &Tally, allowed: &[Option<FrameRefused>]) {
    assert!(tally.keys().all(|why| allowed.contains(why)), "{tally:?}");
}

// R: A2
#[test]
fn a_damaged_hello_ends_in_no_session() {
    use FrameRefused::{BadFragment, HandshakeMalformed, HandshakeUnauthentic, Truncated, Unexpected, UnknownKind};
    without(&[checks::SUM], || {
        let mut lab = Lab::new();
        let hello = lab.phone_says();
        // The kiosk may answer a hello that was altered, but the phone does not take that answer.
        let mut answers = Vec::new();
        let tally = damage(&hello, |bytes| {
            lab.kiosk_hears(bytes)?;
            answers.extend(std::iter::from_fn(|| lab.kiosk.poll_transmit(lab.link, lab.now)));
            Ok(())
        });
        only(
            &tally,
            &[
                None,
                Some(Truncated),
                Some(UnknownKind),
                Some(Unexpected),
                Some(BadFragment),
                Some(HandshakeUnauthentic),
                Some(HandshakeMalformed),
            ],
        );
        assert!(answers.len() > 200, "{}", answers.len());
        for answer in answers {
            // A refusal is noted, and counts only if no true answer comes.
            assert!(lab.phone_hears(&answer).is_err() || matches!(Frame::parse(&answer), Ok(Frame::Refusal { .. })));
        }
        assert!(lab.events.is_empty());
        lab.shake_hands_with(&hello);
        assert!(lab.is_connected());
    });
}

// R: A2
#[test]
fn damage_alone_costs_no_handshake() {
    let mut lab = Lab::new();
    let hello = lab.phone_says();
    let tally = damage(&hello, |bytes| lab.kiosk_hears(bytes));
    only(&tally, &[FrameRefused::Truncated, FrameRefused::UnknownKind, FrameRefused::Damaged].map(Some));
    assert!(tally[&Some(FrameRefused::Damaged)] >= (hello.len() as u64 - 1) * 8, "{tally:?}");
}

// R: A2
#[test]
fn a_damaged_answer_is_refused() {
    use FrameRefused::{BadFragment, HandshakeUnauthentic, Truncated, Unexpected, UnknownKind};
    without(&[checks::SUM], || {
        let mut lab = Lab::new();
        let hello = lab.phone_says();
        lab.kiosk_hears(&hello).expect("a hello");
        let answer = lab.kiosk_says();
        let tally = damage(&answer, |bytes| lab.phone_hears(bytes));
        let clear = [None, Some(Truncated), Some(UnknownKind), Some(Unexpected), Some(BadFragment)];
        only(&tally, &[clear.as_slice(), &[Some(HandshakeUnauthentic)]].concat());
        assert!(tally[&Some(HandshakeUnauthentic)] > answer.len() as u64 * 8, "{tally:?}");
        assert!(lab.events.is_empty());
        lab.phone_hears(&answer).expect("the true one");
        assert!(lab.is_connected());
    });
}

// R: A2
#[test]
fn without_seals_a_damaged_answer_is_taken() {
    let connected = without(&[checks::SUM, checks::SEAL], || {
        let mut lab = Lab::new();
        let hello = lab.phone_says();
        lab.kiosk_hears(&hello).expect("a hello");
        let mut answer = lab.kiosk_says();
        // In the toy certificate's padding.
        answer[400] ^= 1;
        lab.phone_hears(&answer).is_ok() && lab.is_connected()
    });
    assert!(connected, "the attack works");
}

// R: A2
#[test]
fn damaged_resumptions_are_refused() {
    without(&[checks::SUM], || {
        let mut lab = Lab::new();
        lab.shake_hands();
        let (id, request) = lab.request(20);
        lab.kiosk_hears(&request).expect("a request");
        let session = lab.session.unwrap();
        let before = lab.kiosk.link_of(session);
        let resume = lab.come_back();
        damage(&resume, |bytes| {
            let result = lab.kiosk_hears(bytes);
            // A damaged ticket is refused by name.
            while lab.kiosk.poll_transmit(lab.link, lab.now).is_some() {}
            result
        });
        assert_eq!(lab.kiosk.link_of(session), before);
        lab.kiosk_hears(&resume).expect("the true one");
        let resumed = lab.kiosk_says();
        let events = lab.events.len();
        damage(&resumed, |bytes| lab.phone_hears(bytes));
        assert_eq!(lab.events.len(), events);
        lab.phone_hears(&resumed).expect("the true one");
        let proof = lab.phone_says();
        lab.kiosk_hears(&proof).expect("the true one");
        assert_eq!(lab.kiosk.link_of(session), Some(lab.link));
        let response = lab.respond(id, 30);
        lab.phone_hears(&response).expect("the true one");
        assert_eq!(lab.responses(), [&Response::Es9(vec![0xAA; 30])]);
    });
}

/// A damaged request, then a damaged response of `size` bytes: how many damaged ones were taken as they were.
fn damaged_packets(size: usize) -> (Tally, Tally, usize) {
    let mut lab = Lab::new();
    lab.shake_hands();
    let (id, request) = lab.request(20);
    let up = damage(&request, |bytes| lab.kiosk_hears(bytes));
    let altered = lab.requests.len();
    let _ = lab.kiosk_hears(&request);
    let response = lab.respond(id, size);
    let down = damage(&response, |bytes| lab.phone_hears(bytes));
    let altered = altered + lab.responses().len();
    let _ = lab.phone_hears(&response);
    (up, down, altered)
}

// R: A2
#[test]
fn damaged_packets_are_refused_and_counted() {
    use FrameRefused::{Replayed, Truncated, Unauthentic, Unexpected, UnknownKind};
    let clear = [Some(Truncated), Some(UnknownKind), Some(Unexpected), Some(Replayed)];
    for size in [30, 10_000] {
        let (up, down, altered) = damaged_packets(size);
        assert_eq!(altered, 0);
        for tally in [&up, &down] {
            only(tally, &[clear.as_slice(), &[Some(Unauthentic)]].concat());
        }
        assert!(size == 30 || down[&Some(Unauthentic)] > RANDOM_FLIPS * 9 / 10, "{down:?}");
    }
    let (.., altered) = without(&[checks::SEAL], || damaged_packets(30));
    assert!(altered > 0, "the attack works");
}

//! Every error of the near field: its words, whether trying again helps, what to do.

use landfall_nearfield::{
    Closed, FrameRefused, RequestRefused, RespondRefused, Untrusted, message::MessageError, start_code::StartCodeError,
};
use model::UnixTime;
use rsp::cert::{CertError, ChainError, Role};
use std::collections::BTreeSet;

fn untrusted() -> Vec<Untrusted> {
    let expired = ChainError::Expired { role: Role::Kiosk, not_after: UnixTime(0), now: UnixTime(1) };
    vec![
        Untrusted::NoCertificate,
        Untrusted::Certificate(CertError::Version),
        Untrusted::Chain(ChainError::UnknownRoot { role: Role::Kiosk, key_id: "AB".to_owned() }),
        Untrusted::Chain(expired),
        Untrusted::OtherKey,
    ]
}

// R: F3
#[test]
fn every_end_of_a_connection_says_what_to_do() {
    let mut table = vec![
        (Closed::Here, true, "Connect again"),
        (Closed::Peer, true, "Connect again"),
        (Closed::SessionForgotten, true, "Connect again"),
        (Closed::Busy, true, "Wait a moment"),
        (Closed::NoAnswer, true, "nearer"),
        (Closed::Version, false, "Update"),
        (Closed::Protocol, false, "Update"),
    ];
    let hints = ["Walk away", "Walk away", "Install the operator's root", "clock", "Walk away"];
    table.extend(untrusted().into_iter().zip(hints).map(|(why, hint)| (Closed::Untrusted(why), false, hint)));
    for (closed, retry, hint) in table {
        assert!(closed.to_string().len() > 15, "{closed:?}");
        assert_eq!(closed.retry_helps(), retry, "{closed:?}");
        assert!(closed.hint().contains(hint), "{closed:?}: {}", closed.hint());
    }
}

// R: F3
#[test]
fn every_error_has_words_of_its_own() {
    use FrameRefused as F;
    let tag = tlv::Tag(0x80);
    let frames = [
        F::Truncated,
        F::TooLong,
        F::UnknownKind,
        F::Unexpected,
        F::Damaged,
        F::BadFragment,
        F::HandshakeUnauthentic,
        F::HandshakeMalformed,
        F::Version,
        F::Untrusted,
        F::Replayed,
        F::Unauthentic,
        F::Malformed,
        F::Limit,
        F::UnknownLink,
    ];
    let mut texts: Vec<String> = frames.iter().map(ToString::to_string).collect();
    texts.extend(untrusted().iter().map(ToString::to_string));
    texts.extend([
        RequestRefused::TooLong { size: 2, limit: 1 }.to_string(),
        RequestRefused::TooMany.to_string(),
        RequestRefused::Closed.to_string(),
        RespondRefused::UnknownSession.to_string(),
        RespondRefused::UnknownRequest.to_string(),
        RespondRefused::TooLong { size: 2, limit: 1 }.to_string(),
        MessageError::Tlv(tlv::Error::Truncated).to_string(),
        MessageError::UnknownKind(tag).to_string(),
        MessageError::OutOfRange(tag).to_string(),
        StartCodeError::NotOurs.to_string(),
        StartCodeError::Version("2".to_owned()).to_string(),
        StartCodeError::Missing("link").to_string(),
        StartCodeError::Malformed("link").to_string(),
        StartCodeError::TooLong.to_string(),
    ]);
    assert!(texts.iter().all(|t| t.len() > 10), "{texts:?}");
    assert_eq!(texts.iter().collect::<BTreeSet<_>>().len(), texts.len(), "{texts:?}");
}

//! Every error of the near field: its words, whether trying again helps, what to do.

use landfall_nearfield::{
    Closed, FrameRefused, RequestRefused, RespondRefused, Untrusted, link::LinkError, message::MessageError,
    start_code::StartCodeError,
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
        assert_eq!(closed.retrying_helps(), retry, "{closed:?}");
        assert!(closed.hint().contains(hint), "{closed:?}: {}", closed.hint());
    }
}

/// One text for each variant, and a `match` over the very same patterns: a variant without one does not compile.
macro_rules! texts {
    ($error:ty: $($pattern:pat => $example:expr;)+) => {{
        let _without_wildcard = |error: &$error| match error { $($pattern => (),)+ };
        vec![$({
            let error: $error = $example;
            assert!(matches!(&error, $pattern), "{error:?} stands in another row");
            error.to_string()
        }),+]
    }};
}

// R: F3
#[test]
fn every_error_has_words_of_its_own() {
    use FrameRefused as F;
    use StartCodeError as S;
    let tag = tlv::Tag(0x80);
    let link = || "link".to_owned();
    let mut texts = texts! { FrameRefused:
        F::Truncated => F::Truncated;
        F::TooLong => F::TooLong;
        F::UnknownKind => F::UnknownKind;
        F::Unexpected => F::Unexpected;
        F::Damaged => F::Damaged;
        F::BadFragment => F::BadFragment;
        F::HandshakeUnauthentic => F::HandshakeUnauthentic;
        F::HandshakeMalformed => F::HandshakeMalformed;
        F::Version => F::Version;
        F::Untrusted => F::Untrusted;
        F::Replayed => F::Replayed;
        F::Unauthentic => F::Unauthentic;
        F::Malformed => F::Malformed;
        F::Limit => F::Limit;
        F::UnknownLink => F::UnknownLink;
    };
    texts.extend(texts! { Untrusted:
        Untrusted::NoCertificate => Untrusted::NoCertificate;
        Untrusted::Certificate(_) => Untrusted::Certificate(CertError::Version);
        Untrusted::Chain(_) => Untrusted::Chain(ChainError::NotSelfSigned);
        Untrusted::OtherKey => Untrusted::OtherKey;
    });
    texts.extend(texts! { RequestRefused:
        RequestRefused::TooLong { .. } => RequestRefused::TooLong { size: 2, limit: 1 };
        RequestRefused::TooMany => RequestRefused::TooMany;
        RequestRefused::Closed => RequestRefused::Closed;
    });
    texts.extend(texts! { RespondRefused:
        RespondRefused::UnknownSession => RespondRefused::UnknownSession;
        RespondRefused::UnknownRequest => RespondRefused::UnknownRequest;
        RespondRefused::TooLong { .. } => RespondRefused::TooLong { size: 2, limit: 1 };
    });
    texts.extend(texts! { MessageError:
        MessageError::Tlv(_) => MessageError::Tlv(tlv::Error::Truncated);
        MessageError::UnknownKind(_) => MessageError::UnknownKind(tag);
        MessageError::OutOfRange(_) => MessageError::OutOfRange(tag);
    });
    texts.extend(texts! { LinkError:
        LinkError::Lost(_) => LinkError::Lost(link());
        LinkError::TooLong { .. } => LinkError::TooLong { size: 2, mtu: 1 };
    });
    texts.extend(texts! { StartCodeError:
        S::NotOurs => S::NotOurs;
        S::Version(_) => S::Version("2".to_owned());
        S::Missing(_) => S::Missing("link");
        S::Malformed(_) => S::Malformed("link");
        S::TooLong => S::TooLong;
    });
    assert!(texts.iter().all(|t| t.len() > 10), "{texts:?}");
    assert_eq!(texts.iter().collect::<BTreeSet<_>>().len(), texts.len(), "{texts:?}");
}

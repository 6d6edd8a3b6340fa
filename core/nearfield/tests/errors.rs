//! Every error of the near field: its words, whether trying again helps, what to do.

use landfall_nearfield::{
    Closed, FrameRefused, RequestRefused, RespondRefused, Untrusted,
    discovery::NotAHint,
    link::LinkError,
    message::{MessageError, PackageRefused, Refusal},
    sim::Stalled,
    start_code::StartCodeError,
};
use model::{Criterion, UnixTime};
use rsp::cert::{CertError, ChainError, Role};
use tables::{check, table};

fn why() -> String {
    "why".to_owned()
}

fn expired() -> Untrusted {
    ChainError::Expired { role: Role::Kiosk, not_after: UnixTime(0), now: UnixTime(1) }.into()
}

fn foreign() -> Untrusted {
    ChainError::UnknownRoot { role: Role::Kiosk, key_id: "AB".to_owned() }.into()
}

// R: F3
#[test]
fn every_end_of_a_connection_says_what_to_do() {
    let mut rows = table! { Untrusted:
        Untrusted::NoCertificate => Untrusted::NoCertificate, false, "Walk away";
        Untrusted::Certificate(_) => Untrusted::Certificate(CertError::Version), false, "Walk away";
        Untrusted::Chain(ChainError::Expired { .. }) => expired(), false, "clock";
        Untrusted::Chain(_) => foreign(), false, "Install the operator's root";
        Untrusted::OtherKey => Untrusted::OtherKey, false, "Walk away";
    };
    rows.extend(table! { Closed:
        Closed::Here => Closed::Here, true, "Connect again";
        Closed::Peer => Closed::Peer, true, "Connect again";
        Closed::Untrusted(Untrusted::Chain(ChainError::Expired { .. })) => Closed::Untrusted(expired()), false, "clock";
        Closed::Untrusted(Untrusted::Chain(_)) => Closed::Untrusted(foreign()), false, "Install the operator's root";
        Closed::Untrusted(_) => Closed::Untrusted(Untrusted::OtherKey), false, "Walk away";
        Closed::Version => Closed::Version, false, "Update";
        Closed::SessionForgotten => Closed::SessionForgotten, true, "Connect again";
        Closed::Busy => Closed::Busy, true, "Wait a moment";
        Closed::NoAnswer => Closed::NoAnswer, true, "nearer";
        Closed::Protocol => Closed::Protocol, false, "Update";
    });
    rows.extend(table! { LinkError:
        LinkError::Lost(_) => LinkError::Lost(why()), true, "near";
        LinkError::TooLong { .. } => LinkError::TooLong { size: 9, mtu: 8 }, false, "Report it";
    });
    check(rows);
}

// R: F3
#[test]
fn every_reason_against_a_message_says_what_to_do() {
    let tag = tlv::Tag(0x80);
    let mut rows = table! { RequestRefused:
        RequestRefused::TooLong { .. } => RequestRefused::TooLong { size: 8, limit: 7 }, false, "Ask for less";
        RequestRefused::TooMany => RequestRefused::TooMany, true, "Wait";
        RequestRefused::Closed => RequestRefused::Closed, true, "Connect again";
    };
    rows.extend(table! { RespondRefused:
        RespondRefused::UnknownSession => RespondRefused::UnknownSession, false, "Drop the response";
        RespondRefused::UnknownRequest => RespondRefused::UnknownRequest, false, "Drop the response";
        RespondRefused::TooLong { .. } => RespondRefused::TooLong { size: 2, limit: 1 }, false, "less";
    });
    rows.extend(table! { MessageError:
        MessageError::Tlv(_) => MessageError::Tlv(tlv::Error::Truncated), false, "Update";
        MessageError::UnknownKind(_) => MessageError::UnknownKind(tag), false, "Update";
        MessageError::OutOfRange(_) => MessageError::OutOfRange(tag), false, "Update";
    });
    rows.extend(table! { PackageRefused:
        PackageRefused::Malformed(_) => PackageRefused::Malformed(tlv::Error::Truncated.into()), true, "tell the staff";
        PackageRefused::Signature => PackageRefused::Signature, true, "tell the staff";
        PackageRefused::Hash => PackageRefused::Hash, true, "tell the staff";
    });
    rows.extend(table! { StartCodeError:
        StartCodeError::NotOurs => StartCodeError::NotOurs, false, "again";
        StartCodeError::Version(_) => StartCodeError::Version("2".to_owned()), false, "Update";
        StartCodeError::Missing(_) => StartCodeError::Missing("link"), false, "again";
        StartCodeError::Malformed(_) => StartCodeError::Malformed("link"), false, "again";
        StartCodeError::TooLong => StartCodeError::TooLong, false, "again";
    });
    rows.extend(table! { NotAHint: NotAHint => NotAHint, false, "eight digits"; });
    rows.extend(table! { Stalled: Stalled { .. } => Stalled { at: 7 }, false, "more time"; });
    check(rows);
}

// R: F3
#[test]
fn every_reason_against_a_frame_says_what_to_do() {
    use FrameRefused as F;
    check(table! { FrameRefused:
        F::Truncated => F::Truncated, true, "sent again";
        F::TooLong => F::TooLong, true, "sent again";
        F::UnknownKind => F::UnknownKind, true, "sent again";
        F::Unexpected => F::Unexpected, true, "sent again";
        F::Damaged => F::Damaged, true, "sent again";
        F::BadFragment => F::BadFragment, true, "sent again";
        F::HandshakeUnauthentic => F::HandshakeUnauthentic, true, "sent again";
        F::HandshakeMalformed => F::HandshakeMalformed, true, "sent again";
        F::Version => F::Version, false, "Update";
        F::Untrusted => F::Untrusted, false, "walk away";
        F::Replayed => F::Replayed, true, "sent again";
        F::Unauthentic => F::Unauthentic, true, "sent again";
        F::Malformed => F::Malformed, true, "update";
        F::Limit => F::Limit, true, "update";
        F::UnknownLink => F::UnknownLink, false, "that are there";
    });
}

// R: F3 A4
#[test]
fn every_refusal_of_a_kiosk_says_what_to_do() {
    check(table! { Refusal:
        Refusal::NoMatch { .. } => Refusal::NoMatch { criterion: Criterion::Stock, detail: why() }, false, "Relax";
        Refusal::SoldOut => Refusal::SoldOut, false, "another product";
        Refusal::Quota { .. } => Refusal::Quota { retry_after: 60 }, true, "Wait";
        Refusal::VoucherNeeded => Refusal::VoucherNeeded, false, "Enter a voucher";
        Refusal::VoucherInvalid => Refusal::VoucherInvalid, false, "typing errors";
        Refusal::VoucherUsed => Refusal::VoucherUsed, false, "another voucher";
        Refusal::VoucherExpired => Refusal::VoucherExpired, false, "another voucher";
        Refusal::CsrRejected { .. } => Refusal::CsrRejected { detail: why() }, false, "Start again";
        Refusal::AssuranceTooLow { .. } => Refusal::AssuranceTooLow { needed: 2, offered: 1 }, false, "secure element";
        Refusal::PackageUnavailable { .. } => Refusal::PackageUnavailable { detail: why() }, false, "Install the program";
        Refusal::NotAuthorised => Refusal::NotAuthorised, true, "Wait";
        Refusal::UnknownMatchingId => Refusal::UnknownMatchingId, false, "Reserve again";
        Refusal::ClockWrong { .. } => Refusal::ClockWrong { kiosk: UnixTime(0) }, false, "clock";
        Refusal::OutOfService => Refusal::OutOfService, false, "staff";
        Refusal::Busy => Refusal::Busy, true, "Wait";
        Refusal::NotUnderstood => Refusal::NotUnderstood, false, "Update";
        Refusal::Internal => Refusal::Internal, false, "staff";
        Refusal::Other { .. } => Refusal::Other { code: 99, detail: why() }, false, "staff";
    });
}

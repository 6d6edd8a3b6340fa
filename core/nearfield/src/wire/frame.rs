use crate::{FrameRefused, checks};
use ring::digest;

/// The longest frame of any link.
pub const MAX_FRAME: usize = 65_000;
/// The shortest frame a link must be able to carry; one that can't cuts frames itself.
pub const MIN_FRAME: usize = 128;
/// The clear bytes in front of a packet's sealed ones.
pub(crate) const PACKET_HEADER: usize = 3;
/// The clear bytes in front of a handshake fragment.
pub(crate) const FRAGMENT_HEADER: usize = 11;

/// Which handshake message a fragment is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handshake {
    /// Phone's first message of a new session (Noise NX).
    Hello,
    /// Kiosk's answer to it.
    Answer,
    /// Phone's first message over another link (Noise NNpsk0), behind the session's ticket.
    Resume,
    /// Kiosk's answer to it.
    Resumed,
}

/// Why a kiosk does not answer a handshake. Nothing proves it is the kiosk's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandshakeRefusal {
    /// No protocol version in common.
    Version,
    /// The ticket is not known (any more).
    UnknownTicket,
    /// No room for another phone.
    Busy,
}

/// A frame, its header read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame<'a> {
    /// A part of a handshake message.
    Fragment {
        /// Which message.
        message: Handshake,
        /// Chosen by the phone for each handshake; its answer has the same.
        attempt: [u8; 4],
        /// Which part, from 0.
        index: u8,
        /// How many parts.
        count: u8,
        /// The part.
        bytes: &'a [u8],
    },
    /// The handshake is refused.
    Refusal {
        /// The handshake's attempt.
        attempt: [u8; 4],
        /// Why.
        why: HandshakeRefusal,
    },
    /// Sealed blocks.
    Packet {
        /// The packet number modulo 2¹⁶.
        number: u16,
        /// Ciphertext and tag.
        sealed: &'a [u8],
    },
}

/// First byte of a packet.
pub(crate) const PACKET: u8 = 0x40;
const REFUSAL: u8 = 0x05;

impl<'a> Frame<'a> {
    /// Reads a frame's header.
    ///
    /// # Errors
    /// [`FrameRefused`] if no frame looks so.
    pub fn parse(frame: &'a [u8]) -> Result<Self, FrameRefused> {
        if frame.len() > MAX_FRAME {
            return Err(FrameRefused::TooLong);
        }
        let (kind, rest) = frame.split_first().ok_or(FrameRefused::Truncated)?;
        if *kind == PACKET {
            let (number, sealed) = rest.split_first_chunk().ok_or(FrameRefused::Truncated)?;
            return Ok(Self::Packet { number: u16::from_be_bytes(*number), sealed });
        }
        let message = match *kind {
            0x01 => Some(Handshake::Hello),
            0x02 => Some(Handshake::Answer),
            0x03 => Some(Handshake::Resume),
            0x04 => Some(Handshake::Resumed),
            REFUSAL => None,
            _ => return Err(FrameRefused::UnknownKind),
        };
        let (check, rest) = rest.split_first_chunk().ok_or(FrameRefused::Truncated)?;
        if *check != checksum(*kind, rest) && checks::SUM.on() {
            return Err(FrameRefused::Damaged);
        }
        let Some(message) = message else { return parse_refusal(rest) };
        let (attempt, rest) = rest.split_first_chunk().ok_or(FrameRefused::Truncated)?;
        let ([index, count], bytes) = rest.split_first_chunk().ok_or(FrameRefused::Truncated)?;
        if index >= count || bytes.is_empty() {
            return Err(FrameRefused::BadFragment);
        }
        Ok(Self::Fragment { message, attempt: *attempt, index: *index, count: *count, bytes })
    }
}

fn parse_refusal(rest: &[u8]) -> Result<Frame<'_>, FrameRefused> {
    let (attempt, rest) = rest.split_first_chunk().ok_or(FrameRefused::Truncated)?;
    let why = match rest {
        [1] => HandshakeRefusal::Version,
        [2] => HandshakeRefusal::UnknownTicket,
        [3] => HandshakeRefusal::Busy,
        [] => return Err(FrameRefused::Truncated),
        _ => return Err(FrameRefused::UnknownKind),
    };
    Ok(Frame::Refusal { attempt: *attempt, why })
}

/// The frames of a handshake message on a link of `max_frame`.
pub(crate) fn fragments(message: Handshake, attempt: [u8; 4], bytes: &[u8], max_frame: usize) -> Vec<Vec<u8>> {
    let parts = bytes.chunks(max_frame - FRAGMENT_HEADER);
    let count = parts.len() as u8;
    let kind = match message {
        Handshake::Hello => 0x01,
        Handshake::Answer => 0x02,
        Handshake::Resume => 0x03,
        Handshake::Resumed => 0x04,
    };
    parts.zip(0u8..).map(|(part, index)| checked(kind, &[attempt.as_slice(), &[index, count], part].concat())).collect()
}

pub(crate) fn refusal(attempt: [u8; 4], why: HandshakeRefusal) -> Vec<u8> {
    let why = match why {
        HandshakeRefusal::Version => 1,
        HandshakeRefusal::UnknownTicket => 2,
        HandshakeRefusal::Busy => 3,
    };
    checked(REFUSAL, &[attempt.as_slice(), &[why]].concat())
}

fn checked(kind: u8, rest: &[u8]) -> Vec<u8> {
    [[kind].as_slice(), &checksum(kind, rest), rest].concat()
}

fn checksum(kind: u8, rest: &[u8]) -> [u8; 4] {
    let mut hash = digest::Context::new(&digest::SHA256);
    hash.update(&[kind]);
    hash.update(rest);
    hash.finish().as_ref().first_chunk().copied().unwrap_or_default()
}

pub(crate) fn packet(number: u64, sealed: &[u8]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(PACKET_HEADER + sealed.len());
    frame.push(PACKET);
    frame.extend_from_slice(&(number as u16).to_be_bytes());
    frame.extend_from_slice(sealed);
    frame
}

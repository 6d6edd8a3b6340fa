//! NFC: frames in the APDUs of ISO-DEP (ISO/IEC 14443-4, 7816-4). One side is the reader and asks, the other a card and answers; either
//! may be the phone. What the card has to say waits until it is asked, so an idle reader polls.
//!
//! - [`Nfc`]: where taps come in, from a platform or from [`pcsc`], and links come out
//! - [`IsoDep`]: what a reader's platform gives
//! - [`reader`], [`card`]: the two ends as state machines without I/O
//! - [`pcsc`]: contactless readers of the system (cargo feature `nfc`)
//!
//! The bytes are in `docs/links.md`.

pub mod apdu;
pub mod card;
mod error;
mod link;
#[cfg_attr(not(feature = "nfc"), path = "no_pcsc.rs")]
pub mod pcsc;
mod pieces;
pub mod reader;
mod taps;

pub use error::NfcError;
pub use taps::Nfc;

/// The application that a card is asked for: proprietary (first half-byte F), then "LANDFALL" and the version.
pub const AID: [u8; 10] = *b"\xF0LANDFALL\x01";
/// The version of what is said.
pub const VERSION: u8 = 1;
/// The most bytes of a frame in one APDU: some readers take no longer one.
pub const PIECE: usize = 240;
/// The longest frame: two pieces. Few are under way at once, since each waits for the one before.
pub const MTU: usize = 2 * PIECE;

/// A card in a reader's field: Android's `IsoDep`, Core NFC's ISO 7816 tag, or a card of PC/SC.
pub trait IsoDep: Send {
    /// Sends a command, waits for the whole answer, which ends with the status word.
    ///
    /// # Errors
    /// In words, if the card is gone.
    fn transceive(&mut self, command: &[u8]) -> Result<Vec<u8>, String>;
}

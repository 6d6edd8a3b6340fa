//! Readers of the system, in a build without them: each asks for the cargo feature `pcsc`.

use crate::ReaderError;
use app::card::{Apdu, CardError, Response};

/// Whether other programs may use the card meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sharing {
    /// No.
    #[default]
    Exclusive,
    /// Yes, between our commands.
    Shared,
}

/// A card in a reader: there is none in this build.
#[derive(Debug)]
pub enum PcscCard {}

/// The names of the readers.
///
/// # Errors
/// [`ReaderError::NotBuilt`].
pub const fn readers() -> Result<Vec<String>, ReaderError> {
    Err(ReaderError::NotBuilt)
}

impl PcscCard {
    /// Connects to the card in `reader`.
    ///
    /// # Errors
    /// [`ReaderError::NotBuilt`].
    pub const fn connect(_reader: &str, _sharing: Sharing) -> Result<Self, ReaderError> {
        Err(ReaderError::NotBuilt)
    }
}

impl Apdu for PcscCard {
    fn transmit(&mut self, _command: &[u8]) -> Result<Response, CardError> {
        match *self {}
    }
}

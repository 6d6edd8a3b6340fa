//! Contactless readers of the system, in a build without them: it asks for the cargo feature `nfc`.

use super::NfcError;
use crate::choice::{Opener, Way};
use async_trait::async_trait;
use nearfield::link::{Link, LinkError};

/// Readers that are watched: there are none in this build.
#[derive(Debug)]
pub enum Watch {}

impl Watch {
    /// Watches readers.
    ///
    /// # Errors
    /// [`NfcError::NotBuilt`].
    pub const fn start(_reader: Option<&str>) -> Result<Self, NfcError> {
        Err(NfcError::NotBuilt)
    }

    /// The readers' names.
    #[must_use]
    pub const fn readers(&self) -> &[String] {
        match *self {}
    }
    /// The link of the next tap.
    pub async fn next(&self) -> Option<Box<dyn Link>> {
        match *self {}
    }
}

#[async_trait]
impl Opener for Watch {
    fn opens(&self, _way: &Way) -> bool {
        match *self {}
    }

    async fn open(&self, _way: &Way) -> Result<Box<dyn Link>, LinkError> {
        match *self {}
    }
}

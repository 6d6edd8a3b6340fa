use crate::profile::Profile;
use model::SecretBytes;

/// Why records are not a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The profile's image or state is not among the records.
    #[error("the card's {0} record is missing")]
    Missing(&'static str),
    /// Written by a later version of this program.
    #[error("the card's {part} record has version {found}, which this program does not know")]
    Version {
        /// Which record.
        part: &'static str,
        /// Its version.
        found: u64,
    },
    /// Not the data objects that were written.
    #[error("the card's {part} record is damaged: {source}")]
    Malformed {
        /// Which record.
        part: &'static str,
        /// What is wrong with it.
        source: tlv::Error,
    },
    /// Well-formed, but at odds with itself or the other records.
    #[error("the card's {part} record contradicts itself: {what}")]
    Inconsistent {
        /// Which record.
        part: &'static str,
        /// In which way.
        what: &'static str,
    },
}

impl Profile {
    /// Loads a profile from its records: id and value of each, in any order.
    ///
    /// # Errors
    /// [`LoadError`]; nothing is guessed.
    pub fn load(records: &[(Vec<u8>, SecretBytes)]) -> Result<Self, LoadError> {
        let _ = records;
        Err(LoadError::Missing("image"))
    }
}

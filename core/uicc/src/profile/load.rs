use super::{Profile, State, changes, image, part};
use model::{Iccid, SecretBytes};

/// Why records are not a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// A record that every profile has is not there.
    #[error("the card's {0} record is missing")]
    Missing(&'static str),
    /// Records of more than one card, or with ids that no card writes.
    #[error("the records are not those of one card")]
    Foreign,
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

impl LoadError {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Version { .. } => "Update this program.",
            Self::Missing(_) | Self::Foreign | Self::Malformed { .. } | Self::Inconsistent { .. } => {
                "Restore the data folder from a copy."
            }
        }
    }
}

impl LoadError {
    pub(super) const fn malformed(part: &'static str) -> impl Fn(tlv::Error) -> Self + Copy {
        move |source| Self::Malformed { part, source }
    }
}

impl Profile {
    /// Loads a profile from its records: id and value of each, in any order.
    ///
    /// # Errors
    /// [`LoadError`]; nothing is guessed.
    pub fn load(records: &[(Vec<u8>, SecretBytes)]) -> Result<Self, LoadError> {
        let (first, _) = records.first().ok_or(LoadError::Missing("image"))?;
        let (prefix, _) = first.split_first_chunk::<10>().ok_or(LoadError::Foreign)?;
        let iccid = Iccid::from_ef(prefix).map_err(|_| LoadError::Foreign)?;
        let parts: Vec<(&[u8], &[u8])> = records
            .iter()
            .map(|(id, value)| Some((id.strip_prefix(prefix.as_slice())?, value.expose())))
            .collect::<Option<_>>()
            .ok_or(LoadError::Foreign)?;
        let single = |part: u8, name| {
            let found = parts.iter().find(|(id, _)| *id == [part]);
            found.map(|(_, value)| *value).ok_or(LoadError::Missing(name))
        };
        let state = State::read(single(part::STATE, "state")?)?;
        let mut profile = image::read(iccid, single(part::IMAGE, "image")?, state)?;
        for (id, value) in &parts {
            if let [part::FILE, path @ ..] = id {
                changes::apply_record(&mut profile.tree, path, value)?;
            }
        }
        Ok(profile)
    }
}

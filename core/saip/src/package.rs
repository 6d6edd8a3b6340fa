use crate::{
    Error,
    error::{Place, Problem},
};
use model::SecretBytes;

/// An unprotected profile package: a row of profile elements, each with the bytes it was read from.
#[derive(Clone, PartialEq, Eq)]
pub struct Package {
    raw: SecretBytes,
}

impl std::fmt::Debug for Package {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Package({} bytes)", self.raw.len())
    }
}

impl Package {
    /// Reads a package. Unknown elements and fields are kept.
    ///
    /// # Errors
    /// [`Error`] names the element that is malformed.
    pub fn parse(input: &[u8]) -> Result<Self, Error> {
        Ok(Self { raw: input.into() })
    }

    /// The bytes of the package; equal to what was parsed.
    #[must_use]
    pub fn encode(&self) -> SecretBytes {
        self.raw.clone()
    }

    pub(crate) fn unfinished(&self) -> Error {
        Error { at: Place { index: 0, identification: None }, problem: Problem::Order("resolving is being written") }
    }
}

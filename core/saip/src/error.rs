use crate::{EuiccResponse, PeStatus, Status};

/// Why a package can't be installed: the element at fault, and the reason, as `PEStatus` carries it.
///
/// Nothing of the package's content is shown. Sending the same package again does not help; the status tells its maker
/// what to change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("profile element {at}: {problem}")]
pub struct Error {
    /// Where in the package.
    pub at: Place,
    /// What is wrong.
    pub problem: Problem,
}

impl Error {
    /// Whether the same package may be installed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        self.problem.retrying_helps()
    }

    /// What the package's maker should do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        self.problem.hint()
    }
}

/// The place of an element in its package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Zero-based position.
    pub index: usize,
    /// Its `PEHeader.identification`, once that could be read.
    pub identification: Option<u16>,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.identification {
            Some(identification) => write!(f, "{identification} (number {} in the package)", self.index + 1),
            None => write!(f, "number {} in the package", self.index + 1),
        }
    }
}

/// What is wrong with an element.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It is not encoded as its type says.
    #[error("is not well formed: {0}")]
    Encoding(#[from] tlv::Error),
    /// A field has an impossible value.
    #[error("has an impossible value in {0}")]
    Value(&'static str),
    /// The package does not start with a header, or an element stands where it must not.
    #[error("stands in the wrong place: {0}")]
    Order(&'static str),
    /// The package's version is none that is known (2.x and 3.x are).
    #[error("is of version {0}.{1}; 2.x and 3.x are supported")]
    Version(u8, u8),
    /// The header demands a service that this card does not have.
    #[error("demands service {0}, which this card does not have")]
    Service(u8),
    /// The header or an element demands a file template that is not known.
    #[error("demands a file template that is not supported")]
    Template,
    /// The header demands a load package that this card does not have: it has none.
    #[error("demands a library, and this card has none")]
    Library,
    /// The element is marked as mandatory and can't be done here.
    #[error("is mandatory and not supported")]
    Unsupported(Status),
    /// A file would be created twice.
    #[error("creates file {0:04X} again")]
    FileExists(u16),
    /// A file that is named is not there.
    #[error("names file {0:04X}, which does not exist")]
    FileMissing(u16),
    /// A file has neither a size of its own nor one by its template.
    #[error("gives no size for file {0:04X}")]
    SizeMissing(u16),
    /// Content that does not fit in its file.
    #[error("fills more than file {0:04X} holds")]
    Overflow(u16),
    /// The files together are larger than a card.
    #[error("has more file content than a card holds")]
    TooLarge,
    /// A PIN names a PUK that no element defines.
    #[error("names PUK {0:02X}, which is not defined")]
    PukMissing(u8),
}

impl Problem {
    /// Whether the same package may be installed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What the package's maker should do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Encoding(_) => "Have the package made anew, as the Interoperable Profile format encodes it.",
            Self::Value(_) => "Give the field a value that the format allows.",
            Self::Order(_) => "Put the elements in the order of the format.",
            Self::Version(..) => "Have the package made in version 2.x or 3.x.",
            Self::Service(_) | Self::Template | Self::Library | Self::Unsupported(_) => {
                "Leave it out of the package, or take a card that has it."
            }
            Self::FileExists(_) => "Create the file once.",
            Self::FileMissing(_) => "Create the file before it is named.",
            Self::SizeMissing(_) => "Give the file a size.",
            Self::Overflow(_) => "Make the file larger, or its content smaller.",
            Self::TooLarge => "Leave files out, or make them smaller.",
            Self::PukMissing(_) => "Define the PUK, in an element before the PIN.",
        }
    }
}

impl Problem {
    /// The status code to answer with.
    #[must_use]
    pub const fn status(&self) -> Status {
        match self {
            Self::Encoding(_) => Status::INVALID_REQUEST_FORMAT,
            Self::Value(_) | Self::SizeMissing(_) | Self::Overflow(_) => Status::BAD_VALUES,
            Self::Order(_) => Status::INVALID_PARAMETER,
            Self::Version(..) => Status::UNSUPPORTED_PROFILE_VERSION,
            Self::Service(_) => Status::FEATURE_NOT_SUPPORTED,
            Self::Library => Status::LIB_NOT_SUPPORTED,
            Self::Template => Status::TEMPLATE_NOT_SUPPORTED,
            Self::Unsupported(status) => *status,
            Self::FileExists(_) => Status::FILE_EXISTS,
            Self::FileMissing(_) => Status::FILE_NOT_FOUND,
            Self::TooLarge => Status::NOT_ENOUGH_MEMORY,
            Self::PukMissing(_) => Status::PIN_CODE_MISSING,
        }
    }
}

impl Error {
    /// The `PEStatus` of the element at fault.
    #[must_use]
    pub const fn status(&self) -> PeStatus {
        let mut status = PeStatus::new(self.problem.status(), self.at.identification);
        if let Problem::Service(number) = self.problem {
            status.additional_information = Some(number);
        }
        status
    }

    /// The answer to give when the installation ends here.
    #[must_use]
    pub fn response(&self) -> EuiccResponse {
        EuiccResponse { statuses: vec![self.status()], aborted: true }
    }
}

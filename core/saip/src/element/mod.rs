//! Profile elements as views on the package's bytes (PEDefinitions 3.3.1, `ProfileElement`). Tags are those that
//! AUTOMATIC TAGS gives.

mod aka;
mod codes;
mod fcp;
mod file;
mod header;
mod management;

pub use aka::{AkaElement, AlgoConfiguration, AlgoParameter};
pub use codes::{PinConfiguration, PinsElement, PukConfiguration};
pub use fcp::{Fcp, FillPattern};
pub use file::{FileCommand, FilesElement, Write};
pub(crate) use header::swapped;
pub use header::{Header, Service};
pub use management::ManagementCommand;

use crate::error::Problem;
use std::fmt;
use tlv::Tlv;

/// `PEHeader`: number and weight of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeHeader {
    /// Whether the installation fails if the element can't be done.
    pub mandated: bool,
    /// The element's number in answers.
    pub identification: u16,
}

/// A profile element. `Debug` shows its kind and number only.
#[derive(Clone, PartialEq, Eq)]
pub enum Element<'a> {
    /// What the package is and demands.
    Header(Header<'a>),
    /// Files by a template: MF, TELECOM, USIM and the like.
    Files(FilesElement<'a>),
    /// Files without a template, and content.
    FileManagement {
        /// Number and weight.
        header: PeHeader,
        /// `fileManagementCMD`, flattened.
        commands: Vec<ManagementCommand<'a>>,
    },
    /// PINs and ADM codes of the directory made before.
    Pins(PinsElement<'a>),
    /// PUKs.
    Puks {
        /// Number and weight.
        header: PeHeader,
        /// The codes.
        puks: Vec<PukConfiguration<'a>>,
    },
    /// Authentication parameters of the application made before.
    Aka(Box<AkaElement<'a>>),
    /// A security domain, RFM instance or CDMA parameters: nothing in it takes part in what a SIM answers without a
    /// card manager or a CDMA network.
    Kept {
        /// Number and weight.
        header: PeHeader,
        /// The instance's AID, where it has one.
        aid: Option<&'a [u8]>,
        /// The element itself.
        tlv: Tlv<'a>,
    },
    /// An application to load or make instances of.
    Application(PeHeader),
    /// Something of its maker's own.
    NonStandard {
        /// Number and weight.
        header: PeHeader,
        /// The maker's OBJECT IDENTIFIER, its content bytes.
        issuer: &'a [u8],
        /// What the maker put there.
        content: &'a [u8],
    },
    /// The end of the package.
    End(PeHeader),
    /// An element of a later version.
    Unknown {
        /// Number and weight.
        header: PeHeader,
        /// The element itself.
        tlv: Tlv<'a>,
    },
}

impl<'a> Element<'a> {
    pub(crate) fn read(tlv: &Tlv<'a>) -> Result<Self, Problem> {
        Ok(match tlv.tag.0 {
            0xA0 => Self::Header(Header::read(tlv)?),
            0xA1 => Self::FileManagement { header: header(tlv)?, commands: management::read(tlv)? },
            0xA2 => Self::Pins(PinsElement::read(tlv)?),
            0xA3 => Self::Puks { header: header(tlv)?, puks: codes::puks(tlv)? },
            0xA4 => Self::Aka(Box::new(AkaElement::read(tlv)?)),
            0xA5 => Self::Kept { header: header(tlv)?, aid: None, tlv: *tlv },
            0xA6 => {
                // ApplicationInstance: load package, class and instance AID, all under the same tag.
                let mut instance = tlv.children().require(0xA1)?.children();
                instance.expect(0x4F)?;
                instance.expect(0x4F)?;
                let aid = Some(instance.expect(0x4F)?.value);
                Self::Kept { header: header(tlv)?, aid, tlv: *tlv }
            }
            0xA7 => Self::Kept { header: header(tlv)?, aid: Some(tlv.children().require(0x4F)?.value), tlv: *tlv },
            0xA8 => Self::Application(header(tlv)?),
            0xA9 => Self::NonStandard {
                header: header(tlv)?,
                issuer: tlv.children().require(0x81)?.value,
                content: tlv.children().require(0x82)?.value,
            },
            0xAA => Self::End(header(tlv)?),
            0xB0..=0xBE | 0xBF1F..=0xBF21 => Self::Files(FilesElement::read(tlv)?),
            _ => Self::Unknown { header: header(tlv)?, tlv: *tlv },
        })
    }

    /// Number and weight; the package's header has neither.
    #[must_use]
    pub const fn header(&self) -> Option<PeHeader> {
        match self {
            Self::Header(_) => None,
            Self::Aka(aka) => Some(aka.header),
            Self::Files(FilesElement { header, .. })
            | Self::FileManagement { header, .. }
            | Self::Pins(PinsElement { header, .. })
            | Self::Puks { header, .. }
            | Self::Kept { header, .. }
            | Self::Application(header)
            | Self::NonStandard { header, .. }
            | Self::End(header)
            | Self::Unknown { header, .. } => Some(*header),
        }
    }
}

impl fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Header(_) => "Header",
            Self::Files(_) => "Files",
            Self::FileManagement { .. } => "FileManagement",
            Self::Pins(_) => "Pins",
            Self::Puks { .. } => "Puks",
            Self::Aka(_) => "Aka",
            Self::Kept { .. } => "Kept",
            Self::Application(_) => "Application",
            Self::NonStandard { .. } => "NonStandard",
            Self::End(_) => "End",
            Self::Unknown { .. } => "Unknown",
        };
        match self.header() {
            Some(header) => write!(f, "{kind}({})", header.identification),
            None => f.write_str(kind),
        }
    }
}

/// `PEHeader` stands first in every element but the header: `A0 { 80 NULL OPTIONAL, 81 INTEGER }`.
fn header(tlv: &Tlv<'_>) -> Result<PeHeader, Problem> {
    let header = tlv.children().require(0xA0)?.children();
    let identification = header.require(0x81)?.as_u64()?;
    Ok(PeHeader {
        mandated: header.find(0x80)?.is_some(),
        identification: u16::try_from(identification).map_err(|_| Problem::Value("identification"))?,
    })
}

/// The identification number, if it can be read at all: for errors about the rest.
pub(crate) fn identification(tlv: &Tlv<'_>) -> Option<u16> {
    if tlv.tag.0 == 0xA0 { None } else { header(tlv).ok().map(|header| header.identification) }
}

use super::FilePath;
use std::fmt;

/// One file, ready to be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedFile {
    /// Where it stands.
    pub path: FilePath,
    /// Number of the element that made it.
    pub identification: Option<u16>,
    /// Its name by the template, such as `EF.IMSI`; empty for files that no template knows.
    pub name: &'static str,
    /// Type, sizes and content.
    pub kind: FileKind,
    /// Whether two channels may have it open at once.
    pub shareable: bool,
    /// Short file identifier, 1 to 30.
    pub sfi: Option<u8>,
    /// Life cycle status (TS 102 221 §11.1.1.4.9); 5 is operational–activated.
    pub life_cycle: u8,
    /// Which record of which EF.ARR rules access.
    pub access: AccessReference,
    /// Directories: key references of the codes that its PIN status shows (`pinStatusTemplateDO`), a byte each.
    pub pin_status: Vec<u8>,
    /// Link files: the file whose content this one shares. `kind` is then the target's, with its content.
    pub link: Option<FilePath>,
    /// Whether it is written often (TS 102 222 special file information, bit 8).
    pub high_update: bool,
    /// Whether it can be read and updated when deactivated (the same, bit 7).
    pub usable_when_deactivated: bool,
}

/// Type and content of a file.
#[derive(Clone, PartialEq, Eq)]
pub enum FileKind {
    /// The MF or a DF.
    Df,
    /// An application's directory.
    Adf {
        /// Its AID, 5 to 16 bytes.
        aid: Vec<u8>,
    },
    /// A row of bytes.
    Transparent {
        /// Its whole content.
        content: Vec<u8>,
    },
    /// Records by number.
    LinearFixed {
        /// Bytes a record.
        record_size: u16,
        /// All records in order.
        content: Vec<u8>,
    },
    /// Records of which the last written is the first.
    Cyclic {
        /// Bytes a record.
        record_size: u16,
        /// All records, the most recent first.
        content: Vec<u8>,
    },
    /// Data objects by tag (TS 102 221 §8.2.2.4).
    BerTlv {
        /// `maximumFileSize` in bytes, if one is given.
        max_size: Option<u32>,
        /// Content as it was filled.
        content: Vec<u8>,
    },
}

impl FileKind {
    /// The content; empty for directories.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        match self {
            Self::Df | Self::Adf { .. } => &[],
            Self::Transparent { content }
            | Self::LinearFixed { content, .. }
            | Self::Cyclic { content, .. }
            | Self::BerTlv { content, .. } => content,
        }
    }

    /// Whether files can stand in it.
    #[must_use]
    pub const fn is_directory(&self) -> bool {
        matches!(self, Self::Df | Self::Adf { .. })
    }
}

impl fmt::Debug for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Contents are a subscriber's own: only sizes are shown.
        match self {
            Self::Df => f.write_str("Df"),
            Self::Adf { aid } => write!(f, "Adf({} bytes of AID)", aid.len()),
            Self::Transparent { content } => write!(f, "Transparent({} bytes)", content.len()),
            Self::LinearFixed { record_size, content } => {
                write!(f, "LinearFixed({} bytes, {record_size} a record)", content.len())
            }
            Self::Cyclic { record_size, content } => {
                write!(f, "Cyclic({} bytes, {record_size} a record)", content.len())
            }
            Self::BerTlv { content, .. } => write!(f, "BerTlv({} bytes)", content.len()),
        }
    }
}

/// Where the rule of access to a file stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessReference {
    /// The EF.ARR; none if there is no such file on the way up from the file, and then nobody has access.
    pub arr: Option<FilePath>,
    /// The file identifier of EF.ARR, as the FCP (tag 8B) gives it.
    pub arr_fid: u16,
    /// The record, from 1.
    pub record: u8,
    /// The record's content without its padding: access mode and security condition objects (TS 102 221 §9.2.7);
    /// none if there is no such record, and then nobody has access.
    pub rule: Option<Vec<u8>>,
}

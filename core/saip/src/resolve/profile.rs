use crate::{EuiccResponse, PeStatus};
use model::{Iccid, SecretBytes};
use std::fmt;

/// A place in the file tree: file identifiers from below the MF; empty is the MF itself. An ADF stands under the MF by
/// the temporary identifier that its package gave it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FilePath(pub Vec<u16>);

impl FilePath {
    /// The MF.
    #[must_use]
    pub const fn mf() -> Self {
        Self(Vec::new())
    }

    /// The directory that holds this file; none for the MF.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.split_last().map(|(_, parents)| Self(parents.to_vec()))
    }

    /// The file `fid` in this directory.
    #[must_use]
    pub fn child(&self, fid: u16) -> Self {
        let mut fids = Vec::with_capacity(self.0.len() + 1);
        fids.extend_from_slice(&self.0);
        fids.push(fid);
        Self(fids)
    }

    /// The file's own identifier: `3F00` for the MF.
    #[must_use]
    pub fn fid(&self) -> u16 {
        self.0.last().copied().unwrap_or(0x3F00)
    }
}

impl fmt::Debug for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("3F00")?;
        self.0.iter().try_for_each(|fid| write!(f, "/{fid:04X}"))
    }
}

/// What a package says, worked out: templates applied, patterns filled, links and access rules followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedProfile {
    /// The profile's number, from its header.
    pub iccid: Iccid,
    /// Major and minor version of the package format.
    pub version: (u8, u8),
    /// `profileType`, a name for people; may be empty.
    pub profile_type: String,
    /// Every file, directories before what they hold; the MF is first.
    pub files: Vec<ResolvedFile>,
    /// PUKs, one set for the whole profile.
    pub puks: Vec<Puk>,
    /// PINs and ADM codes by the directory they belong to; the MF's are the global ones.
    pub pins: Vec<PinContext>,
    /// Authentication parameters by application.
    pub aka: Vec<AkaParameters>,
    /// Elements that are kept as they are, for a card manager to come: security domains, RFM, CDMA parameters.
    pub kept: Vec<KeptElement>,
    /// Elements that were left out, as their sender allowed (`mandated` not set), each with its reason.
    pub remarks: Vec<PeStatus>,
}

impl ResolvedProfile {
    /// The answer of a successful installation.
    #[must_use]
    pub fn response(&self) -> EuiccResponse {
        EuiccResponse::installed(&self.remarks)
    }

    /// The file at `path`.
    #[must_use]
    pub fn file(&self, path: &[u16]) -> Option<&ResolvedFile> {
        self.files.iter().find(|file| file.path.0 == path)
    }

    /// The temporary path of the application whose AID starts with `aid`.
    #[must_use]
    pub fn application(&self, aid: &[u8]) -> Option<&FilePath> {
        self.files.iter().find_map(|file| match &file.kind {
            FileKind::Adf { aid: own } if own.starts_with(aid) => Some(&file.path),
            _ => None,
        })
    }
}

/// One file, ready to be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedFile {
    /// Where it stands.
    pub path: FilePath,
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
    /// Directories: content of the PIN status template's PS_DO and key references as the package gave it
    /// (`pinStatusTemplateDO`).
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

/// A PUK (PEDefinitions, `PUKConfiguration`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Puk {
    /// Its key reference in the package: `01`–`08`, `81`–`88`.
    pub reference: u8,
    /// 8 bytes, ASCII digits.
    pub value: SecretBytes,
    /// Tries it starts with after a success.
    pub max_attempts: u8,
    /// Tries left now.
    pub attempts_left: u8,
}

/// A PIN or administrative code (PEDefinitions, `PINConfiguration`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// Key reference as VERIFY PIN's P2 names it: `01`–`08`, `0A`–`0E`, `81`–`88`, `8A`–`8E`.
    pub reference: u8,
    /// 8 bytes, ASCII digits padded with `FF`.
    pub value: SecretBytes,
    /// The PUK that unblocks it.
    pub unblocked_by: Option<u8>,
    /// Whether it is asked for.
    pub enabled: bool,
    /// Whether it may be changed.
    pub changeable: bool,
    /// Whether it may be disabled.
    pub can_be_disabled: bool,
    /// Tries it starts with after a success.
    pub max_attempts: u8,
    /// Tries left now.
    pub attempts_left: u8,
}

/// The codes of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinContext {
    /// The directory.
    pub path: FilePath,
    /// Another directory whose codes (values and counters) these are; `pins` is then empty.
    pub shared_with: Option<FilePath>,
    /// The codes.
    pub pins: Vec<Pin>,
}

/// What an application authenticates with (PEDefinitions, `PE-AKAParameter`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AkaParameters {
    /// The application's directory.
    pub application: FilePath,
    /// Its AID.
    pub aid: Vec<u8>,
    /// The algorithm with its own parameters.
    pub algorithm: AkaAlgorithm,
    /// Subscriber key: 16 bytes, or 32 with TUAK.
    pub ki: SecretBytes,
    /// How sequence numbers are checked.
    pub sqn: SqnParameters,
    /// How many authentications the application may do in all, if that is limited.
    pub max_authentications: Option<u32>,
    /// Another application (by AID) whose key and sequence numbers these are, shared as the options say.
    pub shared_with: Option<MappedAka>,
}

/// `MappingParameter`: key material or sequence numbers shared with another application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedAka {
    /// AID of the application.
    pub source: Vec<u8>,
    /// `mappingOptions` as sent.
    pub options: u8,
}

/// An algorithm and its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AkaAlgorithm {
    /// MILENAGE (TS 35.206).
    Milenage {
        /// OPc, 16 bytes.
        opc: SecretBytes,
        /// r1 to r5, in bits.
        rotation: [u8; 5],
        /// c1 to c5.
        xoring: [[u8; 16]; 5],
    },
    /// TUAK (TS 35.231).
    Tuak {
        /// TOPc, 32 bytes.
        topc: SecretBytes,
        /// How many times Keccak-f\[1600\] runs.
        iterations: u8,
        /// RES size in bytes: 4, 8, 16 or 32.
        res_size: u8,
        /// MAC-A and MAC-S size in bytes: 8, 16 or 32.
        mac_size: u8,
        /// CK size in bytes: 16 or 32.
        ck_size: u8,
        /// IK size in bytes: 16 or 32.
        ik_size: u8,
    },
    /// The test algorithm of TS 34.108 §8.1.2 (XOR).
    UsimTest {
        /// RES size in bytes: 4, 8 or 16.
        res_size: u8,
    },
    /// COMP128, for GSM only. The standard has no such algorithm: see [`crate::build`].
    Comp128 {
        /// 1, 2 or 3.
        version: u8,
    },
}

/// How sequence numbers are checked (TS 33.102 annex C).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqnParameters {
    /// `sqnOptions` as sent.
    pub options: u8,
    /// `sqnDelta`: the largest step up that is accepted, in sequence numbers without IND.
    pub delta: u64,
    /// `sqnAgeLimit`: how far behind the highest a number may be.
    pub age_limit: u64,
    /// `sqnInit`: SEQ of each of the 32 IND slots.
    pub init: [u64; 32],
}

/// An element that is kept as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptElement {
    /// Its tag in `ProfileElement`, such as `A6` for a security domain.
    pub tag: u32,
    /// Its identification number.
    pub identification: u16,
    /// Its AID, where it has one of its own.
    pub aid: Option<Vec<u8>>,
    /// The whole element; may hold keys.
    pub raw: SecretBytes,
}

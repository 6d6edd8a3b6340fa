use crate::file::FilePath;
use model::SecretBytes;

/// What kind of file (TS 102 221 §8.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Structure {
    /// A DF (or the MF, when its path is the MF's).
    Df,
    /// An ADF, selected by its AID of 5 to 16 bytes.
    Adf {
        /// The application identifier.
        aid: Vec<u8>,
    },
    /// A row of bytes.
    Transparent,
    /// Records of one length, numbered from 1.
    LinearFixed {
        /// Bytes in a record, 1 to 255.
        record: u8,
    },
    /// A ring of records; number 1 is the newest.
    Cyclic {
        /// Bytes in a record, 1 to 255.
        record: u8,
    },
    /// Data objects by tag; `size` of the file is its greatest size.
    BerTlv,
}

/// Life cycle status (TS 102 221 §11.1.1.4.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LifeCycle {
    /// Usable.
    #[default]
    Activated,
    /// There, but its content can't be used until it is activated.
    Deactivated,
    /// Still being personalised: usable, not subject to ACTIVATE (LCSI `01`/`03`).
    Initialisation,
    /// Gone for good.
    Terminated,
}

impl LifeCycle {
    /// The life cycle status integer (LCSI) that says so.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        match self {
            Self::Initialisation => 0x03,
            Self::Deactivated => 0x04,
            Self::Activated => 0x05,
            Self::Terminated => 0x0C,
        }
    }

    /// From an LCSI; `None` for a value without meaning.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0x01 | 0x03 => Some(Self::Initialisation),
            0x04 | 0x06 => Some(Self::Deactivated),
            0x05 | 0x07 => Some(Self::Activated),
            0x0C..=0x0F => Some(Self::Terminated),
            _ => None,
        }
    }
}

/// Who may do what with a file: one of the three forms of security attributes (TS 102 221 §9.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// A record of an EF.ARR (tag `8B`), of the nearest one with that FID on the way up to the MF.
    Referenced {
        /// FID of the EF.ARR; `None`: `2F06` for the MF, ADFs and files right under the MF, else `6F06` (as in a
        /// profile package that gives only a record number).
        ef_arr: Option<u16>,
        /// Record number, from 1; more than one with their security environment: `(SEID, record)`, SEID 0 alone
        /// standing for any.
        records: Vec<(u8, u8)>,
    },
    /// Expanded format (value of tag `AB`): access mode and security condition data objects.
    Expanded(Vec<u8>),
    /// Compact format (value of tag `8C`): access mode byte and a security condition byte a set bit.
    Compact(Vec<u8>),
    /// Everything is allowed to everybody. Only for tests and scratch files; an FCP says it in expanded form.
    Always,
}

impl Access {
    /// A record of the EF.ARR that the file's place implies.
    #[must_use]
    pub fn record(number: u8) -> Self {
        Self::Referenced { ef_arr: None, records: vec![(0, number)] }
    }

    /// A record of the EF.ARR with this FID.
    #[must_use]
    pub fn arr(fid: u16, number: u8) -> Self {
        Self::Referenced { ef_arr: Some(fid), records: vec![(0, number)] }
    }

    /// From the value of tag `8B` (record; FID and record; FID and pairs of SEID and record). `None` if it has none
    /// of these forms.
    #[must_use]
    pub fn from_referenced(value: &[u8]) -> Option<Self> {
        match value {
            [record] => Some(Self::record(*record)),
            [a, b, record] => Some(Self::arr(u16::from_be_bytes([*a, *b]), *record)),
            [a, b, pairs @ ..] if !pairs.is_empty() => {
                let (pairs, rest) = pairs.as_chunks::<2>();
                let records = pairs.iter().map(|[se, record]| (*se, *record)).collect();
                rest.is_empty().then(|| Self::Referenced { ef_arr: Some(u16::from_be_bytes([*a, *b])), records })
            }
            _ => None,
        }
    }
}

/// A file as a profile is built from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSpec {
    /// DF, ADF or the EF's structure.
    pub structure: Structure,
    /// Size of an EF in bytes; a multiple of the record length for EFs of records. 0 for DFs.
    pub size: usize,
    /// Short file identifier 1 to 30 of an EF, if it can be addressed by one.
    pub sfi: Option<u8>,
    /// Life cycle status.
    pub life_cycle: LifeCycle,
    /// Access rules.
    pub access: Access,
    /// First content of an EF; filled up with `FF` to its size. For cyclic files in the order of record numbers; for
    /// BER-TLV files data objects one after another.
    pub content: SecretBytes,
    /// DFs: key references for the PIN status template, in order (TS 102 221 §11.1.1.4.10); empty: what is known.
    pub pin_status: Vec<u8>,
    /// Link: the file (or DF with all below it) that this one shares content with. Structure, size and content are
    /// then taken from there.
    pub link: Option<FilePath>,
    /// Special file information (tag `C0` in `A5`): bit 7 set = readable and updatable while deactivated.
    pub special: u8,
}

impl FileSpec {
    /// A DF or, at the MF's path, the MF.
    #[must_use]
    pub fn df(access: Access) -> Self {
        Self::with(Structure::Df, 0, access)
    }

    /// An ADF.
    #[must_use]
    pub fn adf(aid: &[u8], access: Access) -> Self {
        Self::with(Structure::Adf { aid: aid.to_vec() }, 0, access)
    }

    /// A transparent EF of `size` bytes.
    #[must_use]
    pub fn transparent(size: usize, access: Access) -> Self {
        Self::with(Structure::Transparent, size, access)
    }

    /// A linear fixed EF.
    #[must_use]
    pub fn linear_fixed(record: u8, count: usize, access: Access) -> Self {
        Self::with(Structure::LinearFixed { record }, usize::from(record) * count, access)
    }

    /// A cyclic EF.
    #[must_use]
    pub fn cyclic(record: u8, count: usize, access: Access) -> Self {
        Self::with(Structure::Cyclic { record }, usize::from(record) * count, access)
    }

    /// A BER-TLV EF of at most `size` bytes.
    #[must_use]
    pub fn ber_tlv(size: usize, access: Access) -> Self {
        Self::with(Structure::BerTlv, size, access)
    }

    /// A file that shares content with `target`.
    #[must_use]
    pub fn link(target: FilePath, access: Access) -> Self {
        Self { link: Some(target), ..Self::with(Structure::Transparent, 0, access) }
    }

    /// With this SFI.
    #[must_use]
    pub fn sfi(self, sfi: u8) -> Self {
        Self { sfi: Some(sfi), ..self }
    }

    /// With this first content.
    #[must_use]
    pub fn content(self, content: &[u8]) -> Self {
        Self { content: content.into(), ..self }
    }

    /// With these key references in the PIN status template.
    #[must_use]
    pub fn pin_status(self, references: &[u8]) -> Self {
        Self { pin_status: references.to_vec(), ..self }
    }

    /// With this life cycle status.
    #[must_use]
    pub fn life_cycle(self, life_cycle: LifeCycle) -> Self {
        Self { life_cycle, ..self }
    }

    /// Whether this is the MF, a DF or an ADF.
    #[must_use]
    pub const fn is_df(&self) -> bool {
        matches!(self.structure, Structure::Df | Structure::Adf { .. })
    }

    /// Whether the content may be used: the file is not deactivated, or is one that may be used nevertheless.
    pub(crate) const fn is_usable(&self) -> bool {
        match self.life_cycle {
            LifeCycle::Activated | LifeCycle::Initialisation => true,
            LifeCycle::Deactivated => self.special & 0x40 != 0,
            LifeCycle::Terminated => false,
        }
    }

    fn with(structure: Structure, size: usize, access: Access) -> Self {
        Self {
            structure,
            size,
            sfi: None,
            life_cycle: LifeCycle::default(),
            access,
            content: SecretBytes::default(),
            pin_status: Vec::new(),
            link: None,
            special: 0,
        }
    }
}

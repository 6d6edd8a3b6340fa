use crate::file::FilePath;
use model::SecretBytes;

/// Which code: its key reference (TS 102 221 §9.5.1) and the DF that it is local to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeKey {
    /// The MF for global codes and PUKs, else the DF or ADF whose PE-PINCodes defined it.
    pub scope: FilePath,
    /// `01`–`08` PIN1 of an application, `0A`–`0E` and `8A`–`8E` ADM, `11` universal PIN, `81`–`88` second PIN.
    pub reference: u8,
}

/// A code as a profile is built from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeSpec {
    /// Key reference; for a PUK its own number, which PINs name as `unblocked_by`.
    pub reference: u8,
    /// The value, 4 to 8 bytes, padded with `FF` to 8.
    pub value: SecretBytes,
    /// Greatest number of tries, 1 to 15.
    pub tries: u8,
    /// Tries left now.
    pub tries_left: u8,
    /// Whether the code is asked for. A disabled PIN counts as given.
    pub enabled: bool,
    /// Whether CHANGE PIN may be used.
    pub may_change: bool,
    /// Whether DISABLE PIN may be used.
    pub may_disable: bool,
    /// Number of the PUK that unblocks it.
    pub unblocked_by: Option<u8>,
    /// Disabled in favour of the universal PIN, which must then be given instead.
    pub replaced: bool,
}

impl CodeSpec {
    /// Key reference of PIN1 of the first application.
    pub const PIN1: u8 = 0x01;
    /// Key reference of PIN2 of the first application.
    pub const PIN2: u8 = 0x81;
    /// Key reference of ADM1.
    pub const ADM1: u8 = 0x0A;
    /// Key reference of the universal PIN.
    pub const UNIVERSAL: u8 = 0x11;

    /// An enabled PIN with 3 tries, unblocked by the PUK of the same number.
    #[must_use]
    pub fn pin(reference: u8, value: impl Into<SecretBytes>) -> Self {
        Self {
            reference,
            value: value.into(),
            tries: 3,
            tries_left: 3,
            enabled: true,
            may_change: true,
            may_disable: true,
            unblocked_by: Some(reference),
            replaced: false,
        }
    }

    /// A PUK with 10 tries.
    #[must_use]
    pub fn puk(reference: u8, value: impl Into<SecretBytes>) -> Self {
        Self { tries: 10, tries_left: 10, may_disable: false, unblocked_by: None, ..Self::pin(reference, value) }
    }

    /// An ADM code with 10 tries, which nothing unblocks.
    #[must_use]
    pub fn adm(reference: u8, value: impl Into<SecretBytes>) -> Self {
        Self::puk(reference, value)
    }

    /// The same code, not asked for.
    #[must_use]
    pub fn disabled(self) -> Self {
        Self { enabled: false, ..self }
    }

    /// The same code with `tries` tries, all left.
    #[must_use]
    pub fn tries(self, tries: u8) -> Self {
        Self { tries, tries_left: tries, ..self }
    }
}

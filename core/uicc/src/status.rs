//! Status words, SW1 SW2 (TS 102 221 §10.2.1, TS 31.102 §7.3, TS 51.011 §9.4).

use std::fmt;

/// SW1 SW2 as one number, SW1 in the high byte.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusWord(pub u16);

impl StatusWord {
    /// Normal ending.
    pub const OK: Self = Self(0x9000);
    /// End of file or record reached, or search without a match.
    pub const NOT_FOUND_IN_RECORDS: Self = Self(0x6282);
    /// The selected file is deactivated.
    pub const SELECTED_DEACTIVATED: Self = Self(0x6283);
    /// More blocks of the data object follow or are expected.
    pub const MORE_DATA: Self = Self(0x62F1);
    /// The change could not be made durable; nothing changed.
    pub const MEMORY_PROBLEM: Self = Self(0x6581);
    /// Wrong length.
    pub const WRONG_LENGTH: Self = Self(0x6700);
    /// The logical channel is not open.
    pub const CHANNEL_NOT_SUPPORTED: Self = Self(0x6881);
    /// Secure messaging is not supported.
    pub const SECURE_MESSAGING_NOT_SUPPORTED: Self = Self(0x6882);
    /// The command does not fit the file's structure.
    pub const WRONG_STRUCTURE: Self = Self(0x6981);
    /// The access condition is not fulfilled.
    pub const SECURITY_NOT_SATISFIED: Self = Self(0x6982);
    /// The code is blocked.
    pub const BLOCKED: Self = Self(0x6983);
    /// The referenced data are deactivated.
    pub const DEACTIVATED: Self = Self(0x6984);
    /// Conditions of use are not satisfied.
    pub const CONDITIONS_NOT_SATISFIED: Self = Self(0x6985);
    /// No EF is selected.
    pub const NO_EF_SELECTED: Self = Self(0x6986);
    /// The data field is malformed.
    pub const WRONG_DATA: Self = Self(0x6A80);
    /// The function is not supported.
    pub const FUNCTION_NOT_SUPPORTED: Self = Self(0x6A81);
    /// The file is not there.
    pub const FILE_NOT_FOUND: Self = Self(0x6A82);
    /// The record is not there.
    pub const RECORD_NOT_FOUND: Self = Self(0x6A83);
    /// Not enough memory in the file.
    pub const NOT_ENOUGH_MEMORY: Self = Self(0x6A84);
    /// P1 or P2 is wrong.
    pub const WRONG_P1P2: Self = Self(0x6A86);
    /// The referenced data (code, data object) is not there.
    pub const REFERENCE_NOT_FOUND: Self = Self(0x6A88);
    /// P1 P2 point outside the file.
    pub const OUTSIDE_FILE: Self = Self(0x6B00);
    /// The instruction is not known.
    pub const UNKNOWN_INS: Self = Self(0x6D00);
    /// The class is not known, or the instruction not in this class.
    pub const UNKNOWN_CLA: Self = Self(0x6E00);
    /// The toolkit is busy, or the command can't be taken now.
    pub const TOOLKIT_BUSY: Self = Self(0x9300);
    /// INCREASE would pass the greatest value.
    pub const MAXIMUM_REACHED: Self = Self(0x9850);
    /// Authentication failed: the MAC is wrong.
    pub const WRONG_MAC: Self = Self(0x9862);
    /// The security context is not supported.
    pub const CONTEXT_NOT_SUPPORTED: Self = Self(0x9864);

    /// `63Cx`: the code was wrong (or was asked about), `left` tries remain.
    #[must_use]
    pub const fn tries_left(left: u8) -> Self {
        Self(0x63C0 | (if left > 15 { 15 } else { left }) as u16)
    }

    /// `6Cxx`: wrong Le, `exact` is right; a length above 255 is said as `00`.
    #[must_use]
    pub const fn wrong_le(exact: usize) -> Self {
        Self(0x6C00 | if exact > 0xFF { 0 } else { exact as u16 })
    }

    /// SW1.
    #[must_use]
    pub const fn sw1(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// SW2.
    #[must_use]
    pub const fn sw2(self) -> u8 {
        self.0 as u8
    }

    /// The two bytes as sent.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 2] {
        self.0.to_be_bytes()
    }

    /// Whether the command did what it was asked: `90xx`, `91xx`, `92xx`, `9Fxx`, `61xx` or a warning `62xx`.
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(self.sw1(), 0x90 | 0x91 | 0x92 | 0x9F | 0x61 | 0x62)
    }
}

impl fmt::Display for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

impl fmt::Debug for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatusWord({self})")
    }
}

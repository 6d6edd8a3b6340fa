use std::fmt;

/// A tag of one to three bytes, held as the number those bytes spell: `0x30`, `0x5F37`, `0xBF36`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(pub u32);

impl Tag {
    /// BOOLEAN.
    pub const BOOLEAN: Self = Self(0x01);
    /// INTEGER.
    pub const INTEGER: Self = Self(0x02);
    /// BIT STRING.
    pub const BIT_STRING: Self = Self(0x03);
    /// OCTET STRING.
    pub const OCTET_STRING: Self = Self(0x04);
    /// NULL.
    pub const NULL: Self = Self(0x05);
    /// OBJECT IDENTIFIER.
    pub const OID: Self = Self(0x06);
    /// UTF8String.
    pub const UTF8_STRING: Self = Self(0x0C);
    /// SEQUENCE and SEQUENCE OF.
    pub const SEQUENCE: Self = Self(0x30);
    /// SET and SET OF.
    pub const SET: Self = Self(0x31);

    /// Context-specific primitive tag `[number]`, for numbers up to 16,383.
    #[must_use]
    pub const fn context(number: u32) -> Self {
        Self::with_class(0x80, number)
    }

    /// Context-specific constructed tag `[number]`.
    #[must_use]
    pub const fn context_constructed(number: u32) -> Self {
        Self::with_class(0xA0, number)
    }

    const fn with_class(first: u32, number: u32) -> Self {
        if number < 31 {
            Self(first | number)
        } else if number < 128 {
            Self(((first | 0x1F) << 8) | number)
        } else {
            Self(((first | 0x1F) << 16) | ((0x80 | (number >> 7)) << 8) | (number & 0x7F))
        }
    }

    /// Whether the value is itself a row of data objects (bit 6 of the first byte).
    #[must_use]
    pub const fn is_constructed(self) -> bool {
        let first = if self.0 > 0xFFFF {
            self.0 >> 16
        } else if self.0 > 0xFF {
            self.0 >> 8
        } else {
            self.0
        };
        first & 0x20 != 0
    }

    /// How many bytes the tag takes: 1 to 3.
    #[must_use]
    pub const fn size(self) -> usize {
        if self.0 > 0xFFFF {
            3
        } else if self.0 > 0xFF {
            2
        } else {
            1
        }
    }

    pub(crate) fn write(self, out: &mut Vec<u8>) {
        let bytes = self.0.to_be_bytes();
        out.extend_from_slice(&bytes[4 - self.size()..]);
    }
}

impl From<u32> for Tag {
    fn from(value: u32) -> Self {
        Self(value)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$X}", self.0, width = self.size() * 2)
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tag({self})")
    }
}

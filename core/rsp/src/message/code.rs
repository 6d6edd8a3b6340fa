/// An INTEGER with named values. A value of a newer version of the standard is kept as `Other`.
macro_rules! codes {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $n:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)*
            /// A value that this implementation has no name for.
            Other(u64),
        }

        impl $name {
            /// All named values.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The number on the wire.
            #[must_use]
            pub const fn code(self) -> u64 {
                match self {
                    $(Self::$variant => $n,)*
                    Self::Other(code) => code,
                }
            }

            /// The value that `code` stands for.
            #[must_use]
            pub const fn from_code(code: u64) -> Self {
                match code {
                    $($n => Self::$variant,)*
                    other => Self::Other(other),
                }
            }

            pub(crate) fn read(object: &tlv::Tlv<'_>) -> Result<Self, $crate::message::MessageError> {
                Ok(Self::from_code(object.as_u64()?))
            }

            pub(crate) fn put(self, w: &mut tlv::Writer, tag: impl Into<tlv::Tag>) {
                w.uint(tag, self.code());
            }
        }
    };
}

/// Words for a person of what [`codes!`] names, with the number that the standard gives it: `words (kind number)`.
macro_rules! words {
    ($name:ident, $kind:literal: $($variant:ident => $words:literal,)+) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let words = match self {
                    $(Self::$variant => $words,)+
                    Self::Other(code) => return write!(f, concat!("unknown ", $kind, " {}"), code),
                };
                write!(f, concat!("{} (", $kind, " {})"), words, self.code())
            }
        }
    };
}

pub(crate) use {codes, words};

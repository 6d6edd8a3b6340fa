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

pub(crate) use codes;

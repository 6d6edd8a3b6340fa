/// A BIT STRING with named bits: bit 0 is the first. Unknown bits up to 63 are kept, later ones dropped; written
/// without trailing zero bits, as DER wants named bits (X.690 §11.2.2).
macro_rules! named_bits {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$bit_meta:meta])* $bit:ident = $n:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Default, Hash)]
        pub struct $name(u64);

        impl $name {
            /// No bit.
            pub const NONE: Self = Self(0);
            $($(#[$bit_meta])* pub const $bit: Self = Self(1 << $n);)*

            /// Whether every bit of `other` is set.
            #[must_use]
            pub const fn contains(self, other: Self) -> bool {
                self.0 & other.0 == other.0
            }

            /// Whether a bit of `other` is set.
            #[must_use]
            pub const fn intersects(self, other: Self) -> bool {
                self.0 & other.0 != 0
            }

            /// Whether no bit is set.
            #[must_use]
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// How many bits are set.
            #[must_use]
            pub const fn count(self) -> u32 {
                self.0.count_ones()
            }

            #[allow(dead_code, reason = "not every bit string is both read and written")]
            pub(crate) fn read(object: &tlv::Tlv<'_>) -> Result<Self, $crate::message::MessageError> {
                let bad = $crate::message::MessageError::Value { what: stringify!($name) };
                let Some((unused, bytes)) = object.value.split_first() else { return Err(bad) };
                if *unused > 7 || (bytes.is_empty() && *unused != 0) {
                    return Err(bad);
                }
                let mut bits = 0u64;
                for (index, byte) in bytes.iter().take(8).enumerate() {
                    let byte = if index + 1 == bytes.len() { byte & (0xFFu8 << unused) } else { *byte };
                    bits |= u64::from(byte.reverse_bits()) << (8 * index);
                }
                Ok(Self(bits))
            }

            #[allow(dead_code, reason = "not every bit string is both read and written")]
            pub(crate) fn put(self, w: &mut tlv::Writer, tag: impl Into<tlv::Tag>) {
                let used = 64 - self.0.leading_zeros() as usize;
                let mut value = vec![((8 - used % 8) % 8) as u8];
                value.extend((0..used.div_ceil(8)).map(|index| ((self.0 >> (8 * index)) as u8).reverse_bits()));
                w.put(tag, &value);
            }
        }

        impl std::ops::BitOr for $name {
            type Output = Self;

            fn bitor(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut rest = self.0;
                let mut set = f.debug_set();
                $(if self.contains(Self::$bit) {
                    set.entry(&format_args!("{}", stringify!($bit)));
                    rest &= !Self::$bit.0;
                })*
                if rest != 0 {
                    set.entry(&format_args!("{rest:#x}"));
                }
                set.finish()
            }
        }
    };
}

pub(crate) use named_bits;

#[cfg(test)]
mod tests {
    use crate::es10::UiccCapability as Sample;

    const FIRST: Sample = Sample::CONTACTLESS_SUPPORT;
    const THIRD: Sample = Sample::ISIM_SUPPORT;
    const TWELFTH: Sample = Sample::GBA_AUTHEN_ISIM;

    fn written(bits: Sample) -> Vec<u8> {
        tlv::Writer::build(|w| bits.put(w, 0x81u32))
    }

    fn read(bytes: &[u8]) -> Option<Sample> {
        Sample::read(&tlv::parse_one(bytes, 0x81).expect("well formed")).ok()
    }

    #[test]
    fn named_bits_are_written_without_trailing_zeros() {
        assert_eq!(written(Sample::NONE), [0x81, 1, 0]);
        assert_eq!(written(FIRST), [0x81, 2, 7, 0x80]);
        assert_eq!(written(FIRST | THIRD), [0x81, 2, 5, 0xA0]);
        assert_eq!(written(TWELFTH), [0x81, 3, 4, 0x00, 0x10]);
    }

    #[test]
    fn other_encodings_of_the_same_bits_are_read() {
        assert_eq!(read(&[0x81, 2, 0, 0x80]), Some(FIRST));
        assert_eq!(read(&[0x81, 2, 7, 0xFF]), Some(FIRST), "unused bits don't count");
        assert_eq!(read(&[0x81, 3, 4, 0x00, 0x10]), Some(TWELFTH));
        assert_eq!(read(&[0x81, 0]), None);
        assert_eq!(read(&[0x81, 1, 1]), None);
        assert_eq!(read(&[0x81, 2, 8, 0]), None);
    }

    #[test]
    fn bits_are_shown_by_name() {
        assert_eq!(format!("{:?}", FIRST | TWELFTH), "{CONTACTLESS_SUPPORT, GBA_AUTHEN_ISIM}");
        assert!((FIRST | THIRD).contains(FIRST) && !FIRST.contains(FIRST | THIRD) && FIRST.intersects(FIRST | THIRD));
    }
}

//! Whole numbers, seven bits a byte, the lowest first (LEB128); at most nine bytes (63 bits).

/// Appends `value`, which is below 2⁶³.
pub(crate) fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7F) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// How many bytes [`put`] takes.
pub(crate) const fn size(value: u64) -> usize {
    let bits = 64 - value.leading_zeros() as usize;
    if bits == 0 { 1 } else { bits.div_ceil(7) }
}

/// Takes a number off the front; `None` if the input ends inside it, or it is longer than nine bytes.
pub(crate) fn take(input: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for (i, byte) in input.iter().take(9).enumerate() {
        value |= u64::from(byte & 0x7F) << (7 * i);
        if byte & 0x80 == 0 {
            *input = input.get(i + 1..)?;
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn comes_back(value in 0u64..1 << 63, rest: Vec<u8>) {
            let mut out = Vec::new();
            put(&mut out, value);
            prop_assert_eq!(out.len(), size(value));
            out.extend_from_slice(&rest);
            let mut input = out.as_slice();
            prop_assert_eq!(take(&mut input), Some(value));
            prop_assert_eq!(input, rest.as_slice());
        }
    }

    #[test]
    fn refuses_what_has_no_end() {
        assert_eq!(take(&mut [0x80_u8; 3].as_slice()), None);
        assert_eq!(take(&mut [0xFF_u8; 12].as_slice()), None);
        assert_eq!(take(&mut [].as_slice()), None);
    }
}

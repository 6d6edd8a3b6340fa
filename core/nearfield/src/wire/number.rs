//! Packet numbers: 64 bits in the mind, 16 on the wire (the idea of RFC 9000 §17.1).

/// The number nearest to `expected` whose low 16 bits are `low`.
pub(crate) fn expand(low: u16, expected: u64) -> u64 {
    const SPAN: u64 = 1 << 16;
    let candidate = (expected & !(SPAN - 1)) | u64::from(low);
    if candidate + SPAN / 2 <= expected {
        candidate + SPAN
    } else if candidate > expected + SPAN / 2 && candidate >= SPAN {
        candidate - SPAN
    } else {
        candidate
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_any_number_near_the_expected_one(expected in 0u64..1 << 48, distance in -32_767i64..32_767) {
            let number = expected.saturating_add_signed(distance);
            prop_assert_eq!(expand(number as u16, expected), number);
        }
    }
}

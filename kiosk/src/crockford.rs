//! Base32 with Crockford's alphabet: no I, L, O, U; read without regard to case, O as 0, I and L as 1, hyphens skipped.

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// The check symbol counts to 37 (a prime), so that it finds each single wrong and each swapped symbol.
const CHECK: &[u8; 37] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";

/// Encodes 5 bits a symbol, most significant first; the last symbol is filled up with zero bits.
#[must_use]
pub(crate) fn encode(bytes: &[u8]) -> String {
    let (mut held, mut count) = (0u32, 0);
    let mut out = String::with_capacity(bytes.len() * 8 / 5 + 1);
    for byte in bytes {
        held = (held << 8 | u32::from(*byte)) & 0xFFF;
        count += 8;
        while count >= 5 {
            count -= 5;
            out.push(symbol(held >> count));
        }
    }
    if count > 0 {
        out.push(symbol(held << (5 - count)));
    }
    out
}

/// Encodes with a check symbol at the end.
#[must_use]
pub(crate) fn encode_checked(bytes: &[u8]) -> String {
    let mut text = encode(bytes);
    text.push(check_symbol(&text));
    text
}

/// What a person typed, as [`encode`] writes it. `None` for a foreign symbol.
#[must_use]
pub(crate) fn canonical(text: &str) -> Option<String> {
    text.bytes().filter(|b| !matches!(b, b'-' | b' ')).map(|b| value(b).map(symbol)).collect()
}

/// Decodes what [`encode`] made. `None` for a foreign symbol, or filling bits that are not zero.
#[must_use]
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let (mut held, mut count) = (0u32, 0);
    let mut out = Vec::with_capacity(text.len() * 5 / 8);
    for byte in text.bytes().filter(|b| *b != b'-') {
        held = (held << 5 | value(byte)?) & 0xFFF;
        count += 5;
        if count >= 8 {
            count -= 8;
            out.push((held >> count) as u8);
        }
    }
    let filled = held & ((1 << count) - 1);
    (count < 5 && filled == 0).then_some(out)
}

/// Decodes what [`encode_checked`] made. `None` if the check symbol is wrong too.
#[must_use]
pub(crate) fn decode_checked(text: &str) -> Option<Vec<u8>> {
    let clean: String = text.chars().filter(|c| *c != '-' && !c.is_whitespace()).collect();
    let (body, check) = clean.split_at_checked(clean.len().checked_sub(1)?)?;
    let expected = check_symbol(body);
    let given = check.bytes().next()?.to_ascii_uppercase();
    let given = value(given).map_or(given, |v| ALPHABET.get(v as usize).copied().unwrap_or(given));
    if char::from(given) == expected { decode(body) } else { None }
}

fn symbol(bits: u32) -> char {
    char::from(ALPHABET[(bits & 31) as usize])
}

fn value(byte: u8) -> Option<u32> {
    let upper = match byte.to_ascii_uppercase() {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        other => other,
    };
    ALPHABET.iter().position(|s| *s == upper).map(|v| v as u32)
}

fn check_symbol(text: &str) -> char {
    let remainder = text.bytes().filter_map(value).fold(0, |sum, v| (sum * 32 + v) % 37);
    char::from(CHECK[remainder as usize])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_may_mistype_the_lookalikes() {
        assert_eq!(encode(&[0xFF, 0x00]), "ZW00");
        assert_eq!(canonical("zw-oo l"), Some("ZW001".to_owned()));
        assert_eq!(canonical("ZWU"), None);
        assert_eq!(decode("zw-oo"), Some(vec![0xFF, 0x00]));
        assert_eq!(decode("ZW0U"), None);
        assert_eq!(decode("ZW01"), None, "filling bits are zero");
    }

    proptest! {
        #[test]
        fn comes_back_and_finds_a_wrong_symbol(bytes in proptest::collection::vec(any::<u8>(), 1..40), at: usize, by in 1usize..32) {
            let text = encode_checked(&bytes);
            prop_assert_eq!(decode_checked(&text), Some(bytes));
            let mut wrong = text.into_bytes();
            let at = at % (wrong.len() - 1);
            let was = ALPHABET.iter().position(|s| *s == wrong[at]).expect("own symbol");
            wrong[at] = ALPHABET[(was + by) % 32];
            prop_assert_eq!(decode_checked(std::str::from_utf8(&wrong).expect("ASCII")), None);
        }

        #[test]
        fn never_panics(text in ".{0,40}") {
            let _ = (decode(&text), decode_checked(&text));
        }
    }
}

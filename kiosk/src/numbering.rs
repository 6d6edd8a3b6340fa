//! The order of subscriber numbers, also of those that are not plain integers (A1).
//!
//! Two numbers stand in one row if they have the same *shape*: the same length and, place by place, both a digit, both
//! an upper-case letter, both a lower-case letter, or the same other character. Digits count to ten, letters to
//! twenty-six, each place carries into the one left of it, and other characters stay as they are: after `JP-A9` comes
//! `JP-B0`, after `AZ99` comes `BA00`, and after `Z9` nothing.

use std::cmp::Ordering;

/// What a place of a number counts in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    Digit,
    Upper,
    Lower,
    Fixed(u8),
}

impl Place {
    const fn of(byte: u8) -> Self {
        match byte {
            b'0'..=b'9' => Self::Digit,
            b'A'..=b'Z' => Self::Upper,
            b'a'..=b'z' => Self::Lower,
            other => Self::Fixed(other),
        }
    }

    /// The first character of this place and how many there are.
    const fn range(self) -> (u8, u8) {
        match self {
            Self::Digit => (b'0', 10),
            Self::Upper => (b'A', 26),
            Self::Lower => (b'a', 26),
            Self::Fixed(byte) => (byte, 1),
        }
    }
}

/// Why a text can't be a subscriber number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadNumber {
    /// Nothing stands there, or more than 32 characters do.
    #[error("a number has 1 to 32 characters")]
    Length,
    /// A character that is not printable ASCII without spaces.
    #[error("a number is made of digits, letters and signs, without spaces")]
    Character,
}

impl BadNumber {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Correct the number where it stands."
    }
}

/// Checks that `number` can stand in a segment.
///
/// # Errors
/// [`BadNumber`] if it is empty, too long, or has a character other than printable ASCII.
pub fn check(number: &str) -> Result<(), BadNumber> {
    if !(1..=32).contains(&number.len()) {
        return Err(BadNumber::Length);
    }
    if number.bytes().all(|b| b.is_ascii_graphic()) { Ok(()) } else { Err(BadNumber::Character) }
}

/// How `a` stands to `b`; `None` if they have different shapes and so no order.
#[must_use]
pub fn compare(a: &str, b: &str) -> Option<Ordering> {
    let same = a.len() == b.len() && a.bytes().zip(b.bytes()).all(|(x, y)| Place::of(x) == Place::of(y));
    // Within one kind of place the characters' order is ASCII's.
    same.then(|| a.cmp(b))
}

/// Whether `number` lies in `first..=last`.
#[must_use]
pub fn within(number: &str, first: &str, last: &str) -> bool {
    let not_before = compare(first, number).is_some_and(Ordering::is_le);
    not_before && compare(number, last).is_some_and(Ordering::is_le)
}

/// The number after `number`, or `None` at the end of its row.
#[must_use]
pub fn successor(number: &str) -> Option<String> {
    let mut out = number.as_bytes().to_vec();
    for byte in out.iter_mut().rev() {
        let (start, count) = Place::of(*byte).range();
        if count == 1 {
            continue;
        }
        if *byte < start + count - 1 {
            *byte += 1;
            return String::from_utf8(out).ok();
        }
        *byte = start;
    }
    None
}

/// How many numbers `first..=last` holds; 0 if they have different shapes or `last` comes first. Saturates.
#[must_use]
pub fn count(first: &str, last: &str) -> u64 {
    if !compare(first, last).is_some_and(Ordering::is_le) {
        return 0;
    }
    let value = |text: &str| {
        text.bytes().fold(0u128, |sum, b| {
            let (start, count) = Place::of(b).range();
            sum.saturating_mul(u128::from(count)).saturating_add(u128::from(b - start))
        })
    };
    u64::try_from(value(last).saturating_sub(value(first)).saturating_add(1)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // R: A1
    #[test]
    fn letters_and_digits_carry() {
        for (number, next) in [("JP-A9", "JP-B0"), ("AZ99", "BA00"), ("a9", "b0"), ("0099", "0100"), ("7", "8")] {
            assert_eq!(successor(number).as_deref(), Some(next));
        }
        for last in ["Z9", "9999", "-", "zz"] {
            assert_eq!(successor(last), None);
        }
        assert_eq!(count("A0", "B9"), 20);
        assert_eq!(count("B0", "A0"), 0);
        assert_eq!(count("A0", "00"), 0);
        assert!(within("A5", "A0", "B0") && !within("a5", "A0", "B0") && !within("B1", "A0", "B0"));
    }

    #[test]
    fn odd_texts_are_refused() {
        assert_eq!(check(""), Err(BadNumber::Length));
        assert_eq!(check(&"1".repeat(33)), Err(BadNumber::Length));
        assert_eq!(check("12 3"), Err(BadNumber::Character));
        assert_eq!(check("1é"), Err(BadNumber::Character));
    }

    proptest! {
        // R: A1
        #[test]
        fn the_successor_is_the_very_next(number in "[0-9A-Za-z-]{1,8}") {
            if let Some(next) = successor(&number) {
                prop_assert_eq!(compare(&number, &next), Some(Ordering::Less));
                prop_assert_eq!(count(&number, &next), 2);
                prop_assert!(within(&next, &number, &next));
            }
        }
    }
}

//! The recovery sheet: account and secret key as text that a person writes down and types again.
//!
//! `LF1-XXXXXXXC-…`: version, then eight groups of seven symbols of Crockford's base32 and a check symbol each. The first 52 symbols of all groups
//! are account ‖ secret key (256 bits, four zero bits behind), the last four 20 bits of SHA-256 over `"landfall/1 sheet" ‖ account ‖ secret key`.
//! The check symbol is `Σ aⁱ·vᵢ` over GF(2⁵) (x⁵+x²+1, a = x) with v₀ the group's number from 1: it finds every single wrong symbol, every two
//! that changed places, and groups in the wrong order, and so tells which group to look at.

use crate::keys::{AccountId, SecretKey};
use zeroize::Zeroizing;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS: usize = 8;
/// Symbols of a group without its check.
const GROUP: usize = 7;

/// What stands on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The account.
    pub account: AccountId,
    /// The secret key.
    pub secret: SecretKey,
}

/// Why a text is no recovery sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// It begins with something else.
    #[error("this is no recovery sheet, which begins with LF1")]
    NotASheet,
    /// A version that this program does not read.
    #[error("the recovery sheet is of version {0}; this program reads version 1")]
    Version(char),
    /// Too much or too little.
    #[error("the recovery sheet has {0} symbols behind LF1, not 64")]
    Length(usize),
    /// No such symbol.
    #[error("group {group} has a symbol that no recovery sheet has: {found:?}")]
    Symbol {
        /// From 1.
        group: usize,
        /// What it is.
        found: char,
    },
    /// A group's check symbol is not of its symbols.
    #[error("group {0} was mistyped, or stands in another's place")]
    Group(usize),
    /// The groups are right each, and not of one sheet.
    #[error("the groups are not all of the same recovery sheet")]
    Mixed,
}

impl SheetError {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotASheet => "Type what stands on the sheet from LF1 on.",
            Self::Version(_) => "Update this program.",
            Self::Length(_) => "Type all eight groups of eight symbols.",
            Self::Symbol { .. } | Self::Group(_) => "Compare that group with the sheet.",
            Self::Mixed => "Take all groups from one sheet.",
        }
    }
}

impl Sheet {
    /// As it is printed, in one line.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let symbols = self.symbols();
        let mut text = Zeroizing::new(String::with_capacity(3 + GROUPS * (GROUP + 2)));
        text.push_str("LF1");
        for (number, group) in symbols.chunks(GROUP).enumerate() {
            text.push('-');
            group.iter().chain([&check(number, group)]).for_each(|value| text.push(symbol(*value)));
        }
        text
    }

    /// Reads what was typed: in either case, with or without hyphens, spaces and line ends; O is 0, I and L are 1.
    ///
    /// # Errors
    /// [`SheetError`].
    pub fn read(text: &str) -> Result<Self, SheetError> {
        let mut typed =
            text.chars().filter(|c| !c.is_whitespace() && !"-–—".contains(*c)).map(|c| c.to_ascii_uppercase());
        if (typed.next(), typed.next()) != (Some('L'), Some('F')) {
            return Err(SheetError::NotASheet);
        }
        match typed.next() {
            Some('1' | 'I' | 'L') => {}
            Some(version @ '0'..='9') => return Err(SheetError::Version(version)),
            _ => return Err(SheetError::NotASheet),
        }
        // Counted first: whoever left out a symbol is not told that all groups behind it are wrong.
        let count = typed.clone().count();
        if count != GROUPS * (GROUP + 1) {
            return Err(SheetError::Length(count));
        }
        let mut values = Zeroizing::new(Vec::with_capacity(count));
        for (at, found) in typed.enumerate() {
            let group = at / (GROUP + 1) + 1;
            values.push(value(found).ok_or(SheetError::Symbol { group, found })?);
        }
        let mut symbols = Zeroizing::new(Vec::with_capacity(GROUPS * GROUP));
        for (number, group) in values.chunks(GROUP + 1).enumerate() {
            let (own, symbols_of) = group.split_last().ok_or(SheetError::Length(count))?;
            if check(number, symbols_of) != *own {
                return Err(SheetError::Group(number + 1));
            }
            symbols.extend_from_slice(symbols_of);
        }
        let bytes = unpack(&symbols);
        let (account, secret) = bytes.split_at(16);
        let read = AccountId(account.try_into().map_err(|_| SheetError::Mixed)?);
        let sheet = Self { account: read, secret: SecretKey::read(secret).ok_or(SheetError::Mixed)? };
        if *sheet.symbols() == *symbols { Ok(sheet) } else { Err(SheetError::Mixed) }
    }

    /// 52 symbols of content, four of its digest.
    fn symbols(&self) -> Zeroizing<Vec<u8>> {
        let mut whole = Zeroizing::new(Vec::with_capacity(16 + 32));
        whole.extend_from_slice(b"landfall/1 sheet");
        whole.extend_from_slice(&self.account.0);
        whole.extend_from_slice(self.secret.expose());
        let digest = ring::digest::digest(&ring::digest::SHA256, &whole);
        let mut symbols = Zeroizing::new(Vec::with_capacity(GROUPS * GROUP));
        let (_, content) = whole.split_at(16);
        pack(content, 52, &mut symbols);
        pack(digest.as_ref(), 4, &mut symbols);
        symbols
    }
}

/// The first `count` groups of five bits; behind the last bit come zeros.
fn pack(bytes: &[u8], count: usize, out: &mut Vec<u8>) {
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    out.extend((0..count).map(|at| (at * 5..at * 5 + 5).fold(0, |value, at| value << 1 | bit(at))));
}

fn unpack(symbols: &[u8]) -> Zeroizing<[u8; 32]> {
    let bit = |at: usize| symbols.get(at / 5).map_or(0, |value| value >> (4 - at % 5) & 1);
    let mut out = Zeroizing::new([0; 32]);
    for (at, byte) in out.iter_mut().enumerate() {
        *byte = (at * 8..at * 8 + 8).fold(0, |byte, at| byte << 1 | bit(at));
    }
    out
}

/// By Horner's rule from the last symbol on; the group's number is the first coefficient.
fn check(number: usize, symbols: &[u8]) -> u8 {
    let times_x = |value: u8| if value & 0x10 == 0 { value << 1 } else { (value << 1) & 0x1F ^ 0x05 };
    let sum = symbols.iter().rev().fold(0, |sum, value| times_x(sum) ^ value);
    times_x(sum) ^ (number as u8 + 1)
}

fn symbol(value: u8) -> char {
    ALPHABET.get(usize::from(value)).map_or('?', |symbol| char::from(*symbol))
}

fn value(symbol: char) -> Option<u8> {
    let symbol = match symbol {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|known| char::from(*known) == symbol).map(|at| at as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sheet() -> Sheet {
        let account = AccountId(std::array::from_fn(|at| at as u8));
        Sheet { account, secret: SecretKey::new(std::array::from_fn(|at| 0xF0 | at as u8)) }
    }

    #[test]
    fn is_written_as_documented_and_read_as_people_type() {
        let text = sheet().text();
        assert_eq!(*text, "LF1-000G40RE-40M30E20-09185GR8-38E1ZRFX-3WQKYKTG-ZDXZRZ7N-XFQZ7XZC-VZG26C0G");
        for typed in [
            text.to_lowercase(),
            text.replace('-', " "),
            text.replace('-', "\n"),
            text.replace('0', "o").replace('1', "l"),
            format!("  {} ", text.replace('-', "")),
        ] {
            assert_eq!(Sheet::read(&typed), Ok(sheet()), "{typed}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let text = sheet().text();
        assert_eq!(Sheet::read("my password"), Err(SheetError::NotASheet));
        assert_eq!(Sheet::read(""), Err(SheetError::NotASheet));
        assert_eq!(Sheet::read(&text.replacen("LF1", "LF2", 1)), Err(SheetError::Version('2')));
        assert_eq!(Sheet::read(&text[..text.len() - 1]), Err(SheetError::Length(63)));
        let mut symbols: Vec<char> = text.chars().collect();
        symbols[14] = 'U';
        assert_eq!(Sheet::read(&String::from_iter(&symbols)), Err(SheetError::Symbol { group: 2, found: 'U' }));
        let groups: Vec<&str> = text.split('-').collect();
        let mut moved = groups.clone();
        moved.swap(3, 5);
        assert_eq!(Sheet::read(&moved.join("-")), Err(SheetError::Group(3)));
        let other = Sheet { secret: SecretKey::new([9; 16]), ..sheet() }.text();
        let mut mixed = groups;
        mixed[8] = other.split('-').nth(8).expect("eight groups");
        assert_eq!(Sheet::read(&mixed.join("-")), Err(SheetError::Mixed));
    }

    #[test]
    fn every_wrong_symbol_and_every_swap_is_found_in_its_group() {
        let text = sheet().text();
        let symbols: Vec<char> = text.chars().collect();
        for at in (4..symbols.len()).filter(|at| symbols[*at] != '-') {
            let group = (at - 4) / 9 + 1;
            for wrong in ALPHABET.iter().map(|wrong| char::from(*wrong)).filter(|wrong| *wrong != symbols[at]) {
                let mut typed = symbols.clone();
                typed[at] = wrong;
                assert_eq!(Sheet::read(&String::from_iter(&typed)), Err(SheetError::Group(group)), "{at} {wrong}");
            }
            let mut typed = symbols.clone();
            typed.swap(at, at - 1);
            if symbols[at - 1] != '-' && typed != symbols {
                assert_eq!(Sheet::read(&String::from_iter(&typed)), Err(SheetError::Group(group)), "{at} swapped");
            }
        }
    }

    #[test]
    fn debug_shows_no_key() {
        assert!(format!("{:?}", sheet()).ends_with("secret: SecretKey(..) }"));
    }

    proptest! {
        #[test]
        fn comes_back(account: [u8; 16], secret: [u8; 16]) {
            let sheet = Sheet { account: AccountId(account), secret: SecretKey::new(secret) };
            prop_assert_eq!(Sheet::read(&sheet.text()), Ok(sheet));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*", tail in "[0-9A-Za-z -]{0,90}") {
            let _ = Sheet::read(&text);
            let _ = Sheet::read(&format!("LF1{tail}"));
        }
    }
}

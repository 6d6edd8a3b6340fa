use super::files::{read_record, record_layout, select_path, update_record};
use crate::card::{Apdu, CardError, Response};

/// Bytes behind the name in an EF.ADN record (TS 31.102 §4.4.2.3): length, type of number, 10 of number, two references.
const FOOTER: usize = 14;

/// An entry of the phone book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The record's number, from 1.
    pub number: u8,
    /// The name.
    pub name: String,
    /// The telephone number: digits, `*`, `#`, with a leading `+` if international.
    pub dial: String,
}

/// Why the phone book could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum PhoneBookError {
    /// The card has no phone book.
    #[error("the card has no phone book")]
    None,
    /// Every record is taken.
    #[error("the phone book is full")]
    Full,
    /// The name has characters or a length that the record can't hold.
    #[error("the name does not fit: the card holds {0} bytes, in GSM letters or UCS-2")]
    Name(usize),
    /// The number has other characters than digits, `*`, `#` and a leading `+`, or more than 20.
    #[error("a number has up to 20 digits, with * and #, and perhaps a leading +")]
    Dial,
    /// The card failed.
    #[error(transparent)]
    Card(#[from] CardError),
}

impl PhoneBookError {
    /// Whether the same call may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::None | Self::Full | Self::Name(_) | Self::Dial => false,
            Self::Card(error) => error.retrying_helps(),
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::None => "Keep the number elsewhere: not every card has room for numbers.",
            Self::Full => "Write over an entry that is not needed any more.",
            Self::Name(_) => "Shorten the name.",
            Self::Dial => "Write the number with digits alone, such as +99901234.",
            Self::Card(error) => error.hint(),
        }
    }
}

/// Every entry. The PIN must have passed.
///
/// # Errors
/// [`PhoneBookError`].
pub fn read_phone_book(card: &mut dyn Apdu) -> Result<Vec<Entry>, PhoneBookError> {
    let (size, count) = open(card)?;
    let mut entries = Vec::new();
    for number in 1..=count {
        if let Some(entry) = decode(number, &read_record(card, number, size)?) {
            entries.push(entry);
        }
    }
    Ok(entries)
}

/// Writes an entry into the first free record, or over record `number`; returns the record's number.
///
/// # Errors
/// [`PhoneBookError`]; nothing was changed.
pub fn write_entry(card: &mut dyn Apdu, number: Option<u8>, name: &str, dial: &str) -> Result<u8, PhoneBookError> {
    let (size, count) = open(card)?;
    let record = encode(usize::from(size), name, dial)?;
    let number = match number {
        Some(number) => number,
        None => {
            let mut free = None;
            for number in 1..=count {
                if read_record(card, number, size)?.iter().all(|b| *b == 0xFF) {
                    free = Some(number);
                    break;
                }
            }
            free.ok_or(PhoneBookError::Full)?
        }
    };
    update_record(card, number, &record)?;
    Ok(number)
}

/// Selects EF.ADN: the one that EF.PBR names, in the application's own phone book or the global one, else DF.TELECOM's.
fn open(card: &mut dyn Apdu) -> Result<(u8, u8), PhoneBookError> {
    for book in [&[0x7FFF, 0x5F3A][..], &[0x7F10, 0x5F3A]] {
        let reference = select_path(card, &[book, &[0x4F30]].concat())?;
        let Some((size, _)) = reference.is_ok().then(|| record_layout(&reference.data)).flatten() else { continue };
        let Some(fid) = adn_of(&read_record(card, 1, size)?) else { continue };
        let adn = select_path(card, &[book, &[fid]].concat())?;
        if let Some(layout) = adn_layout(&adn) {
            return Ok(layout);
        }
    }
    adn_layout(&select_path(card, &[0x7F10, 0x6F3A])?).ok_or(PhoneBookError::None)
}

/// Record size and count, if the file that was selected can hold entries.
fn adn_layout(selected: &Response) -> Option<(u8, u8)> {
    let layout = selected.is_ok().then(|| record_layout(&selected.data)).flatten()?;
    (usize::from(layout.0) >= FOOTER).then_some(layout)
}

/// EF.ADN's file identifier in a phone book reference record (tag C0 within A8, TS 31.102 §4.4.2.1).
fn adn_of(record: &[u8]) -> Option<u16> {
    let type1 = tlv::Reader::new(record).find(0xA8).ok()??;
    let adn = type1.children().find(0xC0).ok()??;
    adn.value.first_chunk::<2>().map(|fid| u16::from_be_bytes(*fid))
}

pub(super) fn decode(number: u8, record: &[u8]) -> Option<Entry> {
    let (name, footer) = record.split_at_checked(record.len().checked_sub(FOOTER)?)?;
    let (length, bcd) = (usize::from(*footer.first()?), footer.get(1..12)?);
    if name.iter().all(|b| *b == 0xFF) && length == 0xFF {
        return None;
    }
    let dial = if (1..=11).contains(&length) { dial_digits(bcd, length) } else { String::new() };
    Some(Entry { number, name: decode_name(name), dial })
}

/// A number of `length` bytes: the type of number, then digits, the low nibble first.
pub(super) fn dial_digits(bcd: &[u8], length: usize) -> String {
    let Some((kind, digits)) = bcd.get(..length).and_then(<[u8]>::split_first) else { return String::new() };
    let mut dial = String::new();
    if kind & 0x70 == 0x10 {
        dial.push('+');
    }
    for nibble in digits.iter().flat_map(|b| [b & 0x0F, b >> 4]) {
        match nibble {
            0..=9 => dial.push(char::from(b'0' + nibble)),
            0xA => dial.push('*'),
            0xB => dial.push('#'),
            _ => {}
        }
    }
    dial
}

pub(super) fn decode_name(bytes: &[u8]) -> String {
    // TS 102 221 annex A: 80 = UCS-2, else the GSM alphabet, whose letters and digits are ASCII's.
    if let [0x80, ucs2 @ ..] = bytes {
        let (units, _) = ucs2.as_chunks::<2>();
        let units: Vec<u16> = units.iter().map(|u| u16::from_be_bytes(*u)).take_while(|u| *u != 0xFFFF).collect();
        return String::from_utf16_lossy(&units);
    }
    bytes.iter().take_while(|b| **b != 0xFF).map(|b| char::from(*b)).collect()
}

fn encode_name(name: &str, room: usize) -> Option<Vec<u8>> {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b" .,-+/()'&!?:;%*#=<>\"".contains(&b));
    let mut bytes: Vec<u8> = if plain {
        name.bytes().collect()
    } else {
        std::iter::once(0x80).chain(name.encode_utf16().flat_map(u16::to_be_bytes)).collect()
    };
    if bytes.len() > room {
        return None;
    }
    bytes.resize(room, 0xFF);
    Some(bytes)
}

fn encode(size: usize, name: &str, dial: &str) -> Result<Vec<u8>, PhoneBookError> {
    let room = size - FOOTER;
    let mut record = encode_name(name, room).ok_or(PhoneBookError::Name(room))?;
    let (kind, digits) = dial.strip_prefix('+').map_or((0x81, dial), |rest| (0x91, rest));
    let nibbles: Option<Vec<u8>> = digits
        .bytes()
        .map(|b| match b {
            b'0'..=b'9' => Some(b - b'0'),
            b'*' => Some(0xA),
            b'#' => Some(0xB),
            _ => None,
        })
        .collect();
    let nibbles = nibbles.filter(|n| (1..=20).contains(&n.len())).ok_or(PhoneBookError::Dial)?;
    let packed: Vec<u8> = nibbles.chunks(2).map(|p| p.get(1).unwrap_or(&0xF) << 4 | p[0]).collect();
    record.push(packed.len() as u8 + 1);
    record.push(kind);
    record.extend_from_slice(&packed);
    record.resize(size, 0xFF);
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A card whose EF.PBR names an EF.ADN with records of `size` bytes.
    struct Odd(u8);

    impl Apdu for Odd {
        fn transmit(&mut self, command: &[u8]) -> Result<Response, CardError> {
            let layout = |size: u8| vec![0x62, 0x07, 0x82, 0x05, 0x42, 0x21, 0x00, size, 0x01];
            let (data, status) = match command {
                [_, 0xA4, _, _, _, 0x7F, 0xFF, 0x5F, 0x3A, 0x4F, 0x30, ..] => (layout(6), 0x9000),
                [_, 0xA4, _, _, _, 0x7F, 0xFF, 0x5F, 0x3A, ..] => (layout(self.0), 0x9000),
                [_, 0xB2, _, _, 6] => (vec![0xA8, 0x04, 0xC0, 0x02, 0x4F, 0x3A], 0x9000),
                [_, 0xB2, ..] => (vec![0xFF; usize::from(self.0)], 0x9000),
                [_, 0xDC, ..] => (Vec::new(), 0x9000),
                _ => (Vec::new(), 0x6A82),
            };
            Ok(Response { data, status })
        }
    }

    // R: A10
    #[test]
    fn a_card_with_records_too_short_for_a_number_has_no_phone_book() {
        for size in 0..14 {
            assert!(matches!(write_entry(&mut Odd(size), None, "", "1"), Err(PhoneBookError::None)), "{size}");
            assert!(matches!(read_phone_book(&mut Odd(size)), Err(PhoneBookError::None)), "{size}");
        }
        assert_eq!(write_entry(&mut Odd(14), None, "", "1").expect("it fits"), 1);
    }

    // R: A10
    #[test]
    fn records_read_as_they_were_written() {
        for (name, dial) in [("Ann", "+999012345"), ("王", "112"), ("A*", "*100#")] {
            let record = encode(28, name, dial).expect("fits");
            assert_eq!(record.len(), 28);
            let entry = decode(3, &record).expect("not empty");
            assert_eq!((entry.name.as_str(), entry.dial.as_str()), (name, dial));
        }
        assert_eq!(decode(1, &[0xFF; 28]), None);
        assert!(matches!(encode(28, "A name that is too long", "1"), Err(PhoneBookError::Name(14))));
        assert!(matches!(encode(28, "A", "12x"), Err(PhoneBookError::Dial)));
    }
}

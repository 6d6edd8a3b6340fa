use crate::{Error, Tag};

/// One data object: its tag, its value, and the bytes it was read from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// The tag.
    pub tag: Tag,
    /// The value, without tag and length.
    pub value: &'a [u8],
    /// Tag, length and value as they stood in the input.
    pub raw: &'a [u8],
}

impl std::fmt::Debug for Tlv<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Values may be keys: only their size is shown.
        write!(f, "Tlv({}, {} bytes)", self.tag, self.value.len())
    }
}

impl<'a> Tlv<'a> {
    /// A reader over the value's own data objects.
    #[must_use]
    pub fn children(&self) -> Reader<'a> {
        Reader::new(self.value)
    }

    /// The value as a non-negative INTEGER of at most 64 bits.
    ///
    /// # Errors
    /// [`Error::BadValue`] if it is empty, negative or larger.
    pub fn as_u64(&self) -> Result<u64, Error> {
        let bytes = match self.value {
            [] => return Err(Error::BadValue(self.tag)),
            [first, ..] if first & 0x80 != 0 => return Err(Error::BadValue(self.tag)),
            [0, rest @ ..] => rest,
            all => all,
        };
        if bytes.len() > 8 {
            return Err(Error::BadValue(self.tag));
        }
        Ok(bytes.iter().fold(0, |sum, b| (sum << 8) | u64::from(*b)))
    }

    /// The value as an array of exactly `N` bytes.
    ///
    /// # Errors
    /// [`Error::BadValue`] if its size differs.
    pub fn as_array<const N: usize>(&self) -> Result<[u8; N], Error> {
        self.value.try_into().map_err(|_| Error::BadValue(self.tag))
    }

    /// The value as UTF-8 text.
    ///
    /// # Errors
    /// [`Error::BadValue`] if it is not UTF-8.
    pub fn as_str(&self) -> Result<&'a str, Error> {
        std::str::from_utf8(self.value).map_err(|_| Error::BadValue(self.tag))
    }

    /// This data object if it has the tag `tag`.
    ///
    /// # Errors
    /// [`Error::Unexpected`] otherwise.
    pub fn expect_tag(self, tag: impl Into<Tag>) -> Result<Self, Error> {
        let expected = tag.into();
        if self.tag == expected { Ok(self) } else { Err(Error::Unexpected { expected, found: self.tag }) }
    }
}

/// Reads data objects one after another.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// A reader over `input`, a row of data objects.
    #[must_use]
    pub const fn new(input: &'a [u8]) -> Self {
        Self { rest: input }
    }

    /// The bytes not read yet.
    #[must_use]
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether nothing is left.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next data object, or `None` at the end.
    ///
    /// # Errors
    /// [`Error::Truncated`], [`Error::BadTag`] or [`Error::BadLength`].
    #[expect(clippy::should_implement_trait, reason = "reading can fail, and an iterator of results invites going on")]
    pub fn next(&mut self) -> Result<Option<Tlv<'a>>, Error> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let (tlv, rest) = split(self.rest)?;
        self.rest = rest;
        Ok(Some(tlv))
    }

    /// The next data object without moving on.
    ///
    /// # Errors
    /// As [`Reader::next`].
    pub fn peek(&self) -> Result<Option<Tlv<'a>>, Error> {
        let mut copy = *self;
        copy.next()
    }

    /// The next data object, which must have the tag `tag`.
    ///
    /// # Errors
    /// [`Error::Missing`] at the end, [`Error::Unexpected`] for another tag, or as [`Reader::next`].
    pub fn expect(&mut self, tag: impl Into<Tag>) -> Result<Tlv<'a>, Error> {
        let tag = tag.into();
        match self.peek()? {
            None => Err(Error::Missing(tag)),
            Some(found) => {
                let found = found.expect_tag(tag)?;
                self.rest = &self.rest[found.raw.len()..];
                Ok(found)
            }
        }
    }

    /// The next data object if it has the tag `tag`; otherwise nothing is consumed.
    ///
    /// # Errors
    /// As [`Reader::next`].
    pub fn take(&mut self, tag: impl Into<Tag>) -> Result<Option<Tlv<'a>>, Error> {
        let tag = tag.into();
        match self.peek()? {
            Some(found) if found.tag == tag => {
                self.rest = &self.rest[found.raw.len()..];
                Ok(Some(found))
            }
            _ => Ok(None),
        }
    }

    /// The first data object with the tag `tag` from here on, skipping others; the reader itself does not move.
    ///
    /// # Errors
    /// As [`Reader::next`], for objects up to the one found.
    pub fn find(&self, tag: impl Into<Tag>) -> Result<Option<Tlv<'a>>, Error> {
        let tag = tag.into();
        let mut scan = *self;
        while let Some(found) = scan.next()? {
            if found.tag == tag {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// As [`Reader::find`], but the data object must be there.
    ///
    /// # Errors
    /// [`Error::Missing`], or as [`Reader::find`].
    pub fn require(&self, tag: impl Into<Tag>) -> Result<Tlv<'a>, Error> {
        let tag = tag.into();
        self.find(tag)?.ok_or(Error::Missing(tag))
    }

    /// Checks that nothing is left.
    ///
    /// # Errors
    /// [`Error::Trailing`] otherwise.
    pub fn end(&self) -> Result<(), Error> {
        if self.rest.is_empty() { Ok(()) } else { Err(Error::Trailing) }
    }
}

/// Reads `input` as exactly one data object with the tag `tag`.
///
/// # Errors
/// [`Error::Trailing`] if bytes stand behind it, or as [`Reader::expect`].
pub fn parse_one(input: &[u8], tag: impl Into<Tag>) -> Result<Tlv<'_>, Error> {
    let mut reader = Reader::new(input);
    let tlv = reader.expect(tag)?;
    reader.end()?;
    Ok(tlv)
}

fn split(input: &[u8]) -> Result<(Tlv<'_>, &[u8]), Error> {
    let (tag, tag_size) = read_tag(input)?;
    let (length, length_size) = read_length(&input[tag_size..])?;
    let start = tag_size + length_size;
    let end = start.checked_add(length).ok_or(Error::BadLength)?;
    let value = input.get(start..end).ok_or(Error::Truncated)?;
    Ok((Tlv { tag, value, raw: &input[..end] }, &input[end..]))
}

fn read_tag(input: &[u8]) -> Result<(Tag, usize), Error> {
    let first = *input.first().ok_or(Error::Truncated)?;
    if first & 0x1F != 0x1F {
        return Ok((Tag(u32::from(first)), 1));
    }
    let second = *input.get(1).ok_or(Error::Truncated)?;
    if second & 0x80 == 0 {
        return Ok((Tag(u32::from(first) << 8 | u32::from(second)), 2));
    }
    if second == 0x80 {
        return Err(Error::BadTag);
    }
    let third = *input.get(2).ok_or(Error::Truncated)?;
    if third & 0x80 != 0 {
        return Err(Error::BadTag);
    }
    Ok((Tag(u32::from(first) << 16 | u32::from(second) << 8 | u32::from(third)), 3))
}

fn read_length(input: &[u8]) -> Result<(usize, usize), Error> {
    let first = *input.first().ok_or(Error::Truncated)?;
    if first < 0x80 {
        return Ok((usize::from(first), 1));
    }
    let count = usize::from(first & 0x7F);
    if count == 0 || count > 4 {
        return Err(Error::BadLength);
    }
    let bytes = input.get(1..=count).ok_or(Error::Truncated)?;
    let length = bytes.iter().fold(0u64, |sum, b| (sum << 8) | u64::from(*b));
    Ok((usize::try_from(length).map_err(|_| Error::BadLength)?, count + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Writer, encode};
    use proptest::prelude::*;

    #[test]
    fn keeps_original_bytes_and_skips_the_unknown() {
        let input = [0xBF, 0x36, 0x07, 0x84, 0x01, 0x07, 0x5F, 0x37, 0x81, 0x00];
        let outer = parse_one(&input, 0xBF36).expect("well formed");
        assert_eq!(outer.raw, &input);
        let found = outer.children().require(0x5F37).expect("behind an unknown object");
        // A length in more bytes than needed stays as it was sent.
        assert_eq!(found.raw, &[0x5F, 0x37, 0x81, 0x00]);
    }

    #[test]
    fn says_why_it_refuses() {
        assert_eq!(parse_one(&[0x30, 0x02, 0x00], 0x30), Err(Error::Truncated));
        assert_eq!(parse_one(&[0x30, 0x80, 0x00, 0x00], 0x30), Err(Error::BadLength));
        assert_eq!(parse_one(&[0x1F, 0x80, 0x01, 0x00], 0x30), Err(Error::BadTag));
        assert_eq!(parse_one(&[0x30, 0x00, 0x00], 0x30), Err(Error::Trailing));
        assert_eq!(parse_one(&[0x31, 0x00], 0x30), Err(Error::Unexpected { expected: Tag(0x30), found: Tag(0x31) }));
        assert_eq!(parse_one(&[], 0x30), Err(Error::Missing(Tag(0x30))));
        assert_eq!(Tlv { tag: Tag(2), value: &[0x80], raw: &[] }.as_u64(), Err(Error::BadValue(Tag(2))));
    }

    proptest! {
        #[test]
        fn never_panics_and_never_reads_past_the_end(input in proptest::collection::vec(any::<u8>(), 0..64)) {
            let mut reader = Reader::new(&input);
            let mut read = 0;
            while let Ok(Some(tlv)) = reader.next() {
                read += tlv.raw.len();
            }
            prop_assert!(read <= input.len());
        }

        #[test]
        fn reads_what_was_written(number in 0u32..16_384, value in proptest::collection::vec(any::<u8>(), 0..70_000)) {
            let bytes = encode(Tag::context(number), &value);
            let tlv = parse_one(&bytes, Tag::context(number)).expect("own encoding");
            prop_assert_eq!(tlv.value, &value[..]);
        }

        #[test]
        fn integers_come_back(value: u64) {
            let bytes = Writer::build(|w| w.uint(Tag::INTEGER, value));
            prop_assert_eq!(parse_one(&bytes, Tag::INTEGER).expect("own encoding").as_u64(), Ok(value));
        }
    }
}

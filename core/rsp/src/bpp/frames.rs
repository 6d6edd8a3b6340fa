use tlv::{Tag, Tlv};

/// The most bytes of a package that are taken.
pub const MAX_PACKAGE: usize = 4 << 20;
/// The most bytes of one data object inside: servers are known that go over the 1020 of the standard by a block.
const MAX_OBJECT: usize = 2048;

/// A piece of a bound profile package, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// BF23, whole.
    Initialise(Vec<u8>),
    /// A0, A1, A2 or A3 begins.
    Section(u8),
    /// 86, 87 or 88, whole.
    Segment(Vec<u8>),
    /// The section's last segment has been given; after A3 nothing follows.
    SectionEnd(u8),
}

/// The bytes are no bound profile package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadFrame {
    /// Something else stands where this must stand.
    #[error("{0} is missing or in the wrong place")]
    Unexpected(&'static str),
    /// A length is malformed, or lengths contradict each other.
    #[error("its lengths do not agree")]
    Length,
    /// Larger than is taken.
    #[error("it is larger than {0} bytes")]
    TooLarge(usize),
}

impl BadFrame {
    /// Whether the same bytes may be taken later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Unexpected(_) | Self::Length => "Fetch the package anew; if it stays, tell the operator.",
            Self::TooLarge(_) => "Ask the operator for a smaller profile.",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Package,
    Initialise,
    /// Before the section with this number, 0 to 3 (2 may be left out).
    Before(u8),
    /// In it, with so many bytes of it left.
    Inside(u8, usize),
    End,
}

/// Cuts a bound profile package into its pieces, however the bytes arrive.
#[derive(Debug, Clone)]
pub struct Frames {
    place: Place,
    /// Bytes of the package left, after its header.
    left: usize,
    pending: Vec<u8>,
    read: usize,
}

impl Default for Frames {
    fn default() -> Self {
        Self { place: Place::Package, left: 0, pending: Vec::new(), read: 0 }
    }
}

impl Frames {
    /// Takes more bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.pending.drain(..self.read);
        self.read = 0;
        self.pending.extend_from_slice(bytes);
    }

    /// The next whole piece, or `None` until more bytes come.
    ///
    /// # Errors
    /// [`BadFrame`] if this is no bound profile package; then nothing more comes of it.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, BadFrame> {
        loop {
            match self.place {
                Place::Package => {
                    let Some((header, length)) = self.header(&[0xBF, 0x36], "BF36")? else { return Ok(None) };
                    if length > MAX_PACKAGE {
                        return Err(BadFrame::TooLarge(MAX_PACKAGE));
                    }
                    self.read += header;
                    self.left = length;
                    self.place = Place::Initialise;
                }
                Place::Initialise => {
                    let Some(object) = self.object(&[0xBF, 0x23], "BF23", self.left)? else { return Ok(None) };
                    self.left -= object.len();
                    self.place = Place::Before(0);
                    return Ok(Some(Frame::Initialise(object)));
                }
                Place::Before(section) => {
                    let Some(first) = self.pending.get(self.read) else { return Ok(None) };
                    let section = if section == 2 && *first == 0xA3 { 3 } else { section };
                    let Some((header, length)) = self.header(&[0xA0 | section], SECTIONS[usize::from(section)])? else {
                        return Ok(None);
                    };
                    self.left =
                        self.left.checked_sub(header).and_then(|l| l.checked_sub(length)).ok_or(BadFrame::Length)?;
                    self.read += header;
                    self.place = Place::Inside(section, length);
                    return Ok(Some(Frame::Section(0xA0 | section)));
                }
                Place::Inside(3, 0) if self.left != 0 => return Err(BadFrame::Length),
                Place::Inside(section, 0) => {
                    self.place = if section == 3 { Place::End } else { Place::Before(section + 1) };
                    return Ok(Some(Frame::SectionEnd(0xA0 | section)));
                }
                Place::Inside(section, left) => {
                    let tag = [0x87, 0x88, 0x87, 0x86][usize::from(section)];
                    let Some(object) = self.object(&[tag], SEGMENTS[usize::from(section)], left)? else {
                        return Ok(None);
                    };
                    self.place = Place::Inside(section, left - object.len());
                    return Ok(Some(Frame::Segment(object)));
                }
                Place::End if self.read < self.pending.len() => return Err(BadFrame::Unexpected("the package's end")),
                Place::End => return Ok(None),
            }
        }
    }

    /// Whether the last byte of the package has been given out.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.place == Place::End && self.read == self.pending.len()
    }

    /// Bytes that were pushed and not given out.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.pending.len() - self.read
    }

    /// Size of the next header, which must have `tag`, and the length in it.
    fn header(&self, tag: &[u8], name: &'static str) -> Result<Option<(usize, usize)>, BadFrame> {
        let bytes = self.pending.get(self.read..).unwrap_or_default();
        let there = bytes.len().min(tag.len());
        if bytes[..there] != tag[..there] {
            return Err(BadFrame::Unexpected(name));
        }
        let Some(first) = bytes.get(tag.len()) else { return Ok(None) };
        if *first < 0x80 {
            return Ok(Some((tag.len() + 1, usize::from(*first))));
        }
        let count = usize::from(first & 0x7F);
        if !(1..=4).contains(&count) {
            return Err(BadFrame::Length);
        }
        let Some(length) = bytes.get(tag.len() + 1..tag.len() + 1 + count) else { return Ok(None) };
        let length = length.iter().fold(0u64, |sum, b| sum << 8 | u64::from(*b));
        Ok(Some((tag.len() + 1 + count, usize::try_from(length).map_err(|_| BadFrame::Length)?)))
    }

    /// The next data object, whole, which must have `tag` and fit in `left` bytes.
    fn object(&mut self, tag: &[u8], name: &'static str, left: usize) -> Result<Option<Vec<u8>>, BadFrame> {
        let Some((header, length)) = self.header(tag, name)? else { return Ok(None) };
        if length > MAX_OBJECT {
            return Err(BadFrame::TooLarge(MAX_OBJECT));
        }
        let size = header + length;
        if size > left {
            return Err(BadFrame::Length);
        }
        let Some(object) = self.pending.get(self.read..self.read + size) else { return Ok(None) };
        let object = object.to_vec();
        self.read += size;
        Ok(Some(object))
    }
}

const SECTIONS: [&str; 4] = ["A0", "A1", "A2", "A3"];
const SEGMENTS: [&str; 4] = ["87 in A0", "88 in A1", "87 in A2", "86 in A3"];

/// The one data object of a frame that [`Frames`] gave out.
pub(super) fn parse(object: &[u8]) -> Result<Tlv<'_>, tlv::Error> {
    let tlv = tlv::Reader::new(object).next()?.ok_or(tlv::Error::Truncated)?;
    if tlv.raw.len() == object.len() {
        Ok(tlv)
    } else {
        Err(tlv::Error::Unexpected { expected: tlv.tag, found: Tag(0) })
    }
}

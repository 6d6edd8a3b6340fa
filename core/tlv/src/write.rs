use crate::Tag;

/// Writes data objects with minimal (DER) lengths.
#[derive(Default)]
pub struct Writer {
    out: Vec<u8>,
}

impl Writer {
    /// An empty writer.
    #[must_use]
    pub const fn new() -> Self {
        Self { out: Vec::new() }
    }

    /// An empty writer with room for `bytes`: what is secret then leaves no copies behind by growing.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self { out: Vec::with_capacity(bytes) }
    }

    /// The bytes that `fill` writes.
    pub fn build(fill: impl FnOnce(&mut Self)) -> Vec<u8> {
        let mut writer = Self::new();
        fill(&mut writer);
        writer.out
    }

    /// Writes one data object.
    pub fn put(&mut self, tag: impl Into<Tag>, value: &[u8]) {
        tag.into().write(&mut self.out);
        write_length(value.len(), &mut self.out);
        self.out.extend_from_slice(value);
    }

    /// Writes one data object if there is a value.
    pub fn put_some(&mut self, tag: impl Into<Tag>, value: Option<&[u8]>) {
        if let Some(value) = value {
            self.put(tag, value);
        }
    }

    /// Writes a data object whose value is what `fill` writes.
    pub fn nest(&mut self, tag: impl Into<Tag>, fill: impl FnOnce(&mut Self)) {
        tag.into().write(&mut self.out);
        let start = self.out.len();
        fill(self);
        let length = self.out.len() - start;
        // The length is known only now: make room for it in front of the value.
        self.out.extend_from_slice(&[0; 5][..length_size(length)]);
        self.out.copy_within(start..start + length, start + length_size(length));
        let mut head = Vec::with_capacity(5);
        write_length(length, &mut head);
        self.out[start..start + head.len()].copy_from_slice(&head);
    }

    /// Writes a non-negative INTEGER in the least number of bytes.
    pub fn uint(&mut self, tag: impl Into<Tag>, value: u64) {
        let bytes = value.to_be_bytes();
        let skip = bytes.iter().take(7).take_while(|b| **b == 0).count();
        if bytes[skip] & 0x80 == 0 {
            self.put(tag, &bytes[skip..]);
        } else {
            let mut padded = vec![0];
            padded.extend_from_slice(&bytes[skip..]);
            self.put(tag, &padded);
        }
    }

    /// Writes a BOOLEAN.
    pub fn bool(&mut self, tag: impl Into<Tag>, value: bool) {
        self.put(tag, &[if value { 0xFF } else { 0x00 }]);
    }

    /// Writes a UTF8String under `tag`.
    pub fn text(&mut self, tag: impl Into<Tag>, value: &str) {
        self.put(tag, value.as_bytes());
    }

    /// Writes bytes that are data objects already.
    pub fn raw(&mut self, encoded: &[u8]) {
        self.out.extend_from_slice(encoded);
    }

    /// How many bytes have been written.
    #[must_use]
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Whether nothing has been written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// The bytes written.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.out
    }
}

/// One data object.
#[must_use]
pub fn encode(tag: impl Into<Tag>, value: &[u8]) -> Vec<u8> {
    Writer::build(|w| w.put(tag, value))
}

/// How many bytes the length field of a value of `length` bytes takes: 1 to 5.
#[must_use]
pub const fn length_size(length: usize) -> usize {
    match length {
        0..=0x7F => 1,
        0x80..=0xFF => 2,
        0x100..=0xFFFF => 3,
        0x1_0000..=0xFF_FFFF => 4,
        _ => 5,
    }
}

/// Appends the length field of a value of `length` bytes.
///
/// # Panics
/// If `length` does not fit in four bytes, which no message of this protocol family reaches.
pub fn write_length(length: usize, out: &mut Vec<u8>) {
    let size = length_size(length);
    if size == 1 {
        out.push(length as u8);
        return;
    }
    let bytes = u32::try_from(length).expect("values stay below 4 GiB").to_be_bytes();
    out.push(0x80 | (size as u8 - 1));
    out.extend_from_slice(&bytes[4 - (size - 1)..]);
}

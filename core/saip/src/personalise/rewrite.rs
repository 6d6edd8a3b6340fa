use tlv::{Reader, Tag, Tlv, Writer};
use zeroize::Zeroizing;

/// What becomes of a data object.
pub(super) enum Rewritten<'a> {
    /// It stays, byte for byte.
    Same(&'a [u8]),
    /// Others stand in its place; perhaps none. They may hold keys.
    New(Zeroizing<Vec<u8>>),
}

impl Rewritten<'_> {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Same(bytes) => bytes,
            Self::New(bytes) => bytes,
        }
    }

    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self::New(Zeroizing::new(bytes))
    }
}

/// `tlv` with each child as `change` gives it. An object of which nothing changed keeps its bytes, lengths and all.
pub(super) fn children<'a, E: From<tlv::Error>>(
    tlv: &Tlv<'a>,
    change: impl FnMut(&Tlv<'a>) -> Result<Rewritten<'a>, E>,
) -> Result<Rewritten<'a>, E> {
    Ok(match row(tlv.value, change)? {
        Rewritten::Same(_) => same(tlv),
        Rewritten::New(value) => Rewritten::new(tlv::encode(tlv.tag, &value)),
    })
}

/// A row of data objects with each as `change` gives it.
pub(super) fn row<'a, E: From<tlv::Error>>(
    input: &'a [u8],
    mut change: impl FnMut(&Tlv<'a>) -> Result<Rewritten<'a>, E>,
) -> Result<Rewritten<'a>, E> {
    let mut reader = Reader::new(input);
    let mut parts = Vec::new();
    let mut changed = false;
    while let Some(tlv) = reader.next()? {
        let part = change(&tlv)?;
        changed |= matches!(part, Rewritten::New(_));
        parts.push(part);
    }
    if !changed {
        return Ok(Rewritten::Same(input));
    }
    // Room for all at once: a buffer that grows would leave copies behind.
    let mut out = Vec::with_capacity(parts.iter().map(|part| part.bytes().len()).sum());
    parts.iter().for_each(|part| out.extend_from_slice(part.bytes()));
    Ok(Rewritten::new(out))
}

/// The object itself.
pub(super) const fn same<'a>(tlv: &Tlv<'a>) -> Rewritten<'a> {
    Rewritten::Same(tlv.raw)
}

/// Another value under the same tag.
pub(super) fn value<'a>(tlv: &Tlv<'a>, value: &[u8]) -> Rewritten<'a> {
    if tlv.value == value { same(tlv) } else { Rewritten::new(tlv::encode(tlv.tag, value)) }
}

/// A `File` (SEQUENCE OF CHOICE) whose whole content is `content`: what was filled before is gone, the rest stays.
pub(super) fn content<'a>(file: &Tlv<'a>, content: &[u8]) -> Result<Rewritten<'a>, tlv::Error> {
    const OFFSET: Tag = Tag(0x82);
    const CONTENT: Tag = Tag(0x83);
    let mut reader = file.children();
    let mut kept = Writer::new();
    let mut fills = 0;
    let mut same_fill = false;
    while let Some(item) = reader.next()? {
        if item.tag == OFFSET || item.tag == CONTENT {
            fills += 1;
            same_fill = item.tag == CONTENT && item.value == content;
        } else {
            kept.raw(item.raw);
        }
    }
    if fills == 1 && same_fill {
        return Ok(same(file));
    }
    kept.put(CONTENT, content);
    Ok(Rewritten::new(tlv::encode(file.tag, &kept.finish())))
}

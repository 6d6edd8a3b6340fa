use tlv::{Reader, Tag, Tlv, Writer};

/// Why bytes are not a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// The TLV does not read, or a field is missing or malformed.
    #[error("the message is malformed: {0}")]
    Tlv(#[from] tlv::Error),
    /// A kind of message that this side does not know: the peer is newer.
    #[error("kind of message {0} is not known here")]
    UnknownKind(Tag),
    /// A value outside its range: text too long, too many items, an unknown choice.
    #[error("value of {0} is out of range")]
    OutOfRange(Tag),
}

impl MessageError {
    /// Whether the same bytes may be read later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Tlv(_) | Self::OutOfRange(_) => "Update the program on the phone, or tell the staff.",
            Self::UnknownKind(_) => "Update the program on the phone.",
        }
    }
}

/// The longest text in a message, in bytes.
pub(crate) const MAX_TEXT: usize = 1_024;
/// The most items in a list.
pub(crate) const MAX_ITEMS: usize = 256;

/// Shorthand for primitive context tags.
pub(crate) const fn tag(number: u32) -> Tag {
    Tag::context(number)
}

/// Shorthand for constructed context tags.
pub(crate) const fn group(number: u32) -> Tag {
    Tag::context_constructed(number)
}

/// Cuts a text that this side sends at [`MAX_TEXT`] bytes, between characters.
pub(crate) fn clip(text: &str) -> &str {
    let mut end = text.len().min(MAX_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

pub(crate) fn text(tlv: &Tlv<'_>) -> Result<String, MessageError> {
    if tlv.value.len() > MAX_TEXT {
        return Err(MessageError::OutOfRange(tlv.tag));
    }
    Ok(tlv.as_str()?.to_owned())
}

pub(crate) fn number<T: TryFrom<u64>>(tlv: &Tlv<'_>) -> Result<T, MessageError> {
    T::try_from(tlv.as_u64()?).map_err(|_| MessageError::OutOfRange(tlv.tag))
}

/// A text that has a form of its own, such as money or a country.
pub(crate) fn parsed<T: std::str::FromStr>(tlv: &Tlv<'_>) -> Result<T, MessageError> {
    tlv.as_str()?.parse().map_err(|_| MessageError::OutOfRange(tlv.tag))
}

/// A field that need not be there.
pub(crate) fn optional<'a, T>(
    fields: &Reader<'a>,
    tag: Tag,
    read: impl FnOnce(&Tlv<'a>) -> Result<T, MessageError>,
) -> Result<Option<T>, MessageError> {
    fields.find(tag)?.map(|t| read(&t)).transpose()
}

/// Present means true.
pub(crate) fn flag(fields: &Reader<'_>, tag: Tag) -> Result<bool, MessageError> {
    Ok(fields.find(tag)?.is_some())
}

pub(crate) fn put_flag(w: &mut Writer, tag: Tag, value: bool) {
    if value {
        w.put(tag, &[]);
    }
}

/// Every field of this tag, in order.
pub(crate) fn list<'a, T>(
    fields: &Reader<'a>,
    tag: Tag,
    mut read: impl FnMut(&Tlv<'a>) -> Result<T, MessageError>,
) -> Result<Vec<T>, MessageError> {
    let mut scan = *fields;
    let mut out = Vec::new();
    while let Some(tlv) = scan.next()? {
        if tlv.tag == tag {
            if out.len() == MAX_ITEMS {
                return Err(MessageError::OutOfRange(tag));
            }
            out.push(read(&tlv)?);
        }
    }
    Ok(out)
}

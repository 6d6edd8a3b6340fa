use tlv::{Reader, Tlv};

/// When something is allowed: a security condition (TS 102 221 §9.2, ISO/IEC 7816-4 §5.4.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    Always,
    Never,
    /// The code with this key reference was given, or is disabled.
    Code(u8),
    /// At least one.
    Any(Vec<Self>),
    /// Each one.
    All(Vec<Self>),
    /// Not that one.
    Not(Box<Self>),
}

/// Conditions in conditions deeper than this are never fulfilled.
const DEPTH: u8 = 8;

impl Condition {
    /// Whether it is fulfilled, `given` knowing which codes count as given.
    pub(crate) fn is_met(&self, given: &dyn Fn(u8) -> bool) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Code(reference) => given(*reference),
            Self::Any(any) => any.iter().any(|c| c.is_met(given)),
            Self::All(all) => !all.is_empty() && all.iter().all(|c| c.is_met(given)),
            Self::Not(not) => !not.is_met(given),
        }
    }

    /// From a security condition data object. What is not understood is never fulfilled.
    pub(super) fn read(object: &Tlv<'_>) -> Self {
        Self::read_at(object, DEPTH)
    }

    fn read_at(object: &Tlv<'_>, depth: u8) -> Self {
        match object.tag.0 {
            0x90 => Self::Always,
            0x9E => object.value.first().map_or(Self::Never, |byte| Self::from_byte(*byte)),
            0xA4 => Self::control_reference(object.value),
            0xA0 if depth > 0 => Self::Any(Self::children(object, depth - 1)),
            0xAF if depth > 0 => Self::All(Self::children(object, depth - 1)),
            0xA7 if depth > 0 => match Self::children(object, depth - 1).pop() {
                // What is not understood must not become allowed by negation.
                Some(Self::Never) | None => Self::Never,
                Some(inner) => Self::Not(Box::new(inner)),
            },
            _ => Self::Never,
        }
    }

    fn children(object: &Tlv<'_>, depth: u8) -> Vec<Self> {
        let mut reader = object.children();
        let mut out = Vec::new();
        loop {
            match reader.next() {
                Ok(Some(child)) => out.push(Self::read_at(&child, depth)),
                Ok(None) => return out,
                Err(_) => return vec![Self::Never],
            }
        }
    }

    /// A control reference template for authentication: key reference `83` (usage qualifier `95` does not matter).
    fn control_reference(value: &[u8]) -> Self {
        match Reader::new(value).find(0x83) {
            Ok(Some(reference)) => reference.value.first().map_or(Self::Never, |r| Self::Code(*r)),
            _ => Self::Never,
        }
    }

    /// A security condition byte: `00` always, `FF` never, else user authentication (PIN1) or external authentication
    /// (ADM1), one or, with bit 8, each of them. Secure messaging can't be fulfilled here.
    pub(super) fn from_byte(byte: u8) -> Self {
        match byte {
            0x00 => return Self::Always,
            0xFF => return Self::Never,
            _ => {}
        }
        let parts = [(0x10, Self::Code(0x01)), (0x20, Self::Code(0x0A)), (0x40, Self::Never)];
        let wanted: Vec<Self> = parts.into_iter().filter(|(bit, _)| byte & bit != 0).map(|(_, part)| part).collect();
        if byte & 0x80 != 0 { Self::All(wanted) } else { Self::Any(wanted) }
    }
}

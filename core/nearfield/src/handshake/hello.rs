use super::noise::MAX_MESSAGE;
use crate::{FrameRefused, Limits};
use tlv::{Reader, Tag, Writer};

/// Protocol versions that a side speaks, least and greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Versions {
    /// The least.
    pub min: u16,
    /// The greatest.
    pub max: u16,
}

impl Versions {
    /// What this crate speaks.
    pub(crate) const OURS: Self = Self { min: 1, max: 1 };

    /// The greatest that both speak.
    pub(crate) fn common(self, other: Self) -> Option<u16> {
        let greatest = self.max.min(other.max);
        (greatest >= self.min && greatest >= other.min).then_some(greatest)
    }
}

/// A resumption ticket: its id goes in the clear, its secret only inside the first handshake's answer.
pub type TicketId = [u8; 16];

/// What the phone says first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hello {
    /// Versions it speaks.
    pub versions: Versions,
    /// What it takes.
    pub limits: Limits,
    /// The first eight bytes of the subject key identifiers of the roots it trusts.
    pub roots: Vec<[u8; 8]>,
}

/// What the kiosk answers.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The version that both will speak.
    pub version: u16,
    /// What it takes.
    pub limits: Limits,
    /// DER certificates, the kiosk's own first.
    pub certificates: Vec<Vec<u8>>,
    /// The ticket's id.
    pub ticket: TicketId,
    /// The ticket's secret.
    pub secret: zeroize::Zeroizing<[u8; 32]>,
}

/// How much of a root's key identifier a hello has.
pub(crate) fn root_hint(key_id: &[u8]) -> [u8; 8] {
    let mut hint = [0; 8];
    hint.iter_mut().zip(key_id).for_each(|(to, from)| *to = *from);
    hint
}

const MAX_ROOTS: usize = 16;
const MAX_CERTIFICATES: usize = 4;

impl Hello {
    pub(crate) fn encode(&self) -> Vec<u8> {
        Writer::build(|w| {
            w.uint(Tag::context(0), self.versions.min.into());
            w.uint(Tag::context(1), self.versions.max.into());
            write_limits(w, &self.limits);
            for root in self.roots.iter().take(MAX_ROOTS) {
                w.put(Tag::context(4), root);
            }
        })
    }

    /// Reads a hello; fields it doesn't know are skipped.
    ///
    /// # Errors
    /// [`FrameRefused::HandshakeMalformed`].
    pub fn parse(payload: &[u8]) -> Result<Self, FrameRefused> {
        let fields = bounded(payload)?;
        let versions = Versions { min: number(&fields, 0)?, max: number(&fields, 1)? };
        let limits = read_limits(&fields)?;
        let mut roots = Vec::new();
        let mut scan = fields;
        while let Some(field) = scan.next().map_err(malformed)? {
            if field.tag == Tag::context(4) && roots.len() < MAX_ROOTS {
                roots.push(field.as_array().map_err(malformed)?);
            }
        }
        Ok(Self { versions, limits, roots })
    }
}

impl Answer {
    pub(crate) fn encode(&self) -> Vec<u8> {
        Writer::build(|w| {
            w.uint(Tag::context(0), self.version.into());
            write_limits(w, &self.limits);
            for certificate in &self.certificates {
                w.put(Tag::context(5), certificate);
            }
            w.put(Tag::context(6), &self.ticket);
            w.put(Tag::context(7), &*self.secret);
        })
    }

    /// Reads an answer; fields it doesn't know are skipped.
    ///
    /// # Errors
    /// [`FrameRefused::HandshakeMalformed`].
    pub fn parse(payload: &[u8]) -> Result<Self, FrameRefused> {
        let fields = bounded(payload)?;
        let mut certificates = Vec::new();
        let mut scan = fields;
        while let Some(field) = scan.next().map_err(malformed)? {
            if field.tag == Tag::context(5) {
                if certificates.len() == MAX_CERTIFICATES {
                    return Err(FrameRefused::HandshakeMalformed);
                }
                certificates.push(field.value.to_vec());
            }
        }
        Ok(Self {
            version: number(&fields, 0)?,
            limits: read_limits(&fields)?,
            certificates,
            ticket: fields.require(Tag::context(6)).and_then(|t| t.as_array()).map_err(malformed)?,
            secret: fields.require(Tag::context(7)).and_then(|t| t.as_array()).map_err(malformed)?.into(),
        })
    }
}

fn write_limits(w: &mut Writer, limits: &Limits) {
    w.uint(Tag::context(2), limits.max_message.into());
    w.uint(Tag::context(3), limits.max_outstanding.into());
}

fn read_limits(fields: &Reader<'_>) -> Result<Limits, FrameRefused> {
    Ok(Limits { max_message: number(fields, 2)?, max_outstanding: number(fields, 3)? })
}

pub(super) fn number<T: TryFrom<u64>>(fields: &Reader<'_>, tag: u32) -> Result<T, FrameRefused> {
    let value = fields.require(Tag::context(tag)).and_then(|t| t.as_u64()).map_err(malformed)?;
    T::try_from(value).map_err(|_| FrameRefused::HandshakeMalformed)
}

pub(super) fn bounded(payload: &[u8]) -> Result<Reader<'_>, FrameRefused> {
    if payload.len() > MAX_MESSAGE { Err(FrameRefused::HandshakeMalformed) } else { Ok(Reader::new(payload)) }
}

pub(super) fn malformed(_: tlv::Error) -> FrameRefused {
    FrameRefused::HandshakeMalformed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn versions_meet_at_the_greatest_common_one() {
        let v = |min, max| Versions { min, max };
        assert_eq!(v(1, 3).common(v(2, 5)), Some(3));
        assert_eq!(v(4, 5).common(v(1, 3)), None);
        assert_eq!(v(1, 1).common(v(1, 9)), Some(1));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(payload in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Hello::parse(&payload);
            let _ = Answer::parse(&payload);
        }

        #[test]
        fn payloads_come_back(max: u16, max_message: u32, max_outstanding: u16, roots: Vec<[u8; 8]>, secret: [u8; 32]) {
            let limits = Limits { max_message, max_outstanding };
            let mut hello = Hello { versions: Versions { min: 1, max }, limits, roots };
            hello.roots.truncate(MAX_ROOTS);
            let mut bytes = hello.encode();
            bytes.extend_from_slice(&[0xBF, 0x7F, 0x01, 0x00]); // a field of a later version
            prop_assert_eq!(Hello::parse(&bytes), Ok(hello));
            let answer = Answer { version: max, limits, certificates: vec![vec![1; 300]], ticket: [3; 16], secret: secret.into() };
            prop_assert!(Answer::parse(&answer.encode()) == Ok(answer));
        }
    }
}

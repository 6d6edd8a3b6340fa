use model::{Eid, SecretBytes};
use rsp::message::PublicKey;
use tlv::{Error, Reader, Writer};

/// Whether a card may be used here: of its copies one is live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Role {
    /// It is the one that is used.
    #[default]
    Live,
    /// It is kept, and can't be enabled: another copy is live, or none is yet.
    Dormant,
}

/// Where a card stands among its copies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Home {
    /// Its role here.
    pub role: Role,
    /// How often the live role changed hands, as far as this one knows; it never falls.
    pub generation: u64,
    /// 32 bytes that its copies share, made with the first one: only who has the card can hand over its live role.
    pub(crate) secret: Option<SecretBytes>,
    /// To which eUICC the live role went from here, and the statement that says so, to be given again.
    pub(crate) handed_over: Option<(Eid, Vec<u8>)>,
    /// SHA-256 of the copy that came in last, by which the same one is known again.
    pub(crate) came_by: Option<[u8; 32]>,
}

impl Home {
    /// SHA-256 of the copy that it came by, if it came by one.
    #[must_use]
    pub const fn came_by(&self) -> Option<&[u8; 32]> {
        self.came_by.as_ref()
    }

    pub(crate) const TAG: u32 = 0xA5;

    /// Whether it can't be enabled.
    #[must_use]
    pub const fn is_dormant(&self) -> bool {
        matches!(self.role, Role::Dormant)
    }

    /// Bytes that its record takes at most.
    pub(super) fn size(&self) -> usize {
        256 + self.handed_over.as_ref().map_or(0, |(_, statement)| statement.len())
    }

    pub(super) fn put(&self, w: &mut Writer) {
        w.bool(0x80u32, self.is_dormant());
        w.uint(0x81u32, self.generation);
        w.put_some(0x82u32, self.secret.as_ref().map(SecretBytes::expose));
        if let Some((to, statement)) = &self.handed_over {
            w.put(0x83u32, to.as_bytes());
            w.put(0x84u32, statement);
        }
        w.put_some(0x85u32, self.came_by.as_ref().map(<[u8; 32]>::as_slice));
    }

    pub(super) fn read(inside: &Reader<'_>) -> Result<Self, Error> {
        let eid = |object: tlv::Tlv<'_>| Eid::from_bytes(object.value).map_err(|_| Error::BadValue(object.tag));
        let handed_over = match (inside.find(0x83)?, inside.find(0x84)?) {
            (Some(to), Some(statement)) => Some((eid(to)?, statement.value.to_vec())),
            _ => None,
        };
        Ok(Self {
            role: if inside.require(0x80)?.value == [0] { Role::Live } else { Role::Dormant },
            generation: inside.require(0x81)?.as_u64()?,
            secret: inside.find(0x82)?.map(|object| object.as_array::<32>()).transpose()?.map(SecretBytes::from),
            handed_over,
            came_by: inside.find(0x85)?.map(|object| object.as_array()).transpose()?,
        })
    }
}

/// A one-time key to which one copy of one card may be sealed.
#[derive(Clone)]
pub struct HomeKey {
    /// Its place among the others: the oldest goes when there are too many.
    pub(crate) number: u64,
    /// The private half, 32 bytes.
    pub(crate) private: SecretBytes,
    /// The public half.
    pub(crate) public: PublicKey,
    /// What tells its statement from any other.
    pub(crate) nonce: [u8; 16],
}

impl HomeKey {
    pub(crate) fn to_record(&self) -> SecretBytes {
        let mut w = Writer::with_capacity(192);
        w.uint(0x80u32, self.number);
        w.put(0x81u32, self.private.expose());
        w.put(0x82u32, &self.public);
        w.put(0x83u32, &self.nonce);
        w.finish().into()
    }

    pub(crate) fn from_record(record: &SecretBytes) -> Result<Self, Error> {
        let reader = Reader::new(record.expose());
        Ok(Self {
            number: reader.require(0x80)?.as_u64()?,
            private: reader.require(0x81)?.as_array::<32>()?.into(),
            public: reader.require(0x82)?.as_array()?,
            nonce: reader.require(0x83)?.as_array()?,
        })
    }
}

impl std::fmt::Debug for HomeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HomeKey({})", self.number)
    }
}

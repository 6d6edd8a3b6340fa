use super::RpmCommand;
use crate::message::MessageError;
use tlv::{Tag, Tlv, Writer};

/// As many bytes as the commands of a package may have, together (SGP.22 v3 §2.10.1).
pub const MOST_BYTES: usize = 1_057;

/// Commands, carried out one after another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RpmPackage {
    /// In their order.
    pub commands: Vec<RpmCommand>,
}

impl RpmPackage {
    /// Whether it is no larger than a package may be; what is more goes into the next one.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.bytes().len() <= MOST_BYTES
    }

    /// As it is kept by whoever orders it: SEQUENCE OF RpmCommand.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        Writer::build(|w| self.put(w, Tag::SEQUENCE.0))
    }

    /// The reverse.
    ///
    /// # Errors
    /// [`MessageError`] if it is no sequence; a command that can't be read is [`super::RpmCommandDetails::Unreadable`].
    pub fn decode(bytes: &[u8]) -> Result<Self, MessageError> {
        Self::read(&tlv::parse_one(bytes, Tag::SEQUENCE)?)
    }

    fn bytes(&self) -> Vec<u8> {
        Writer::build(|w| self.commands.iter().for_each(|command| command.put(w)))
    }

    pub(super) fn read(object: &Tlv<'_>) -> Result<Self, MessageError> {
        let (mut items, mut commands) = (object.children(), Vec::new());
        while let Some(item) = items.next()? {
            commands.push(RpmCommand::read(&item));
        }
        Ok(Self { commands })
    }

    pub(super) fn put(&self, w: &mut Writer, tag: u32) {
        w.put(tag, &self.bytes());
    }
}

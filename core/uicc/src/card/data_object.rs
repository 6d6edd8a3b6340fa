//! RETRIEVE DATA and SET DATA on BER-TLV EFs (TS 102 221 §11.3).

use super::{
    Card,
    access::Target,
    channel::{Channel, Transfer},
    plan::{Effect, Plan, Planned},
    select::no_data,
};
use crate::{
    apdu::Command,
    file::{Operation, Structure},
    profile::Changes,
    status::StatusWord,
};
use tlv::{Reader, Tlv};

/// P2: first block; otherwise the next one.
const FIRST: u8 = 0x80;
/// The most of a data object in one answer.
const BLOCK: usize = 255;
/// More blocks of the data object are expected.
const MORE_EXPECTED: StatusWord = StatusWord(0x63F1);

impl Card {
    pub(super) fn retrieve_data(&self, command: &Command<'_>) -> Planned {
        let target = self.ber_tlv(command, Operation::Read)?;
        let whole = match (command.p2, &target.channel.transfer) {
            (FIRST, _) => {
                let wanted = only_tag(command.data).ok_or(StatusWord::WRONG_DATA)?;
                objects(target.content).find(|o| o.tag.0 == wanted).ok_or(StatusWord::REFERENCE_NOT_FOUND)?.raw.to_vec()
            }
            (0x00, Some(Transfer::Reading(rest))) => {
                no_data(command)?;
                rest.clone()
            }
            (0x00, _) => return Err(StatusWord::CONDITIONS_NOT_SATISFIED),
            _ => return Err(StatusWord::WRONG_P1P2),
        };
        let size = command.le.map_or(BLOCK, |le| le.min(BLOCK)).min(whole.len());
        let (block, rest) = whole.split_at(size);
        let (transfer, status) = match rest {
            [] => (None, StatusWord::OK),
            _ => (Some(Transfer::Reading(rest.to_vec())), StatusWord::MORE_DATA),
        };
        let channel = Channel { transfer, ..target.channel };
        Ok(Plan::with(block.to_vec()).status(status).effect(Effect::Channel(command.channel(), channel)))
    }

    pub(super) fn set_data(&self, command: &Command<'_>) -> Planned {
        let target = self.ber_tlv(command, Operation::Update)?;
        if command.data.is_empty() {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let so_far = match (command.p2, &target.channel.transfer) {
            (FIRST, _) => command.data.to_vec(),
            (0x00, Some(Transfer::Writing(begun))) => [begun.as_slice(), command.data].concat(),
            (0x00, _) => return Err(StatusWord::CONDITIONS_NOT_SATISFIED),
            _ => return Err(StatusWord::WRONG_P1P2),
        };
        if command.p2 == FIRST
            && let Some(tag) = only_tag(&so_far)
        {
            return self.put_object(command, &target, tag, &[]);
        }
        let mut reader = Reader::new(&so_far);
        match reader.next() {
            Ok(Some(object)) if reader.is_empty() => self.put_object(command, &target, object.tag.0, object.raw),
            Err(tlv::Error::Truncated) if so_far.len() <= target.file.size => {
                let channel = Channel { transfer: Some(Transfer::Writing(so_far)), ..target.channel };
                Ok(Plan::done().status(MORE_EXPECTED).effect(Effect::Channel(command.channel(), channel)))
            }
            Err(tlv::Error::Truncated) => Err(StatusWord::NOT_ENOUGH_MEMORY),
            _ => Err(StatusWord::WRONG_DATA),
        }
    }

    /// The file with the object `tag` replaced by `raw`, or gone if that is empty.
    fn put_object(&self, command: &Command<'_>, target: &Target<'_>, tag: u32, raw: &[u8]) -> Planned {
        let kept = objects(target.content).filter(|object| object.tag.0 != tag);
        let content: Vec<u8> = kept.flat_map(|object| object.raw).chain(raw).copied().collect();
        if content.len() > target.file.size {
            return Err(StatusWord::NOT_ENOUGH_MEMORY);
        }
        let home = self.profile.tree.home(&target.path).clone();
        let plan = Plan::done()
            .effect(Effect::Channel(command.channel(), Channel { transfer: None, ..target.channel.clone() }));
        Ok(plan.after(Changes::of_content(home, content)))
    }

    fn ber_tlv(&self, command: &Command<'_>, operation: Operation) -> Result<Target<'_>, StatusWord> {
        let sfi = match command.p1 {
            0x00 => None,
            p1 @ 0x81..=0x9E => Some(p1 & 0x1F),
            _ => return Err(StatusWord::WRONG_P1P2),
        };
        let channel = self.channel(command.channel())?;
        let transfer = channel.transfer.clone();
        let mut target = self.target(channel, sfi)?;
        if target.file.structure != Structure::BerTlv {
            return Err(StatusWord::WRONG_STRUCTURE);
        }
        self.permit(&target, operation)?;
        if channel.ef.as_ref() == Some(&target.path) {
            target.channel.transfer = transfer;
        }
        Ok(target)
    }
}

/// The data objects of a file, as far as they are well formed.
fn objects(content: &[u8]) -> impl Iterator<Item = Tlv<'_>> {
    let mut reader = Reader::new(content);
    std::iter::from_fn(move || match reader.rest().first() {
        None | Some(0xFF) => None,
        _ => reader.next().ok().flatten(),
    })
}

/// The tag, if the bytes are a tag and nothing else.
fn only_tag(bytes: &[u8]) -> Option<u32> {
    // With an empty length behind it, a tag alone is a data object.
    let object = [bytes, &[0]].concat();
    let mut reader = Reader::new(&object);
    let tag = reader.next().ok()??.tag;
    (reader.is_empty() && tag.size() == bytes.len()).then_some(tag.0)
}

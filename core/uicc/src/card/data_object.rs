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

/// Which block P2 means, in bits 8 and 7; bit 6 is zero, bits 5 to 1 are the SFI of the first block's file.
const FIRST: u8 = 0x80;
const NEXT: u8 = 0x00;
const AGAIN: u8 = 0x40;
/// The tag by which the tags in a file are asked for; no object has it.
const TAG_LIST: u32 = 0x5C;
/// The most of a data object in one answer.
const BLOCK: usize = 255;
/// More blocks of the data object are expected.
const MORE_EXPECTED: StatusWord = StatusWord(0x63F1);

impl Card {
    pub(super) fn retrieve_data(&self, command: &Command<'_>) -> Planned {
        let (block, target) = self.ber_tlv(command, Operation::Read)?;
        let (object, from) = match (block, &target.channel.transfer) {
            (FIRST, _) => {
                let wanted = only_tag(command.data).ok_or(StatusWord::WRONG_DATA)?;
                let found =
                    if wanted == TAG_LIST { Some(tags(target.content)) } else { object(target.content, wanted) };
                (found.ok_or(StatusWord::REFERENCE_NOT_FOUND)?, 0)
            }
            (_, Some(Transfer::Reading { object, last, next })) if block == AGAIN || *next < object.len() => {
                no_data(command)?;
                (object.clone(), if block == AGAIN { *last } else { *next })
            }
            _ => return Err(StatusWord::CONDITIONS_NOT_SATISFIED),
        };
        let size = command.le.map_or(BLOCK, |le| le.min(BLOCK));
        let answer: Vec<u8> = object.iter().skip(from).take(size).copied().collect();
        let next = from + answer.len();
        let status = if next < object.len() { StatusWord::MORE_DATA } else { StatusWord::OK };
        let transfer = Some(Transfer::Reading { object, last: from, next });
        let channel = Channel { transfer, ..target.channel };
        Ok(Plan::with(answer).status(status).effect(Effect::Channel(command.channel(), channel)))
    }

    pub(super) fn set_data(&self, command: &Command<'_>) -> Planned {
        let (block, target) = self.ber_tlv(command, Operation::Update)?;
        if command.data.is_empty() {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let begun = match (block, &target.channel.transfer) {
            (FIRST, _) => &[][..],
            (NEXT, Some(Transfer::Writing { object, .. })) => object,
            (AGAIN, Some(Transfer::Writing { object, last })) => object.get(..*last).unwrap_or_default(),
            _ => return Err(StatusWord::CONDITIONS_NOT_SATISFIED),
        };
        let last = begun.len();
        let so_far = [begun, command.data].concat();
        if last == 0
            && let Some(tag) = only_tag(&so_far)
        {
            return self.put_object(command, &target, tag, &[]);
        }
        let mut reader = Reader::new(&so_far);
        match reader.next() {
            Ok(Some(object)) if reader.is_empty() => self.put_object(command, &target, object.tag.0, object.raw),
            Err(tlv::Error::Truncated) if so_far.len() <= target.file.size => {
                let transfer = Some(Transfer::Writing { object: so_far, last });
                let channel = Channel { transfer, ..target.channel };
                Ok(Plan::done().status(MORE_EXPECTED).effect(Effect::Channel(command.channel(), channel)))
            }
            Err(tlv::Error::Truncated) => Err(StatusWord::NOT_ENOUGH_MEMORY),
            _ => Err(StatusWord::WRONG_DATA),
        }
    }

    /// The file with the object `tag` replaced by `raw`, or gone if that is empty.
    fn put_object(&self, command: &Command<'_>, target: &Target<'_>, tag: u32, raw: &[u8]) -> Planned {
        if tag == TAG_LIST {
            return Err(StatusWord::WRONG_DATA);
        }
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

    /// Which block is meant, and the file.
    fn ber_tlv(&self, command: &Command<'_>, operation: Operation) -> Result<(u8, Target<'_>), StatusWord> {
        let block = command.p2 & 0xC0;
        let sfi = match (block, command.p2 & 0x3F) {
            (FIRST | NEXT | AGAIN, 0) => None,
            (FIRST, sfi @ 1..=30) => Some(sfi),
            _ => return Err(StatusWord::WRONG_P1P2),
        };
        if command.p1 != 0 {
            return Err(StatusWord::WRONG_P1P2);
        }
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
        Ok((block, target))
    }
}

/// The object with this tag.
fn object(content: &[u8], tag: u32) -> Option<Vec<u8>> {
    objects(content).find(|object| object.tag.0 == tag).map(|object| object.raw.to_vec())
}

/// The tags of all objects, one behind the other, under [`TAG_LIST`].
fn tags(content: &[u8]) -> Vec<u8> {
    let of = |object: Tlv<'_>| object.raw.iter().take(object.tag.size()).copied().collect::<Vec<u8>>();
    tlv::encode(TAG_LIST, &objects(content).flat_map(of).collect::<Vec<u8>>())
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

//! A SIM that was read, as the vault keeps it.

use super::{Content, ReadFile, ReadSim, files::named};
use crate::sim::Entry;
use model::{Iccid, UnixTime};
use tlv::{Reader, Tlv, Writer};

impl ReadSim {
    pub(crate) fn encode(&self) -> Vec<u8> {
        Writer::build(|w| {
            w.uint(0x80u32, self.read.0);
            for file in &self.files {
                w.nest(0xA1u32, |w| {
                    let path: Vec<u8> = file.name.path.iter().flat_map(|fid| fid.to_be_bytes()).collect();
                    w.put(0x80u32, &path);
                    match &file.content {
                        Content::Transparent(bytes) => w.put(0x81u32, bytes),
                        Content::Records(records) => {
                            w.nest(0xA2u32, |w| records.iter().for_each(|record| w.put(0x80u32, record)));
                        }
                        Content::Closed(status) => w.uint(0x83u32, u64::from(*status)),
                    }
                });
            }
            for entry in &self.phone_book {
                w.nest(0xA2u32, |w| {
                    w.uint(0x80u32, u64::from(entry.number));
                    w.text(0x81u32, &entry.name);
                    w.text(0x82u32, &entry.dial);
                });
            }
        })
    }

    pub(crate) fn decode(iccid: Iccid, record: &[u8]) -> Option<Self> {
        let mut objects = Reader::new(record);
        let read = UnixTime(objects.require(0x80).ok()?.as_u64().ok()?);
        let (mut files, mut phone_book) = (Vec::new(), Vec::new());
        while let Some(object) = objects.next().ok()? {
            match object.tag.0 {
                // A file that this release does not know is kept for the one that does.
                0xA1 => files.extend(file(&object)?),
                0xA2 => phone_book.push(entry(&object)?),
                _ => {}
            }
        }
        Some(Self { iccid, read, files, phone_book })
    }
}

fn file(object: &Tlv<'_>) -> Option<Option<ReadFile>> {
    let parts = object.children();
    let path = parts.require(0x80).ok()?;
    let (path, _) = path.value.as_chunks::<2>();
    let path: Vec<u16> = path.iter().map(|fid| u16::from_be_bytes(*fid)).collect();
    let content = if let Some(bytes) = parts.find(0x81).ok()? {
        Content::Transparent(bytes.value.to_vec())
    } else if let Some(list) = parts.find(0xA2).ok()? {
        let (mut items, mut records) = (list.children(), Vec::new());
        while let Some(item) = items.next().ok()? {
            records.push(item.value.to_vec());
        }
        Content::Records(records)
    } else {
        Content::Closed(u16::try_from(parts.require(0x83).ok()?.as_u64().ok()?).ok()?)
    };
    Some(named(&path).map(|name| ReadFile { name, content }))
}

fn entry(object: &Tlv<'_>) -> Option<Entry> {
    let parts = object.children();
    let text = |tag: u32| Some(parts.require(tag).ok()?.as_str().ok()?.to_owned());
    let number = u8::try_from(parts.require(0x80).ok()?.as_u64().ok()?).ok()?;
    Some(Entry { number, name: text(0x81)?, dial: text(0x82)? })
}

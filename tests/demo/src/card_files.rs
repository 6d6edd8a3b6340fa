//! A profile read back from a card by APDU, file by file, and compared with what its package says.

use crate::phone_inside;
use app::{card::Apdu, sim};
use landfall_stage::Broken;
use model::{Iccid, SecretBytes};
use saip::{FileKind, FilePath, ResolvedFile, ResolvedProfile};
use std::{collections::BTreeSet, path::Path};
use tlv::{Reader, Tlv};

/// Bytes of one READ BINARY.
const BLOCK: usize = 255;
/// Reference of PIN1, which its user has set.
const PIN1: u8 = 0x01;

/// What was compared.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    pub(crate) directories: usize,
    pub(crate) files: usize,
    pub(crate) bytes: usize,
    /// Files that their own rule lets nobody read, and that the card kept closed.
    pub(crate) closed: usize,
}

/// Compares every file of the enabled card `iccid` on the phone in `data`.
pub(crate) fn compare(data: &Path, iccid: &Iccid, pin: &str, profile: &ResolvedProfile) -> Result<Compared, Broken> {
    let phone = phone_inside::open(data)?;
    let mut card = phone.sim(iccid).map_err(Broken::not)?;
    sim::verify_pin(&mut card, &SecretBytes::from(pin.as_bytes())).map_err(Broken::not)?;
    let mut terminal = Terminal { card: &mut card, profile, application: None };
    terminal.give_codes(&FilePath::mf())?;
    let mut compared = Compared::default();
    for file in &profile.files {
        terminal.compare(file, &mut compared).map_err(|error| {
            let name = if file.name.is_empty() { "a file" } else { file.name };
            Broken::not(format!("{name} at {:?}: {error}", file.path))
        })?;
    }
    Ok(compared)
}

struct Terminal<'a> {
    card: &'a mut dyn Apdu,
    profile: &'a ResolvedProfile,
    /// The application that is selected.
    application: Option<FilePath>,
}

impl Terminal<'_> {
    fn compare(&mut self, file: &ResolvedFile, compared: &mut Compared) -> Result<(), Broken> {
        let fcp = self.select(&file.path)?;
        attributes(file, &fcp)?;
        if file.kind.is_directory() {
            compared.directories += 1;
            return Ok(());
        }
        compared.files += 1;
        let open = self.may_be_read(file);
        match (self.read(&file.kind)?, open) {
            (Some(content), true) if content == file.kind.content() => compared.bytes += content.len(),
            (Some(_), true) => return Err(Broken::not("its content differs")),
            (Some(_), false) => return Err(Broken::not("its rule lets nobody read it, and the card did")),
            (None, false) => compared.closed += 1,
            (None, true) => return Err(Broken::not("the card does not let it be read")),
        }
        Ok(())
    }

    /// Selects a file; its FCP.
    fn select(&mut self, path: &FilePath) -> Result<Vec<u8>, Broken> {
        let application = path.0.first().map(|first| FilePath(vec![*first]));
        let aid = application.as_ref().and_then(|app| match &self.profile.file(&app.0)?.kind {
            FileKind::Adf { aid } => Some(aid.clone()),
            _ => None,
        });
        let Some((application, aid)) = application.zip(aid) else {
            let fids: &[u16] = if path.0.is_empty() { &[0x3F00] } else { &path.0 };
            let p1 = if path.0.is_empty() { 0x00 } else { 0x08 };
            return self.send(&[0x00, 0xA4, p1, 0x04], &bytes(fids));
        };
        if path.0.len() == 1 || self.application.as_ref() != Some(&application) {
            let fcp = self.send(&[0x00, 0xA4, 0x04, 0x04], &aid)?;
            if self.application.as_ref() != Some(&application) {
                self.give_codes(&application)?;
                self.application = Some(application);
            }
            if path.0.len() == 1 {
                return Ok(fcp);
            }
        }
        let below: Vec<u16> = std::iter::once(0x7FFF).chain(path.0.iter().skip(1).copied()).collect();
        self.send(&[0x00, 0xA4, 0x08, 0x04], &bytes(&below))
    }

    /// Gives the codes that belong to a directory, as the package says them.
    fn give_codes(&mut self, directory: &FilePath) -> Result<(), Broken> {
        for pin in self.profile.pins.iter().filter(|c| c.path == *directory).flat_map(|c| &c.pins) {
            if pin.reference == PIN1 || !pin.enabled {
                continue;
            }
            let command = [&[0x00, 0x20, 0x00, pin.reference, 0x08], pin.value.expose()].concat();
            let status = self.card.transmit(&command).map_err(Broken::not)?.status;
            if status != 0x9000 {
                return Err(Broken::not(format!("code {:02X} is not taken: {status:04X}", pin.reference)));
            }
        }
        Ok(())
    }

    /// Whether the file's rule lets it be read by who knows every code of the package.
    fn may_be_read(&self, file: &ResolvedFile) -> bool {
        if matches!(file.life_cycle, 0x04 | 0x06) && !file.usable_when_deactivated {
            return false;
        }
        let known: BTreeSet<u8> = self.profile.pins.iter().flat_map(|c| &c.pins).map(|pin| pin.reference).collect();
        let Some(rule) = &file.access.rule else { return false };
        let (mut objects, mut reading) = (Reader::new(rule), false);
        while let Ok(Some(object)) = objects.next() {
            match object.tag.0 {
                0x80 => reading = object.value.first().is_some_and(|mode| mode & 0x01 != 0),
                0x81..=0x8F => reading = false,
                _ if reading => return holds(&object, &known),
                _ => {}
            }
        }
        false
    }

    /// The selected file's content; `None` if the card keeps it closed.
    fn read(&mut self, kind: &FileKind) -> Result<Option<Vec<u8>>, Broken> {
        let mut content = Vec::new();
        match kind {
            FileKind::Df | FileKind::Adf { .. } => {}
            FileKind::Transparent { content: expected } => {
                while content.len() < expected.len().max(1) {
                    let [high, low] = u16::try_from(content.len()).map_err(Broken::not)?.to_be_bytes();
                    let size = BLOCK.min(expected.len() - content.len());
                    let Some(block) = self.open(&[0x00, 0xB0, high, low, size as u8])? else { return Ok(None) };
                    if block.is_empty() {
                        break;
                    }
                    content.extend(block);
                }
            }
            FileKind::LinearFixed { record_size, content: expected }
            | FileKind::Cyclic { record_size, content: expected } => {
                for number in 1..=expected.len() / usize::from(*record_size).max(1) {
                    let command = [0x00, 0xB2, number as u8, 0x04, *record_size as u8];
                    let Some(record) = self.open(&command)? else { return Ok(None) };
                    content.extend(record);
                }
            }
            FileKind::BerTlv { content: expected, .. } => {
                let mut objects = Reader::new(expected);
                while let Ok(Some(object)) = objects.next() {
                    let Some(found) = self.object(object.tag.0)? else { return Ok(None) };
                    content.extend(found);
                }
                // Without objects there is nothing to ask for but one that isn't there.
                if content.is_empty() && self.object(0x80)?.is_none() {
                    return Ok(None);
                }
                content.extend(expected.iter().skip(content.len()).filter(|b| **b == 0xFF));
            }
        }
        Ok(Some(content))
    }

    /// RETRIEVE DATA of one object, whole; empty if it isn't there.
    fn object(&mut self, tag: u32) -> Result<Option<Vec<u8>>, Broken> {
        let tag: Vec<u8> = tag.to_be_bytes().into_iter().skip_while(|b| *b == 0).collect();
        let first = [&[0x80, 0xCB, 0x00, 0x80, tag.len() as u8], &tag[..], &[0x00]].concat();
        let mut response = self.card.transmit(&first).map_err(Broken::not)?;
        let mut found = response.data;
        while response.status == 0x62F1 {
            response = self.card.transmit(&[0x80, 0xCB, 0x00, 0x00, 0x00]).map_err(Broken::not)?;
            found.extend(response.data);
        }
        match response.status {
            0x9000 => Ok(Some(found)),
            0x6A88 => Ok(Some(Vec::new())),
            0x6982 | 0x6985 | 0x6986 => Ok(None),
            status => Err(Broken::not(format!("RETRIEVE DATA gives {status:04X}"))),
        }
    }

    fn open(&mut self, command: &[u8]) -> Result<Option<Vec<u8>>, Broken> {
        let response = self.card.transmit(command).map_err(Broken::not)?;
        match response.status {
            0x9000 => Ok(Some(response.data)),
            0x6982 | 0x6985 | 0x6986 => Ok(None),
            status => Err(Broken::not(format!("reading gives {status:04X}"))),
        }
    }

    fn send(&mut self, header: &[u8], data: &[u8]) -> Result<Vec<u8>, Broken> {
        let command = [header, &[data.len() as u8], data, &[0x00]].concat();
        let response = self.card.transmit(&command).map_err(Broken::not)?;
        match response.status {
            0x9000 | 0x6283 => Ok(response.data),
            status => Err(Broken::not(format!("selecting it gives {status:04X}"))),
        }
    }
}

/// Whether a security condition (TS 102 221 §9.2.7) is met by who knows these codes.
fn holds(condition: &Tlv<'_>, known: &BTreeSet<u8>) -> bool {
    let parts = || {
        let mut reader = condition.children();
        std::iter::from_fn(move || reader.next().ok().flatten())
    };
    match condition.tag.0 {
        0x90 => true,
        0xA4 => {
            let reference = parts().find(|part| part.tag.0 == 0x83).and_then(|part| part.value.first().copied());
            reference.is_some_and(|reference| known.contains(&reference))
        }
        0xA0 => parts().any(|part| holds(&part, known)),
        0xAF => parts().all(|part| holds(&part, known)),
        0xA7 => parts().all(|part| !holds(&part, known)),
        // 97: never.
        _ => false,
    }
}

/// Compares the file control parameters.
fn attributes(file: &ResolvedFile, fcp: &[u8]) -> Result<(), Broken> {
    let fcp = tlv::parse_one(fcp, 0x62).map_err(Broken::not)?;
    let value = |tag: u32| fcp.children().find(tag).ok().flatten().map(|found| found.value);
    let same = |what: &str, holds: bool| if holds { Ok(()) } else { Err(Broken::not(format!("its {what} differs"))) };
    let descriptor = value(0x82).unwrap_or_default();
    let records = |size: u16| [0, size as u8, (file.kind.content().len() / usize::from(size).max(1)) as u8];
    let (kind, layout) = match &file.kind {
        FileKind::Df | FileKind::Adf { .. } => (0x38, Vec::new()),
        FileKind::Transparent { .. } => (0x01, Vec::new()),
        FileKind::LinearFixed { record_size, .. } => (0x02, records(*record_size).to_vec()),
        FileKind::Cyclic { record_size, .. } => (0x06, records(*record_size).to_vec()),
        FileKind::BerTlv { .. } => (0x39, Vec::new()),
    };
    same("type", descriptor.first().is_some_and(|first| first & 0x3F == kind))?;
    same("record layout", descriptor.get(2..).unwrap_or_default() == layout)?;
    match &file.kind {
        FileKind::Adf { aid } => same("AID", value(0x84) == Some(aid))?,
        _ => same("identifier", value(0x83) == Some(&file.path.fid().to_be_bytes()))?,
    }
    if !file.kind.is_directory() {
        let size = match &file.kind {
            FileKind::BerTlv { max_size: Some(most), .. } => *most as usize,
            kind => kind.content().len(),
        };
        let said = value(0x80).unwrap_or_default().iter().fold(0, |size, b| size << 8 | usize::from(*b));
        same("size", said == size)?;
        let sfi = value(0x88).and_then(|sfi| sfi.first().map(|first| first >> 3));
        same("short identifier", sfi == file.sfi)?;
    }
    let [high, low] = file.access.arr_fid.to_be_bytes();
    same("access rule", value(0x8B) == Some(&[high, low, file.access.record]))?;
    let deactivated = value(0x8A).is_some_and(|state| matches!(state, [0x04 | 0x06]));
    same("life cycle", deactivated == matches!(file.life_cycle, 0x04 | 0x06))
}

fn bytes(fids: &[u16]) -> Vec<u8> {
    fids.iter().flat_map(|fid| fid.to_be_bytes()).collect()
}

use super::Content;
use crate::{
    card::{Apdu, CardError, Response},
    sim::{
        CodeError, PinStatus, check_pin, codes,
        files::{record_layout, select_path},
        pin_status, select_usim, verify_pin,
    },
};
use model::SecretBytes;

/// Which commands a card understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Those of TS 102 221, with a USIM.
    Uicc,
    /// Those of TS 51.011, class `A0`.
    Gsm,
}

/// The layout of a file: one piece of bytes, or records of a size.
enum Layout {
    Transparent(usize),
    Records { size: u8, count: u8 },
}

const DF_GSM: u16 = 0x7F20;
const MF: u16 = 0x3F00;

impl Dialect {
    pub(super) fn find(card: &mut dyn Apdu) -> Result<Self, CardError> {
        match select_usim(card) {
            Ok(()) => Ok(Self::Uicc),
            Err(CardError::Status { .. }) => {
                select_gsm(card, &[DF_GSM])?.ok("SELECT DF.GSM")?;
                Ok(Self::Gsm)
            }
            Err(error) => Err(error),
        }
    }

    pub(super) fn pin_status(self, card: &mut dyn Apdu) -> Result<PinStatus, CardError> {
        if self == Self::Uicc {
            return pin_status(card);
        }
        let directory = select_gsm(card, &[DF_GSM])?.ok("SELECT DF.GSM")?;
        // Byte 14: CHV1 is switched off; byte 19: that it exists, and its tries (TS 51.011 §9.2.1).
        match (directory.get(13), directory.get(18)) {
            (Some(features), _) if features & 0x80 != 0 => Ok(PinStatus::Satisfied),
            (_, Some(status)) if status & 0x0F == 0 => Ok(PinStatus::Blocked),
            (_, Some(status)) => Ok(PinStatus::Required { tries: status & 0x0F }),
            _ => Err(CardError::Malformed("SELECT DF.GSM")),
        }
    }

    pub(super) fn verify_pin(self, card: &mut dyn Apdu, pin: &SecretBytes) -> Result<(), CodeError> {
        if self == Self::Uicc {
            return verify_pin(card, pin);
        }
        check_pin(pin)?;
        let status = card.transmit(&codes::padded([0xA0, 0x20, 0x00, 0x01], &[pin]))?.status;
        match status {
            0x9000 => Ok(()),
            0x9840 => Err(CodeError::Blocked),
            0x9804 => match self.pin_status(card)? {
                PinStatus::Required { tries } => Err(CodeError::Wrong { tries }),
                _ => Err(CodeError::Blocked),
            },
            0x9808 => Err(CodeError::NotAllowed),
            status => Err(CardError::Status { what: "VERIFY CHV", status }.into()),
        }
    }

    /// The file's content; none if the card has no such file.
    pub(super) fn read(self, card: &mut dyn Apdu, path: &[u16]) -> Result<Option<Content>, CardError> {
        let selected = match self {
            Self::Uicc => select_path(card, path)?,
            Self::Gsm => select_gsm(card, path)?,
        };
        if !selected.is_ok() {
            return Ok(None);
        }
        let layout = match self {
            Self::Uicc => uicc_layout(&selected.data),
            Self::Gsm => gsm_layout(&selected.data),
        };
        match layout {
            // It says no size: then it is none that can be read so.
            None => Ok(None),
            Some(Layout::Transparent(size)) => self.read_binary(card, size).map(Some),
            Some(Layout::Records { size, count }) => self.read_records(card, size, count).map(Some),
        }
    }

    const fn class(self) -> u8 {
        match self {
            Self::Uicc => 0x00,
            Self::Gsm => 0xA0,
        }
    }

    fn read_binary(self, card: &mut dyn Apdu, size: usize) -> Result<Content, CardError> {
        // An offset has 15 bits; what a card says beyond that can't be asked for.
        let size = size.min(0x8000);
        let mut content = Vec::with_capacity(size);
        while content.len() < size {
            let [high, low] = (content.len() as u16).to_be_bytes();
            let length = (size - content.len()).min(0xFF) as u8;
            let answer = card.transmit(&[self.class(), 0xB0, high, low, length])?;
            if !answer.is_ok() {
                return Ok(Content::Closed(answer.status));
            }
            if answer.data.is_empty() {
                return Err(CardError::Malformed("READ BINARY"));
            }
            content.extend_from_slice(&answer.data);
        }
        Ok(Content::Transparent(content))
    }

    fn read_records(self, card: &mut dyn Apdu, size: u8, count: u8) -> Result<Content, CardError> {
        let mut records = Vec::new();
        for number in 1..=count {
            let answer = card.transmit(&[self.class(), 0xB2, number, 0x04, size])?;
            if !answer.is_ok() {
                return Ok(Content::Closed(answer.status));
            }
            records.push(answer.data);
        }
        Ok(Content::Records(records))
    }
}

/// From the FCP (TS 102 221 §11.1.1.3): records by the file descriptor, bytes by the file size (tag 80).
fn uicc_layout(fcp: &[u8]) -> Option<Layout> {
    if let Some((size, count)) = record_layout(fcp) {
        return Some(Layout::Records { size, count });
    }
    let template = tlv::parse_one(fcp, 0x62).ok()?;
    let size = template.children().find(0x80).ok()??.as_u64().ok()?;
    Some(Layout::Transparent(usize::try_from(size).ok()?))
}

/// From the answer to SELECT (TS 51.011 §9.2.1): bytes 3 and 4 the size, byte 14 the structure, byte 15 the record's size.
fn gsm_layout(selected: &[u8]) -> Option<Layout> {
    let size = u16::from_be_bytes([*selected.get(2)?, *selected.get(3)?]);
    match (selected.get(13), selected.get(14)) {
        (Some(0x01 | 0x03), Some(record @ 1..)) => {
            Some(Layout::Records { size: *record, count: u8::try_from(size / u16::from(*record)).ok()? })
        }
        (Some(0x01 | 0x03), _) => None,
        _ => Some(Layout::Transparent(usize::from(size))),
    }
}

/// Selects from the MF, a step at a time.
fn select_gsm(card: &mut dyn Apdu, path: &[u16]) -> Result<Response, CardError> {
    let mut select = |file: u16| {
        let [high, low] = file.to_be_bytes();
        card.transmit(&[0xA0, 0xA4, 0x00, 0x00, 0x02, high, low])
    };
    let mut selected = select(MF)?;
    for file in path {
        if !selected.is_ok() {
            break;
        }
        selected = select(*file)?;
    }
    Ok(selected)
}

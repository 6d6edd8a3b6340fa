use crate::card::{Apdu, CardError, Response};
use model::Iccid;

/// The start of every USIM's AID (TS 101 220 annex E).
const USIM: [u8; 7] = [0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02];

/// Selects the card's USIM, which codes and authentication belong to.
///
/// # Errors
/// [`CardError`]; status `6A82` if the card has none.
pub fn select_usim(card: &mut dyn Apdu) -> Result<(), CardError> {
    let mut command = vec![0x00, 0xA4, 0x04, 0x04, USIM.len() as u8];
    command.extend_from_slice(&USIM);
    command.push(0x00);
    card.transmit(&command)?.ok("SELECT USIM")?;
    Ok(())
}

/// EF.ICCID of the profile that is enabled.
///
/// # Errors
/// [`CardError`]; status `6A82` if no profile is enabled.
pub fn read_iccid(card: &mut dyn Apdu) -> Result<Iccid, CardError> {
    select_path(card, &[0x2FE2])?.ok("SELECT EF.ICCID")?;
    let content = card.transmit(&[0x00, 0xB0, 0x00, 0x00, 0x0A])?.ok("READ EF.ICCID")?;
    Iccid::from_ef(&content).map_err(|_| CardError::Malformed("READ EF.ICCID"))
}

/// Selects by path from the MF; `7FFF` stands for the current application.
pub(super) fn select_path(card: &mut dyn Apdu, path: &[u16]) -> Result<Response, CardError> {
    let mut command = vec![0x00, 0xA4, 0x08, 0x04, (path.len() * 2) as u8];
    command.extend(path.iter().flat_map(|fid| fid.to_be_bytes()));
    command.push(0x00);
    card.transmit(&command)
}

/// Record size and count of the file whose FCP this is (TS 102 221 §11.1.1.4.3).
pub(super) fn record_layout(fcp: &[u8]) -> Option<(u8, u8)> {
    let fcp = tlv::parse_one(fcp, 0x62).ok()?;
    let descriptor = fcp.children().find(0x82).ok()??;
    match descriptor.value {
        [_, _, 0, size, count] => Some((*size, *count)),
        _ => None,
    }
}

/// Whether PIN1 is asked for in the directory whose FCP this is, where it says so (PS_DO, TS 102 221 §9.5.2).
pub(super) fn pin1_enabled(fcp: &[u8]) -> Option<bool> {
    let template = tlv::parse_one(fcp, 0x62).ok()?;
    let mut pins = template.children().find(0xC6).ok()??.children();
    let (mut bits, mut index) = (&[][..], 0);
    while let Some(object) = pins.next().ok()? {
        match object.tag.0 {
            0x90 => bits = object.value,
            0x83 if object.value == [0x01] => return Some(bits.get(index / 8)? & 0x80 >> (index % 8) != 0),
            0x83 => index += 1,
            _ => {}
        }
    }
    None
}

pub(super) fn read_record(card: &mut dyn Apdu, number: u8, size: u8) -> Result<Vec<u8>, CardError> {
    card.transmit(&[0x00, 0xB2, number, 0x04, size])?.ok("READ RECORD")
}

pub(super) fn update_record(card: &mut dyn Apdu, number: u8, content: &[u8]) -> Result<(), CardError> {
    let mut command = vec![0x00, 0xDC, number, 0x04, content.len() as u8];
    command.extend_from_slice(content);
    card.transmit(&command)?.ok("UPDATE RECORD")?;
    Ok(())
}

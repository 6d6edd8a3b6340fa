//! A terminal at the profile's side of the card.

use super::Phone;

/// The first bytes of a USIM's AID.
pub(crate) const USIM: &str = "00A4 0404 07 A0000000871002";

pub(crate) fn select_usim(phone: &mut Phone) {
    let answer = phone.send(USIM);
    assert!(answer.ends_with("9000"), "{answer}");
}

/// Gives a code of up to 8 bytes.
pub(crate) fn verify(phone: &mut Phone, reference: u8, code: &[u8]) -> String {
    let mut command = vec![0x00, 0x20, 0x00, reference, 0x08];
    command.extend_from_slice(code);
    command.resize(13, 0xFF);
    hex::encode(phone.transmit(&command))
}

/// The content of a transparent EF that is current.
pub(crate) fn read_binary(phone: &mut Phone, size: usize) -> Result<Vec<u8>, u16> {
    let mut content = Vec::new();
    while content.len() < size {
        let [high, low] = (content.len() as u16).to_be_bytes();
        let wanted = (size - content.len()).min(255);
        content.extend(data(phone.transmit(&[0x00, 0xB0, high, low, wanted as u8]))?);
    }
    Ok(content)
}

pub(crate) fn read_record(phone: &mut Phone, number: u8, size: u8) -> Result<Vec<u8>, u16> {
    data(phone.transmit(&[0x00, 0xB2, number, 0x04, size]))
}

/// Splits a response.
pub(crate) fn data(mut response: Vec<u8>) -> Result<Vec<u8>, u16> {
    let status = response.split_off(response.len() - 2);
    match u16::from_be_bytes([status[0], status[1]]) {
        0x9000 => Ok(response),
        other => Err(other),
    }
}

/// AUTHENTICATE in the 3G context: the data of the answer, or the status word.
pub(crate) fn authenticate(phone: &mut Phone, rand: &[u8; 16], autn: &[u8; 16]) -> Result<Vec<u8>, u16> {
    let command = [&[0x00, 0x88, 0x00, 0x81, 0x22, 0x10][..], rand, &[0x10], autn].concat();
    data(phone.transmit(&command))
}

use super::{Apdu, CardError};

/// TERMINAL CAPABILITY (TS 102 221 §11.1.19.2): more than four logical channels (81); an LPA in the device, with its user interface,
/// download and discovery (83).
const CAPABILITY: [u8; 12] = [0x80, 0xAA, 0x00, 0x00, 0x07, 0xA9, 0x05, 0x81, 0x00, 0x83, 0x01, 0x07];

/// Tells a card that was just reset what we are, before anything is selected. Some eUICCs open their ISD-R only to a device that says
/// it has an LPA; a card that does not know the command says so, and that is no error.
///
/// # Errors
/// [`CardError`] if the card does not answer.
pub fn introduce(card: &mut dyn Apdu) -> Result<(), CardError> {
    card.transmit(&CAPABILITY).map(drop)
}

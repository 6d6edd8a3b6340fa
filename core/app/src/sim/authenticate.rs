use crate::card::{Apdu, CardError};
use model::SecretBytes;

/// What the card answers to a network's challenge (TS 31.102 §7.1.2).
#[derive(Debug)]
pub enum Authentication {
    /// The network is genuine and the challenge fresh. RES goes to the network; CK and IK stay with the modem and are dropped
    /// here.
    Success {
        /// RES, 4 to 16 bytes.
        res: SecretBytes,
    },
    /// The challenge is not fresh: the network must resynchronise with this.
    Resynchronise {
        /// AUTS, 14 bytes.
        auts: [u8; 14],
    },
    /// The network is not this card's: its MAC is wrong.
    WrongNetwork,
}

/// Has the selected USIM answer a challenge in the 3G context. The PIN must have passed.
///
/// # Errors
/// [`CardError`]; status `6982` if the PIN did not pass.
pub fn authenticate(card: &mut dyn Apdu, rand: &[u8; 16], autn: &[u8; 16]) -> Result<Authentication, CardError> {
    let mut command = vec![0x00, 0x88, 0x00, 0x81, 0x22, 0x10];
    command.extend_from_slice(rand);
    command.push(0x10);
    command.extend_from_slice(autn);
    command.push(0x00);
    let response = card.transmit(&command)?;
    if response.status == 0x9862 {
        return Ok(Authentication::WrongNetwork);
    }
    let data = SecretBytes::new(response.ok("AUTHENTICATE")?);
    let malformed = CardError::Malformed("AUTHENTICATE");
    match data.expose() {
        [0xDB, length, rest @ ..] => match rest.get(..usize::from(*length)) {
            Some(res) => Ok(Authentication::Success { res: res.into() }),
            None => Err(malformed),
        },
        [0xDC, 14, auts @ ..] => match auts.try_into() {
            Ok(auts) => Ok(Authentication::Resynchronise { auts }),
            Err(_) => Err(malformed),
        },
        _ => Err(malformed),
    }
}

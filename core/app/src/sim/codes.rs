use super::files::pin1_enabled;
use crate::card::{Apdu, CardError};
use model::SecretBytes;
use zeroize::Zeroizing;

/// Key reference of PIN1 of the first application (TS 102 221 §9.5.1).
const PIN1: u8 = 0x01;

/// Where PIN1 stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinStatus {
    /// It is asked for, and was not given since the last reset.
    Required {
        /// Tries that are left.
        tries: u8,
    },
    /// It is switched off, or was given on a card that tells so.
    Satisfied,
    /// No tries are left: the PUK unblocks it.
    Blocked,
}

/// Why a code was not taken.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// It is not 4 to 8 digits (a PUK: 8 digits). The card was not asked.
    #[error("a PIN has 4 to 8 digits, a PUK 8")]
    NotACode,
    /// The code is wrong.
    #[error("wrong code; {tries} tries left")]
    Wrong {
        /// Tries that are left.
        tries: u8,
    },
    /// No tries are left.
    #[error("the code is blocked")]
    Blocked,
    /// The card does not allow it for this code, such as switching off a PIN that must stay on.
    #[error("the card does not allow that for this code")]
    NotAllowed,
    /// The card failed otherwise.
    #[error(transparent)]
    Card(#[from] CardError),
}

impl CodeError {
    /// Whether the same may succeed with another code.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::NotACode | Self::Wrong { .. } => true,
            Self::Blocked | Self::NotAllowed => false,
            Self::Card(error) => error.retrying_helps(),
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotACode => "Give 4 to 8 digits for a PIN, 8 for a PUK.",
            Self::Wrong { .. } => "Try again with the right code; it blocks when no tries are left.",
            Self::Blocked => "Unblock the PIN with the PUK; a blocked PUK only its operator can help.",
            Self::NotAllowed => {
                "The card has a PIN of yours already, or its operator wants it as it is: change it instead."
            }
            Self::Card(error) => error.hint(),
        }
    }
}

/// Whether this may be a PIN: 4 to 8 digits. No card is asked.
///
/// # Errors
/// [`CodeError::NotACode`].
pub fn check_pin(pin: &SecretBytes) -> Result<(), CodeError> {
    let digits = pin.expose();
    if (4..=8).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit) {
        Ok(())
    } else {
        Err(CodeError::NotACode)
    }
}

/// Where PIN1 of the selected application stands. Costs no try.
///
/// # Errors
/// [`CardError`].
pub fn pin_status(card: &mut dyn Apdu) -> Result<PinStatus, CardError> {
    // An empty VERIFY tells the tries that are left, also of a PIN that is switched off; STATUS tells of that.
    let current = card.transmit(&[0x80, 0xF2, 0x00, 0x00, 0x00])?;
    if current.is_ok() && pin1_enabled(&current.data) == Some(false) {
        return Ok(PinStatus::Satisfied);
    }
    let response = card.transmit(&[0x00, 0x20, 0x00, PIN1])?;
    match response.status {
        0x9000 | 0x9100..=0x91FF => Ok(PinStatus::Satisfied),
        0x6983 | 0x63C0 => Ok(PinStatus::Blocked),
        // The code is switched off: the card does not ask for it.
        0x6984 => Ok(PinStatus::Satisfied),
        status if status & 0xFFF0 == 0x63C0 => Ok(PinStatus::Required { tries: (status & 0xF) as u8 }),
        status => Err(CardError::Status { what: "VERIFY PIN", status }),
    }
}

/// Presents PIN1.
///
/// # Errors
/// [`CodeError`].
pub fn verify_pin(card: &mut dyn Apdu, pin: &SecretBytes) -> Result<(), CodeError> {
    command(card, 0x20, 0x00, &[pin], "VERIFY PIN")
}

/// Changes PIN1.
///
/// # Errors
/// [`CodeError`].
pub fn change_pin(card: &mut dyn Apdu, old: &SecretBytes, new: &SecretBytes) -> Result<(), CodeError> {
    command(card, 0x24, 0x00, &[old, new], "CHANGE PIN")
}

/// Switches the question for PIN1 on or off.
///
/// # Errors
/// [`CodeError`].
pub fn set_pin_enabled(card: &mut dyn Apdu, pin: &SecretBytes, enabled: bool) -> Result<(), CodeError> {
    if enabled {
        command(card, 0x28, 0x00, &[pin], "ENABLE PIN")
    } else {
        command(card, 0x26, 0x00, &[pin], "DISABLE PIN")
    }
}

/// Gives PIN1 a new value and all its tries, by the PUK.
///
/// # Errors
/// [`CodeError`]; the tries it speaks of are the PUK's.
pub fn unblock_pin(card: &mut dyn Apdu, puk: &SecretBytes, new: &SecretBytes) -> Result<(), CodeError> {
    if puk.len() != 8 {
        return Err(CodeError::NotACode);
    }
    command(card, 0x2C, 0x00, &[puk, new], "UNBLOCK PIN")
}

fn command(
    card: &mut dyn Apdu,
    instruction: u8,
    p1: u8,
    codes: &[&SecretBytes],
    what: &'static str,
) -> Result<(), CodeError> {
    codes.iter().try_for_each(|code| check_pin(code))?;
    let response = card.transmit(&padded([0x00, instruction, p1, PIN1], codes))?;
    match response.status {
        _ if response.is_ok() => Ok(()),
        0x6983 | 0x63C0 => Err(CodeError::Blocked),
        0x6984 | 0x6985 => Err(CodeError::NotAllowed),
        status if status & 0xFFF0 == 0x63C0 => Err(CodeError::Wrong { tries: (status & 0xF) as u8 }),
        status => Err(CardError::Status { what, status }.into()),
    }
}

/// The command of this header with codes that were checked, each filled to 8 bytes.
pub(super) fn padded(header: [u8; 4], codes: &[&SecretBytes]) -> Zeroizing<Vec<u8>> {
    let mut command = Zeroizing::new(Vec::with_capacity(5 + codes.len() * 8));
    command.extend_from_slice(&header);
    command.push((codes.len() * 8) as u8);
    for code in codes {
        let digits = code.expose();
        command.extend_from_slice(digits);
        command.extend(std::iter::repeat_n(0xFF, 8_usize.saturating_sub(digits.len())));
    }
    command
}

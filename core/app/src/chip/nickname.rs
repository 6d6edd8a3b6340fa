use crate::{
    CardRefusal, Error,
    card::{Apdu, Isdr},
};
use model::Iccid;
use rsp::es10::{SetNicknameRequest, SetNicknameResponse, SetNicknameResult};

/// Whether a profile can have this name: at most 64 characters. No card is asked.
///
/// # Errors
/// [`Error::Refused`].
pub fn check_nickname(nickname: &str) -> Result<(), Error> {
    if nickname.chars().count() > 64 { Err(CardRefusal::Nickname.into()) } else { Ok(()) }
}

/// Gives a profile a name of the user's own; an empty one takes it away.
///
/// # Errors
/// [`Error::Refused`] if the name is too long.
pub fn set_nickname(card: &mut dyn Apdu, iccid: &Iccid, nickname: &str) -> Result<(), Error> {
    check_nickname(nickname)?;
    let request = SetNicknameRequest { iccid: *iccid, profile_nickname: nickname.to_owned() };
    let response: SetNicknameResponse = Isdr::open(card)?.ask(&request)?;
    match response.result {
        SetNicknameResult::Ok => Ok(()),
        SetNicknameResult::IccidNotFound => Err(Error::NoSuchCard(*iccid)),
        _ => Err(CardRefusal::NoReason.into()),
    }
}

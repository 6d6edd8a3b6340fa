use super::empty_request::result_response;
use crate::message::{Message, MessageError, codes, read_iccid, read_text};
use model::Iccid;
use tlv::{Reader, Writer};

/// ES10c.SetNickname, BF29 (SGP.22 §5.7.21).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetNicknameRequest {
    /// Which profile.
    pub iccid: Iccid,
    /// At most 64 characters; empty removes it.
    pub profile_nickname: String,
}

impl Message for SetNicknameRequest {
    const TAG: u32 = 0xBF29;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let profile_nickname = read_text(&body.require(0x90)?, "profileNickname", 64)?;
        Ok(Self { iccid: read_iccid(&body.require(0x5A)?)?, profile_nickname })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x5Au32, self.iccid.as_ef());
        w.text(0x90u32, &self.profile_nickname);
    }
}

codes! {
    /// How it went.
    pub enum SetNicknameResult {
        /// Set.
        Ok = 0,
        /// There is no such profile.
        IccidNotFound = 1,
        /// Anything else.
        UndefinedError = 127,
    }
}

result_response! {
    /// BF29.
    SetNicknameResponse = 0xBF29, SetNicknameResult
}

use super::*;
use crate::message::{Message, MessageError};
use crate::rpm::LoadRpmPackageRequest;
use tlv::{Reader, Tag};

/// What an LPA asks of an eUICC: any ES10 function but LoadBoundProfilePackage, whose pieces (they begin with BF36,
/// A0 … A3, 86, 88) go to [`crate::bpp::Opener`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// BF20.
    GetEuiccInfo1,
    /// BF21.
    PrepareDownload(PrepareDownloadRequest),
    /// BF22.
    GetEuiccInfo2,
    /// BF28.
    ListNotification(ListNotificationRequest),
    /// BF29.
    SetNickname(SetNicknameRequest),
    /// BF2B.
    RetrieveNotificationsList(RetrieveNotificationsListRequest),
    /// BF2D.
    GetProfilesInfo(ProfileInfoListRequest),
    /// BF2E.
    GetEuiccChallenge,
    /// BF30.
    RemoveNotificationFromList(NotificationSentRequest),
    /// BF31.
    EnableProfile(EnableProfileRequest),
    /// BF32.
    DisableProfile(DisableProfileRequest),
    /// BF33.
    DeleteProfile(DeleteProfileRequest),
    /// BF34.
    EuiccMemoryReset(EuiccMemoryResetRequest),
    /// BF38.
    AuthenticateServer(Box<AuthenticateServerRequest>),
    /// BF3C.
    GetEuiccConfiguredAddresses,
    /// BF3E.
    GetEid,
    /// BF3F.
    SetDefaultDpAddress(SetDefaultDpAddressRequest),
    /// BF41.
    CancelSession(CancelSessionRequest),
    /// BF42.
    LpaeActivation(LpaeActivationRequest),
    /// BF43.
    GetRat,
    /// BF44, v3.
    LoadRpmPackage(LoadRpmPackageRequest),
    /// A function that this implementation does not have.
    Unknown(Tag),
}

impl Command {
    /// Reads exactly one command.
    ///
    /// # Errors
    /// [`MessageError`] if it is malformed; a function that is not known is [`Command::Unknown`].
    pub fn decode(input: &[u8]) -> Result<Self, MessageError> {
        let mut reader = Reader::new(input);
        let object = reader.next()?.ok_or(tlv::Error::Truncated)?;
        reader.end()?;
        Ok(match object.tag.0 {
            0xBF20 => Self::GetEuiccInfo1,
            0xBF21 => Self::PrepareDownload(Message::decode_tlv(&object)?),
            0xBF22 => Self::GetEuiccInfo2,
            0xBF28 => Self::ListNotification(Message::decode_tlv(&object)?),
            0xBF29 => Self::SetNickname(Message::decode_tlv(&object)?),
            0xBF2B => Self::RetrieveNotificationsList(Message::decode_tlv(&object)?),
            0xBF2D => Self::GetProfilesInfo(Message::decode_tlv(&object)?),
            0xBF2E => Self::GetEuiccChallenge,
            0xBF30 => Self::RemoveNotificationFromList(Message::decode_tlv(&object)?),
            0xBF31 => Self::EnableProfile(Message::decode_tlv(&object)?),
            0xBF32 => Self::DisableProfile(Message::decode_tlv(&object)?),
            0xBF33 => Self::DeleteProfile(Message::decode_tlv(&object)?),
            0xBF34 => Self::EuiccMemoryReset(Message::decode_tlv(&object)?),
            0xBF38 => Self::AuthenticateServer(Box::new(Message::decode_tlv(&object)?)),
            0xBF3C => Self::GetEuiccConfiguredAddresses,
            0xBF3E => {
                GetEuiccDataRequest::decode_tlv(&object)?;
                Self::GetEid
            }
            0xBF3F => Self::SetDefaultDpAddress(Message::decode_tlv(&object)?),
            0xBF41 => Self::CancelSession(Message::decode_tlv(&object)?),
            0xBF42 => Self::LpaeActivation(Message::decode_tlv(&object)?),
            0xBF43 => Self::GetRat,
            0xBF44 => Self::LoadRpmPackage(Message::decode_tlv(&object)?),
            _ => Self::Unknown(object.tag),
        })
    }
}

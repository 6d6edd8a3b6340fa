use crate::es10::{
    DeleteProfileResponse, DeleteResult, DisableProfileResponse, DisableResult, EnableProfileResponse, EnableResult,
    ProfileInfoListResponse,
};
use crate::message::{Message, MessageError, codes, read_iccid};
use model::Iccid;
use tlv::{Tag, Tlv, Writer};

codes! {
    /// How an update of metadata went (SGP.22 v3 §5.4.1).
    pub enum UpdateMetadataResult {
        /// Done.
        Ok = 0,
        /// The operator may not change this.
        EnterpriseConfigurationNotAllowed = 6,
        /// The command.
        CommandError = 7,
        /// Policy rules can be taken back, not set.
        PprUpdateInvalidSetting = 12,
        /// Who may manage the profile.
        InvalidRpmConfiguration = 14,
        /// What is to be deleted must stay.
        DeleteNotAllowed = 15,
        /// Anything else.
        UndefinedError = 127,
    }
}

codes! {
    /// Why the platform is not contacted.
    pub enum ContactPcmpError {
        /// The profile is not in use.
        ProfileNotEnabled = 2,
        /// The command.
        CommandError = 7,
        /// The profile names no platform.
        NoLprConfiguration = 13,
        /// Anything else.
        UndefinedError = 127,
    }
}

codes! {
    /// Why the rest of a package is not carried out.
    pub enum RpmProcessingTerminated {
        /// The result would be too large.
        ResultSizeOverflow = 1,
        /// A command that is malformed or not known.
        UnknownOrDamagedCommand = 2,
        /// It was interrupted.
        Interruption = 3,
        /// More commands than may make the device read the card anew.
        CommandsWithRefreshExceeded = 4,
        /// ContactPcmp is the last one.
        CommandAfterContactPcmp = 5,
        /// The package is too large.
        CommandPackageTooLarge = 6,
    }
}

/// What became of one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RpmCommandResultData {
    /// BF31.
    Enable(EnableResult),
    /// BF32.
    Disable(DisableResult),
    /// BF33.
    Delete(DeleteResult),
    /// BF2D.
    ListProfileInfo(ProfileInfoListResponse),
    /// 9F2A.
    UpdateMetadata(UpdateMetadataResult),
    /// A0: the platform's address.
    ContactPcmp(Result<String, ContactPcmpError>),
    /// INTEGER: it and those behind it were not carried out.
    Terminated(RpmProcessingTerminated),
}

impl RpmCommandResultData {
    /// Whether it was carried out.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        match self {
            Self::Enable(result) => matches!(result, EnableResult::Ok),
            Self::Disable(result) => matches!(result, DisableResult::Ok),
            Self::Delete(result) => matches!(result, DeleteResult::Ok),
            Self::ListProfileInfo(response) => matches!(response, ProfileInfoListResponse::Ok(_)),
            Self::UpdateMetadata(result) => matches!(result, UpdateMetadataResult::Ok),
            Self::ContactPcmp(result) => result.is_ok(),
            Self::Terminated(_) => false,
        }
    }
}

/// What became of one command, and of which profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RpmCommandResult {
    /// The profile; absent for a list and where processing ended.
    pub iccid: Option<Iccid>,
    /// What became of it.
    pub data: RpmCommandResultData,
}

impl RpmCommandResult {
    pub(super) fn read(object: &Tlv<'_>) -> Result<Self, MessageError> {
        let mut body = object.expect_tag(Tag::SEQUENCE)?.children();
        let mut choice = body.next()?.ok_or(tlv::Error::Missing(Tag(0x5A)))?;
        let mut iccid = None;
        if choice.tag == Tag(0x5A) {
            iccid = Some(read_iccid(&choice)?);
            choice = body.next()?.ok_or(tlv::Error::Missing(Tag(0xBF31)))?;
        }
        let data = match choice.tag.0 {
            0xBF31 => RpmCommandResultData::Enable(EnableProfileResponse::decode_tlv(&choice)?.result),
            0xBF32 => RpmCommandResultData::Disable(DisableProfileResponse::decode_tlv(&choice)?.result),
            0xBF33 => RpmCommandResultData::Delete(DeleteProfileResponse::decode_tlv(&choice)?.result),
            0xBF2D => RpmCommandResultData::ListProfileInfo(ProfileInfoListResponse::decode_tlv(&choice)?),
            0x9F2A => RpmCommandResultData::UpdateMetadata(UpdateMetadataResult::read(&choice)?),
            0xA0 => RpmCommandResultData::ContactPcmp(contact(&choice)?),
            0x02 => RpmCommandResultData::Terminated(RpmProcessingTerminated::read(&choice)?),
            _ => return Err(MessageError::Choice { what: "rpmCommandResultData", found: choice.tag }),
        };
        Ok(Self { iccid, data })
    }

    pub(super) fn put(&self, w: &mut Writer) {
        w.nest(Tag::SEQUENCE, |w| {
            w.put_some(0x5Au32, self.iccid.as_ref().map(|iccid| &iccid.as_ef()[..]));
            match &self.data {
                RpmCommandResultData::Enable(result) => w.raw(&EnableProfileResponse { result: *result }.encode()),
                RpmCommandResultData::Disable(result) => w.raw(&DisableProfileResponse { result: *result }.encode()),
                RpmCommandResultData::Delete(result) => w.raw(&DeleteProfileResponse { result: *result }.encode()),
                RpmCommandResultData::ListProfileInfo(response) => w.raw(&response.encode()),
                RpmCommandResultData::UpdateMetadata(result) => result.put(w, 0x9F2Au32),
                RpmCommandResultData::ContactPcmp(result) => w.nest(0xA0u32, |w| match result {
                    Ok(address) => w.nest(0xA0u32, |w| w.text(0x80u32, address)),
                    Err(error) => error.put(w, 0x81u32),
                }),
                RpmCommandResultData::Terminated(why) => why.put(w, Tag::INTEGER),
            }
        });
    }
}

fn contact(object: &Tlv<'_>) -> Result<Result<String, ContactPcmpError>, MessageError> {
    let choice = object.children().next()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
    match choice.tag.0 {
        0xA0 => Ok(Ok(choice.children().require(0x80)?.as_str()?.to_owned())),
        0x81 => Ok(Err(ContactPcmpError::read(&choice)?)),
        _ => Err(MessageError::Choice { what: "ContactPcmpResponse", found: choice.tag }),
    }
}

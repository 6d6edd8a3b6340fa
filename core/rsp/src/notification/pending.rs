use super::{NotificationMetadata, OtherSignedNotification, ProfileInstallationResult};
use crate::message::{Message, MessageError, Raw};
use crate::rpm::LoadRpmPackageResultSigned;
use tlv::{Reader, Tlv};

/// A notification that waits for delivery (SGP.22 §5.7.10); its original bytes are what is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PendingNotification {
    /// BF37.
    ProfileInstallationResult(Raw<ProfileInstallationResult>),
    /// SEQUENCE.
    Other(Raw<OtherSignedNotification>),
    /// A1, v3.
    LoadRpmPackageResult(Raw<LoadRpmPackageResultSigned>),
}

impl PendingNotification {
    /// Reads exactly one notification.
    ///
    /// # Errors
    /// [`MessageError`] if it is none of them, or malformed.
    pub fn decode(input: &[u8]) -> Result<Self, MessageError> {
        let mut reader = Reader::new(input);
        let object = reader.next()?.ok_or(tlv::Error::Truncated)?;
        reader.end()?;
        Self::from_tlv(&object)
    }

    pub(crate) fn from_tlv(object: &Tlv<'_>) -> Result<Self, MessageError> {
        match object.tag.0 {
            ProfileInstallationResult::TAG => Ok(Self::ProfileInstallationResult(Raw::from_tlv(object)?)),
            OtherSignedNotification::TAG => Ok(Self::Other(Raw::from_tlv(object)?)),
            LoadRpmPackageResultSigned::TAG => Ok(Self::LoadRpmPackageResult(Raw::from_tlv(object)?)),
            _ => Err(MessageError::Choice { what: "PendingNotification", found: object.tag }),
        }
    }

    /// The original bytes.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        match self {
            Self::ProfileInstallationResult(result) => result.raw(),
            Self::Other(other) => other.raw(),
            Self::LoadRpmPackageResult(result) => result.raw(),
        }
    }

    /// Sequence number, event, address and profile.
    #[must_use]
    pub fn metadata(&self) -> &NotificationMetadata {
        match self {
            Self::ProfileInstallationResult(result) => &result.data.notification_metadata,
            Self::Other(other) => &other.tbs_other_notification,
            Self::LoadRpmPackageResult(result) => &result.data.notification_metadata,
        }
    }
}

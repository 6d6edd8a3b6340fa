use super::NotificationMetadata;
use crate::crypto::{BadSignature, verify};
use crate::message::{Message, MessageError, PublicKey, Raw, Signature, TransactionId};
use crate::message::{codes, put_signature, read_signature, words};
use crate::unsigned::Unsigned;
use tlv::{Reader, Tag, Writer};

codes! {
    /// The ES8+ command at which an installation failed (SGP.22 §2.5.6).
    pub enum BppCommandId {
        /// BF23.
        InitialiseSecureChannel = 0,
        /// BF24.
        ConfigureIsdp = 1,
        /// BF25.
        StoreMetadata = 2,
        /// A second BF25.
        StoreMetadata2 = 3,
        /// BF26.
        ReplaceSessionKeys = 4,
        /// The profile elements.
        LoadProfileElements = 5,
    }
}

words! { BppCommandId, "command":
    InitialiseSecureChannel => "InitialiseSecureChannel",
    ConfigureIsdp => "ConfigureISDP",
    StoreMetadata => "StoreMetadata",
    StoreMetadata2 => "the second StoreMetadata",
    ReplaceSessionKeys => "ReplaceSessionKeys",
    LoadProfileElements => "LoadProfileElements",
}

codes! {
    /// Why an installation failed (SGP.22 §2.5.6).
    pub enum ErrorReason {
        /// A command's input is malformed or inconsistent.
        IncorrectInputValues = 1,
        /// The SM-DP+'s signature does not verify.
        InvalidSignature = 2,
        /// The package is of another session.
        InvalidTransactionId = 3,
        /// Key type or key length is not AES-128.
        UnsupportedCrtValues = 4,
        /// Not "install bound profile package".
        UnsupportedRemoteOperationType = 5,
        /// This class of profile is not taken here.
        UnsupportedProfileClass = 6,
        /// A protected segment is malformed or out of order.
        Scp03tStructureError = 7,
        /// A protected segment's MAC is wrong.
        Scp03tSecurityError = 8,
        /// The eUICC has a profile with this ICCID.
        InstallFailedDueToIccidAlreadyExistsOnEuicc = 9,
        /// No room.
        InstallFailedDueToInsufficientMemoryForProfile = 10,
        /// The session ended before the package did.
        InstallFailedDueToInterruption = 11,
        /// A profile element could not be processed; `simaResponse` says which.
        InstallFailedDueToPeProcessingError = 12,
        /// The ICCID in the metadata is not the one in the package.
        InstallFailedDueToDataMismatch = 13,
        /// A test profile with a network authentication key that is not for tests.
        TestProfileInstallFailedDueToInvalidNaaKey = 14,
        /// The eUICC's rules authorisation table does not allow the profile's policy rules.
        PprNotAllowed = 15,
        /// Anything else.
        InstallFailedDueToUnknownError = 127,
    }
}

words! { ErrorReason, "reason":
    IncorrectInputValues => "a command of the package is malformed",
    InvalidSignature => "the server's signature does not verify",
    InvalidTransactionId => "the package is of another session",
    UnsupportedCrtValues => "the package asks for keys other than AES-128",
    UnsupportedRemoteOperationType => "the package is not an installation",
    UnsupportedProfileClass => "profiles of this class are not taken here",
    Scp03tStructureError => "a segment of the package is malformed or out of order",
    Scp03tSecurityError => "a segment of the package was changed",
    InstallFailedDueToIccidAlreadyExistsOnEuicc => "a profile of this number is there already",
    InstallFailedDueToInsufficientMemoryForProfile => "there is no room for it",
    InstallFailedDueToInterruption => "the session ended before the package did",
    InstallFailedDueToPeProcessingError => "a part of the profile can't be processed",
    InstallFailedDueToDataMismatch => "the profile is another one than was announced",
    TestProfileInstallFailedDueToInvalidNaaKey => "a test profile has a key that is not for tests",
    PprNotAllowed => "its policy rules are not allowed here",
    InstallFailedDueToUnknownError => "the eUICC does not say why",
}

/// How an installation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FinalResult {
    /// The profile is installed.
    Success {
        /// AID of its ISD-P, 5 to 16 bytes.
        aid: Vec<u8>,
        /// `EUICCResponse`s of the TCA profile package specification.
        sima_response: Vec<u8>,
    },
    /// It is not, and nothing of it is left.
    Error {
        /// Where it failed.
        bpp_command_id: BppCommandId,
        /// Why.
        error_reason: ErrorReason,
        /// `EUICCResponse`s up to the failure.
        sima_response: Option<Vec<u8>>,
    },
}

/// The signed part of an installation's result, tag BF27.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileInstallationResultData {
    /// Of the session that delivered the package.
    pub transaction_id: TransactionId,
    /// The notification this is.
    pub notification_metadata: NotificationMetadata,
    /// OBJECT IDENTIFIER of the SM-DP+ as in CERT.DPpb, content bytes.
    pub smdp_oid: Option<Vec<u8>>,
    /// How it ended.
    pub final_result: FinalResult,
}

impl Message for ProfileInstallationResultData {
    const TAG: u32 = 0xBF27;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let result = body.require(0xA2)?.children().next()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        let inner = result.children();
        let final_result = match result.tag.0 {
            0xA0 => FinalResult::Success {
                aid: inner.require(0x4F)?.value.to_vec(),
                sima_response: inner.require(Tag::OCTET_STRING)?.value.to_vec(),
            },
            0xA1 => FinalResult::Error {
                bpp_command_id: BppCommandId::read(&inner.require(0x80)?)?,
                error_reason: ErrorReason::read(&inner.require(0x81)?)?,
                sima_response: inner.find(0x82)?.map(|o| o.value.to_vec()),
            },
            _ => return Err(MessageError::Choice { what: "finalResult", found: result.tag }),
        };
        Ok(Self {
            transaction_id: TransactionId::new(body.require(0x80)?.value)?,
            notification_metadata: NotificationMetadata::decode_tlv(&body.require(0xBF2F)?)?,
            smdp_oid: body.find(Tag::OID)?.map(|o| o.value.to_vec()),
            final_result,
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, self.transaction_id.as_bytes());
        w.raw(&self.notification_metadata.encode());
        w.put_some(Tag::OID, self.smdp_oid.as_deref());
        w.nest(0xA2u32, |w| match &self.final_result {
            FinalResult::Success { aid, sima_response } => w.nest(0xA0u32, |w| {
                w.put(0x4Fu32, aid);
                w.put(Tag::OCTET_STRING, sima_response);
            }),
            FinalResult::Error { bpp_command_id, error_reason, sima_response } => w.nest(0xA1u32, |w| {
                bpp_command_id.put(w, 0x80u32);
                error_reason.put(w, 0x81u32);
                w.put_some(0x82u32, sima_response.as_deref());
            }),
        });
    }
}

/// What became of a bound profile package, tag BF37 (SGP.22 §2.5.6), signed by the eUICC over the whole of BF27.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileInstallationResult {
    /// The signed part.
    pub data: Raw<ProfileInstallationResultData>,
    /// Over `data`'s bytes.
    pub euicc_sign_pir: Signature,
}

impl ProfileInstallationResult {
    /// The result but for the eUICC's signature.
    pub fn unsigned(data: ProfileInstallationResultData) -> Unsigned<Self> {
        let data = Raw::new(data);
        Unsigned::new(data.raw().to_vec(), move |euicc_sign_pir| Self { data, euicc_sign_pir })
    }

    /// Checks the eUICC's signature.
    ///
    /// # Errors
    /// [`BadSignature`] if it was not made with the private half of `euicc_key` over these bytes.
    pub fn verify(&self, euicc_key: &PublicKey) -> Result<(), BadSignature> {
        verify(euicc_key, self.data.raw(), &self.euicc_sign_pir)
    }
}

impl Message for ProfileInstallationResult {
    const TAG: u32 = 0xBF37;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            data: Raw::from_tlv(&body.require(0xBF27)?)?,
            euicc_sign_pir: read_signature(&body.require(0x5F37)?)?,
        })
    }

    fn write(&self, w: &mut Writer) {
        self.data.put(w);
        put_signature(w, &self.euicc_sign_pir);
    }
}

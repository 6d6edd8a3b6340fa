use crate::crypto::{BadSignature, verify};
use crate::message::{Message, MessageError, PublicKey, Raw, Signature, TransactionId};
use crate::message::{Take, codes, put_signature, read_signature, words};
use crate::unsigned::Unsigned;
use tlv::{Reader, Tag, Writer};

codes! {
    /// Why a session ends before its time (SGP.22 §5.7.14). Each tells the server whether the order stays.
    pub enum CancelSessionReason {
        /// The user said no: the order is over.
        EndUserRejection = 0,
        /// The user said later: the order stays.
        Postponed = 1,
        /// The user said nothing: the order stays.
        Timeout = 2,
        /// The eUICC's rules, or the user, don't allow the profile's policy rules: the order is over.
        PprNotAllowed = 3,
        /// The metadata in the package is not what the user agreed to.
        MetadataMismatch = 4,
        /// The eUICC failed while it loaded the package.
        LoadBppExecutionError = 5,
        /// v3: the LPA ends the session, the order stays.
        SessionAborted = 16,
        /// v3: this device is not managed from afar.
        RpmDisabled = 27,
        /// v3: the package of commands is malformed.
        InvalidRpmPackage = 28,
        /// v3: the eUICC failed while it loaded the package of commands.
        LoadRpmPackageError = 29,
        /// Anything else.
        UndefinedReason = 127,
    }
}

words! { CancelSessionReason, "reason":
    EndUserRejection => "the user said no",
    Postponed => "the user said later",
    Timeout => "the user said nothing",
    RpmDisabled => "remote profile management is switched off",
    InvalidRpmPackage => "the remote management package is invalid",
    LoadRpmPackageError => "the remote management package could not be carried out",
    PprNotAllowed => "the profile's policy rules are not allowed",
    MetadataMismatch => "the package is not what the user agreed to",
    LoadBppExecutionError => "the eUICC failed while it loaded the package",
    SessionAborted => "the session was ended",
    UndefinedReason => "no reason is given",
}

codes! {
    /// Why an eUICC does not cancel.
    pub enum CancelSessionErrorCode {
        /// There is no such session.
        InvalidTransactionId = 5,
        /// Anything else.
        UndefinedError = 127,
    }
}

/// ES10b.CancelSession, BF41 (SGP.22 §5.7.14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelSessionRequest {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// Why.
    pub reason: CancelSessionReason,
}

impl Message for CancelSessionRequest {
    const TAG: u32 = 0xBF41;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            transaction_id: TransactionId::new(body.require(0x80)?.value)?,
            reason: CancelSessionReason::read(&body.require(0x81)?)?,
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, self.transaction_id.as_bytes());
        self.reason.put(w, 0x81u32);
    }
}

/// What the eUICC signs about it: SEQUENCE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EuiccCancelSessionSigned {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// OBJECT IDENTIFIER of the SM-DP+ as in CERT.DPauth, content bytes.
    pub smdp_oid: Vec<u8>,
    /// Why.
    pub reason: CancelSessionReason,
}

impl Message for EuiccCancelSessionSigned {
    const TAG: u32 = Tag::SEQUENCE.0;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            transaction_id: TransactionId::new(body.require(0x80)?.value)?,
            smdp_oid: body.require(0x81)?.value.to_vec(),
            reason: CancelSessionReason::read(&body.require(0x82)?)?,
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, self.transaction_id.as_bytes());
        w.put(0x81u32, &self.smdp_oid);
        self.reason.put(w, 0x82u32);
    }
}

/// The session is cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelSessionResponseOk {
    /// What the eUICC signed.
    pub euicc_cancel_session_signed: Raw<EuiccCancelSessionSigned>,
    /// Over its bytes.
    pub euicc_cancel_session_signature: Signature,
}

impl CancelSessionResponseOk {
    /// The answer but for the eUICC's signature.
    pub fn unsigned(signed: EuiccCancelSessionSigned) -> Unsigned<CancelSessionResponse> {
        let euicc_cancel_session_signed = Raw::new(signed);
        let message = euicc_cancel_session_signed.raw().to_vec();
        Unsigned::new(message, move |euicc_cancel_session_signature| {
            CancelSessionResponse::Ok(Self { euicc_cancel_session_signed, euicc_cancel_session_signature })
        })
    }

    /// Checks the eUICC's signature.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, euicc_key: &PublicKey) -> Result<(), BadSignature> {
        verify(euicc_key, self.euicc_cancel_session_signed.raw(), &self.euicc_cancel_session_signature)
    }
}

/// The eUICC's answer, BF41.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CancelSessionResponse {
    /// Cancelled.
    Ok(CancelSessionResponseOk),
    /// Not.
    Error(CancelSessionErrorCode),
}

impl Message for CancelSessionResponse {
    const TAG: u32 = 0xBF41;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let choice = body.peek()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        match choice.tag.0 {
            0xA0 => {
                let mut inner = choice.children();
                Ok(Self::Ok(CancelSessionResponseOk {
                    euicc_cancel_session_signed: Raw::from_tlv(&inner.skip_to(Tag::SEQUENCE)?)?,
                    euicc_cancel_session_signature: read_signature(&inner.skip_to(0x5F37)?)?,
                }))
            }
            0x81 => Ok(Self::Error(CancelSessionErrorCode::read(&choice)?)),
            _ => Err(MessageError::Choice { what: "CancelSessionResponse", found: choice.tag }),
        }
    }

    fn write(&self, w: &mut Writer) {
        match self {
            Self::Ok(ok) => w.nest(0xA0u32, |w| {
                ok.euicc_cancel_session_signed.put(w);
                put_signature(w, &ok.euicc_cancel_session_signature);
            }),
            Self::Error(code) => code.put(w, 0x81u32),
        }
    }
}

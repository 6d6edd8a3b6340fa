use super::refused::{Refused, statuses};
use crate::crypto::{BadSignature, signed_with, verify};
use crate::es10::{AuthenticateServerResponse, PrepareDownloadRequest, SmdpSigned2};
use crate::message::{HashCc, Message, MessageError, PublicKey, Raw, Signature, TransactionId};
use crate::message::{Take, codes, put_signature, read_signature};
use crate::metadata::StoreMetadataRequest;
use crate::rpm::{LoadRpmPackageRequest, SmdpSigned3};
use crate::unsigned::Unsigned;
use tlv::{Reader, Tag, Writer};

/// ES9+.AuthenticateClient, BF3B (SGP.22 §5.6.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticateClientRequest {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// As the eUICC wrote it.
    pub authenticate_server_response: Raw<AuthenticateServerResponse>,
}

impl Message for AuthenticateClientRequest {
    const TAG: u32 = 0xBF3B;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            transaction_id: TransactionId::new(body.require(0x80)?.value)?,
            authenticate_server_response: Raw::from_tlv(&body.require(AuthenticateServerResponse::TAG)?)?,
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, self.transaction_id.as_bytes());
        self.authenticate_server_response.put(w);
    }
}

/// The order's profile is there for the eUICC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticateClientOk {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// What the user is to agree to.
    pub profile_metadata: Raw<StoreMetadataRequest>,
    /// What the SM-DP+ signed.
    pub smdp_signed2: Raw<SmdpSigned2>,
    /// Over its bytes and euiccSignature1.
    pub smdp_signature2: Signature,
    /// CERT.DPpb, DER.
    pub smdp_certificate: Vec<u8>,
}

impl AuthenticateClientOk {
    /// The answer but for the SM-DP+'s signature (DPpb's key).
    pub fn unsigned(
        profile_metadata: Raw<StoreMetadataRequest>,
        smdp_signed2: SmdpSigned2,
        euicc_signature1: &Signature,
        smdp_certificate: Vec<u8>,
    ) -> Unsigned<Self> {
        let transaction_id = smdp_signed2.transaction_id.clone();
        let smdp_signed2 = Raw::new(smdp_signed2);
        Unsigned::new(signed_with(smdp_signed2.raw(), euicc_signature1), move |smdp_signature2| Self {
            transaction_id,
            profile_metadata,
            smdp_signed2,
            smdp_signature2,
            smdp_certificate,
        })
    }

    /// Checks the SM-DP+'s signature with the key of its certificate, which is the caller's to check.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, smdp_key: &PublicKey, euicc_signature1: &Signature) -> Result<(), BadSignature> {
        verify(smdp_key, &signed_with(self.smdp_signed2.raw(), euicc_signature1), &self.smdp_signature2)
    }

    /// What the LPA asks of the eUICC next.
    #[must_use]
    pub fn prepare_download(&self, hash_cc: Option<HashCc>) -> PrepareDownloadRequest {
        PrepareDownloadRequest {
            smdp_signed2: self.smdp_signed2.clone(),
            smdp_signature2: self.smdp_signature2,
            hash_cc,
            smdp_certificate: self.smdp_certificate.clone(),
        }
    }
}

impl Message for AuthenticateClientOk {
    const TAG: u32 = 0xA0;

    fn read(mut body: Reader<'_>) -> Result<Self, MessageError> {
        let transaction_id = TransactionId::new(body.skip_to(0x80)?.value)?;
        let profile_metadata = Raw::from_tlv(&body.skip_to(StoreMetadataRequest::TAG)?)?;
        // SGP.22 before v2.2 has the three fields inside a PrepareDownloadRequest.
        let mut rest = match body.find(PrepareDownloadRequest::TAG)? {
            Some(wrapped) => wrapped.children(),
            None => body,
        };
        Ok(Self {
            transaction_id,
            profile_metadata,
            smdp_signed2: Raw::from_tlv(&rest.skip_to(Tag::SEQUENCE)?)?,
            smdp_signature2: read_signature(&rest.skip_to(0x5F37)?)?,
            smdp_certificate: rest.skip_to(Tag::SEQUENCE)?.raw.to_vec(),
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, self.transaction_id.as_bytes());
        self.profile_metadata.put(w);
        self.smdp_signed2.put(w);
        put_signature(w, &self.smdp_signature2);
        w.raw(&self.smdp_certificate);
    }
}

/// Commands wait for the eUICC (v3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticateClientOkRpm {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// What the SM-DP+ signed.
    pub smdp_signed3: Raw<SmdpSigned3>,
    /// Over its bytes and euiccSignature1, with the key of CERT.DPauth.
    pub smdp_signature3: Signature,
}

impl AuthenticateClientOkRpm {
    /// The answer but for the SM-DP+'s signature (DPauth's key).
    pub fn unsigned(smdp_signed3: SmdpSigned3, euicc_signature1: &Signature) -> Unsigned<Self> {
        LoadRpmPackageRequest::unsigned(smdp_signed3, euicc_signature1).map(|request| Self {
            transaction_id: request.smdp_signed3.transaction_id.clone(),
            smdp_signed3: request.smdp_signed3,
            smdp_signature3: request.smdp_signature3,
        })
    }

    /// What the LPA asks of the eUICC next.
    #[must_use]
    pub fn load_rpm_package(&self) -> LoadRpmPackageRequest {
        LoadRpmPackageRequest {
            smdp_signed3: self.smdp_signed3.clone(),
            smdp_signature3: self.smdp_signature3,
            target_esim_port: None,
        }
    }
}

/// smdpSigned3 stands under [3] here; what is signed, and given to the eUICC, is the SEQUENCE.
const SIGNED3: u32 = 0xA3;

impl Message for AuthenticateClientOkRpm {
    const TAG: u32 = 0xA2;

    fn read(mut body: Reader<'_>) -> Result<Self, MessageError> {
        let transaction_id = TransactionId::new(body.skip_to(0x80)?.value)?;
        let signed = body.skip_to(SIGNED3)?;
        Ok(Self {
            transaction_id,
            smdp_signed3: Raw::decode(&tlv::encode(SmdpSigned3::TAG, signed.value))?,
            smdp_signature3: read_signature(&body.skip_to(0x5F37)?)?,
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, self.transaction_id.as_bytes());
        // `raw` is one SEQUENCE by construction of `Raw`.
        if let Ok(signed) = tlv::parse_one(self.smdp_signed3.raw(), SmdpSigned3::TAG) {
            w.put(SIGNED3, signed.value);
        }
        put_signature(w, &self.smdp_signature3);
    }
}

codes! {
    /// Why a server does not take an eUICC, or has nothing for it (SGP.22 §5.6.3).
    pub enum AuthenticateClientError {
        /// CERT.EUM or its chain.
        EumCertificateInvalid = 1,
        /// CERT.EUM is outside of its time.
        EumCertificateExpired = 2,
        /// CERT.EUICC.
        EuiccCertificateInvalid = 3,
        /// CERT.EUICC is outside of its time.
        EuiccCertificateExpired = 4,
        /// euiccSignature1, or what it covers is not this session's.
        EuiccSignatureInvalid = 5,
        /// No order by this matching id.
        MatchingIdRefused = 6,
        /// The order is for another eUICC.
        EidMismatch = 7,
        /// No profile fits.
        NoEligibleProfile = 8,
        /// CERT.EUM's CI is not known.
        CiPkUnknown = 9,
        /// No such session.
        InvalidTransactionId = 10,
        /// The eUICC has no room.
        InsufficientMemory = 11,
        /// v3: CERT.EUM's CI is not the one that was asked for.
        CiPkMismatch = 12,
        /// v3: the eUICC's versions or capabilities are not those that it began with.
        EuiccRspCapabilityHasChanged = 13,
        /// v3: the LPA's capabilities are not those that it began with.
        LpaRspCapabilityHasChanged = 14,
        /// v2.6, v2.7, v3.1: the order's time is over.
        DownloadOrderExpired = 18,
        /// v3: what was sent is not well formed.
        InvalidInputData = 124,
        /// v3: something is missing in what was sent.
        MissingInputData = 125,
        /// v3: the server can't do it now.
        FunctionProviderBusy = 126,
        /// Anything else.
        UndefinedError = 127,
    }
}

statuses! { AuthenticateClientError {
    EumCertificateInvalid = ("8.1.2", "6.1"),
    EumCertificateExpired = ("8.1.2", "6.3"),
    EuiccCertificateInvalid = ("8.1.3", "6.1"),
    EuiccCertificateExpired = ("8.1.3", "6.3"),
    EuiccSignatureInvalid = ("8.1", "6.1"),
    MatchingIdRefused = ("8.2.6", "3.8"),
    EidMismatch = ("8.1.1", "3.8"),
    NoEligibleProfile = ("8.2.5", "4.3"),
    CiPkUnknown = ("8.11.1", "3.9"),
    InvalidTransactionId = ("8.10.1", "3.9"),
    InsufficientMemory = ("8.1", "4.8"),
} also {
    NoEligibleProfile = ("8.2", "1.2"),
} newer {
    CiPkMismatch = ("8.11.1", "3.9"),
    EuiccRspCapabilityHasChanged = ("8.1", "6.1"),
    LpaRspCapabilityHasChanged = ("8.1", "6.1"),
    DownloadOrderExpired = ("8.8.5", "4.10"),
    InvalidInputData = ("1.6", "2.1"),
    MissingInputData = ("1.6", "2.1"),
    FunctionProviderBusy = ("8.8", "4.2"),
} }

/// The server's answer, BF3B.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthenticateClientResponse {
    /// A profile is there.
    Ok(Box<AuthenticateClientOk>),
    /// It refuses.
    Error(Refused<AuthenticateClientError>),
    /// v3: commands are there.
    Rpm(Box<AuthenticateClientOkRpm>),
}

impl Message for AuthenticateClientResponse {
    const TAG: u32 = 0xBF3B;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let choice = body.peek()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        match choice.tag.0 {
            0xA0 => Ok(Self::Ok(Box::new(Message::decode_tlv(&choice)?))),
            0x81 => Ok(Self::Error(Refused::new(AuthenticateClientError::read(&choice)?))),
            AuthenticateClientOkRpm::TAG => Ok(Self::Rpm(Box::new(Message::decode_tlv(&choice)?))),
            _ => Err(MessageError::Choice { what: "AuthenticateClientResponse", found: choice.tag }),
        }
    }

    fn write(&self, w: &mut Writer) {
        match self {
            Self::Ok(ok) => w.nest(0xA0u32, |w| ok.write(w)),
            Self::Error(refused) => refused.code.put(w, 0x81u32),
            Self::Rpm(ok) => w.nest(AuthenticateClientOkRpm::TAG, |w| ok.write(w)),
        }
    }
}

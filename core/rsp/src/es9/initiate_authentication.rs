use super::refused::{Refused, statuses};
use crate::crypto::{BadSignature, verify};
use crate::es10::{EuiccInfo1, LpaRspCapability, ServerSigned1};
use crate::message::{Message, MessageError, PublicKey, Raw, Signature, SubjectKeyIdentifier, TransactionId};
use crate::message::{Take, codes, put_signature, read_signature};
use crate::unsigned::Unsigned;
use crate::version::WrittenVersions;
use tlv::{Reader, Tag, Writer};

/// ES9+.InitiateAuthentication, BF39 (SGP.22 §5.6.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InitiateAuthenticationRequest {
    /// What the server is to sign.
    pub euicc_challenge: [u8; 16],
    /// The address that the LPA asks at.
    pub smdp_address: String,
    /// The eUICC's versions and CI keys, as the eUICC wrote them.
    pub euicc_info1: Raw<EuiccInfo1>,
    /// v3.
    pub lpa_rsp_capability: Option<LpaRspCapability>,
    /// Ours: the versions as they are written (E4), where the phone is set to say so.
    pub written_versions: Option<WrittenVersions>,
}

impl Message for InitiateAuthenticationRequest {
    const TAG: u32 = 0xBF39;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            euicc_challenge: body.require(0x81)?.as_array()?,
            smdp_address: body.require(0x83)?.as_str()?.to_owned(),
            euicc_info1: Raw::from_tlv(&body.require(EuiccInfo1::TAG)?)?,
            lpa_rsp_capability: body.find(0x85)?.map(|o| LpaRspCapability::read(&o)).transpose()?,
            written_versions: body.find(WrittenVersions::TAG)?.map(|o| WrittenVersions::read(&o)).transpose()?,
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x81u32, &self.euicc_challenge);
        w.text(0x83u32, &self.smdp_address);
        self.euicc_info1.put(w);
        if let Some(capability) = self.lpa_rsp_capability {
            capability.put(w, 0x85u32);
        }
        if let Some(written) = &self.written_versions {
            written.put(w);
        }
    }
}

/// The server's proof of itself: SEQUENCE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InitiateAuthenticationOk {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// What the server signed.
    pub server_signed1: Raw<ServerSigned1>,
    /// Over its bytes.
    pub server_signature1: Signature,
    /// The CI under which the eUICC shall answer.
    pub euicc_ci_pk_id_to_be_used: SubjectKeyIdentifier,
    /// CERT.DPauth, DER.
    pub server_certificate: Vec<u8>,
}

impl InitiateAuthenticationOk {
    /// The proof but for the server's signature.
    pub fn unsigned(
        server_signed1: ServerSigned1,
        euicc_ci_pk_id_to_be_used: SubjectKeyIdentifier,
        server_certificate: Vec<u8>,
    ) -> Unsigned<Self> {
        let transaction_id = server_signed1.transaction_id.clone();
        let server_signed1 = Raw::new(server_signed1);
        let message = server_signed1.raw().to_vec();
        Unsigned::new(message, move |server_signature1| Self {
            transaction_id,
            server_signed1,
            server_signature1,
            euicc_ci_pk_id_to_be_used,
            server_certificate,
        })
    }

    /// Checks the server's signature with the key of its certificate, which is the caller's to check.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, server_key: &PublicKey) -> Result<(), BadSignature> {
        verify(server_key, self.server_signed1.raw(), &self.server_signature1)
    }
}

impl Message for InitiateAuthenticationOk {
    const TAG: u32 = Tag::SEQUENCE.0;

    fn read(mut body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            transaction_id: TransactionId::new(body.skip_to(0x80)?.value)?,
            server_signed1: Raw::from_tlv(&body.skip_to(Tag::SEQUENCE)?)?,
            server_signature1: read_signature(&body.skip_to(0x5F37)?)?,
            euicc_ci_pk_id_to_be_used: body.skip_to(Tag::OCTET_STRING)?.value.to_vec(),
            server_certificate: body.skip_to(Tag::SEQUENCE)?.raw.to_vec(),
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, self.transaction_id.as_bytes());
        self.server_signed1.put(w);
        put_signature(w, &self.server_signature1);
        w.put(Tag::OCTET_STRING, &self.euicc_ci_pk_id_to_be_used);
        w.raw(&self.server_certificate);
    }
}

codes! {
    /// Why a server does not start (SGP.22 §5.6.1).
    pub enum InitiateAuthenticationError {
        /// The address is not this server's.
        InvalidDpAddress = 1,
        /// None of the eUICC's versions.
        EuiccVersionNotSupportedByDp = 2,
        /// None of the eUICC's CI keys.
        CiPkNotSupported = 3,
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

statuses! { InitiateAuthenticationError {
    InvalidDpAddress = ("8.8.1", "3.8"),
    EuiccVersionNotSupportedByDp = ("8.8.3", "3.1"),
    CiPkNotSupported = ("8.8.2", "3.1"),
} also {
    CiPkNotSupported = ("8.8.4", "3.7"),
    // An SM-DS's (§5.8.1).
    InvalidDpAddress = ("8.9.1", "3.8"),
    EuiccVersionNotSupportedByDp = ("8.9.3", "3.1"),
    CiPkNotSupported = ("8.9.2", "3.1"),
    CiPkNotSupported = ("8.9.4", "3.7"),
} newer {
    InvalidInputData = ("1.6", "2.1"),
    MissingInputData = ("1.6", "2.1"),
    FunctionProviderBusy = ("8.8", "4.2"),
} }

/// The server's answer, BF39.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InitiateAuthenticationResponse {
    /// It proves itself.
    Ok(Box<InitiateAuthenticationOk>),
    /// It refuses.
    Error(Refused<InitiateAuthenticationError>),
}

impl Message for InitiateAuthenticationResponse {
    const TAG: u32 = 0xBF39;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let choice = body.peek()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        match choice.tag.0 {
            0xA0 => Ok(Self::Ok(Box::new(Message::decode_tlv(&choice)?))),
            0x81 => Ok(Self::Error(Refused::new(InitiateAuthenticationError::read(&choice)?))),
            _ => Err(MessageError::Choice { what: "InitiateAuthenticationResponse", found: choice.tag }),
        }
    }

    fn write(&self, w: &mut Writer) {
        match self {
            Self::Ok(ok) => w.nest(0xA0u32, |w| ok.write(w)),
            Self::Error(refused) => refused.code.put(w, 0x81u32),
        }
    }
}

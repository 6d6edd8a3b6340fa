use super::{CtxParams1, EuiccInfo2, ServerSigned1};
use crate::crypto::{BadSignature, verify};
use crate::message::{Message, MessageError, PublicKey, Raw, Signature, SubjectKeyIdentifier, TransactionId};
use crate::message::{Take, codes, put_signature, read_signature, words};
use crate::unsigned::Unsigned;
use tlv::{Reader, Tag, Writer};

/// ES10b.AuthenticateServer, BF38 (SGP.22 §5.7.13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticateServerRequest {
    /// What the server signed.
    pub server_signed1: Raw<ServerSigned1>,
    /// Over its bytes.
    pub server_signature1: Signature,
    /// The CI under which the eUICC shall answer; empty lets it choose (v3).
    pub euicc_ci_pk_id_to_be_used: SubjectKeyIdentifier,
    /// CERT.XXauth, DER.
    pub server_certificate: Vec<u8>,
    /// What the session is about.
    pub ctx_params1: Raw<CtxParams1>,
}

impl AuthenticateServerRequest {
    /// Checks the server's signature with the key of its certificate, which is the caller's to check.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, server_key: &PublicKey) -> Result<(), BadSignature> {
        verify(server_key, self.server_signed1.raw(), &self.server_signature1)
    }
}

impl Message for AuthenticateServerRequest {
    const TAG: u32 = 0xBF38;

    fn read(mut body: Reader<'_>) -> Result<Self, MessageError> {
        let server_signed1 = Raw::from_tlv(&body.skip_to(Tag::SEQUENCE)?)?;
        let server_signature1 = read_signature(&body.skip_to(0x5F37)?)?;
        let euicc_ci_pk_id_to_be_used = body.skip_to(Tag::OCTET_STRING)?.value.to_vec();
        let server_certificate = body.skip_to(Tag::SEQUENCE)?.raw.to_vec();
        let context = body.next()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        Ok(Self {
            server_signed1,
            server_signature1,
            euicc_ci_pk_id_to_be_used,
            server_certificate,
            ctx_params1: CtxParams1::read(&context)?,
        })
    }

    fn write(&self, w: &mut Writer) {
        self.server_signed1.put(w);
        put_signature(w, &self.server_signature1);
        w.put(Tag::OCTET_STRING, &self.euicc_ci_pk_id_to_be_used);
        w.raw(&self.server_certificate);
        self.ctx_params1.put(w);
    }
}

/// What an eUICC signs to prove itself: SEQUENCE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EuiccSigned1 {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// As in the server's part.
    pub server_address: String,
    /// What the server gave.
    pub server_challenge: [u8; 16],
    /// The eUICC, versions included: so nobody in the middle can lower them.
    pub euicc_info2: Raw<EuiccInfo2>,
    /// What the session is about.
    pub ctx_params1: Raw<CtxParams1>,
}

impl Message for EuiccSigned1 {
    const TAG: u32 = Tag::SEQUENCE.0;

    fn read(mut body: Reader<'_>) -> Result<Self, MessageError> {
        let transaction_id = TransactionId::new(body.skip_to(0x80)?.value)?;
        let server_address = body.skip_to(0x83)?.as_str()?.to_owned();
        let server_challenge = body.skip_to(0x84)?.as_array()?;
        let euicc_info2 = Raw::from_tlv(&body.skip_to(EuiccInfo2::TAG)?)?;
        let context = body.next()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        let ctx_params1 = CtxParams1::read(&context)?;
        Ok(Self { transaction_id, server_address, server_challenge, euicc_info2, ctx_params1 })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, self.transaction_id.as_bytes());
        w.text(0x83u32, &self.server_address);
        w.put(0x84u32, &self.server_challenge);
        self.euicc_info2.put(w);
        self.ctx_params1.put(w);
    }
}

codes! {
    /// Why an eUICC does not take a server (SGP.22 §5.7.13).
    pub enum AuthenticateErrorCode {
        /// The certificate or its chain.
        InvalidCertificate = 1,
        /// The signature over serverSigned1.
        InvalidSignature = 2,
        /// A curve that the eUICC doesn't have.
        UnsupportedCurve = 3,
        /// No challenge was asked for before.
        NoSessionContext = 4,
        /// The server's OID is not the one expected.
        InvalidOid = 5,
        /// Not the challenge that was given.
        EuiccChallengeMismatch = 6,
        /// The CI key is not one for signing.
        CiPkUnknown = 7,
        /// v3: the transaction id.
        TransactionIdError = 8,
        /// v3: a CRL is missing.
        MissingCrl = 9,
        /// v3: a CRL's signature.
        InvalidCrlSignature = 10,
        /// v3: a certificate is revoked.
        RevokedCert = 11,
        /// v3: a certificate or CRL is outside of its time.
        InvalidCertOrCrlTime = 12,
        /// v3: certificate and CRL don't match.
        InvalidCertOrCrlConfiguration = 13,
        /// v3: the ICCID asked for.
        InvalidIccid = 14,
        /// Anything else.
        UndefinedError = 127,
    }
}

words! { AuthenticateErrorCode, "error":
    InvalidCertificate => "its certificate, or a certificate above it, is not valid",
    InvalidSignature => "its signature does not verify",
    UnsupportedCurve => "its key is on a curve that the eUICC does not have",
    NoSessionContext => "the eUICC has no session under way",
    InvalidOid => "it is another server than the one expected",
    EuiccChallengeMismatch => "it signed another challenge than the eUICC's",
    CiPkUnknown => "the eUICC does not know the root that it names",
    TransactionIdError => "its transaction id is not right",
    MissingCrl => "a revocation list is missing",
    InvalidCrlSignature => "the signature of a revocation list does not verify",
    RevokedCert => "a certificate was revoked",
    InvalidCertOrCrlTime => "a certificate or a revocation list is out of its time",
    InvalidCertOrCrlConfiguration => "certificate and revocation list do not belong together",
    InvalidIccid => "it asks about a profile that is not there",
    UndefinedError => "the eUICC does not say why",
}

/// The eUICC's proof of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticateResponseOk {
    /// What it signed.
    pub euicc_signed1: Raw<EuiccSigned1>,
    /// Over its bytes.
    pub euicc_signature1: Signature,
    /// CERT.EUICC, DER.
    pub euicc_certificate: Vec<u8>,
    /// CERT.EUM, DER.
    pub eum_certificate: Vec<u8>,
}

impl AuthenticateResponseOk {
    /// The proof but for the eUICC's signature.
    pub fn unsigned(
        euicc_signed1: EuiccSigned1,
        euicc_certificate: Vec<u8>,
        eum_certificate: Vec<u8>,
    ) -> Unsigned<AuthenticateServerResponse> {
        let euicc_signed1 = Raw::new(euicc_signed1);
        let message = euicc_signed1.raw().to_vec();
        Unsigned::new(message, move |euicc_signature1| {
            AuthenticateServerResponse::Ok(Box::new(Self {
                euicc_signed1,
                euicc_signature1,
                euicc_certificate,
                eum_certificate,
            }))
        })
    }

    /// Checks the eUICC's signature with the key of its certificate, which is the caller's to check.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, euicc_key: &PublicKey) -> Result<(), BadSignature> {
        verify(euicc_key, self.euicc_signed1.raw(), &self.euicc_signature1)
    }
}

/// The eUICC's refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticateResponseError {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// Why.
    pub authenticate_error_code: AuthenticateErrorCode,
}

/// The eUICC's answer, BF38.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthenticateServerResponse {
    /// It takes the server and proves itself.
    Ok(Box<AuthenticateResponseOk>),
    /// It does not.
    Error(AuthenticateResponseError),
}

impl Message for AuthenticateServerResponse {
    const TAG: u32 = 0xBF38;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let choice = body.peek()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        let mut inner = choice.children();
        match choice.tag.0 {
            0xA0 => Ok(Self::Ok(Box::new(AuthenticateResponseOk {
                euicc_signed1: Raw::from_tlv(&inner.skip_to(Tag::SEQUENCE)?)?,
                euicc_signature1: read_signature(&inner.skip_to(0x5F37)?)?,
                euicc_certificate: inner.skip_to(Tag::SEQUENCE)?.raw.to_vec(),
                eum_certificate: inner.skip_to(Tag::SEQUENCE)?.raw.to_vec(),
            }))),
            0xA1 => Ok(Self::Error(AuthenticateResponseError {
                transaction_id: TransactionId::new(inner.skip_to(0x80)?.value)?,
                authenticate_error_code: AuthenticateErrorCode::read(&inner.skip_to(Tag::INTEGER)?)?,
            })),
            _ => Err(MessageError::Choice { what: "AuthenticateServerResponse", found: choice.tag }),
        }
    }

    fn write(&self, w: &mut Writer) {
        match self {
            Self::Ok(ok) => w.nest(0xA0u32, |w| {
                ok.euicc_signed1.put(w);
                put_signature(w, &ok.euicc_signature1);
                w.raw(&ok.euicc_certificate);
                w.raw(&ok.eum_certificate);
            }),
            Self::Error(error) => w.nest(0xA1u32, |w| {
                w.put(0x80u32, error.transaction_id.as_bytes());
                error.authenticate_error_code.put(w, Tag::INTEGER);
            }),
        }
    }
}

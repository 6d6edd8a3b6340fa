use crate::crypto::{BadSignature, signed_with, verify};
use crate::message::{HashCc, Message, MessageError, PublicKey, Raw, Signature, TransactionId};
use crate::message::{Take, codes, put_signature, read_signature, words};
use crate::unsigned::Unsigned;
use tlv::{Reader, Tag, Writer};

/// What the SM-DP+ signs about the download (SGP.22 §5.6.3): SEQUENCE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmdpSigned2 {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// Whether the user must type a confirmation code.
    pub cc_required_flag: bool,
    /// otPK.EUICC of an earlier session for which the package was bound already.
    pub bpp_euicc_otpk: Option<PublicKey>,
}

pub(crate) fn read_point(object: &tlv::Tlv<'_>) -> Result<PublicKey, MessageError> {
    match object.as_array::<65>() {
        Ok(point) if point[0] == 4 => Ok(point),
        _ => Err(MessageError::Value { what: "one-time public key" }),
    }
}

impl Message for SmdpSigned2 {
    const TAG: u32 = Tag::SEQUENCE.0;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            transaction_id: TransactionId::new(body.require(0x80)?.value)?,
            cc_required_flag: body.require(Tag::BOOLEAN)?.as_array::<1>()?[0] != 0,
            bpp_euicc_otpk: body.find(0x5F49)?.map(|o| read_point(&o)).transpose()?,
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, self.transaction_id.as_bytes());
        w.bool(Tag::BOOLEAN, self.cc_required_flag);
        w.put_some(0x5F49u32, self.bpp_euicc_otpk.as_ref().map(|p| &p[..]));
    }
}

/// ES10b.PrepareDownload, BF21 (SGP.22 §5.7.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrepareDownloadRequest {
    /// What the SM-DP+ signed.
    pub smdp_signed2: Raw<SmdpSigned2>,
    /// Over its bytes and euiccSignature1.
    pub smdp_signature2: Signature,
    /// There if a confirmation code is required.
    pub hash_cc: Option<HashCc>,
    /// CERT.DPpb, DER.
    pub smdp_certificate: Vec<u8>,
}

impl PrepareDownloadRequest {
    /// Checks the SM-DP+'s signature with the key of its certificate, which is the caller's to check.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, smdp_key: &PublicKey, euicc_signature1: &Signature) -> Result<(), BadSignature> {
        verify(smdp_key, &signed_with(self.smdp_signed2.raw(), euicc_signature1), &self.smdp_signature2)
    }
}

impl Message for PrepareDownloadRequest {
    const TAG: u32 = 0xBF21;

    fn read(mut body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            smdp_signed2: Raw::from_tlv(&body.skip_to(Tag::SEQUENCE)?)?,
            smdp_signature2: read_signature(&body.skip_to(0x5F37)?)?,
            hash_cc: body.take(Tag::OCTET_STRING)?.map(|o| o.as_array().map(HashCc)).transpose()?,
            smdp_certificate: body.skip_to(Tag::SEQUENCE)?.raw.to_vec(),
        })
    }

    fn write(&self, w: &mut Writer) {
        self.smdp_signed2.put(w);
        put_signature(w, &self.smdp_signature2);
        w.put_some(Tag::OCTET_STRING, self.hash_cc.as_ref().map(|h| &h.0[..]));
        w.raw(&self.smdp_certificate);
    }
}

/// What the eUICC signs before a package is bound to it: SEQUENCE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EuiccSigned2 {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// otPK.EUICC.ECKA: what the package is bound to.
    pub euicc_otpk: PublicKey,
    /// As the LPA gave it.
    pub hash_cc: Option<HashCc>,
}

impl Message for EuiccSigned2 {
    const TAG: u32 = Tag::SEQUENCE.0;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            transaction_id: TransactionId::new(body.require(0x80)?.value)?,
            euicc_otpk: read_point(&body.require(0x5F49)?)?,
            hash_cc: body.find(Tag::OCTET_STRING)?.map(|o| o.as_array().map(HashCc)).transpose()?,
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, self.transaction_id.as_bytes());
        w.put(0x5F49u32, &self.euicc_otpk);
        w.put_some(Tag::OCTET_STRING, self.hash_cc.as_ref().map(|h| &h.0[..]));
    }
}

codes! {
    /// Why an eUICC does not prepare a download (SGP.22 §5.7.5).
    pub enum DownloadErrorCode {
        /// The certificate, or it is not of the SM-DP+ that was authenticated.
        InvalidCertificate = 1,
        /// The signature over smdpSigned2.
        InvalidSignature = 2,
        /// A curve that the eUICC doesn't have.
        UnsupportedCurve = 3,
        /// No server was authenticated before.
        NoSessionContext = 4,
        /// Another session's.
        InvalidTransactionId = 5,
        /// Anything else.
        UndefinedError = 127,
    }
}

words! { DownloadErrorCode, "error":
    InvalidCertificate => "its certificate is not valid, or of another server",
    InvalidSignature => "its signature does not verify",
    UnsupportedCurve => "its key is on a curve that the eUICC does not have",
    NoSessionContext => "no server was authenticated before",
    InvalidTransactionId => "it is of another session",
    UndefinedError => "the eUICC does not say why",
}

/// The eUICC is ready for a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrepareDownloadResponseOk {
    /// What it signed.
    pub euicc_signed2: Raw<EuiccSigned2>,
    /// Over its bytes and smdpSignature2.
    pub euicc_signature2: Signature,
}

impl PrepareDownloadResponseOk {
    /// The answer but for the eUICC's signature.
    pub fn unsigned(euicc_signed2: EuiccSigned2, smdp_signature2: &Signature) -> Unsigned<PrepareDownloadResponse> {
        let euicc_signed2 = Raw::new(euicc_signed2);
        Unsigned::new(signed_with(euicc_signed2.raw(), smdp_signature2), move |euicc_signature2| {
            PrepareDownloadResponse::Ok(Self { euicc_signed2, euicc_signature2 })
        })
    }

    /// Checks the eUICC's signature.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, euicc_key: &PublicKey, smdp_signature2: &Signature) -> Result<(), BadSignature> {
        verify(euicc_key, &signed_with(self.euicc_signed2.raw(), smdp_signature2), &self.euicc_signature2)
    }
}

/// The eUICC's refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrepareDownloadResponseError {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// Why.
    pub download_error_code: DownloadErrorCode,
}

/// The eUICC's answer, BF21.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrepareDownloadResponse {
    /// Ready.
    Ok(PrepareDownloadResponseOk),
    /// Refused.
    Error(PrepareDownloadResponseError),
}

impl Message for PrepareDownloadResponse {
    const TAG: u32 = 0xBF21;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let choice = body.peek()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        let mut inner = choice.children();
        match choice.tag.0 {
            0xA0 => Ok(Self::Ok(PrepareDownloadResponseOk {
                euicc_signed2: Raw::from_tlv(&inner.skip_to(Tag::SEQUENCE)?)?,
                euicc_signature2: read_signature(&inner.skip_to(0x5F37)?)?,
            })),
            0xA1 => Ok(Self::Error(PrepareDownloadResponseError {
                transaction_id: TransactionId::new(inner.skip_to(0x80)?.value)?,
                download_error_code: DownloadErrorCode::read(&inner.skip_to(Tag::INTEGER)?)?,
            })),
            _ => Err(MessageError::Choice { what: "PrepareDownloadResponse", found: choice.tag }),
        }
    }

    fn write(&self, w: &mut Writer) {
        match self {
            Self::Ok(ok) => w.nest(0xA0u32, |w| {
                ok.euicc_signed2.put(w);
                put_signature(w, &ok.euicc_signature2);
            }),
            Self::Error(error) => w.nest(0xA1u32, |w| {
                w.put(0x80u32, error.transaction_id.as_bytes());
                error.download_error_code.put(w, Tag::INTEGER);
            }),
        }
    }
}

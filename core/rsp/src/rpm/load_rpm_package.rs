use super::RpmPackage;
use crate::crypto::{BadSignature, signed_with, verify};
use crate::message::{Message, MessageError, PublicKey, Raw, Signature, TransactionId};
use crate::message::{Take, put_signature, read_signature};
use crate::unsigned::Unsigned;
use tlv::{Reader, Tag, Writer};

/// What the SM-DP+ signs about a package: SEQUENCE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmdpSigned3 {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// What is to be done.
    pub rpm_package: RpmPackage,
    /// Whether another package waits.
    pub rpm_pending: bool,
}

impl Message for SmdpSigned3 {
    const TAG: u32 = Tag::SEQUENCE.0;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            transaction_id: TransactionId::new(body.require(0x80)?.value)?,
            rpm_package: RpmPackage::read(&body.require(0xA1)?)?,
            rpm_pending: body.find(0x82)?.is_some(),
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, self.transaction_id.as_bytes());
        self.rpm_package.put(w, 0xA1);
        if self.rpm_pending {
            w.put(0x82u32, &[]);
        }
    }
}

/// ES10b.LoadRpmPackage, BF44 (SGP.22 v3 §5.7.10): the package as the SM-DP+ signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadRpmPackageRequest {
    /// What the SM-DP+ signed.
    pub smdp_signed3: Raw<SmdpSigned3>,
    /// Over its bytes and euiccSignature1, as smdpSignature2 of a download; with the key of CERT.DPauth.
    pub smdp_signature3: Signature,
    /// Of an eUICC with several ports.
    pub target_esim_port: Option<u64>,
}

impl LoadRpmPackageRequest {
    /// The request but for the SM-DP+'s signature (DPauth's key).
    pub fn unsigned(smdp_signed3: SmdpSigned3, euicc_signature1: &Signature) -> Unsigned<Self> {
        let smdp_signed3 = Raw::new(smdp_signed3);
        Unsigned::new(signed_with(smdp_signed3.raw(), euicc_signature1), move |smdp_signature3| Self {
            smdp_signed3,
            smdp_signature3,
            target_esim_port: None,
        })
    }

    /// Checks the SM-DP+'s signature with the key of the certificate by which it proved itself.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, smdp_key: &PublicKey, euicc_signature1: &Signature) -> Result<(), BadSignature> {
        verify(smdp_key, &signed_with(self.smdp_signed3.raw(), euicc_signature1), &self.smdp_signature3)
    }
}

impl Message for LoadRpmPackageRequest {
    const TAG: u32 = 0xBF44;

    fn read(mut body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            smdp_signed3: Raw::from_tlv(&body.skip_to(Tag::SEQUENCE)?)?,
            smdp_signature3: read_signature(&body.skip_to(0x5F37)?)?,
            target_esim_port: body.find(Tag::INTEGER)?.map(|o| o.as_u64()).transpose()?,
        })
    }

    fn write(&self, w: &mut Writer) {
        self.smdp_signed3.put(w);
        put_signature(w, &self.smdp_signature3);
        if let Some(port) = self.target_esim_port {
            w.uint(Tag::INTEGER, port);
        }
    }
}

use super::NotificationMetadata;
use crate::crypto::{BadSignature, verify};
use crate::message::{Message, MessageError, PublicKey, Raw, Signature};
use crate::message::{Take, put_signature, read_signature};
use crate::unsigned::Unsigned;
use tlv::{Reader, Tag, Writer};

/// A profile was enabled, disabled or deleted: SEQUENCE, signed by the eUICC over the whole of BF2F (SGP.22 §5.7.10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherSignedNotification {
    /// The signed part.
    pub tbs_other_notification: Raw<NotificationMetadata>,
    /// Over its bytes.
    pub euicc_notification_signature: Signature,
    /// CERT.EUICC, DER.
    pub euicc_certificate: Vec<u8>,
    /// CERT.EUM, DER.
    pub eum_certificate: Vec<u8>,
}

impl OtherSignedNotification {
    /// The notification but for the eUICC's signature.
    pub fn unsigned(
        metadata: NotificationMetadata,
        euicc_certificate: Vec<u8>,
        eum_certificate: Vec<u8>,
    ) -> Unsigned<Self> {
        let tbs_other_notification = Raw::new(metadata);
        let message = tbs_other_notification.raw().to_vec();
        Unsigned::new(message, move |euicc_notification_signature| Self {
            tbs_other_notification,
            euicc_notification_signature,
            euicc_certificate,
            eum_certificate,
        })
    }

    /// Checks the eUICC's signature; the certificates are the caller's to check.
    ///
    /// # Errors
    /// [`BadSignature`] if it was not made with the private half of `euicc_key` over these bytes.
    pub fn verify(&self, euicc_key: &PublicKey) -> Result<(), BadSignature> {
        verify(euicc_key, self.tbs_other_notification.raw(), &self.euicc_notification_signature)
    }
}

impl Message for OtherSignedNotification {
    const TAG: u32 = 0x30;

    fn read(mut body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            tbs_other_notification: Raw::from_tlv(&body.skip_to(0xBF2F)?)?,
            euicc_notification_signature: read_signature(&body.skip_to(0x5F37)?)?,
            euicc_certificate: body.skip_to(Tag::SEQUENCE)?.raw.to_vec(),
            eum_certificate: body.skip_to(Tag::SEQUENCE)?.raw.to_vec(),
        })
    }

    fn write(&self, w: &mut Writer) {
        self.tbs_other_notification.put(w);
        put_signature(w, &self.euicc_notification_signature);
        w.raw(&self.euicc_certificate);
        w.raw(&self.eum_certificate);
    }
}

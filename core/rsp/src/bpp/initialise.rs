use crate::crypto::{BadSignature, verify};
use crate::es10::read_point;
use crate::message::{Message, MessageError, PublicKey, Signature, TransactionId, put_signature, read_signature};
use crate::unsigned::Unsigned;
use tlv::{Reader, Writer};

/// Which keys are agreed (GlobalPlatform Card Specification §6.4.2.3), and with whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlRefTemplate {
    /// `88` is AES.
    pub key_type: u8,
    /// Bytes; 16.
    pub key_len: u8,
    /// Names the SM-DP+ in the key derivation, 1 to 16 bytes.
    pub host_id: Vec<u8>,
}

/// ES8+.InitialiseSecureChannel, BF23 (SGP.22 §5.5.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InitialiseSecureChannelRequest {
    /// 1: install a bound profile package.
    pub remote_op_id: u64,
    /// Names the session.
    pub transaction_id: TransactionId,
    /// Keys.
    pub control_ref_template: ControlRefTemplate,
    /// otPK.DP.ECKA.
    pub smdp_otpk: PublicKey,
    /// By DPpb's key over the fields above and the eUICC's one-time key.
    pub smdp_sign: Signature,
}

/// `installBoundProfilePackage`.
pub(super) const INSTALL: u64 = 1;

impl InitialiseSecureChannelRequest {
    /// The request but for the SM-DP+'s signature.
    pub(super) fn unsigned(
        transaction_id: TransactionId,
        control_ref_template: ControlRefTemplate,
        smdp_otpk: PublicKey,
        euicc_otpk: &PublicKey,
    ) -> Unsigned<Self> {
        let request =
            Self { remote_op_id: INSTALL, transaction_id, control_ref_template, smdp_otpk, smdp_sign: [0; 64] };
        Unsigned::new(request.signed_part(euicc_otpk), move |smdp_sign| Self { smdp_sign, ..request })
    }

    /// Checks the SM-DP+'s signature.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, smdp_key: &PublicKey, euicc_otpk: &PublicKey) -> Result<(), BadSignature> {
        verify(smdp_key, &self.signed_part(euicc_otpk), &self.smdp_sign)
    }

    fn signed_part(&self, euicc_otpk: &PublicKey) -> Vec<u8> {
        Writer::build(|w| {
            self.write_fields(w);
            w.put(0x5F49u32, euicc_otpk);
        })
    }

    fn write_fields(&self, w: &mut Writer) {
        w.uint(0x82u32, self.remote_op_id);
        w.put(0x80u32, self.transaction_id.as_bytes());
        w.nest(0xA6u32, |w| {
            w.put(0x80u32, &[self.control_ref_template.key_type]);
            w.put(0x81u32, &[self.control_ref_template.key_len]);
            w.put(0x84u32, &self.control_ref_template.host_id);
        });
        w.put(0x5F49u32, &self.smdp_otpk);
    }
}

impl Message for InitialiseSecureChannelRequest {
    const TAG: u32 = 0xBF23;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let template = body.require(0xA6)?.children();
        let host_id = template.require(0x84)?.value.to_vec();
        if !(1..=16).contains(&host_id.len()) {
            return Err(MessageError::Value { what: "hostId" });
        }
        Ok(Self {
            remote_op_id: body.require(0x82)?.as_u64()?,
            transaction_id: TransactionId::new(body.require(0x80)?.value)?,
            control_ref_template: ControlRefTemplate {
                key_type: template.require(0x80)?.as_array::<1>()?[0],
                key_len: template.require(0x81)?.as_array::<1>()?[0],
                host_id,
            },
            smdp_otpk: read_point(&body.require(0x5F49)?)?,
            smdp_sign: read_signature(&body.require(0x5F37)?)?,
        })
    }

    fn write(&self, w: &mut Writer) {
        self.write_fields(w);
        put_signature(w, &self.smdp_sign);
    }
}

use super::{
    MessageError,
    catalogue::{read_features, write_features},
    wire::{clip, flag, group, list, number, optional, put_flag, tag, text},
};
use model::{DeviceFeatures, SecretBytes};
use tlv::{Reader, Tlv, Writer};

/// What a phone says to reserve a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reserve {
    /// The class id of the offer that the user chose.
    pub class_id: String,
    /// Names this reservation: the same nonce again gets the same reservation, not a second one.
    pub nonce: [u8; 16],
    /// The user's id, as the user gave it.
    pub user_id: String,
    /// What the phone is.
    pub features: DeviceFeatures,
    /// A voucher or invitation code.
    pub voucher: Option<SecretBytes>,
    /// A PKCS#10 request for an eUICC certificate, DER, from a phone that has none under this operator's root.
    pub csr: Option<Vec<u8>>,
    /// Send the driver and management program along, where there are any for this phone.
    pub packages: bool,
}

impl Reserve {
    pub(super) fn write(&self, w: &mut Writer) {
        w.text(tag(0), clip(&self.class_id));
        w.put(tag(1), &self.nonce);
        w.text(tag(2), clip(&self.user_id));
        w.nest(group(3), |w| write_features(w, &self.features));
        w.put_some(tag(4), self.voucher.as_ref().map(SecretBytes::expose));
        w.put_some(tag(5), self.csr.as_deref());
        put_flag(w, tag(6), self.packages);
    }

    pub(super) fn read(fields: &Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            class_id: text(&fields.require(tag(0))?)?,
            nonce: fields.require(tag(1))?.as_array()?,
            user_id: text(&fields.require(tag(2))?)?,
            features: read_features(&fields.require(group(3))?.children())?,
            voucher: fields.find(tag(4))?.map(|t| SecretBytes::from(t.value)),
            csr: fields.find(tag(5))?.map(|t| t.value.to_vec()),
            packages: flag(fields, tag(6))?,
        })
    }
}

/// How many symbols of a matching id a sale's code shows.
const CODE: usize = 6;

/// The code of a sale, which phone and attendant both show, so that the attendant agrees to the sale of whoever stands at
/// the counter: the first six symbols of its matching id, as `K7Q-4MD`. The kiosk makes matching ids, so no phone can have
/// one made to look like another's; and the symbols that are not shown keep the order to its own phone.
#[must_use]
pub fn sale_code(matching_id: &str) -> String {
    let mut code = String::with_capacity(CODE + 1);
    for (at, symbol) in matching_id.chars().take(CODE).enumerate() {
        if at == CODE / 2 {
            code.push('-');
        }
        code.push(symbol);
    }
    code
}

/// A number is reserved for the phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reserved {
    /// Names the order in AuthenticateClient (SGP.22 §5.6.3).
    pub matching_id: String,
    /// The server address that InitiateAuthentication names (SGP.22 §5.6.1).
    pub smdp_address: String,
    /// How long the number is held, in seconds from now.
    pub lease_seconds: u32,
    /// Whether the sale is authorised already.
    pub authorisation: Authorisation,
    /// The kiosk's EUM certificate, DER, where one was asked for.
    pub eum_certificate: Option<Vec<u8>>,
    /// The phone's eUICC certificate, DER, where one was asked for.
    pub euicc_certificate: Option<Vec<u8>>,
    /// Subject key identifiers of the CI keys that the kiosk's SM-DP+ accepts.
    pub ci_key_ids: Vec<Vec<u8>>,
    /// Driver and management program for this phone.
    pub packages: Vec<SignedPackage>,
}

/// A driver or management program (A5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedPackage {
    /// What it is, for which platform, and the hash of its bytes; the operator signs this.
    pub manifest: Vec<u8>,
    /// The operator's signature over the manifest.
    pub signature: Vec<u8>,
    /// The package.
    pub bytes: Vec<u8>,
}

/// Where the authorisation of a sale stands (A14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorisation {
    /// Authorised: the profile may be fetched.
    Granted,
    /// Not yet; [`super::Request::Await`] waits for it.
    Waiting(WaitingFor),
    /// Somebody said no.
    Denied {
        /// Why, in words.
        why: String,
    },
}

/// Who has yet to say yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitingFor {
    /// The attendant at the counter.
    Attendant,
    /// The till, after payment.
    Till,
    /// Somebody this version has no word for.
    Other,
}

impl Authorisation {
    pub(super) fn write(&self, w: &mut Writer) {
        match self {
            Self::Granted => w.put(tag(0), &[]),
            Self::Waiting(who) => w.uint(
                tag(1),
                match who {
                    WaitingFor::Other => 0,
                    WaitingFor::Attendant => 1,
                    WaitingFor::Till => 2,
                },
            ),
            Self::Denied { why } => w.text(tag(2), clip(why)),
        }
    }

    pub(super) fn read(fields: &Reader<'_>) -> Result<Self, MessageError> {
        if let Some(who) = fields.find(tag(1))? {
            return Ok(Self::Waiting(match who.as_u64()? {
                1 => WaitingFor::Attendant,
                2 => WaitingFor::Till,
                _ => WaitingFor::Other,
            }));
        }
        if let Some(why) = fields.find(tag(2))? {
            return Ok(Self::Denied { why: text(&why)? });
        }
        fields.require(tag(0))?;
        Ok(Self::Granted)
    }
}

impl Reserved {
    pub(super) fn write(&self, w: &mut Writer) {
        w.text(tag(0), clip(&self.matching_id));
        w.text(tag(1), clip(&self.smdp_address));
        w.uint(tag(2), self.lease_seconds.into());
        w.nest(group(3), |w| self.authorisation.write(w));
        w.put_some(tag(4), self.eum_certificate.as_deref());
        w.put_some(tag(5), self.euicc_certificate.as_deref());
        for id in &self.ci_key_ids {
            w.put(tag(6), id);
        }
        for package in &self.packages {
            w.nest(group(7), |w| {
                w.put(tag(0), &package.manifest);
                w.put(tag(1), &package.signature);
                w.put(tag(2), &package.bytes);
            });
        }
    }

    pub(super) fn read(fields: &Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            matching_id: text(&fields.require(tag(0))?)?,
            smdp_address: text(&fields.require(tag(1))?)?,
            lease_seconds: number(&fields.require(tag(2))?)?,
            authorisation: Authorisation::read(&fields.require(group(3))?.children())?,
            eum_certificate: optional(fields, tag(4), bytes)?,
            euicc_certificate: optional(fields, tag(5), bytes)?,
            ci_key_ids: list(fields, tag(6), bytes)?,
            packages: list(fields, group(7), |package| {
                let fields = package.children();
                Ok(SignedPackage {
                    manifest: bytes(&fields.require(tag(0))?)?,
                    signature: bytes(&fields.require(tag(1))?)?,
                    bytes: bytes(&fields.require(tag(2))?)?,
                })
            })?,
        })
    }
}

fn bytes(tlv: &Tlv<'_>) -> Result<Vec<u8>, MessageError> {
    Ok(tlv.value.to_vec())
}

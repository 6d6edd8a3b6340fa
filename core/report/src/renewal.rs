use crate::KioskId;
use account::{
    signed::{Kind, Signed, Signer},
    wire::Bytes,
};
use serde::{Deserialize, Serialize};

/// `POST /v1/kiosks/{id}/eum`: the kiosk asks for a new EUM certificate, before its own ends or after. 200; 404 if the cloud issues none; 422 says what
/// does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renew {
    /// A [`Renewal`], signed by the kiosk's key.
    pub renewal: Signed,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewal {
    /// Whose.
    pub kiosk: KioskId,
    /// Of `POST /v1/challenges`, 32 bytes.
    pub challenge: Bytes,
    /// CERT.EUM as it is, DER.
    pub certificate: Bytes,
    /// A request for the same key (PKCS#10, DER), signed by it over the challenge.
    pub request: Bytes,
}

/// The new certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewed {
    /// CERT.EUM, DER: of the same key and the same range of EIDs.
    pub certificate: Bytes,
    /// The EUM that the cloud certifies cards again under, DER: what it writes down of a card is the operator's word.
    pub issuer: Bytes,
}

impl Renewal {
    /// The request signed by the kiosk's key.
    ///
    /// # Errors
    /// Those of `sign`.
    pub fn sign<E>(&self, sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>) -> Result<Signed, E> {
        Signed::make(Kind::Renewal, self, Signer::Kiosk(self.kiosk.clone().into()), sign)
    }
}

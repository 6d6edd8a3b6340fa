use super::Bytes;
use serde::{Deserialize, Serialize};

/// `POST /v1/cards/certificate` (a device's token): an eUICC that a kiosk certified asks for a certificate that lives longer. 200; 404 if the server
/// issues none; 422 if something does not hold, or no kiosk has told yet of a card that it sold to this eUICC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertifyCard {
    /// Of `POST /v1/challenges`, 32 bytes.
    pub challenge: Bytes,
    /// A request for the eUICC's key (PKCS#10, DER), signed by it over the challenge.
    pub request: Bytes,
    /// CERT.EUICC as it is, DER.
    pub euicc_certificate: Bytes,
    /// CERT.EUM above it, DER.
    pub eum_certificate: Bytes,
    /// The cards in it, by ICCID; sixteen at most.
    pub cards: Vec<String>,
}

/// The new chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardCertified {
    /// CERT.EUICC, DER: the same EID and key.
    pub euicc_certificate: Bytes,
    /// CERT.EUM above it, DER.
    pub eum_certificate: Bytes,
}

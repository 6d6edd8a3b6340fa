//! Subscribers, and the packages built from them.

use model::{Algorithm, Iccid, Imsi, Msisdn, SecretBytes, Subscriber};
use rsp::metadata::StoreMetadataRequest;

pub(crate) const KI: [u8; 16] = [0x46; 16];
pub(crate) const OPC: [u8; 16] = [0xCD; 16];
pub(crate) const TOPC: [u8; 32] = [0xBD; 32];
pub(crate) const PIN: &[u8] = b"4711";
pub(crate) const PUK: &[u8] = b"87654321";
pub(crate) const ADM: &[u8] = b"ADM1ADM1";

pub(crate) fn iccid(number: u32) -> Iccid {
    Iccid::with_check_digit(&format!("8900101{number:011}")).expect("18 digits")
}

pub(crate) fn milenage() -> Algorithm {
    Algorithm::Milenage { opc: OPC.into() }
}

pub(crate) fn tuak() -> Algorithm {
    Algorithm::Tuak { topc: TOPC.into(), iterations: 1, res_size: 8 }
}

pub(crate) fn subscriber(number: u32, algorithm: Algorithm) -> Subscriber {
    Subscriber {
        iccid: iccid(number),
        imsi: format!("00101{number:010}").parse::<Imsi>().expect("15 digits"),
        msisdn: Some("+99970012345".parse::<Msisdn>().expect("a number")),
        ki: KI.into(),
        algorithm,
        pin: PIN.into(),
        puk: PUK.into(),
        adm: SecretBytes::from(ADM),
        mnc_digits: 2,
        operator: "Harbour".to_owned(),
    }
}

/// The package of a subscriber.
pub(crate) fn package(subscriber: &Subscriber) -> Vec<u8> {
    saip::build(subscriber).expect("a complete row").encode().expose().to_vec()
}

/// The package of a MILENAGE subscriber.
pub(crate) fn own(number: u32) -> Vec<u8> {
    package(&subscriber(number, milenage()))
}

pub(crate) fn metadata(number: u32) -> StoreMetadataRequest {
    StoreMetadataRequest::new(iccid(number), "Harbour", "Week")
}

//! Subscribers of the test networks 001-01 and 999-xx.
#![allow(dead_code, reason = "each test file uses a part")]

pub(crate) mod elements;

use model::{Algorithm, Subscriber};

pub(crate) fn milenage() -> Subscriber {
    Subscriber {
        iccid: "8900101000000000019".parse().expect("19 digits"),
        imsi: "001010123456789".parse().expect("15 digits"),
        msisdn: Some("99901234567".parse().expect("digits")),
        ki: [0x11; 16].into(),
        algorithm: Algorithm::Milenage { opc: [0x22; 16].into() },
        pin: b"2580".as_slice().into(),
        puk: b"31415926".as_slice().into(),
        adm: [0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48].into(),
        mnc_digits: 2,
        operator: "Landfall".to_owned(),
    }
}

pub(crate) fn tuak() -> Subscriber {
    let algorithm = Algorithm::Tuak { topc: [0x33; 32].into(), iterations: 3, res_size: 8 };
    Subscriber { ki: [0x44; 32].into(), algorithm, ..milenage() }
}

pub(crate) fn comp128() -> Subscriber {
    Subscriber { algorithm: Algorithm::Comp128 { version: 3 }, ..milenage() }
}

use crate::support::{Key, NOW, World, days, eid, no_crls, random};
use landfall_rsp::cert::{
    Assurance, CertError,
    chain::verify_euicc,
    csr::{Attestation, Csr, CsrError},
    issue,
};

fn attestation() -> Attestation {
    Attestation { kind: "android-key".into(), chain: vec![vec![0x30, 0x00], vec![0x30, 0x01, 0xFF]] }
}

// R: E8
#[test]
fn a_request_becomes_a_certificate() {
    let (w, key) = (World::new(), Key::generate());
    let csr = key.finish(Csr::make(&key.public(), &[5; 32], "phone-1", Some(attestation())));
    let read = Csr::parse(csr.as_der()).expect("own request");
    assert_eq!(read, csr);
    assert_eq!((read.hardware_id(), read.attestation()), ("phone-1", Some(&attestation())));
    read.verify(&[5; 32]).expect("own binding");
    let euicc = issue::euicc(&w.eum, &read, &eid(), Assurance::KioskBorn, days(365), &mut random).expect("fits");
    let euicc = w.eum_key.finish(euicc);
    let verified = verify_euicc(&euicc, &w.eum, &w.roots(), &no_crls(), Some(NOW)).expect("own chain");
    assert_eq!((verified.public_key, verified.assurance), (key.public(), Some(Assurance::KioskBorn)));
}

// R: E8
#[test]
fn a_request_of_another_session_or_key_is_refused() {
    let (key, other) = (Key::generate(), Key::generate());
    let csr = key.finish(Csr::make(&key.public(), &[5; 32], "phone-1", None));
    assert_eq!(csr.verify(&[6; 32]), Err(CsrError::Binding));
    // Signed by one who doesn't hold the key.
    let stolen = other.finish(Csr::make(&key.public(), &[5; 32], "phone-1", None));
    assert_eq!(stolen.verify(&[5; 32]), Err(CsrError::Signature));
    assert_eq!(Csr::parse(stolen.as_der()).expect("well formed").verify(&[5; 32]), Err(CsrError::Signature));
}

#[test]
fn every_changed_bit_is_noticed() {
    let key = Key::generate();
    let csr = key.finish(Csr::make(&key.public(), &[5; 32], "phone-1", None));
    for bit in 0..csr.as_der().len() * 8 {
        let mut der = csr.as_der().to_vec();
        der[bit / 8] ^= 1 << (bit % 8);
        assert!(Csr::parse(&der).and_then(|csr| csr.verify(&[5; 32])).is_err(), "bit {bit}");
    }
}

#[test]
fn limits() {
    let key = Key::generate();
    let long = "ä".repeat(40);
    let csr = key.finish(Csr::make(&key.public(), &[5; 32], &long, None));
    assert_eq!(csr.hardware_id(), "ä".repeat(32));
    Csr::parse(csr.as_der()).expect("cut to what is read");
    let huge = Attestation { kind: "android-key".into(), chain: vec![vec![0; 40_000]] };
    let csr = key.finish(Csr::make(&key.public(), &[5; 32], "x", Some(huge)));
    assert!(matches!(Csr::parse(csr.as_der()), Err(CsrError::Malformed(CertError::TooLong { .. }))));
    let many = Attestation { kind: "android-key".into(), chain: vec![vec![1]; 11] };
    let csr = key.finish(Csr::make(&key.public(), &[5; 32], "x", Some(many)));
    assert!(matches!(Csr::parse(csr.as_der()), Err(CsrError::Malformed(CertError::Malformed { .. }))));
}

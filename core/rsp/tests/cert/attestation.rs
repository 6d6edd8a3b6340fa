//! Android key attestation over chains made here in the form of the real ones.

use crate::support::NOW;
use attested::{Key, Platform, Record, ca, certificate};
use landfall_rsp::cert::{
    Assurance,
    attestation::{ANDROID_KEY, AttestationError, AttestationTrust, assess, verify_android},
    csr::{Attestation, Csr},
};

const CHALLENGE: [u8; 32] = [5; 32];

fn record() -> Record {
    Record::over(&CHALLENGE)
}

fn trust(platform: &Platform) -> AttestationTrust {
    AttestationTrust { roots: vec![platform.root.clone()], ..AttestationTrust::default() }
}

fn verify(platform: &Platform, chain: &[Vec<u8>]) -> Result<Assurance, AttestationError> {
    verify_android(chain, &CHALLENGE, &platform.key.public(), &trust(platform), Some(NOW))
}

fn verify_record(platform: &Platform, record: &Record) -> Result<Assurance, AttestationError> {
    verify(platform, &platform.chain(record))
}

// R: E8
#[test]
fn levels() {
    let p = Platform::new();
    let cases = [
        ((2, 2), Assurance::SecureElement),
        ((1, 2), Assurance::Tee),
        ((2, 1), Assurance::Tee),
        ((1, 1), Assurance::Tee),
        ((0, 2), Assurance::None),
        ((2, 0), Assurance::None),
        ((2, 9), Assurance::SecureElement),
    ];
    for (levels, expected) in cases {
        assert_eq!(verify_record(&p, &Record { levels, ..record() }), Ok(expected), "{levels:?}");
    }
    assert_eq!(verify_record(&p, &Record { levels: (9, 9), ..record() }), Ok(Assurance::None));
    let unlocked = Record { locked: false, ..record() };
    assert_eq!(verify_record(&p, &unlocked), Ok(Assurance::None));
    assert_eq!(verify_record(&p, &Record { boot: 2, ..record() }), Ok(Assurance::None));
    // The root may be left out of the chain.
    let chain = p.chain(&record());
    assert_eq!(verify(&p, &chain[..2]), Ok(Assurance::SecureElement));
}

// R: E8
#[test]
fn refusals() {
    let p = Platform::new();
    let other = Record { challenge: vec![6; 32], ..record() };
    assert_eq!(verify_record(&p, &other), Err(AttestationError::Challenge));
    assert_eq!(verify_record(&p, &Record { origin: 2, ..record() }), Err(AttestationError::Origin));
    let wider = Record { purposes: vec![2, 7], ..record() };
    assert_eq!(verify_record(&p, &wider), Err(AttestationError::Origin));
    let chain = p.chain(&record());
    let refused = verify_android(&chain, &CHALLENGE, &Key::generate().public(), &trust(&p), Some(NOW));
    assert_eq!(refused, Err(AttestationError::Key));
    let foreign = Platform::new();
    let refused = verify_android(&chain, &CHALLENGE, &p.key.public(), &trust(&foreign), Some(NOW));
    assert_eq!(refused, Err(AttestationError::Chain));
    let now = NOW.plus(10 * 365 * 86_400);
    let refused = verify_android(&chain, &CHALLENGE, &p.key.public(), &trust(&p), Some(now));
    assert_eq!(refused, Err(AttestationError::Time { now }));
    let mut revoked = trust(&p);
    revoked.revoked.insert(vec![2]);
    let refused = verify_android(&chain, &CHALLENGE, &p.key.public(), &revoked, Some(NOW));
    assert_eq!(refused, Err(AttestationError::Revoked));
    assert_eq!(verify(&p, &[]), Err(AttestationError::Malformed));
    assert_eq!(verify(&p, &[chain[0].clone(), chain[2].clone()]), Err(AttestationError::Chain));
    assert_eq!(verify(&p, &[vec![0x30, 0]]), Err(AttestationError::Malformed));
    // Without a record.
    assert_eq!(verify(&p, &p.chain_of(&[ca()])), Err(AttestationError::Malformed));
}

// R: E8
#[test]
fn an_attested_key_can_not_attest_others() {
    let p = Platform::new();
    let thief = Key::generate();
    let mut chain = p.chain(&record());
    // The device's own key signs a certificate that claims more, and is no CA.
    let forged = certificate(4, ("Key", &p.key), ("Key", &thief), &[record().extension()]);
    chain.insert(0, forged.clone());
    let refused = verify_android(&chain, &CHALLENGE, &thief.public(), &trust(&p), Some(NOW));
    assert_eq!(refused, Err(AttestationError::Chain));
    // Nor if its certificate said that it were one.
    chain[1] = certificate(3, ("Batch", &p.batch), ("Key", &p.key), &[ca(), record().extension()]);
    let refused = verify_android(&chain, &CHALLENGE, &thief.public(), &trust(&p), Some(NOW));
    assert_eq!(refused, Err(AttestationError::Chain));
}

// R: E8
#[test]
fn a_request_is_assessed() {
    let p = Platform::new();
    let request = |kind: Option<&str>| {
        let attestation = kind.map(|kind| Attestation { kind: kind.into(), chain: p.chain(&record()) });
        let csr = Csr::make(&p.key.public(), &CHALLENGE, "phone-1", attestation);
        let signature = p.key.sign(&csr.message);
        csr.signed(signature)
    };
    assert_eq!(assess(&request(None), &trust(&p), Some(NOW)), Ok(Assurance::KioskBorn));
    assert_eq!(assess(&request(Some(ANDROID_KEY)), &trust(&p), Some(NOW)), Ok(Assurance::SecureElement));
    let unknown = AttestationError::Kind { kind: "other".into() };
    assert_eq!(assess(&request(Some("other")), &trust(&p), Some(NOW)), Err(unknown));
}

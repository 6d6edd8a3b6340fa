//! GSMA SGP.26 test certificates (NIST P-256), published: what others issue must verify here.

use crate::support::no_crls;
use landfall_rsp::cert::{
    Certificate, ChainError, Role,
    chain::{Roots, same_server, verify_dp, verify_euicc},
};
use model::UnixTime;

const CI: &[u8] = include_bytes!("../vectors/sgp26/CERT_CI_ECDSA_NIST.der");
const EUM: &[u8] = include_bytes!("../vectors/sgp26/CERT_EUM_ECDSA_NIST.der");
const EUICC: &[u8] = include_bytes!("../vectors/sgp26/CERT_EUICC_ECDSA_NIST.der");
const DP_AUTH: &[u8] = include_bytes!("../vectors/sgp26/CERT_S_SM_DPauth_ECDSA_NIST.der");
const DP_PB: &[u8] = include_bytes!("../vectors/sgp26/CERT_S_SM_DPpb_ECDSA_NIST.der");

fn read(der: &[u8]) -> Certificate {
    Certificate::parse(der).expect("published certificate")
}

fn roots() -> Roots {
    let mut roots = Roots::new();
    roots.add(read(CI)).expect("the test root");
    roots
}

const IN_2026: Option<UnixTime> = Some(UnixTime(1_767_225_600));

// R: E5
#[test]
fn the_test_euicc_verifies() {
    let verified = verify_euicc(&read(EUICC), &read(EUM), &roots(), &no_crls(), IN_2026).expect("published chain");
    assert_eq!(verified.eid.to_string(), "89049032123451234512345678901235");
    assert_eq!(hex::encode_upper(&verified.root_key_id), "F54172BDF98A95D65CBEB88A38A1C11D800A85C3");
    assert_eq!(hex::encode_upper(&verified.eum_key_id), "DD3DA24D350C1CC5D0AF0965F40EC34C5EE409F1");
    assert_eq!(verified.assurance, None);
}

// R: E5
#[test]
fn the_test_server_verifies_in_its_own_roles_only() {
    let (auth, pb, roots, crls) = (read(DP_AUTH), read(DP_PB), roots(), no_crls());
    verify_dp(&auth, Role::DpAuth, &roots, &crls, IN_2026).expect("published certificate");
    verify_dp(&pb, Role::DpPb, &roots, &crls, IN_2026).expect("published certificate");
    same_server(&auth, &pb).expect("one server");
    assert_eq!(auth.server_oid(), Some(vec![0x88, 0x37, 0x0A]));
    let wrong = ChainError::Role { expected: Role::DpAuth, found: Some(Role::DpPb) };
    assert_eq!(verify_dp(&pb, Role::DpAuth, &roots, &crls, IN_2026).err(), Some(wrong));
}

#[test]
fn every_changed_bit_of_the_euicc_certificate_is_noticed() {
    let (eum, roots) = (read(EUM), roots());
    let mut refused = 0;
    for bit in 0..EUICC.len() * 8 {
        let mut der = EUICC.to_vec();
        der[bit / 8] ^= 1 << (bit % 8);
        let verified = Certificate::parse(&der)
            .map_err(ChainError::from)
            .and_then(|euicc| verify_euicc(&euicc, &eum, &roots, &no_crls(), None));
        assert!(verified.is_err(), "bit {bit}");
        refused += 1;
    }
    assert_eq!(refused, EUICC.len() * 8);
}

#[test]
fn cut_short_it_is_no_certificate() {
    for length in 0..EUM.len() {
        assert!(Certificate::parse(&EUM[..length]).is_err(), "{length}");
    }
    assert!(Certificate::parse(&[EUM, &[0]].concat()).is_err());
}

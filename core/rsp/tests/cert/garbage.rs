//! Whatever comes from outside: no reader panics, and nothing half-read is trusted.

use crate::support::{Key, NOW, World, no_crls};
use landfall_rsp::cert::{
    Certificate,
    attestation::{AttestationTrust, verify_android},
    chain::verify_euicc,
    csr::Csr,
    issue,
};
use proptest::prelude::*;
use std::sync::LazyLock;

static WORLD: LazyLock<World> = LazyLock::new(World::new);
static LIST: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let list = issue::crl(&WORLD.ci, 3, NOW, NOW.plus(60), &[WORLD.eum.serial(), WORLD.tls.serial()]);
    WORLD.ci_key.finish(list.expect("fits"))
});
static CSR: LazyLock<(Key, Csr)> = LazyLock::new(|| {
    let key = Key::generate();
    let csr = key.finish(Csr::make(&key.public(), &[5; 32], "phone-1", None));
    (key, csr)
});

/// Some bytes replaced, a piece cut out, a piece put in.
fn edits() -> impl Strategy<Value = (Vec<(prop::sample::Index, u8)>, prop::sample::Index, usize, Vec<u8>)> {
    let bytes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6);
    (bytes, any::<prop::sample::Index>(), 0usize..8, prop::collection::vec(any::<u8>(), 0..8))
}

fn edited(der: &[u8], edit: &(Vec<(prop::sample::Index, u8)>, prop::sample::Index, usize, Vec<u8>)) -> Vec<u8> {
    let mut out = der.to_vec();
    for (at, byte) in &edit.0 {
        let at = at.index(out.len());
        out[at] = *byte;
    }
    let start = edit.1.index(out.len());
    let end = (start + edit.2).min(out.len());
    out.splice(start..end, edit.3.iter().copied());
    out
}

proptest! {
    #[test]
    fn random_bytes(input in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Certificate::parse(&input).is_err());
        prop_assert!(Csr::parse(&input).is_err());
        prop_assert!(no_crls().add(&input, &WORLD.roots()).is_err());
        let verified = verify_android(&[input], &[5; 32], &CSR.0.public(), &AttestationTrust::default(), Some(NOW));
        prop_assert!(verified.is_err());
    }

    #[test]
    fn edited_certificates(edit in edits()) {
        let der = edited(WORLD.euicc.as_der(), &edit);
        if let Ok(euicc) = Certificate::parse(&der) {
            prop_assert_eq!(euicc.as_der(), &der[..]);
            let verified = verify_euicc(&euicc, &WORLD.eum, &WORLD.roots(), &no_crls(), Some(NOW));
            prop_assert_eq!(verified.is_ok(), der == WORLD.euicc.as_der());
        }
        if let Ok(eum) = Certificate::parse(&edited(WORLD.eum.as_der(), &edit)) {
            let verified = verify_euicc(&WORLD.euicc, &eum, &WORLD.roots(), &no_crls(), Some(NOW));
            prop_assert_eq!(verified.is_ok(), eum == WORLD.eum);
        }
    }

    #[test]
    fn edited_lists_and_requests(edit in edits()) {
        let list = edited(&LIST, &edit);
        prop_assert_eq!(no_crls().add(&list, &WORLD.roots()).is_ok(), list == *LIST);
        let request = edited(CSR.1.as_der(), &edit);
        let accepted = Csr::parse(&request).is_ok_and(|csr| csr.verify(&[5; 32]).is_ok());
        prop_assert_eq!(accepted, request == CSR.1.as_der());
    }
}

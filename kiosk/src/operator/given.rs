use super::OperatorError;
use rsp::{
    cert::{Certificate, chain::Roots},
    crypto::PrivateKey,
};

/// A CI that is there already, as files: an operator's own, or the one of SGP.26 for tests.
#[derive(Debug, Clone)]
pub struct GivenRoot {
    /// CERT.CI, DER.
    pub certificate: Vec<u8>,
    /// SK.CI.
    pub key: PrivateKey,
}

impl GivenRoot {
    /// The certificate, if it is a CI's and of this key.
    ///
    /// # Errors
    /// [`OperatorError::Root`]
    pub(super) fn certificate(&self) -> Result<Certificate, OperatorError> {
        let root = Certificate::parse(&self.certificate).map_err(|e| OperatorError::Root(e.to_string()))?;
        Roots::new().add(root.clone()).map_err(|e| OperatorError::Root(e.to_string()))?;
        if root.public_key() != Some(&self.key.public_key) {
            return Err(OperatorError::Root("the key is not the certificate's".to_owned()));
        }
        Ok(root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        entropy::Entropy,
        keys::Unlock,
        operator::{Days, KioskRequest, Operator},
    };
    use model::UnixTime;
    use ring::{
        rand::SystemRandom,
        signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
    };
    use rsp::cert::{
        Role,
        chain::{Crls, verify_dp, verify_eum, verify_tls},
        issue::{self, Validity},
    };

    const NOW: UnixTime = UnixTime(1_800_000_000);

    fn pair(pkcs8: &[u8]) -> EcdsaKeyPair {
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &SystemRandom::new()).expect("a key")
    }

    fn ci() -> GivenRoot {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        let pair = pair(pkcs8.as_ref());
        let public = pair.public_key().as_ref().try_into().expect("a point");
        let unsigned =
            issue::ci("RSPTEST", "Test CI", &public, Validity::days(NOW, 10_000), &mut Entropy).expect("fits");
        let signature = pair.sign(&random, &unsigned.message).expect("signs").as_ref().try_into().expect("64 bytes");
        let key = PrivateKey::read(pkcs8.as_ref()).expect("a key");
        GivenRoot { certificate: unsigned.signed(signature).as_der().to_vec(), key }
    }

    // R: E7
    #[test]
    fn an_operator_of_a_given_ci_certifies_kiosks_under_it() {
        let temp = tempfile::tempdir().expect("a folder");
        let given = ci();
        let mut operator =
            Operator::under(temp.path(), "Nord", "89999", &Unlock::KeyFile, &given).expect("an operator");
        let point: [u8; 65] = given.key.public_key;
        let request = KioskRequest {
            name: "Gate 7".to_owned(),
            dp_auth: point,
            dp_pb: point,
            eum: point,
            nearfield: [9; 32],
            tls: point,
            host: "smdp.example.com".to_owned(),
            discovery: None,
        };
        let made = operator.certify(&request, Days::default(), NOW).expect("certifies");
        assert_eq!(made.root.as_der(), given.certificate);
        let mut roots = Roots::new();
        roots.add(made.root).expect("a root");
        let crls = Crls::default();
        verify_dp(&made.dp_auth, Role::DpAuth, &roots, &crls, Some(NOW)).expect("DPauth");
        verify_dp(&made.dp_pb, Role::DpPb, &roots, &crls, Some(NOW)).expect("DPpb");
        verify_tls(&made.tls, "smdp.example.com", &roots, &crls, Some(NOW)).expect("TLS");
        verify_eum(&made.eum, &roots, &crls, Some(NOW)).expect("EUM");
        drop(operator);
        assert_eq!(std::fs::read(temp.path().join("root.der")).expect("is there"), given.certificate);
        let again = Operator::open(temp.path(), &Unlock::KeyFile).expect("opens");
        assert_eq!(again.root().as_der(), given.certificate);
    }

    // R: E7 F3
    #[test]
    fn a_ci_whose_key_is_another_or_that_is_none_makes_no_operator() {
        let temp = tempfile::tempdir().expect("a folder");
        let (given, other) = (ci(), ci());
        let mixed = GivenRoot { key: other.key, ..given.clone() };
        let junk = GivenRoot { certificate: b"no certificate".to_vec(), ..given };
        for bad in [mixed, junk] {
            let made = Operator::under(temp.path(), "Nord", "89999", &Unlock::KeyFile, &bad);
            assert!(matches!(made, Err(OperatorError::Root(_))));
        }
        assert!(!temp.path().join("operator.toml").exists());
    }
}

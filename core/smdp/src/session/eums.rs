use crate::Refusal;
use model::UnixTime;
use rsp::cert::{
    CertError, Certificate, ChainError,
    chain::{Crls, Roots, VerifiedEum, verify_eum},
};
use std::collections::BTreeMap;

/// How many EUMs are kept.
const MOST: usize = 64;

/// EUM certificates that were verified before, by their bytes. A kept one is looked at again for time and revocation, but
/// its signature is not verified twice.
#[derive(Debug, Default)]
pub(crate) struct Eums {
    kept: BTreeMap<Vec<u8>, VerifiedEum>,
}

impl Eums {
    /// The verified EUM of this certificate.
    pub(crate) fn verified(
        &mut self,
        der: &[u8],
        roots: &Roots,
        crls: &Crls,
        now: UnixTime,
    ) -> Result<&VerifiedEum, Refusal> {
        let current = match self.kept.get(der) {
            Some(eum) => eum.still_valid(roots, crls, Some(now)).map(|()| None),
            None => parse_and_verify(der, roots, crls, now).map(Some),
        };
        match current {
            Ok(None) => {}
            Ok(Some(eum)) => {
                if self.kept.len() == MOST {
                    // Which one goes matters little: it is verified again when it comes back.
                    self.kept.pop_first();
                }
                self.kept.insert(der.to_vec(), eum);
            }
            Err(error) => {
                self.kept.remove(der);
                return Err(Refusal::EumCertificate(error));
            }
        }
        // Kept just now, or before.
        self.kept
            .get(der)
            .ok_or(Refusal::EumCertificate(ChainError::from(CertError::Malformed { what: "certificate" })))
    }
}

fn parse_and_verify(der: &[u8], roots: &Roots, crls: &Crls, now: UnixTime) -> Result<VerifiedEum, ChainError> {
    verify_eum(&Certificate::parse(der)?, roots, crls, Some(now))
}

use crate::{ConfigError, KeyName, authority::Proof};
use model::UnixTime;
use rsp::cert::{
    Certificate, Role,
    chain::{Crls, Roots, verify_dp},
};

/// DSauth of this SM-DS under one CI.
#[derive(Debug, Clone)]
pub struct DsCertificate {
    /// CERT.DSauth.ECDSA.
    pub ds_auth: Certificate,
    /// Its private key.
    pub ds_auth_key: KeyName,
}

impl DsCertificate {
    /// It is under a root, in its role and time.
    pub(super) fn check(&self, roots: &Roots, crls: &Crls, now: Option<UnixTime>) -> Result<(), ConfigError> {
        verify_dp(&self.ds_auth, Role::DsAuth, roots, crls, now)?;
        Ok(())
    }

    pub(super) fn proof(&self) -> Proof<'_> {
        let in_use = vec![(&self.ds_auth, Role::DsAuth)];
        Proof { certificate: &self.ds_auth, key: &self.ds_auth_key, in_use }
    }
}

use crate::{ConfigError, KeyName, authority::Proof};
use model::UnixTime;
use rsp::cert::{
    Certificate, Role,
    chain::{Crls, Roots, same_server, verify_dp},
};

/// DPauth and DPpb of this server under one CI.
#[derive(Debug, Clone)]
pub struct CertificateSet {
    /// CERT.DPauth.ECDSA.
    pub dp_auth: Certificate,
    /// Its private key.
    pub dp_auth_key: KeyName,
    /// CERT.DPpb.ECDSA.
    pub dp_pb: Certificate,
    /// Its private key.
    pub dp_pb_key: KeyName,
}

impl CertificateSet {
    /// Both are of one server and one root, in their roles and their time.
    pub(crate) fn check(&self, roots: &Roots, crls: &Crls, now: Option<UnixTime>) -> Result<(), ConfigError> {
        let auth = verify_dp(&self.dp_auth, Role::DpAuth, roots, crls, now)?;
        let pb = verify_dp(&self.dp_pb, Role::DpPb, roots, crls, now)?;
        same_server(&self.dp_auth, &self.dp_pb)?;
        if auth == pb { Ok(()) } else { Err(ConfigError::TwoRoots) }
    }

    /// As an eUICC is shown it: DPauth, in the time of both.
    pub(crate) fn proof(&self) -> Proof<'_> {
        let in_use = vec![(&self.dp_auth, Role::DpAuth), (&self.dp_pb, Role::DpPb)];
        Proof { certificate: &self.dp_auth, key: &self.dp_auth_key, in_use }
    }

    /// The server's object identifier, content bytes.
    pub(crate) fn oid(&self) -> Vec<u8> {
        self.dp_auth.server_oid().unwrap_or_default()
    }
}

use crate::{ConfigError, KeyName};
use model::UnixTime;
use rsp::cert::{
    Certificate, ChainError, Role,
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

    /// Both are in their time.
    pub(crate) fn in_time(&self, now: UnixTime) -> Result<(), ChainError> {
        for (certificate, role) in [(&self.dp_auth, Role::DpAuth), (&self.dp_pb, Role::DpPb)] {
            let (not_before, not_after) = (certificate.not_before(), certificate.not_after());
            if now < not_before {
                return Err(ChainError::NotYetValid { role, not_before, now });
            }
            if now > not_after {
                return Err(ChainError::Expired { role, not_after, now });
            }
        }
        Ok(())
    }

    /// Key id of the CI above.
    pub(crate) fn root_key_id(&self) -> &[u8] {
        self.dp_auth.authority_key_id()
    }

    /// The server's object identifier, content bytes.
    pub(crate) fn oid(&self) -> Vec<u8> {
        self.dp_auth.server_oid().unwrap_or_default()
    }
}

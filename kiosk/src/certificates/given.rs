use super::{CertificatesError as E, Part, set::CertificateSet};
use model::UnixTime;
use rsp::{
    cert::{
        Certificate, Role,
        chain::{Crls, Roots, same_server, verify_dp, verify_tls},
    },
    crypto::PrivateKey,
};

/// Certificates that somebody else issued, with their keys.
#[derive(Debug, Clone)]
pub struct Given {
    /// CERT.CI, DER.
    pub ci: Vec<u8>,
    /// CERT.DPauth.
    pub dp_auth: GivenPart,
    /// CERT.DPpb.
    pub dp_pb: GivenPart,
    /// CERT.DP.TLS.
    pub tls: GivenPart,
}

/// One of them.
#[derive(Debug, Clone)]
pub struct GivenPart {
    /// DER.
    pub certificate: Vec<u8>,
    /// Its private key.
    pub key: PrivateKey,
}

impl Given {
    /// The set, if all of it holds at `now`: the CI signed itself; each certificate stands under it in its role and its time, with its own key;
    /// the TLS certificate is for `host`; and the two of the SM-DP+ are one server's.
    ///
    /// # Errors
    /// [`CertificatesError`](E): the first that does not.
    pub fn check(&self, host: &str, now: UnixTime) -> Result<CertificateSet, E> {
        let read = |part, der: &[u8]| Certificate::parse(der).map_err(|error| E::Malformed { part, error });
        let root = read(Part::Ci, &self.ci)?;
        let mut roots = Roots::new();
        roots.add(root.clone()).map_err(E::Ci)?;
        let crls = Crls::default();
        let one = |part, given: &GivenPart, role| {
            let certificate = read(part, &given.certificate)?;
            match role {
                Role::DpTls => verify_tls(&certificate, host, &roots, &crls, Some(now)),
                _ => verify_dp(&certificate, role, &roots, &crls, Some(now)),
            }
            .map_err(|error| E::Chain { part, error })?;
            let own = certificate.public_key() == Some(&given.key.public_key);
            if own { Ok(certificate) } else { Err(E::Key { part }) }
        };
        let dp_auth = one(Part::DpAuth, &self.dp_auth, Role::DpAuth)?;
        let dp_pb = one(Part::DpPb, &self.dp_pb, Role::DpPb)?;
        let tls = one(Part::Tls, &self.tls, Role::DpTls)?;
        same_server(&dp_auth, &dp_pb).map_err(|_| E::TwoServers)?;
        Ok(CertificateSet { root, dp_auth, dp_pb, tls })
    }
}

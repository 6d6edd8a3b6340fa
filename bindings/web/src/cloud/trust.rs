use super::CloudHttpError;
use crate::tls::provider;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use std::{path::PathBuf, sync::Arc};

/// Under whose roots an account's server proves who it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum CloudRoots {
    /// Those that Mozilla lists, as of this release.
    #[default]
    Public,
    /// Those of a file, PEM, and no others.
    File(PathBuf),
}

impl CloudRoots {
    /// As TLS takes them, to speak this protocol (ALPN): WebSockets need `http/1.1`.
    pub(super) fn config(&self, protocol: &[u8]) -> Result<Arc<ClientConfig>, CloudHttpError> {
        let mut roots = RootCertStore::empty();
        match self {
            Self::Public => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
            Self::File(path) => {
                let bad = |why: String| CloudHttpError::Roots { path: path.display().to_string(), why };
                let read = CertificateDer::pem_file_iter(path).map_err(|error| bad(error.to_string()))?;
                for certificate in read {
                    let certificate = certificate.map_err(|error| bad(error.to_string()))?;
                    roots.add(certificate).map_err(|error| bad(error.to_string()))?;
                }
                if roots.is_empty() {
                    return Err(bad("there is no certificate in it".to_owned()));
                }
            }
        }
        let builder = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions();
        let builder = builder.map_err(crate::tls::TlsError::from)?;
        let mut config = builder.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = vec![protocol.to_vec()];
        Ok(Arc::new(config))
    }
}

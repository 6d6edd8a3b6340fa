use crate::settings::Tls;
use rustls::{
    ServerConfig,
    crypto::ring::default_provider,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use std::{path::PathBuf, sync::Arc};

/// Why a certificate can't be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsFilesError {
    /// A file can't be read, or is no PEM.
    #[error("{} is not read as PEM: {message}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// Certificate and key don't fit.
    #[error("certificate and key can't be used together: {0}")]
    Pair(#[from] rustls::Error),
}

impl TlsFilesError {
    /// Whether trying again helps.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What the operator can do.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::File { .. } => "Check the path, its permissions, and that the file is PEM (-----BEGIN …).",
            Self::Pair(_) => "Give the key that belongs to the first certificate of the chain.",
        }
    }
}

/// TLS 1.2 and 1.3 as this certificate; HTTP/2 before HTTP/1.1.
pub(super) fn config(files: &Tls) -> Result<ServerConfig, TlsFilesError> {
    let file = |path: &PathBuf, error: &dyn std::fmt::Display| TlsFilesError::File {
        path: path.clone(),
        message: error.to_string(),
    };
    let chain = CertificateDer::pem_file_iter(&files.certificate).map_err(|e| file(&files.certificate, &e))?;
    let chain: Result<Vec<_>, _> = chain.collect();
    let chain = chain.map_err(|e| file(&files.certificate, &e))?;
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|e| file(&files.key, &e))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

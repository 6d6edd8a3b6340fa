use super::{Clients, PROTOCOLS, provider, signer::Key, signer::Sign};
use rustls::{
    ServerConfig, SignatureScheme,
    client::ResolvesClientCert,
    pki_types::CertificateDer,
    server::{ClientHello, NoServerSessionStorage, ResolvesServerCert},
    sign::CertifiedKey,
};
use std::sync::Arc;

/// Why a server can't speak TLS.
#[derive(Debug, thiserror::Error)]
#[error("TLS can't be set up: {0}")]
pub struct TlsError(#[from] rustls::Error);

/// Who one end of a connection is: its TLS certificate, such as CERT.DP.TLS, and its key.
#[derive(Debug)]
pub struct Identity(Arc<CertifiedKey>);

impl Identity {
    /// `chain`: the server's own certificate first, DER each; the CI's is not sent.
    #[must_use]
    pub fn new(chain: Vec<Vec<u8>>, sign: Arc<Sign>) -> Self {
        let chain = chain.into_iter().map(CertificateDer::from).collect();
        Self(Arc::new(CertifiedKey::new(chain, Arc::new(Key(sign)))))
    }

    /// As a server takes it.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn server_config(&self) -> Result<ServerConfig, TlsError> {
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(Always(self.0.clone())));
        config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
        Ok(config)
    }

    /// As a server takes it that lets in these clients alone.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn mutual_config(&self, clients: Clients) -> Result<ServerConfig, TlsError> {
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()?
            .with_client_cert_verifier(Arc::new(clients))
            .with_cert_resolver(Arc::new(Always(self.0.clone())));
        config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
        // A session that is taken up again would not be asked for a certificate, which may have ended or been taken back.
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(config)
    }

    /// As a client takes it.
    pub(super) fn for_client(&self) -> Arc<dyn ResolvesClientCert> {
        Arc::new(Always(self.0.clone()))
    }
}

/// One certificate whatever name is asked for: some LPAs name none.
#[derive(Debug)]
struct Always(Arc<CertifiedKey>);

impl ResolvesServerCert for Always {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.clone())
    }
}

impl ResolvesClientCert for Always {
    fn resolve(&self, _: &[&[u8]], schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        schemes.contains(&SignatureScheme::ECDSA_NISTP256_SHA256).then(|| self.0.clone())
    }

    fn has_certs(&self) -> bool {
        true
    }
}

use super::{Clients, PROTOCOLS, provider, signer::Key, signer::Sign};
use rsp::cert::{AlternativeName, Certificate};
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

/// Who one end of a connection is: its TLS certificate, such as CERT.DP.TLS or CERT.DS.TLS, and its key; or several of them, for several names or
/// under several CIs.
#[derive(Debug, Clone)]
pub struct Identity(Vec<Shown>);

/// One certificate.
#[derive(Debug, Clone)]
struct Shown {
    key: Arc<CertifiedKey>,
    /// The names that it is for.
    names: Vec<String>,
    /// Its issuer's name, DER.
    issuer: Vec<u8>,
}

impl Identity {
    /// `chain`: the server's own certificate first, DER each; the CI's is not sent.
    #[must_use]
    pub fn new(chain: Vec<Vec<u8>>, sign: Arc<Sign>) -> Self {
        let own = chain.first().and_then(|own| Certificate::parse(own).ok());
        let named = own.iter().flat_map(Certificate::names).filter_map(|name| match name {
            AlternativeName::Dns(name) => Some(name.clone()),
            AlternativeName::Oid(_) => None,
        });
        let (names, issuer) = (named.collect(), own.as_ref().map(|own| own.issuer_der().to_vec()).unwrap_or_default());
        let chain = chain.into_iter().map(CertificateDer::from).collect();
        Self(vec![Shown { key: Arc::new(CertifiedKey::new(chain, Arc::new(Key(sign)))), names, issuer }])
    }

    /// Is `other` too. A client is shown a certificate for the name that it asks for, of those one under a CI that it says it trusts
    /// (`certificate_authorities`, RFC 8446 §4.2.4); among those that are left, the first: some LPAs name nothing.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// As a server takes it.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn server_config(&self) -> Result<ServerConfig, TlsError> {
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(self.clone()));
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
            .with_cert_resolver(Arc::new(self.clone()));
        config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
        // A session that is taken up again would not be asked for a certificate, which may have ended or been taken back.
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(config)
    }

    /// As a client takes it: the first.
    pub(super) fn for_client(&self) -> Arc<dyn ResolvesClientCert> {
        Arc::new(self.clone())
    }

    fn choose(&self, name: Option<&str>, trusted: Option<&[&[u8]]>) -> Option<&Shown> {
        let called =
            |shown: &&Shown| name.is_some_and(|name| shown.names.iter().any(|own| own.eq_ignore_ascii_case(name)));
        let under = |shown: &&Shown| trusted.is_none_or(|all| all.contains(&&*shown.issuer));
        let all = || self.0.iter();
        all()
            .find(|shown| called(shown) && under(shown))
            .or_else(|| all().find(called))
            .or_else(|| all().find(under))
            .or_else(|| self.0.first())
    }
}

impl ResolvesServerCert for Identity {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let authorities = hello.certificate_authorities();
        let trusted: Option<Vec<&[u8]>> = authorities.map(|all| all.iter().map(AsRef::as_ref).collect());
        self.choose(hello.server_name(), trusted.as_deref()).map(|shown| shown.key.clone())
    }
}

impl ResolvesClientCert for Identity {
    fn resolve(&self, _: &[&[u8]], schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let first = self.0.first().map(|shown| shown.key.clone());
        first.filter(|_| schemes.contains(&SignatureScheme::ECDSA_NISTP256_SHA256))
    }

    fn has_certs(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &str, issuer: &[u8]) -> Identity {
        let mut identity = Identity::new(Vec::new(), Arc::new(|_: &[u8]| Err("no key".to_owned())));
        for shown in &mut identity.0 {
            (shown.names, shown.issuer) = (vec![name.to_owned()], issuer.to_vec());
        }
        identity
    }

    // R: E7
    #[test]
    fn the_certificate_is_chosen_by_name_then_by_whom_the_client_trusts() {
        let all = shown("dp.example", b"one").and(shown("dp.example", b"two")).and(shown("ds.example", b"one"));
        let chosen = |name: Option<&str>, trusted: Option<&[&[u8]]>| {
            let found = all.choose(name, trusted).expect("there is one");
            (found.names[0].clone(), found.issuer.clone())
        };
        let is = |name: &str, issuer: &[u8]| (name.to_owned(), issuer.to_vec());
        assert_eq!(chosen(None, None), is("dp.example", b"one"));
        assert_eq!(chosen(Some("DS.example"), None), is("ds.example", b"one"));
        assert_eq!(chosen(Some("dp.example"), Some(&[b"two"])), is("dp.example", b"two"));
        assert_eq!(chosen(None, Some(&[b"two"])), is("dp.example", b"two"));
        // Nothing fits all of it: the name counts more, since the client says which root it misses.
        assert_eq!(chosen(Some("ds.example"), Some(&[b"two"])), is("ds.example", b"one"));
        assert_eq!(chosen(Some("other.example"), Some(&[b"three"])), is("dp.example", b"one"));
    }
}

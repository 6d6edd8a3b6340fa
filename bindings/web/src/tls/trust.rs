use super::{Identity, provider};
use model::UnixTime;
use rsp::cert::{
    Certificate, ChainError, Role,
    chain::{Crls, Roots, verify_ds_tls, verify_operator_server, verify_tls},
    ecdsa,
};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, DistinguishedName, Error, OtherError, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    pki_types::{CertificateDer, ServerName, UnixTime as Now},
};
use std::sync::Arc;

/// Whom a client trusts: servers whose certificate stands under one of these roots and names them.
#[derive(Debug)]
pub struct Trust {
    roots: Roots,
    crls: Crls,
    kind: Kind,
    /// The names of the CIs, as a server is told them.
    names: Vec<DistinguishedName>,
}

/// Which servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An SM-DP+: CERT.DP.TLS.
    SmDp,
    /// An SM-DS: CERT.DS.TLS.
    SmDs,
    /// Either, where an event does not say which of them it names. What it is, it proves to the eUICC.
    Either,
    /// A network operator's, which is told of downloads.
    Operator,
}

/// The server's certificate does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the server's certificate: {0}")]
pub struct NotTrusted(pub ChainError);

impl Trust {
    /// Trust in SM-DP+s under the CIs of `roots`, but for what `crls` revoke.
    #[must_use]
    pub fn new(roots: Roots, crls: Crls) -> Self {
        let known = roots.key_ids().filter_map(|id| roots.get(id));
        let names = known.filter_map(|root| sequence(root.subject_der())).map(DistinguishedName::in_sequence).collect();
        Self { roots, crls, kind: Kind::SmDp, names }
    }

    /// In other servers under the same CIs.
    #[must_use]
    pub fn of(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// As a client takes it: HTTP/1.1, since one download asks one question after the other. A server that asks who the client is
    /// is told that it is `identity`, if there is one.
    ///
    /// # Errors
    /// [`super::TlsError`].
    pub fn client_config(self: Arc<Self>, identity: Option<&Identity>) -> Result<ClientConfig, super::TlsError> {
        let builder = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(self);
        let mut config = match identity {
            Some(identity) => builder.with_client_cert_resolver(identity.for_client()),
            None => builder.with_no_client_auth(),
        };
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }

    fn verify(&self, certificate: &Certificate, server: &str, now: UnixTime) -> Result<(), ChainError> {
        let (roots, crls) = (&self.roots, &self.crls);
        let verified = match (self.kind, certificate.role()) {
            (Kind::SmDs, _) | (Kind::Either, Some(Role::DsTls)) => {
                verify_ds_tls(certificate, server, roots, crls, Some(now))
            }
            (Kind::Operator, _) => {
                return verify_operator_server(certificate, server, roots, crls, Some(now)).map(drop);
            }
            (Kind::SmDp | Kind::Either, _) => verify_tls(certificate, server, roots, crls, Some(now)),
        };
        verified.map(drop)
    }
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        server: &ServerName<'_>,
        _: &[u8],
        now: Now,
    ) -> Result<ServerCertVerified, Error> {
        let certificate = Certificate::parse(end_entity).map_err(|error| not_trusted(error.into()))?;
        let now = UnixTime(now.as_secs());
        self.verify(&certificate, &server.to_str(), now).map_err(not_trusted)?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        signature(message, certificate, signed)
    }

    /// A server with certificates under several CIs shows the one that holds here.
    fn root_hint_subjects(&self) -> Option<&[DistinguishedName]> {
        (!self.names.is_empty()).then_some(&self.names)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ECDSA_NISTP256_SHA256]
    }
}

/// Whether whoever shakes hands has the certificate's key.
pub(super) fn signature(
    message: &[u8],
    certificate: &CertificateDer<'_>,
    signed: &DigitallySignedStruct,
) -> Result<HandshakeSignatureValid, Error> {
    let bad = Error::InvalidCertificate(CertificateError::BadSignature);
    if signed.scheme != SignatureScheme::ECDSA_NISTP256_SHA256 {
        return Err(bad);
    }
    let certificate = Certificate::parse(certificate).map_err(|error| not_trusted(error.into()))?;
    match certificate.public_key() {
        Some(key) if ecdsa::verify_der(key, message, signed.signature()) => Ok(HandshakeSignatureValid::assertion()),
        _ => Err(bad),
    }
}

/// What is inside of a SEQUENCE that is known to be one.
fn sequence(der: &[u8]) -> Option<&[u8]> {
    let header = match der.get(1)? {
        0x81 => 3,
        0x82 => 4,
        length if *length < 0x80 => 2,
        _ => return None,
    };
    der.get(header..)
}

pub(super) fn not_trusted(error: ChainError) -> Error {
    Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(NotTrusted(error)))))
}

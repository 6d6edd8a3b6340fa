use super::{not_trusted, signature};
use model::UnixTime;
use rsp::cert::{Certificate, ChainError};
use rustls::{
    DigitallySignedStruct, DistinguishedName, Error, SignatureScheme,
    client::danger::HandshakeSignatureValid,
    pki_types::{CertificateDer, UnixTime as Now},
    server::danger::{ClientCertVerified, ClientCertVerifier},
};
use std::{fmt, sync::Arc};

/// Whether a client of this certificate is let in at this time.
pub type Verify = dyn Fn(&Certificate, UnixTime) -> Result<(), ChainError> + Send + Sync;

/// Whom a server lets in: clients alone whose certificate it takes.
#[derive(Clone)]
pub struct Clients(Arc<Verify>);

impl fmt::Debug for Clients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clients(..)")
    }
}

impl Clients {
    /// Those whose certificate `verify` takes: it is asked at each handshake.
    pub fn new(verify: impl Fn(&Certificate, UnixTime) -> Result<(), ChainError> + Send + Sync + 'static) -> Self {
        Self(Arc::new(verify))
    }
}

impl ClientCertVerifier for Clients {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        // Whoever has one certificate sends it.
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        now: Now,
    ) -> Result<ClientCertVerified, Error> {
        let certificate = Certificate::parse(end_entity).map_err(|error| not_trusted(error.into()))?;
        (self.0)(&certificate, UnixTime(now.as_secs())).map_err(not_trusted)?;
        Ok(ClientCertVerified::assertion())
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

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ECDSA_NISTP256_SHA256]
    }
}

use super::{not_trusted, signature};
use model::UnixTime;
use rsp::cert::{Certificate, ChainError};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, SignatureScheme,
    client::danger::HandshakeSignatureValid,
    pki_types::{CertificateDer, UnixTime as Now},
    server::danger::{ClientCertVerified, ClientCertVerifier},
};
use std::{fmt, sync::Arc};

/// Whether a client of this certificate is let in at this time: not if the certificate does not hold, nor if it holds and is nobody's
/// who is known (`false`).
pub type Verify = dyn Fn(&Certificate, UnixTime) -> Result<bool, ChainError> + Send + Sync;

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
    pub fn new(verify: impl Fn(&Certificate, UnixTime) -> Result<bool, ChainError> + Send + Sync + 'static) -> Self {
        Self(Arc::new(verify))
    }
}

/// In TLS's own words where it has some, so that the client's log says what is wrong.
fn refused(error: ChainError) -> Error {
    Error::InvalidCertificate(match error {
        ChainError::Expired { .. } => CertificateError::Expired,
        ChainError::NotYetValid { .. } => CertificateError::NotValidYet,
        ChainError::UnknownRoot { .. } => CertificateError::UnknownIssuer,
        ChainError::Revoked { .. } => CertificateError::Revoked,
        other => return not_trusted(other),
    })
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
        match (self.0)(&certificate, UnixTime(now.as_secs())) {
            Ok(true) => Ok(ClientCertVerified::assertion()),
            Ok(false) => Err(Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure)),
            Err(error) => Err(refused(error)),
        }
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

//! The cloud speaks TLS itself, under a certificate and key from files.
#![allow(clippy::unwrap_used, reason = "tests")]

use base64::{Engine, engine::general_purpose::STANDARD};
use landfall_cloud::{
    Settings, Tls,
    serve::{ServeError, Serving, TlsFilesError},
};
use ring::{
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use rsp::{
    Unsigned,
    cert::issue::{self, ServerName, Validity},
};
use rustls::{
    ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring::default_provider, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName as Name, UnixTime},
};
use std::{path::Path, sync::Arc, time::SystemTime};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
};
use tokio_rustls::TlsConnector;

fn random(out: &mut [u8]) {
    SystemRandom::new().fill(out).unwrap();
}

struct Key {
    pkcs8: Vec<u8>,
    pair: EcdsaKeyPair,
}

impl Key {
    fn new() -> Self {
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap();
        Self { pkcs8: pkcs8.as_ref().to_vec(), pair }
    }

    fn public(&self) -> [u8; 65] {
        self.pair.public_key().as_ref().try_into().unwrap()
    }

    fn finish<T>(&self, unsigned: Unsigned<T>) -> T {
        let signature = self.pair.sign(&SystemRandom::new(), &unsigned.message).unwrap();
        unsigned.signed(signature.as_ref().try_into().unwrap())
    }
}

fn pem(path: &Path, label: &str, der: &[u8]) {
    let text = format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der));
    std::fs::write(path, text).unwrap();
}

/// A certificate for `localhost`, and its key.
fn certified() -> (Vec<u8>, Key) {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let validity = Validity::days(model::UnixTime(now - 3_600), 30);
    let (root, own) = (Key::new(), Key::new());
    let ca = root.finish(issue::ci("Nord", "Root", &root.public(), validity, &mut random).unwrap());
    let name = ServerName { organization: "Nord".into(), common_name: "Cloud".into(), oid: "2.999.1".into() };
    let unsigned = issue::tls(&ca, &name, "localhost", &own.public(), validity, &mut random).unwrap();
    (root.finish(unsigned).as_der().to_vec(), own)
}

/// Takes one certificate and no other, and who holds its key.
#[derive(Debug)]
struct Exactly(Vec<u8>, Arc<CryptoProvider>);

impl ServerCertVerifier for Exactly {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &Name<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        assert_eq!(own.as_ref(), self.0);
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, own, signed, &self.1.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, own, signed, &self.1.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.1.signature_verification_algorithms.supported_schemes()
    }
}

// R: F3
#[tokio::test]
async fn it_serves_as_the_certificate_of_its_settings_and_with_no_other_key() {
    let temp = tempfile::tempdir().unwrap();
    let (certificate, key) = certified();
    let [chain, own, other] = ["chain.pem", "key.pem", "other.pem"].map(|name| temp.path().join(name));
    pem(&chain, "CERTIFICATE", &certificate);
    pem(&own, "PRIVATE KEY", &key.pkcs8);
    pem(&other, "PRIVATE KEY", &Key::new().pkcs8);
    let settings = |key: &Path| Settings {
        // Reached from elsewhere, which plain HTTP may not be.
        listen: "0.0.0.0:0".into(),
        tls: Some(Tls { certificate: chain.clone(), key: key.to_owned() }),
        ..Settings::default()
    };
    let data = temp.path().join("data");
    let refused = Serving::start(&data, &settings(&other)).await;
    assert!(matches!(refused, Err(ServeError::Tls(TlsFilesError::Pair(_)))), "{refused:?}");

    let serving = Serving::start(&data, &settings(&own)).await.unwrap();
    assert!(serving.url().starts_with("https://"));
    let port = serving.address().port();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(serving.run(async move { drop(stopped.await) }));
    let provider = Arc::new(default_provider());
    let config = ClientConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions().unwrap();
    let verifier = Arc::new(Exactly(certificate, provider));
    let config = config.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
    let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let name = Name::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    // Who closes without saying so cuts nothing off: the length was said.
    let _ = stream.read_to_end(&mut answer).await;
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
    drop((stream, stop));
    running.await.unwrap();
}

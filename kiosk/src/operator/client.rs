//! A network operator that orders from kiosks (ES2+), certified for both ends of TLS.

use super::{Operator, OperatorError, book::Issued, slug};
use crate::entropy::Entropy;
use base64::{Engine, prelude::BASE64_STANDARD};
use model::UnixTime;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use rsp::cert::{
    Certificate,
    issue::{self, ServerName, Validity},
};
use std::path::Path;
use store::files;
use web::orderer::{CERTIFICATE, KEY, ROOT};
use zeroize::Zeroizing;

/// Who is certified.
#[derive(Debug, Clone)]
pub struct ClientRequest {
    /// Its name.
    pub name: String,
    /// Its functionRequesterIdentifier, an object identifier in digits and dots.
    pub requester: String,
    /// The DNS name at which it is told of downloads, if it is.
    pub host: Option<String>,
    /// For how many days.
    pub days: u32,
}

/// What it gets: its private key is made here, and kept nowhere.
#[derive(Debug)]
pub struct ClientFiles {
    /// Its certificate.
    pub certificate: Certificate,
    /// The root.
    pub root: Certificate,
    /// Its private key, PKCS#8, DER.
    pub key: Zeroizing<Vec<u8>>,
}

impl Operator {
    /// Certifies a client, with a new key.
    ///
    /// # Errors
    /// [`OperatorError`]
    pub fn client(&mut self, request: &ClientRequest, now: UnixTime) -> Result<ClientFiles, OperatorError> {
        let random = SystemRandom::new();
        let unusable = |_| OperatorError::Malformed { file: KEY, why: "no key can be made".to_owned() };
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).map_err(unusable)?;
        let key = Zeroizing::new(made.as_ref().to_vec());
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &key, &random);
        let pair = pair.map_err(|_| OperatorError::Malformed { file: KEY, why: "no key can be made".to_owned() })?;
        let public: [u8; 65] = pair.public_key().as_ref().try_into().expect("P-256 keys are points of 65 bytes");
        let name = ServerName {
            organization: request.name.clone(),
            common_name: request.name.clone(),
            oid: request.requester.clone(),
        };
        // Clocks of kiosks are a little behind, too.
        let validity = Validity::days(UnixTime(now.0.saturating_sub(3_600)), request.days);
        let host = request.host.as_deref();
        let certificate = self.sign(issue::operator(&self.root, &name, host, &public, validity, &mut Entropy)?)?;
        self.book.issued.push(Issued {
            kiosk: book_name(&request.name),
            serial: hex::encode(certificate.serial()),
            until: certificate.not_after().0,
            revoked: false,
        });
        // Before it is given out: what isn't written down can't be taken back.
        self.save()?;
        Ok(ClientFiles { certificate, root: self.root.clone(), key })
    }
}

impl ClientFiles {
    /// Writes them into a folder, as programs that speak TLS read them: `client.pem`, `client.key`, `ca.pem`.
    ///
    /// # Errors
    /// What the system refused.
    pub fn write(&self, folder: &Path) -> Result<(), OperatorError> {
        std::fs::create_dir_all(folder).map_err(|source| OperatorError::File { path: folder.to_owned(), source })?;
        let put = |name: &str, label: &str, der: &[u8]| {
            let path = folder.join(name);
            files::write_atomic(&path, pem(label, der).as_bytes())
                .map_err(|source| OperatorError::File { path, source })
        };
        put(KEY, "PRIVATE KEY", &self.key)?;
        put(ROOT, "CERTIFICATE", self.root.as_der())?;
        put(CERTIFICATE, "CERTIFICATE", self.certificate.as_der())
    }
}

/// How a client stands in the book: no kiosk's name has a space.
pub(super) fn book_name(name: &str) -> String {
    format!("client {}", slug(name))
}

/// RFC 7468.
fn pem(label: &str, der: &[u8]) -> Zeroizing<String> {
    const COLUMNS: usize = 64;
    let text = Zeroizing::new(BASE64_STANDARD.encode(der));
    // Room from the start, so that growing leaves no copies behind.
    let mut out = Zeroizing::new(String::with_capacity(text.len() + text.len() / COLUMNS + 2 * label.len() + 40));
    out.push_str("-----BEGIN ");
    out.push_str(label);
    out.push_str("-----\n");
    for (at, symbol) in text.chars().enumerate() {
        if at > 0 && at.is_multiple_of(COLUMNS) {
            out.push('\n');
        }
        out.push(symbol);
    }
    out.push_str("\n-----END ");
    out.push_str(label);
    out.push_str("-----\n");
    out
}

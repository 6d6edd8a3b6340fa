use super::PushError;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RsaKeyPair},
};
use rustls::pki_types::{PrivatePkcs8KeyDer, pem::PemObject};
use serde_json::{Value, json};
use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};
use zeroize::Zeroizing;

/// What signs JSON Web Tokens (RFC 7519): RS256 or ES256 (RFC 7518 §3.3, §3.4).
pub(super) enum Signer {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
}

impl Signer {
    /// An RSA key, PKCS #8 as PEM.
    pub(super) fn rsa(pem: &str, path: &Path) -> Result<Self, PushError> {
        let der = der(pem, path)?;
        RsaKeyPair::from_pkcs8(&der).map(Self::Rsa).map_err(|why| bad(path, &why.to_string()))
    }

    /// A key on P-256, PKCS #8 as PEM.
    pub(super) fn ec(pem: &str, path: &Path) -> Result<Self, PushError> {
        let (der, random) = (der(pem, path)?, SystemRandom::new());
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &der, &random);
        key.map(Self::Ec).map_err(|why| bad(path, &why.to_string()))
    }

    /// `head.claims.signature`.
    pub(super) fn token(&self, kid: &str, claims: &Value) -> Result<String, PushError> {
        let alg = if matches!(self, Self::Rsa(_)) { "RS256" } else { "ES256" };
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&json!({ "alg": alg, "kid": kid, "typ": "JWT" })), part(claims));
        let random = SystemRandom::new();
        let failed = |_| PushError::Refused { status: 0, why: "a token could not be signed".to_owned() };
        let signature = match self {
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature).map_err(failed)?;
                signature
            }
            Self::Ec(key) => key.sign(&random, signed.as_bytes()).map_err(failed)?.as_ref().to_vec(),
        };
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

fn der(pem: &str, path: &Path) -> Result<Zeroizing<Vec<u8>>, PushError> {
    let key =
        PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| bad(path, "there is no PKCS #8 key in it"))?;
    Ok(Zeroizing::new(key.secret_pkcs8_der().to_vec()))
}

pub(super) fn bad(path: &Path, why: &str) -> PushError {
    PushError::Key { path: path.to_owned(), why: why.to_owned() }
}

/// A token that is used until it ends.
#[derive(Default)]
pub(super) struct Kept(Mutex<Option<(Zeroizing<String>, u64)>>);

impl Kept {
    /// It, if it is good at `now`.
    pub(super) fn at(&self, now: u64) -> Option<Zeroizing<String>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(_, until)| now < *until).map(|(token, _)| token.clone())
    }

    /// This one until then.
    pub(super) fn keep(&self, token: &str, until: u64) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Zeroizing::new(token.to_owned()), until));
    }

    /// It is not taken any more.
    pub(super) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

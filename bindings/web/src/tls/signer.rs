use rsp::cert::ecdsa;
use rustls::{
    Error, SignatureAlgorithm, SignatureScheme,
    sign::{Signer, SigningKey},
};
use std::{fmt, sync::Arc};

/// Signs with the private key of a TLS certificate, wherever that lies: ECDSA P-256 over SHA-256 of the message, raw `r ‖ s`.
pub type Sign = dyn Fn(&[u8]) -> Result<[u8; 64], String> + Send + Sync;

/// A key behind [`Sign`], as rustls asks for it.
#[derive(Clone)]
pub(super) struct Key(pub(super) Arc<Sign>);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

impl SigningKey for Key {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        offered.contains(&SignatureScheme::ECDSA_NISTP256_SHA256).then(|| Box::new(self.clone()) as Box<dyn Signer>)
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::ECDSA
    }
}

impl Signer for Key {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        (self.0)(message).map(|signature| ecdsa::raw_to_der(&signature)).map_err(Error::General)
    }

    fn scheme(&self) -> SignatureScheme {
        SignatureScheme::ECDSA_NISTP256_SHA256
    }
}

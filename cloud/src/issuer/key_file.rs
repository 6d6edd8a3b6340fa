//! Keys in files that their owner alone reads. A key that is kept better stands behind [`SigningKey`] as well.

use super::{IssuerError, SigningKey};
use crate::new_file;
use async_trait::async_trait;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use rsp::crypto::PrivateKey;
use std::{io, os::unix::fs::PermissionsExt, path::Path};
use zeroize::Zeroizing;

/// A key out of a file: PKCS#8 or SEC 1, PEM or DER.
pub struct KeyFile {
    pair: EcdsaKeyPair,
    public_key: [u8; 65],
}

impl KeyFile {
    /// Reads it.
    ///
    /// # Errors
    /// [`IssuerError`]
    pub fn read(path: &Path) -> Result<Self, IssuerError> {
        let file = |source| IssuerError::File { path: path.to_owned(), source };
        let bytes = Zeroizing::new(std::fs::read(path).map_err(file)?);
        if std::fs::metadata(path).map_err(file)?.permissions().mode() & 0o077 != 0 {
            return Err(IssuerError::Open(path.to_owned()));
        }
        let key = PrivateKey::read(&bytes).map_err(|error| IssuerError::Key { path: path.to_owned(), error })?;
        Self::of(key.pkcs8.expose())
    }

    /// Reads it; if there is none, makes one, durable before it is used. Instances that start at once have the same.
    ///
    /// # Errors
    /// [`IssuerError`]
    pub fn read_or_make(path: &Path) -> Result<Self, IssuerError> {
        if path.exists() {
            return Self::read(path);
        }
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        let made = made.map_err(|_| IssuerError::Signing)?;
        let file = |source: io::Error| IssuerError::File { path: path.to_owned(), source };
        new_file::make(path, made.as_ref()).map_err(file)?;
        Self::read(path)
    }

    fn of(pkcs8: &[u8]) -> Result<Self, IssuerError> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &SystemRandom::new());
        let pair = pair.map_err(|_| IssuerError::Signing)?;
        let public = ring::signature::KeyPair::public_key(&pair).as_ref().try_into();
        Ok(Self { public_key: public.map_err(|_| IssuerError::Signing)?, pair })
    }
}

#[async_trait]
impl SigningKey for KeyFile {
    fn public_key(&self) -> [u8; 65] {
        self.public_key
    }

    async fn sign(&self, message: &[u8]) -> Result<[u8; 64], IssuerError> {
        let signature = self.pair.sign(&SystemRandom::new(), message).map_err(|_| IssuerError::Signing)?;
        signature.as_ref().try_into().map_err(|_| IssuerError::Signing)
    }
}

impl std::fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyFile(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: F6
    #[test]
    fn instances_that_start_together_have_one_key() {
        for _ in 0..20 {
            let folder = tempfile::tempdir().expect("temp folder");
            let path = folder.path().join("eum.key");
            let start = std::sync::Barrier::new(16);
            let keys: Vec<[u8; 65]> = std::thread::scope(|scope| {
                let make = || {
                    start.wait();
                    KeyFile::read_or_make(&path).expect("made or read").public_key()
                };
                let makers: Vec<_> = (0..16).map(|_| scope.spawn(make)).collect();
                makers.into_iter().map(|maker| maker.join().expect("runs")).collect()
            });
            let kept = KeyFile::read(&path).expect("read").public_key();
            assert!(keys.iter().all(|key| *key == kept));
            assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 1, "nothing else stays");
        }
    }
}

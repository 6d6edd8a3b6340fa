//! The kiosk's keys: those that sign stay in the keystore; those that don't sign (X25519, HMAC) are wrapped by it.

use crate::{
    entropy::Entropy,
    seal::{OpeningKey, SealingKey},
};
use model::{Random, SecretBytes};
use ring::{digest, hmac};
use rsp::cert::Certificate;
use store::{Folder, Store, params};
use vault::{KeyId, Keystore, KeystoreError, SoftwareKeystore};
use zeroize::Zeroizing;

pub use vault::keystore::software::Unlock;

/// A signing key of the kiosk (P-256).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyName {
    /// Signs as SM-DP+ in authentication (CERT.DPauth).
    DpAuth,
    /// Signs as SM-DP+ for profile binding (CERT.DPpb).
    DpPb,
    /// Signs eUICC certificates of phones that have none (CERT.EUM).
    Eum,
    /// Proves the kiosk to phones that come by HTTPS (CERT.DP.TLS).
    Tls,
    /// Signs as SM-DS in authentication (CERT.DSauth).
    DsAuth,
    /// Proves the SM-DS to phones (CERT.DS.TLS).
    DsTls,
    /// Signs reports to the cloud; names the kiosk there.
    Report,
}

impl KeyName {
    fn id(self) -> KeyId {
        KeyId::from(self.as_str())
    }

    /// The name under which the SM-DP+ asks for a signature.
    pub(crate) fn smdp(self) -> smdp::KeyName {
        smdp::KeyName(self.as_str().to_owned())
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::DpAuth => "kiosk.dp-auth",
            Self::DpPb => "kiosk.dp-pb",
            Self::Eum => "kiosk.eum",
            Self::Tls => "kiosk.tls",
            Self::DsAuth => "kiosk.ds-auth",
            Self::DsTls => "kiosk.ds-tls",
            Self::Report => "kiosk.report",
        }
    }
}

const WRAPPING: &str = "kiosk.wrapping";

/// Why the keys can't be used.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// They are not there.
    #[error("the kiosk has no keys here; run `landfall-kiosk init`")]
    Missing,
    /// The keystore refused.
    #[error("the kiosk's keys can't be opened: {0}")]
    Keystore(#[from] KeystoreError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// The kiosk's keys, open.
pub struct Keys {
    keystore: Box<dyn Keystore>,
    /// Opens stock.
    pub(crate) opening: OpeningKey,
    /// X25519, proves the kiosk to phones near by.
    pub(crate) nearfield: SecretBytes,
    /// Names reservations.
    pub(crate) matching: hmac::Key,
}

impl Keys {
    /// Whether the kiosk in `folder` asks for a passphrase.
    ///
    /// # Errors
    /// [`KeysError`]
    pub fn need_passphrase(folder: &Folder) -> Result<bool, KeysError> {
        if !SoftwareKeystore::exists(folder) {
            return Err(KeysError::Missing);
        }
        Ok(SoftwareKeystore::needs_passphrase(folder)?)
    }

    /// Makes the kiosk's keys, or opens those that an interrupted `init` made.
    ///
    /// # Errors
    /// [`KeysError`]
    pub(crate) fn make(folder: &Folder, store: &Store, unlock: &Unlock) -> Result<Self, KeysError> {
        let keystore = if SoftwareKeystore::exists(folder) {
            SoftwareKeystore::open(folder, unlock)?
        } else {
            SoftwareKeystore::create(folder, unlock)?
        };
        for name in [KeyName::DpAuth, KeyName::DpPb, KeyName::Eum, KeyName::Tls] {
            keystore.generate_signing_key(&name.id(), &[])?;
        }
        keystore.make_wrapping_key(&KeyId::from(WRAPPING))?;
        if wrapped(store)?.is_none() {
            let mut secrets = Zeroizing::new([0; 96]);
            Entropy.fill(&mut *secrets);
            let wrapped = keystore.wrap(&KeyId::from(WRAPPING), &*secrets)?;
            let public = OpeningKey::new(*part(&secrets, 0)).public();
            store.write_now::<_, store::Error, _>(move |tx| {
                tx.execute("INSERT INTO setting (name, value) VALUES ('secrets', ?1)", params![wrapped])?;
                tx.execute("INSERT INTO setting (name, value) VALUES ('sealing-key', ?1)", params![public.0])?;
                Ok(())
            })?;
        }
        Self::open_with(Box::new(keystore), store)
    }

    /// Opens the kiosk's keys.
    ///
    /// # Errors
    /// [`KeysError`]
    pub(crate) fn open(folder: &Folder, store: &Store, unlock: &Unlock) -> Result<Self, KeysError> {
        if !SoftwareKeystore::exists(folder) {
            return Err(KeysError::Missing);
        }
        Self::open_with(Box::new(SoftwareKeystore::open(folder, unlock)?), store)
    }

    fn open_with(keystore: Box<dyn Keystore>, store: &Store) -> Result<Self, KeysError> {
        let wrapped = wrapped(store)?.ok_or(KeysError::Missing)?;
        let secrets = keystore.unwrap(&KeyId::from(WRAPPING), &wrapped)?;
        let secrets: Zeroizing<[u8; 96]> = Zeroizing::new(secrets.expose().try_into().map_err(|_| KeysError::Missing)?);
        Ok(Self::of(keystore, &secrets))
    }

    fn of(keystore: Box<dyn Keystore>, secrets: &[u8; 96]) -> Self {
        Self {
            keystore,
            opening: OpeningKey::new(*part(secrets, 0)),
            nearfield: SecretBytes::from(part(secrets, 32).as_slice()),
            matching: hmac::Key::new(hmac::HMAC_SHA256, part(secrets, 64).as_slice()),
        }
    }

    /// ECDSA P-256 over SHA-256 of `message`, raw `r ‖ s`.
    ///
    /// # Errors
    /// What the keystore refused.
    pub fn sign(&self, name: KeyName, message: &[u8]) -> Result<[u8; 64], KeystoreError> {
        self.keystore.sign(&name.id(), message)
    }

    /// The name of a certificate's key: the kiosk's own one for this purpose, or one that came with the certificate.
    pub(crate) fn of_certificate(&self, certificate: &Certificate, own: KeyName) -> smdp::KeyName {
        match self.public(own) {
            Ok(public) if certificate.public_key() == Some(&public) => own.smdp(),
            _ => smdp::KeyName(certificate_key(certificate).0),
        }
    }

    /// As [`Keys::sign`], with the key of this name.
    pub(crate) fn sign_as(&self, name: &smdp::KeyName, message: &[u8]) -> Result<[u8; 64], KeystoreError> {
        self.keystore.sign(&KeyId(name.0.clone()), message)
    }

    /// Keeps a key that came with a certificate.
    pub(crate) fn import(&self, id: &KeyId, pkcs8: &SecretBytes) -> Result<(), KeystoreError> {
        self.keystore.import_signing_key(id, pkcs8).map(drop)
    }

    /// Makes a signing key, unless it is there; its public half.
    pub(crate) fn ensure(&self, name: KeyName) -> Result<[u8; 65], KeystoreError> {
        Ok(self.keystore.generate_signing_key(&name.id(), &[])?.public_key)
    }

    /// The public half, `04 ‖ x ‖ y`.
    ///
    /// # Errors
    /// What the keystore refused.
    pub fn public(&self, name: KeyName) -> Result<[u8; 65], KeystoreError> {
        Ok(self.keystore.attest(&name.id())?.public_key)
    }

    /// The X25519 public key that the kiosk proves itself with.
    #[must_use]
    pub fn nearfield_public(&self) -> [u8; 32] {
        let secret: [u8; 32] = self.nearfield.expose().try_into().expect("32 bytes by construction");
        x25519_dalek::PublicKey::from(&x25519_dalek::StaticSecret::from(secret)).to_bytes()
    }
}

/// Under which name the key of a certificate is kept that came with it: by the key itself, so that a new one gets in no old one's way.
pub(crate) fn certificate_key(certificate: &Certificate) -> KeyId {
    let hash = digest::digest(&digest::SHA256, certificate.key().as_bytes());
    KeyId(format!("kiosk.given.{}", hex::encode(hash.as_ref().get(..16).unwrap_or_default())))
}

/// The public key that stock is sealed for.
///
/// # Errors
/// If the database can't be read; `None` before `init`.
pub fn sealing_key(store: &Store) -> Result<Option<SealingKey>, store::Error> {
    store.read(|tx| {
        let key = tx.query_optional("SELECT value FROM setting WHERE name = 'sealing-key'", [], |row| row.get(0))?;
        Ok(key.map(SealingKey))
    })
}

fn wrapped(store: &Store) -> Result<Option<Vec<u8>>, store::Error> {
    store.read(|tx| Ok(tx.query_optional("SELECT value FROM setting WHERE name = 'secrets'", [], |row| row.get(0))?))
}

/// One of the three keys of 32 bytes that are wrapped together.
fn part(secrets: &[u8; 96], at: usize) -> Zeroizing<[u8; 32]> {
    let mut out = Zeroizing::new([0; 32]);
    out.iter_mut().zip(secrets.iter().skip(at)).for_each(|(to, from)| *to = *from);
    out
}

//! The operator's side, in a folder of its own that never lies on a kiosk: the root that certifies kiosks, signs packages
//! and issues vouchers. A desk's stand-in for an operator's certification office.

mod book;
mod certify;
pub mod client;
mod error;
mod given;
mod revoke;
mod sign;

pub use certify::{Days, DiscoveryCertificates, DiscoveryRequest, KioskCertificates, KioskRequest};
pub use error::OperatorError;
pub use given::GivenRoot;
pub use revoke::{RevocationList, Whose};

use crate::{entropy::Entropy, keys::Unlock};
use book::Book;
use model::UnixTime;
use rsp::{
    Unsigned,
    cert::{
        Certificate,
        issue::{self, Validity},
    },
};
use std::{collections::BTreeMap, path::Path};
use store::{Folder, files};
use vault::{KeyId, Keystore, SoftwareKeystore};

const ROOT_KEY: &str = "operator.root";
const ROOT: &str = "root.der";
const BOOK: &str = "operator.toml";
/// A root outlives what it certifies by far.
const ROOT_DAYS: u32 = 3_650;
const EID_DIGITS: std::ops::RangeInclusive<usize> = 4..=18;

/// The operator's folder, open.
pub struct Operator {
    folder: Folder,
    keystore: SoftwareKeystore,
    root: Certificate,
    book: Book,
    warning: Option<String>,
}

impl Operator {
    /// Makes an operator: root key, root certificate (`root.der`, to be installed on phones), voucher key.
    ///
    /// # Errors
    /// [`OperatorError`]
    pub fn init(
        dir: &Path,
        name: &str,
        eid_prefix: &str,
        unlock: &Unlock,
        now: UnixTime,
    ) -> Result<Self, OperatorError> {
        Self::make(dir, name, eid_prefix, unlock, |keystore| {
            let key = keystore.generate_signing_key(&KeyId::from(ROOT_KEY), &[])?.public_key;
            let root = issue::ci(name, &format!("{name} root"), &key, Validity::days(now, ROOT_DAYS), &mut Entropy)?;
            sign(keystore, root)
        })
    }

    /// Makes an operator whose root is a CI that is there already: its kiosks then serve the eUICCs of that CI.
    ///
    /// # Errors
    /// [`OperatorError`]
    pub fn under(
        dir: &Path,
        name: &str,
        eid_prefix: &str,
        unlock: &Unlock,
        given: &GivenRoot,
    ) -> Result<Self, OperatorError> {
        let root = given.certificate()?;
        Self::make(dir, name, eid_prefix, unlock, |keystore| {
            keystore.import_signing_key(&KeyId::from(ROOT_KEY), &given.key.pkcs8)?;
            Ok(root)
        })
    }

    fn make(
        dir: &Path,
        name: &str,
        eid_prefix: &str,
        unlock: &Unlock,
        root: impl FnOnce(&SoftwareKeystore) -> Result<Certificate, OperatorError>,
    ) -> Result<Self, OperatorError> {
        if !EID_DIGITS.contains(&eid_prefix.len()) || !eid_prefix.bytes().all(|b| b.is_ascii_digit()) {
            return Err(OperatorError::EidPrefix);
        }
        let folder = Folder::claim(dir)?;
        if folder.path().join(BOOK).exists() {
            return Err(OperatorError::Exists(folder.path().to_owned()));
        }
        let keystore = if SoftwareKeystore::exists(&folder) {
            SoftwareKeystore::open(&folder, unlock)?
        } else {
            SoftwareKeystore::create(&folder, unlock)?
        };
        let root = root(&keystore)?;
        let book = Book {
            name: name.to_owned(),
            eid_prefix: eid_prefix.to_owned(),
            kiosks: Vec::new(),
            crl: 0,
            keys: BTreeMap::new(),
            issued: Vec::new(),
        };
        let operator = Self { folder, keystore, root, book, warning: None };
        operator.make_voucher_key()?;
        operator.write(ROOT, operator.root.as_der())?;
        operator.save()?;
        Ok(operator)
    }

    /// Opens the operator's folder.
    ///
    /// # Errors
    /// [`OperatorError`]
    pub fn open(dir: &Path, unlock: &Unlock) -> Result<Self, OperatorError> {
        let path = dir.join(BOOK);
        let text = std::fs::read_to_string(&path).map_err(|source| OperatorError::File { path, source })?;
        let folder = Folder::claim(dir)?;
        let keystore = SoftwareKeystore::open(&folder, unlock)?;
        let book: Book =
            toml::from_str(&text).map_err(|e| OperatorError::Malformed { file: BOOK, why: e.message().to_owned() })?;
        let path = folder.path().join(ROOT);
        let der = std::fs::read(&path).map_err(|source| OperatorError::File { path, source })?;
        let root = Certificate::parse(&der).map_err(|e| OperatorError::Malformed { file: ROOT, why: e.to_string() })?;
        Ok(Self { folder, keystore, root, book, warning: None })
    }

    /// Whether the operator in `dir` asks for a passphrase.
    ///
    /// # Errors
    /// [`OperatorError`]
    pub fn needs_passphrase(dir: &Path) -> Result<bool, OperatorError> {
        let folder = Folder::claim(dir)?;
        Ok(SoftwareKeystore::exists(&folder) && SoftwareKeystore::needs_passphrase(&folder)?)
    }

    /// The root certificate.
    #[must_use]
    pub const fn root(&self) -> &Certificate {
        &self.root
    }

    /// The operator's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.book.name
    }

    fn sign<T>(&self, unsigned: Unsigned<T>) -> Result<T, OperatorError> {
        sign(&self.keystore, unsigned)
    }

    fn save(&self) -> Result<(), OperatorError> {
        let text =
            toml::to_string(&self.book).map_err(|e| OperatorError::Malformed { file: BOOK, why: e.to_string() })?;
        self.write(BOOK, text.as_bytes())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), OperatorError> {
        let path = self.folder.path().join(name);
        files::write_atomic(&path, bytes).map_err(|source| OperatorError::File { path, source })
    }
}

fn sign<T>(keystore: &SoftwareKeystore, unsigned: Unsigned<T>) -> Result<T, OperatorError> {
    let signature = keystore.sign(&KeyId::from(ROOT_KEY), &unsigned.message)?;
    Ok(unsigned.signed(signature))
}

/// A name as certificates and DNS take it: `Gate 7` → `gate-7`.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().take(63) {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() { "kiosk".to_owned() } else { out.to_owned() }
}

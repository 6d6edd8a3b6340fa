//! The operator's side, in a folder of its own that never lies on a kiosk: the root that certifies kiosks, signs packages
//! and issues vouchers. A desk's stand-in for an operator's certification office.

use crate::{
    authorise::voucher::{self, Terms},
    entropy::Entropy,
    keys::Unlock,
    packages,
};
use model::{Platform, UnixTime};
use nearfield::message::{Manifest, PackageKind};
use ring::signature::{Ed25519KeyPair, KeyPair};
use rsp::{
    Unsigned,
    cert::{
        Certificate,
        issue::{self, IssueError, ServerName, Validity},
    },
};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};
use store::{Folder, files};
use vault::{KeyId, Keystore, KeystoreError, SoftwareKeystore};
use zeroize::Zeroizing;

const ROOT_KEY: &str = "operator.root";
const VOUCHER_KEY: &str = "operator.voucher";
const ROOT: &str = "root.der";
const BOOK: &str = "operator.toml";
const VOUCHER: &str = "voucher.key";
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

/// What the operator keeps besides keys: `operator.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Book {
    /// The operator's name.
    name: String,
    /// The first digits of all EIDs that its kiosks give.
    eid_prefix: String,
    /// Kiosks in the order of their certification; each has a range of its own.
    kiosks: Vec<String>,
    /// Number of the latest revocation list.
    #[serde(default)]
    crl: u64,
    /// The near-field keys of the kiosks, by name: two kiosks of one name are noticed.
    #[serde(default)]
    keys: BTreeMap<String, String>,
    /// Certificates that were issued.
    #[serde(default)]
    issued: Vec<Issued>,
}

/// A certificate that was issued, until it ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Issued {
    kiosk: String,
    /// Hex.
    serial: String,
    /// Seconds since 1970.
    until: u64,
    #[serde(default)]
    revoked: bool,
}

/// A revocation list, signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationList {
    /// Rises with each list.
    pub number: u64,
    /// How many certificates it names.
    pub revoked: usize,
    /// The list.
    pub der: Vec<u8>,
}

/// What a new kiosk asks its operator for. Nothing of it is secret.
#[derive(Debug, Clone)]
pub struct KioskRequest {
    /// The kiosk's name.
    pub name: String,
    /// Its DPauth key.
    pub dp_auth: [u8; 65],
    /// Its DPpb key.
    pub dp_pb: [u8; 65],
    /// Its EUM key.
    pub eum: [u8; 65],
    /// Its X25519 key.
    pub nearfield: [u8; 32],
}

/// What the operator gives it.
#[derive(Debug, Clone)]
pub struct KioskCertificates {
    /// The root.
    pub root: Certificate,
    /// CERT.DPauth.
    pub dp_auth: Certificate,
    /// CERT.DPpb.
    pub dp_pb: Certificate,
    /// CERT.EUM: limited to the kiosk's EID range, and to days.
    pub eum: Certificate,
    /// Certifies the near-field key.
    pub nearfield: Certificate,
    /// The operator's name.
    pub operator: String,
}

/// How long certificates live, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The EUM's: a stolen one mints cards until then.
    pub eum: u32,
    /// The others'.
    pub others: u32,
}

impl Default for Days {
    fn default() -> Self {
        Self { eum: 14, others: 90 }
    }
}

/// Why the operator's folder can't be used.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// Another process owns the folder.
    #[error(transparent)]
    Folder(#[from] store::OpenError),
    /// The keystore refused.
    #[error("the operator's keys can't be used: {0}")]
    Keystore(#[from] KeystoreError),
    /// A file can't be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is an operator in the folder already.
    #[error("{} holds an operator already", .0.display())]
    Exists(PathBuf),
    /// A file is not what it should be.
    #[error("{file} in the operator's folder is malformed: {why}")]
    Malformed {
        /// The file.
        file: &'static str,
        /// Why.
        why: String,
    },
    /// A certificate can't be made of these names.
    #[error("a certificate can't be made: {0}")]
    Issue(#[from] IssueError),
    /// No kiosk has that name.
    #[error("this operator has certified no kiosk named {0}")]
    NoKiosk(String),
    /// The EID prefix is no range.
    #[error("the EID prefix must be 4 to 18 digits")]
    EidPrefix,
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
        let key = keystore.generate_signing_key(&KeyId::from(ROOT_KEY), &[])?.public_key;
        let root = issue::ci(name, &format!("{name} root"), &key, Validity::days(now, ROOT_DAYS), &mut Entropy)?;
        let root = sign(&keystore, root)?;
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

    /// Certifies a kiosk, anew if it was before: the same name keeps its EID range.
    ///
    /// # Errors
    /// [`OperatorError`]
    pub fn certify(
        &mut self,
        request: &KioskRequest,
        days: Days,
        now: UnixTime,
    ) -> Result<KioskCertificates, OperatorError> {
        let name = slug(&request.name);
        let place = match self.book.kiosks.iter().position(|k| *k == name) {
            Some(place) => place,
            None => {
                self.book.kiosks.push(name.clone());
                self.book.kiosks.len() - 1
            }
        };
        let key = hex::encode(request.nearfield);
        let known = self.book.keys.insert(name.clone(), key.clone());
        self.warning = known.filter(|known| *known != key).map(|_| {
            format!(
                "a kiosk named {name} was certified before, with other keys: if it is still in use, the two share a name, \
                 a range of EIDs and an OID; make this one anew under another name"
            )
        });
        self.save()?;
        let random = &mut Entropy;
        let operator = self.book.name.clone();
        // Clocks of phones are a little behind, too.
        let from = UnixTime(now.0.saturating_sub(3_600));
        let (long, short) = (Validity::days(from, days.others + 1), Validity::days(from, days.eum + 1));
        // 2.999 is the arc for examples (ITU-T X.660): an operator with an arc of its own puts it here.
        let server =
            ServerName { organization: operator.clone(), common_name: name.clone(), oid: format!("2.999.{place}") };
        let prefix = format!("{}{place:06}", self.book.eid_prefix);
        let dp_auth = self.sign(issue::dp_auth(&self.root, &server, &request.dp_auth, long, random)?)?;
        let dp_pb = self.sign(issue::dp_pb(&self.root, &server, &request.dp_pb, long, random)?)?;
        let eum = issue::eum(&self.root, &operator, &format!("{name} EUM"), &request.eum, &[&prefix], short, random)?;
        let eum = self.sign(eum)?;
        let nearfield = self.sign(issue::kiosk(&self.root, &name, &request.nearfield, long, random)?)?;
        self.book.issued.retain(|issued| issued.until > now.0);
        for certificate in [&dp_auth, &dp_pb, &eum, &nearfield] {
            let serial = hex::encode(certificate.serial());
            let until = certificate.not_after().0;
            self.book.issued.push(Issued { kiosk: name.clone(), serial, until, revoked: false });
        }
        // Before they are given out: what isn't written down can't be taken back.
        self.save()?;
        Ok(KioskCertificates { root: self.root.clone(), dp_auth, dp_pb, eum, nearfield, operator })
    }

    /// What is odd about the latest certification.
    #[must_use]
    pub fn warning(&self) -> Option<&str> {
        self.warning.as_deref()
    }

    /// Takes back every certificate of a kiosk that lives still, and signs a list of all that were taken back.
    ///
    /// # Errors
    /// [`OperatorError`]
    pub fn revoke(&mut self, kiosk: Option<&str>, days: u32, now: UnixTime) -> Result<RevocationList, OperatorError> {
        if let Some(kiosk) = kiosk {
            let name = slug(kiosk);
            if !self.book.kiosks.contains(&name) {
                return Err(OperatorError::NoKiosk(name));
            }
            self.book.issued.iter_mut().filter(|i| i.kiosk == name).for_each(|i| i.revoked = true);
        }
        self.book.crl += 1;
        self.save()?;
        let named = self.book.issued.iter().filter(|i| i.revoked && i.until > now.0);
        let malformed = |_| OperatorError::Malformed { file: BOOK, why: "a serial number is not hex".to_owned() };
        let serials = named.map(|i| hex::decode(&i.serial)).collect::<Result<Vec<_>, _>>().map_err(malformed)?;
        let serials: Vec<&[u8]> = serials.iter().map(Vec::as_slice).collect();
        let next = now.plus(u64::from(days) * 86_400);
        let der = self.sign(issue::crl(&self.root, self.book.crl, now, next, &serials)?)?;
        Ok(RevocationList { number: self.book.crl, revoked: serials.len(), der })
    }

    /// Signs a management program or driver: the content of its `.manifest` file.
    ///
    /// # Errors
    /// [`OperatorError`]
    pub fn sign_package(
        &self,
        kind: PackageKind,
        class_id: &str,
        platform: Platform,
        version: &str,
        bytes: &[u8],
    ) -> Result<Vec<u8>, OperatorError> {
        let manifest = Manifest::of(kind, class_id, platform, version, bytes).encode();
        let signature = self.keystore.sign(&KeyId::from(ROOT_KEY), &Manifest::to_sign(&manifest))?;
        Ok(packages::manifest_file(&manifest, &signature))
    }

    /// The key by which this operator's vouchers are checked; goes into stock files.
    ///
    /// # Errors
    /// [`OperatorError`]
    pub fn voucher_key(&self) -> Result<[u8; 32], OperatorError> {
        Ok(public(&self.voucher_pair()?))
    }

    /// Makes a voucher.
    ///
    /// # Errors
    /// [`OperatorError`]
    pub fn voucher(&self, terms: &Terms) -> Result<String, OperatorError> {
        let pair = self.voucher_pair()?;
        let message = voucher::to_sign(&public(&pair), terms, &mut Entropy);
        let signature = pair.sign(&message);
        let signature: &[u8; 64] = signature.as_ref().try_into().expect("Ed25519 signatures have 64 bytes");
        Ok(voucher::text(&message, signature))
    }

    fn make_voucher_key(&self) -> Result<(), OperatorError> {
        let mut seed = Zeroizing::new([0; 32]);
        model::Random::fill(&mut Entropy, &mut *seed);
        self.keystore.make_wrapping_key(&KeyId::from(VOUCHER_KEY))?;
        let wrapped = self.keystore.wrap(&KeyId::from(VOUCHER_KEY), &*seed)?;
        self.write(VOUCHER, &wrapped)
    }

    fn voucher_pair(&self) -> Result<Ed25519KeyPair, OperatorError> {
        let path = self.folder.path().join(VOUCHER);
        let wrapped = std::fs::read(&path).map_err(|source| OperatorError::File { path, source })?;
        let seed = self.keystore.unwrap(&KeyId::from(VOUCHER_KEY), &wrapped)?;
        Ed25519KeyPair::from_seed_unchecked(seed.expose())
            .map_err(|_| OperatorError::Malformed { file: VOUCHER, why: "not a seed of 32 bytes".to_owned() })
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

fn public(pair: &Ed25519KeyPair) -> [u8; 32] {
    pair.public_key().as_ref().try_into().expect("Ed25519 keys have 32 bytes")
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

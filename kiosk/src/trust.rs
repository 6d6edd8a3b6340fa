//! Whom the kiosk believes beside its own operator: roots of phones' key attestations (E8), and the operator's revocation
//! lists. Files in the data folder's `trust`, not rows of the database: a backup that is restored must not forget a
//! revocation.

use crate::identity::Identity;
use model::UnixTime;
use ring::digest;
use rsp::cert::{
    Certificate, ChainError,
    attestation::{AttestationError, AttestationTrust, verify_android},
    chain::{Crls, Roots, StaleCrl},
};
use serde::{Deserialize, Serialize};
use std::{
    io,
    path::{Path, PathBuf},
};
use store::files;

const ROOTS: &str = "trust/attestation-roots";
const CRLS: &str = "trust/crls";
const CLIENTS: &str = "trust/client-roots";

/// What the trust folder holds.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// By which phones' key attestations are judged.
    pub attestation: AttestationTrust,
    /// Certificates that the operator took back.
    pub crls: Crls,
    /// Under which operators that order (ES2+) stand: the kiosk's own operator, and those that were installed.
    pub clients: Roots,
}

/// Why something is not trusted, or the folder can't be used.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// A file can't be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Not a root that attestations can end at.
    #[error("{} is no attestation root: {source}", path.display())]
    Root {
        /// The file.
        path: PathBuf,
        /// Why.
        source: AttestationError,
    },
    /// Not a root that operators' certificates can stand under.
    #[error("{} is no root for operators that order: {source}", path.display())]
    ClientRoot {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ChainError,
    },
    /// Not a revocation list of this kiosk's operator.
    #[error("{} is no revocation list of this kiosk's operator: {source}", path.display())]
    Crl {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ChainError,
    },
}

/// One file of the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trusted {
    /// `attestation-root`, `client-root` or `crl`.
    pub kind: String,
    /// The file; removing it ends the trust at the next start.
    pub file: PathBuf,
}

impl Trust {
    /// Reads the trust folder of a data folder.
    ///
    /// # Errors
    /// [`TrustError`]: a file that can't be used is named, since a revocation that is passed over in silence would let
    /// in what was taken back.
    pub fn read(folder: &Path, identity: &Identity) -> Result<Self, TrustError> {
        let crls = Crls::new(StaleCrl::StillUse);
        let mut trust = Self { attestation: AttestationTrust::default(), crls, clients: identity.roots() };
        for path in listed(&folder.join(ROOTS))? {
            let der = read(&path)?;
            check_root(&der, None).map_err(|source| TrustError::Root { path, source })?;
            trust.attestation.roots.push(der);
        }
        for path in listed(&folder.join(CLIENTS))? {
            let root = client_root(&read(&path)?);
            let added = root.and_then(|root| trust.clients.add(root));
            added.map_err(|source| TrustError::ClientRoot { path, source })?;
        }
        for path in listed(&folder.join(CRLS))? {
            match trust.crls.add(&read(&path)?, &identity.roots()) {
                // Of an interrupted `add_crl`: a newer one of the same issuer is here too.
                Ok(_) | Err(ChainError::CrlOlder { .. }) => {}
                Err(source) => return Err(TrustError::Crl { path, source }),
            }
        }
        Ok(trust)
    }
}

/// Installs a root (DER) at which phones' key attestations may end, such as Google's hardware attestation roots.
///
/// # Errors
/// [`TrustError`]
pub fn add_root(folder: &Path, file: &Path, now: UnixTime) -> Result<PathBuf, TrustError> {
    let der = read(file)?;
    check_root(&der, Some(now)).map_err(|source| TrustError::Root { path: file.to_owned(), source })?;
    keep(&folder.join(ROOTS), &der)
}

/// Installs a root (DER) under which operators that order stand, beside the kiosk's own operator. Answers its key id, which `[[client]]`
/// names.
///
/// # Errors
/// [`TrustError`]
pub fn add_client_root(folder: &Path, file: &Path) -> Result<(PathBuf, String), TrustError> {
    let der = read(file)?;
    let refused = |source| TrustError::ClientRoot { path: file.to_owned(), source };
    let root = client_root(&der).map_err(refused)?;
    let key_id = hex::encode(root.subject_key_id());
    Roots::new().add(root).map_err(refused)?;
    Ok((keep(&folder.join(CLIENTS), &der)?, key_id))
}

/// Installs a revocation list (DER) that the kiosk's operator signed, in place of older ones. Answers its number.
///
/// # Errors
/// [`TrustError`]
pub fn add_crl(folder: &Path, file: &Path, identity: &Identity) -> Result<(PathBuf, u64), TrustError> {
    let list = read(file)?;
    let roots = identity.roots();
    let mut crls = Trust::read(folder, identity)?.crls;
    let number = crls.add(&list, &roots).map_err(|source| TrustError::Crl { path: file.to_owned(), source })?;
    let kept = keep(&folder.join(CRLS), &list)?;
    for path in listed(&folder.join(CRLS))? {
        if matches!(crls.add(&read(&path)?, &roots), Err(ChainError::CrlOlder { .. })) {
            std::fs::remove_file(&path).map_err(|source| TrustError::File { path, source })?;
        }
    }
    Ok((kept, number))
}

/// What is installed.
///
/// # Errors
/// [`TrustError`]
pub fn list(folder: &Path) -> Result<Vec<Trusted>, TrustError> {
    let mut all = Vec::new();
    for (kind, place) in [("attestation-root", ROOTS), ("client-root", CLIENTS), ("crl", CRLS)] {
        all.extend(listed(&folder.join(place))?.into_iter().map(|file| Trusted { kind: kind.to_owned(), file }));
    }
    Ok(all)
}

fn client_root(der: &[u8]) -> Result<Certificate, ChainError> {
    Ok(Certificate::parse(der)?)
}

/// Whether attestations can end at this root: a chain of the root alone passes every check of chains, and fails only since
/// it attests no key.
fn check_root(der: &[u8], now: Option<UnixTime>) -> Result<(), AttestationError> {
    let alone = [der.to_vec()];
    let trust = AttestationTrust { roots: alone.to_vec(), ..AttestationTrust::default() };
    match verify_android(&alone, &[], &[0; 65], &trust, now) {
        Err(AttestationError::Key) => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Err(AttestationError::Malformed),
    }
}

/// Writes a file named by its own hash, so that adding it again changes nothing.
fn keep(place: &Path, bytes: &[u8]) -> Result<PathBuf, TrustError> {
    std::fs::create_dir_all(place).map_err(|source| TrustError::File { path: place.to_owned(), source })?;
    let hash = digest::digest(&digest::SHA256, bytes);
    let path = place.join(format!("{}.der", hex::encode(hash.as_ref().get(..12).unwrap_or_default())));
    files::write_atomic(&path, bytes).map_err(|source| TrustError::File { path: path.clone(), source })?;
    Ok(path)
}

/// The `.der` files of a folder, in order; none if it isn't there.
fn listed(place: &Path) -> Result<Vec<PathBuf>, TrustError> {
    let file = |source| TrustError::File { path: place.to_owned(), source };
    let entries = match std::fs::read_dir(place) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(file(error)),
    };
    let mut found = entries.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>().map_err(file)?;
    found.retain(|path| path.extension().is_some_and(|e| e == "der"));
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> Result<Vec<u8>, TrustError> {
    std::fs::read(path).map_err(|source| TrustError::File { path: path.to_owned(), source })
}

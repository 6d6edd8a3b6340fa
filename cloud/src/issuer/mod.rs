//! The operator's certificates: renews those of its kiosks' EUMs, and certifies again, for years, eUICCs that kiosks certified for days.
//!
//! Law: what is certified was certified before, under the same CI, and its key signs for it now: nothing new comes to be here. Keys sign behind
//! [`SigningKey`].

mod error;
mod key_file;
mod signing_key;

pub use error::IssuerError;
pub use key_file::KeyFile;
pub use signing_key::SigningKey;

use crate::service::Entropy;
use model::{Eid, UnixTime};
use rsp::{
    Unsigned,
    cert::{
        Assurance, Certificate,
        chain::{Crls, Roots, StaleCrl, verify_euicc, verify_eum},
        csr::Csr,
        issue::{self, Validity},
    },
};
use std::{path::PathBuf, sync::Arc};

/// For how many days a kiosk's EUM certificate lives: a stolen one mints eUICCs until then.
const EUM_DAYS: u32 = 14;
/// For how many days an eUICC's certificate lives.
const CARD_DAYS: u32 = 5 * 365;
/// The server's own EUM outlives what it certifies.
const OWN_DAYS: u32 = 10 * 365;
/// Clocks of others are a little behind.
const BEHIND: u64 = 3_600;

/// Who issues.
pub struct Issuer {
    ci: Certificate,
    roots: Roots,
    ci_key: Arc<dyn SigningKey>,
    eum: Certificate,
    eum_key: Arc<dyn SigningKey>,
    crl: Option<PathBuf>,
}

/// What a certificate is asked for with.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The request (PKCS#10, DER).
    pub request: &'a [u8],
    /// What it is to be signed over.
    pub challenge: &'a [u8],
}

/// An eUICC that was certified again.
#[derive(Debug, Clone)]
pub struct Certified {
    /// Its number.
    pub eid: Eid,
    /// CERT.EUICC.
    pub euicc: Certificate,
    /// CERT.EUM.
    pub eum: Certificate,
}

impl Issuer {
    /// Of the CI `ci` with its key, as an EUM of its own with `eum_key`, for EIDs that begin with `eid_prefix`. Certificates in the list at `crl`, read
    /// anew each time, are renewed no more.
    ///
    /// # Errors
    /// [`IssuerError`]
    pub async fn open(
        ci: Certificate,
        ci_key: Arc<dyn SigningKey>,
        eum_key: Arc<dyn SigningKey>,
        eid_prefix: &str,
        crl: Option<PathBuf>,
        now: UnixTime,
    ) -> Result<Self, IssuerError> {
        let mut roots = Roots::new();
        roots.add(ci.clone())?;
        if ci.public_key() != Some(&ci_key.public_key()) {
            return Err(IssuerError::OtherKey("the issuer's key file"));
        }
        let operator = ci.organization().unwrap_or_default().to_owned();
        let validity = Validity::days(UnixTime(now.0.saturating_sub(BEHIND)), OWN_DAYS);
        let key = eum_key.public_key();
        let unsigned =
            issue::eum(&ci, &operator, &format!("{operator} cloud EUM"), &key, &[eid_prefix], validity, &mut Entropy)?;
        let eum = signed(&*ci_key, unsigned).await?;
        Ok(Self { ci, roots, ci_key, eum, eum_key, crl })
    }

    /// The EUM that eUICCs are certified again under.
    #[must_use]
    pub const fn eum(&self) -> &Certificate {
        &self.eum
    }

    /// A new certificate for a kiosk's EUM: the same key and range. Its last one may have ended.
    ///
    /// # Errors
    /// [`IssuerError`]
    pub async fn renew(&self, certificate: &[u8], asked: Asked<'_>, now: UnixTime) -> Result<Certificate, IssuerError> {
        let last = Certificate::parse(certificate)?;
        verify_eum(&last, &self.roots, &self.crls()?, None)?;
        let key = asked.key()?;
        if last.public_key() != Some(&key) {
            return Err(IssuerError::OtherKey("the request"));
        }
        let organization = last.permitted().first().map(|own| own.organization.clone()).unwrap_or_default();
        let prefixes: Vec<&str> = last.permitted().iter().map(|own| own.eid_prefix.as_str()).collect();
        let name = last.common_name().unwrap_or_default();
        let unsigned = issue::eum(&self.ci, &organization, name, &key, &prefixes, from(now, EUM_DAYS), &mut Entropy)?;
        signed(&*self.ci_key, unsigned).await
    }

    /// A certificate that lives longer, for an eUICC of the CI: the same number and key.
    ///
    /// # Errors
    /// [`IssuerError`]
    pub async fn certify(
        &self,
        euicc: &[u8],
        eum: &[u8],
        asked: Asked<'_>,
        now: UnixTime,
    ) -> Result<Certified, IssuerError> {
        let (euicc, eum) = (Certificate::parse(euicc)?, Certificate::parse(eum)?);
        // A kiosk's EUM lives for days, and the phone may come weeks later: that a kiosk sold to it is the caller's to know.
        let verified = verify_euicc(&euicc, &eum, &self.roots, &self.crls()?, None)?;
        let key = asked.key()?;
        if verified.public_key != key {
            return Err(IssuerError::OtherKey("the request"));
        }
        let assurance = verified.assurance.unwrap_or(Assurance::KioskBorn);
        let validity = from(now, CARD_DAYS);
        let unsigned = issue::euicc_with_key(&self.eum, &key, &verified.eid, assurance, validity, &mut Entropy)?;
        let euicc = signed(&*self.eum_key, unsigned).await?;
        Ok(Certified { eid: verified.eid, euicc, eum: self.eum.clone() })
    }

    fn crls(&self) -> Result<Crls, IssuerError> {
        let mut crls = Crls::new(StaleCrl::default());
        if let Some(path) = &self.crl {
            let list = std::fs::read(path).map_err(|source| IssuerError::File { path: path.clone(), source })?;
            crls.add(&list, &self.roots)?;
        }
        Ok(crls)
    }
}

impl Asked<'_> {
    /// The key that asks, if it does so now.
    fn key(&self) -> Result<[u8; 65], IssuerError> {
        let challenge: &[u8; 32] = self.challenge.try_into().map_err(|_| IssuerError::Challenge)?;
        let request = Csr::parse(self.request)?;
        request.verify(challenge)?;
        Ok(*request.public_key())
    }
}

const fn from(now: UnixTime, days: u32) -> Validity {
    Validity::days(UnixTime(now.0.saturating_sub(BEHIND)), days + 1)
}

async fn signed<T>(key: &dyn SigningKey, unsigned: Unsigned<T>) -> Result<T, IssuerError> {
    let signature = key.sign(&unsigned.message).await?;
    Ok(unsigned.signed(signature))
}

impl std::fmt::Debug for Issuer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Issuer").field("ci", &self.ci.common_name()).finish_non_exhaustive()
    }
}

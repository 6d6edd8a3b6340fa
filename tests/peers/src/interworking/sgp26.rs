//! The test certificates of SGP.26, and what is issued under their CI.

use base64::{Engine, engine::general_purpose::STANDARD};
use landfall_stage::Broken;
use model::UnixTime;
use ring::{
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use rsp::{
    cert::{
        Certificate,
        issue::{self, ServerName, Validity},
    },
    crypto::PrivateKey,
};
use std::{
    path::{Path, PathBuf},
    time::SystemTime,
};

/// A day before now, as clocks differ, and a month.
const DAYS: u32 = 30;
const DAY: u64 = 86_400;

/// A folder with them.
#[derive(Debug, Clone)]
pub(super) struct Sgp26(PathBuf);

impl Sgp26 {
    /// In `folder`, if the CI's key is there.
    #[must_use]
    pub(super) fn in_folder(folder: PathBuf) -> Option<Self> {
        let folder = folder.canonicalize().ok()?;
        folder.join("SK_CI_ECDSA_NIST.pem").is_file().then_some(Self(folder))
    }

    /// Where they lie.
    #[must_use]
    pub(super) fn folder(&self) -> &Path {
        &self.0
    }

    /// The file of this name.
    #[must_use]
    pub(super) fn file(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    /// The CI's certificate in PEM form, as OpenSSL's clients take roots.
    ///
    /// # Errors
    /// What the system refused.
    pub(super) fn ci_pem(&self) -> Result<String, Broken> {
        Ok(pem("CERTIFICATE", &self.read("CERT_CI_ECDSA_NIST.der")?))
    }

    /// A TLS certificate for `host` as osmo-smdpp's, which its repository renews once a year, and its key: DER and PEM, and PEM.
    ///
    /// # Errors
    /// If it can't be made.
    pub(super) fn tls(&self, host: &str) -> Result<(Vec<u8>, String, String), Broken> {
        let ci = Certificate::parse(&self.read("CERT_CI_ECDSA_NIST.der")?).map_err(Broken::not)?;
        let ci_key = PrivateKey::read(&self.read("SK_CI_ECDSA_NIST.pem")?).map_err(Broken::not)?;
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).map_err(Broken::not)?;
        let public = pair(made.as_ref())?.public_key().as_ref().try_into().map_err(Broken::not)?;
        let server =
            ServerName { organization: "ACME".to_owned(), common_name: host.to_owned(), oid: "2.999.10".to_owned() };
        let mut numbers = |out: &mut [u8]| random.fill(out).expect("the system has random numbers");
        let validity = Validity::days(UnixTime(now().0.saturating_sub(DAY)), DAYS);
        let unsigned = issue::tls(&ci, &server, host, &public, validity, &mut numbers).map_err(Broken::not)?;
        let signature = pair(ci_key.pkcs8.expose())?.sign(&random, &unsigned.message).map_err(Broken::not)?;
        let certificate = unsigned.signed(signature.as_ref().try_into().map_err(Broken::not)?);
        let der = certificate.as_der().to_vec();
        let text = pem("CERTIFICATE", &der);
        Ok((der, text, pem("PRIVATE KEY", made.as_ref())))
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, Broken> {
        std::fs::read(self.0.join(name)).map_err(Broken::io(name))
    }
}

/// What the clock says.
#[must_use]
pub(super) fn now() -> UnixTime {
    UnixTime(SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs()))
}

fn pair(pkcs8: &[u8]) -> Result<EcdsaKeyPair, Broken> {
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &SystemRandom::new()).map_err(Broken::not)
}

fn pem(kind: &str, der: &[u8]) -> String {
    let packed = STANDARD.encode(der);
    let lines: Vec<&str> = packed.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("-----BEGIN {kind}-----\n{}\n-----END {kind}-----\n", lines.join("\n"))
}

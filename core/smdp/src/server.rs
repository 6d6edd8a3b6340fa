use crate::{CertificateSet, authority::Authority};
use model::UnixTime;
use rsp::cert::{
    Assurance, ChainError,
    chain::{Crls, Roots, VerifiedEuicc},
};
use rsp::version::Supported;
use std::collections::BTreeMap;

/// What a server is made of.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address that clients ask for: a host, with a port or without. Without one, any port is taken.
    pub address: String,
    /// Certificates, the most preferred first: one set for each CI.
    pub certificates: Vec<CertificateSet>,
    /// CIs whose eUICCs are served.
    pub roots: Roots,
    /// Revocation lists.
    pub crls: Crls,
    /// The highest assurance that each EUM is believed, by subject key id. An EUM that is not here is believed none.
    pub assurance: BTreeMap<Vec<u8>, Assurance>,
    /// Versions, the most preferred first.
    pub versions: Supported,
    /// Names this server in the key derivation, 1 to 16 bytes.
    pub host_id: Vec<u8>,
}

/// Why there is no server of this configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Nothing to prove itself with.
    #[error("a server needs at least one set of certificates")]
    NoCertificates,
    /// A certificate of its own is not valid.
    #[error("the server's own certificate: {0}")]
    Certificate(#[from] ChainError),
    /// DPauth and DPpb are under different roots.
    #[error("the DPauth and DPpb certificates are under different roots")]
    TwoRoots,
    /// The address is empty.
    #[error("a server needs an address")]
    Address,
    /// The host id.
    #[error("a host id has 1 to 16 bytes")]
    HostId,
}

impl ConfigError {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NoCertificates => "Give the server a DPauth and a DPpb certificate.",
            Self::Certificate(error) => error.hint(),
            Self::TwoRoots => "Have both certificates issued under one root.",
            Self::Address => "Give the address that activation codes name.",
            Self::HostId => "Choose another host id.",
        }
    }
}

/// An SM-DP+. It holds nothing that changes: sessions are in [`crate::Sessions`], orders with the caller.
#[derive(Debug, Clone)]
pub struct Server {
    pub(crate) config: Config,
}

impl Server {
    /// A server whose own certificates have been checked at `now` (`None`: there is no clock).
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn new(config: Config, now: Option<UnixTime>) -> Result<Self, ConfigError> {
        if config.address.is_empty() {
            return Err(ConfigError::Address);
        }
        if !(1..=16).contains(&config.host_id.len()) {
            return Err(ConfigError::HostId);
        }
        if config.certificates.is_empty() {
            return Err(ConfigError::NoCertificates);
        }
        config.certificates.iter().try_for_each(|set| set.check(&config.roots, &config.crls, now))?;
        Ok(Self { config })
    }

    /// What it is made of.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// New revocation lists, to be looked at from now on.
    pub fn set_crls(&mut self, crls: Crls) {
        self.config.crls = crls;
    }

    /// Believes an EUM, by its subject key id, up to this assurance from now on.
    pub fn believe(&mut self, eum_key_id: Vec<u8>, assurance: Assurance) {
        self.config.assurance.insert(eum_key_id, assurance);
    }

    /// The assurance that an eUICC deserves: what its EUM found, as far as that EUM is believed. An EUM that writes down
    /// nothing vouches for all that it makes.
    #[must_use]
    pub fn assurance(&self, euicc: &VerifiedEuicc) -> Assurance {
        let believed = self.config.assurance.get(&euicc.eum_key_id).copied().unwrap_or_default();
        euicc.assurance.map_or(believed, |found| found.min(believed))
    }

    /// As it proves itself.
    pub(crate) fn authority(&self) -> Authority<'_> {
        let Config { address, roots, crls, versions, certificates, .. } = &self.config;
        Authority { address, roots, crls, versions, proofs: certificates.iter().map(CertificateSet::proof).collect() }
    }
}

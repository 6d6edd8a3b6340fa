use account::wire::Product;
use serde::Deserialize;
use std::{net::SocketAddr, path::PathBuf};

/// `[agency.ID]` in `cloud.toml`: an operator that sells or assigns cards here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AgencySettings {
    /// The operator's name, for people.
    pub name: String,
    /// Its SM-DP+, by ES2+: a name, with a port if it has one.
    pub server: String,
    /// Where to connect instead of asking the DNS for it: `HOST:PORT`.
    #[serde(default)]
    pub via: Option<String>,
    /// A folder with its certificate, key and the SM-DP+'s root: `client.pem`, `client.key`, `ca.pem`.
    pub files: PathBuf,
    /// Where the SM-DP+ tells of downloads, by its certificate; without, nothing listens.
    #[serde(default)]
    pub listen: Option<SocketAddr>,
    /// What it sells, in the order in which it is shown.
    #[serde(default, rename = "product")]
    pub products: Vec<ProductSettings>,
}

/// `[[agency.ID.product]]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ProductSettings {
    /// Names it here.
    pub id: String,
    /// For people.
    pub name: String,
    /// For people: what it costs, and how it is paid.
    pub price: String,
    /// For people: for how long it is good.
    pub validity: String,
    /// For people: what its user agrees to.
    pub terms: String,
    /// How the SM-DP+ calls it; without, as it is named here.
    #[serde(default)]
    pub profile_type: Option<String>,
}

impl ProductSettings {
    /// As users are shown it.
    #[must_use]
    pub fn shown(&self) -> Product {
        let Self { id, name, price, validity, terms, .. } = self.clone();
        Product { product: id, name, price, validity, terms }
    }

    /// As the SM-DP+ calls it.
    #[must_use]
    pub fn profile_type(&self) -> &str {
        self.profile_type.as_deref().unwrap_or(&self.id)
    }
}

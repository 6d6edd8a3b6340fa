use std::net::SocketAddr;
use web::{orderer::AskError, tls::TlsError};

/// Why agencies can't work as they are set.
#[derive(Debug, thiserror::Error)]
pub enum AgencyError {
    /// Its id stands in paths.
    #[error("an agency can't be called {0:?}: small letters, digits and '-', at most 64")]
    Id(String),
    /// Two of its products have one id, or one has none.
    #[error("agency {agency}: a product's id is used twice, or can't be used: {product:?}")]
    Product {
        /// The agency.
        agency: String,
        /// The product.
        product: String,
    },
    /// Its certificate, key or root.
    #[error("agency {agency}: {source}")]
    Files {
        /// The agency.
        agency: String,
        /// What is wrong with them.
        source: AskError,
    },
    /// TLS can't be set up.
    #[error("agency {agency}: {source}")]
    Tls {
        /// The agency.
        agency: String,
        /// Why.
        source: TlsError,
    },
    /// What the SM-DP+ tells can't be listened to.
    #[error("agency {agency}: can't listen on {address}: {source}")]
    Listen {
        /// The agency.
        agency: String,
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
}

impl AgencyError {
    /// Whether trying again helps.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::Listen { .. })
    }

    /// What the operator can do.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Id(_) => "Call it otherwise: [agency.ID] in cloud.toml.",
            Self::Product { .. } => "Give each product an id of its own, of 1 to 64 letters, digits, '-', '_' and '.'.",
            Self::Files { source, .. } => source.hint(),
            Self::Tls { .. } => "Have its certificate made anew.",
            Self::Listen { .. } => "End what listens there, or choose another address: listen, below [agency.ID].",
        }
    }
}

use std::{collections::BTreeMap, time::Duration};

/// A kiosk that announces itself on the network (DNS-SD, RFC 6763). What it says is a hint: the handshake proves who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// The kiosk's name as announced.
    pub name: String,
    /// Where it listens, best first: `HOST:PORT`, the host an address (IPv6 in brackets) or a name that the system resolves.
    pub addresses: Vec<String>,
    /// Text fields, such as the operator's root.
    pub fields: BTreeMap<String, String>,
}

/// The network could not be searched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrowseError {
    /// The network refuses multicast, or the platform's service failed.
    #[error("kiosks can't be looked for on this network: {0}")]
    Failed(String),
    /// The system, or the user by its settings, lets this app not search the network.
    #[error("this app may not search the local network: {0}")]
    Denied(String),
}

impl BrowseError {
    /// Whether the same call may succeed later: once there is a network, or the user allows it.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        true
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Failed(_) => "Join the kiosk's network, or use its start code or address.",
            Self::Denied(_) => {
                "Allow this app the local network in the phone's settings, or use the kiosk's start code."
            }
        }
    }
}

/// Looks for kiosks on the network: by our own sockets (`mdns::Multicast`), or by the platform's service where apps send no multicast of their own.
pub trait Browser: Send + Sync {
    /// Looks for `time`, at most a little longer; blocks the calling thread.
    ///
    /// # Errors
    /// [`BrowseError`] if the network can't be searched.
    fn browse(&self, time: Duration) -> Result<Vec<Announced>, BrowseError>;
}

use super::{Accepted, Answer, Level, Offer};
use model::VersionSpec;

/// A phone that made an offer and waits for the server's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    offer: Offer,
}

/// The negotiation ends; no AuthenticateClient is sent. Another server may be tried.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VersionRefused {
    /// The server names a version that this phone doesn't have.
    #[error("the server works at version {server}, which this phone doesn't support: try another server, or update")]
    ServerVersion {
        /// The server's version.
        server: VersionSpec,
    },
    /// The server has none of the versions offered.
    #[error("the server doesn't support this phone's versions ({minimum} to {maximum}): try another server, or update")]
    ByServer {
        /// What was offered.
        minimum: VersionSpec,
        /// What was offered.
        maximum: VersionSpec,
    },
}

impl VersionRefused {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Update this program, or try another server."
    }
}

impl Client {
    /// Remembers what is offered.
    #[must_use]
    pub const fn new(offer: Offer) -> Self {
        Self { offer }
    }

    /// What is offered.
    #[must_use]
    pub const fn offer(&self) -> &Offer {
        &self.offer
    }

    /// What to do with the server's answer (E3): work at the version named, at the minimum if none is, or end here.
    ///
    /// # Errors
    /// [`VersionRefused`]: which side does not support the other.
    pub fn receive(self, answer: &Answer) -> Result<Accepted, VersionRefused> {
        let (minimum, maximum) = (self.offer.minimum(), self.offer.maximum());
        match answer {
            Answer::Version(server) => {
                let ends = [(maximum, Level::Maximum), (minimum, Level::Minimum)];
                let (offered, level) = ends
                    .into_iter()
                    .find(|(end, _)| end.supports(server))
                    .ok_or_else(|| VersionRefused::ServerVersion { server: server.clone() })?;
                Ok(Accepted { offered: offered.clone(), server: Some(server.clone()), level })
            }
            Answer::NoVersion => Ok(Accepted::at_minimum(&self.offer)),
            Answer::NotSupported => {
                Err(VersionRefused::ByServer { minimum: minimum.clone(), maximum: maximum.clone() })
            }
        }
    }
}

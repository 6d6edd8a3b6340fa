use nearfield::discovery::SERVICE;
use radio::choice::{Announced, BrowseError, Browser};
use std::{collections::HashMap, sync::Arc, time::Duration};

/// A service on the network, as the platform shows it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FoundService {
    /// Its name, not escaped.
    pub name: String,
    /// Where it listens, `HOST:PORT`, best first: the host an IP address (IPv6 in brackets, its scope a number), or a name that the system resolves.
    pub addresses: Vec<String>,
    /// The fields of its TXT record; what is not UTF-8 is left out.
    pub fields: HashMap<String, String>,
}

/// Why the network was not searched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ServiceBrowserFailure {
    /// The user, or the system, lets this app not search the network.
    #[error("this app may not search the local network: {what}")]
    Denied {
        /// In the platform's words.
        what: String,
    },
    /// There is no network, or the platform's service failed. Retrying may help.
    #[error("the local network can't be searched: {what}")]
    Unavailable {
        /// In the platform's words.
        what: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for ServiceBrowserFailure {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable { what: error.reason }
    }
}

/// The platform's search of the local network (DNS-SD): Android's `NsdManager`, Apple's `dnssd`. It may hear multicast where an app may not. Judged by
/// [`crate::contract::check_service_browser`].
#[uniffi::export(with_foreign)]
pub trait ServiceBrowser: Send + Sync {
    /// Looks for services of the type `service`, such as `_landfall._tcp`, for so many seconds, and blocks as long; answers those that are there at the end.
    fn browse(&self, service: String, seconds: u32) -> Result<Vec<FoundService>, ServiceBrowserFailure>;
}

/// The platform's search as the radio has it.
pub(crate) struct BrowserPort(pub(crate) Arc<dyn ServiceBrowser>);

impl Browser for BrowserPort {
    fn browse(&self, time: Duration) -> Result<Vec<Announced>, BrowseError> {
        let seconds = u32::try_from(time.as_secs()).unwrap_or(u32::MAX).max(1);
        let found = self.0.browse(SERVICE.trim_end_matches(".local.").to_owned(), seconds).map_err(failed)?;
        let announced = found.into_iter().map(|FoundService { name, addresses, fields }| Announced {
            name,
            addresses,
            fields: fields.into_iter().collect(),
        });
        Ok(announced.collect())
    }
}

fn failed(failure: ServiceBrowserFailure) -> BrowseError {
    match failure {
        ServiceBrowserFailure::Denied { what } => BrowseError::Denied(what),
        ServiceBrowserFailure::Unavailable { what } => BrowseError::Failed(what),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tables::{Said, check, table};

    // R: F3
    #[test]
    fn a_search_that_failed_is_told_in_the_cores_words() {
        let told = |failure| {
            let error = failed(failure);
            Said::new(&error, error.retrying_helps(), error.hint())
        };
        check(table! { ServiceBrowserFailure as told:
            ServiceBrowserFailure::Denied { .. } => ServiceBrowserFailure::Denied { what: "why".to_owned() }, true, "settings";
            ServiceBrowserFailure::Unavailable { .. } => ServiceBrowserFailure::Unavailable { what: "why".to_owned() }, true, "start code";
        });
    }
}

use super::{metrics::Metrics, openapi};
use crate::service::Service;
use std::{sync::Arc, time::Duration};

/// How requests are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// A proxy stands before it: the last address in `X-Forwarded-For` is the client's.
    pub behind_proxy: bool,
    /// How often a WebSocket is pinged; one that does not answer until the next is closed.
    pub ping: Duration,
    /// WebSockets at once.
    pub sockets: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { behind_proxy: false, ping: Duration::from_secs(45), sockets: 50_000 }
    }
}

/// What every request sees.
pub struct App {
    pub(super) service: Arc<Service>,
    pub(super) metrics: Metrics,
    pub(super) options: Options,
    pub(super) openapi: String,
}

impl App {
    /// Of a service.
    #[must_use]
    pub fn new(service: Arc<Service>, options: Options) -> Arc<Self> {
        let openapi = serde_json::to_string(&openapi::document()).unwrap_or_default();
        Arc::new(Self { service, metrics: Metrics::new(), options, openapi })
    }

    /// What it carries to.
    #[must_use]
    pub const fn service(&self) -> &Arc<Service> {
        &self.service
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("options", &self.options).finish_non_exhaustive()
    }
}

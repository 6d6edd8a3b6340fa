//! Waking phones that listen to nobody: FCM for Android, APNs for iOS. What is sent says that there are orders, not which; the phone asks for them
//! itself, so a push that is lost costs time alone.
//!
//! Both are asked by their HTTP interfaces, [`web::cloud::Http2`]; `ring` signs their tokens.

mod apns;
mod driver;
mod error;
mod fcm;
mod jwt;
mod settings;

pub use apns::Apns;
pub use driver::PushDriver;
pub use error::PushError;
pub use fcm::Fcm;
pub use settings::{ApnsSettings, FcmSettings, PushSettings};

use account::wire::PushService;
use async_trait::async_trait;
use std::sync::Arc;
use web::cloud::CloudRoots;

/// How long a service keeps what it can't deliver, in seconds: a day.
const KEEP: u64 = 86_400;

/// Who wakes phones.
#[async_trait]
pub trait Push: Send + Sync {
    /// Whose addresses it takes.
    fn service(&self) -> PushService;

    /// Wakes the phone at `token`.
    ///
    /// # Errors
    /// [`PushError`].
    async fn wake(&self, token: &str, now: u64) -> Result<(), PushError>;
}

/// Those that the operator has set up.
///
/// # Errors
/// [`PushError::Key`], [`PushError::Line`].
pub fn services(settings: &PushSettings) -> Result<Vec<Arc<dyn Push>>, PushError> {
    let roots = settings.roots.clone().map_or(CloudRoots::Public, CloudRoots::File);
    let mut services: Vec<Arc<dyn Push>> = Vec::new();
    if let Some(fcm) = &settings.fcm {
        services.push(Arc::new(Fcm::new(fcm, &roots)?));
    }
    if let Some(apns) = &settings.apns {
        services.push(Arc::new(Apns::new(apns, &roots)?));
    }
    Ok(services)
}

use super::{
    Allowances, Entropy, Hub, ServerKey,
    seal::{Purpose, Seal},
};
use crate::{
    issuer::Issuer,
    storage::{Storage, StorageError},
    subscribers::Sealer,
};
use account::{opaque::ServerKeys, scheme::Scheme};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// Seconds since 1970.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// The name under which OPAQUE's keys are kept.
const OPAQUE: &str = "opaque";

/// What a service is made of.
pub struct Config {
    /// What it keeps.
    pub storage: Arc<dyn Storage>,
    /// What its own secrets are sealed under.
    pub key: ServerKey,
    /// How the passwords of new accounts are to be stretched.
    pub scheme: Scheme,
    /// How often somebody may guess.
    pub allowances: Allowances,
    /// The time.
    pub clock: Clock,
}

impl Config {
    /// As in production.
    #[must_use]
    pub fn new(storage: Arc<dyn Storage>, key: ServerKey) -> Self {
        Self { storage, key, scheme: Scheme::V1, allowances: Allowances::default(), clock: Arc::new(system) }
    }
}

fn system() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Why a service could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The database was made under another key.
    #[error("the server's key does not open what the database keeps: it is another one's, or of another backup")]
    Key,
}

impl OpenError {
    /// Whether trying again helps.
    #[must_use]
    pub fn retrying_helps(&self) -> bool {
        matches!(self, Self::Storage(error) if error.retrying_helps())
    }

    /// What the operator can do.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Storage(error) => error.hint(),
            Self::Key => "Give the key file that belongs to this database, from the same backup.",
        }
    }
}

/// The cloud, without the ways to it.
pub struct Service {
    pub(super) storage: Arc<dyn Storage>,
    pub(super) opaque: ServerKeys,
    pub(super) seal: Seal,
    pub(super) sealer: Sealer,
    pub(super) scheme: Scheme,
    pub(super) allowances: Allowances,
    pub(super) issuer: Option<Issuer>,
    hub: Arc<Hub>,
    clock: Clock,
    restore_epoch: AtomicU64,
    listening: tokio::task::JoinHandle<()>,
}

impl Drop for Service {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Service {
    /// Opens it: the server's own keys are made at the first start. Called within tokio's runtime, on which it passes wakes on.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(config: Config) -> Result<Self, OpenError> {
        let Config { storage, key, scheme, allowances, clock } = config;
        let (seal, sealer) = (Seal::new(&key), Sealer::of(&key));
        let fresh = seal.seal(Purpose::Opaque, OPAQUE.as_bytes(), ServerKeys::make(&mut Entropy).to_bytes().expose());
        let kept = storage.server_secret(OPAQUE, &fresh).await?;
        let opened = seal.open(Purpose::Opaque, OPAQUE.as_bytes(), &kept).ok_or(OpenError::Key)?;
        let opaque = ServerKeys::read(&opened).map_err(|_| OpenError::Key)?;
        let restore_epoch = AtomicU64::new(storage.restore_epoch().await?);
        let hub = Arc::new(Hub::default());
        let listening = tokio::spawn(hub.clone().pass_on(storage.listen()));
        let issuer = None;
        Ok(Self { storage, opaque, seal, sealer, scheme, allowances, issuer, hub, clock, restore_epoch, listening })
    }

    /// It certifies, too.
    #[must_use]
    pub fn with_issuer(mut self, issuer: Issuer) -> Self {
        self.issuer = Some(issuer);
        self
    }

    /// Now, in seconds since 1970.
    #[must_use]
    pub fn now(&self) -> u64 {
        (self.clock)()
    }

    /// Who is listening.
    #[must_use]
    pub fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// How often a backup was restored, as last looked at.
    pub(super) fn restore_epoch(&self) -> u64 {
        self.restore_epoch.load(Ordering::Relaxed)
    }

    pub(super) fn restored(&self, epoch: u64) {
        self.restore_epoch.store(epoch, Ordering::Relaxed);
    }
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Service(..)")
    }
}

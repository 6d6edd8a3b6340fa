use crate::{
    condition::{Condition, NotSelling},
    identity::{Identity, IdentityError},
    keys::{KeyName, Keys, KeysError},
    profile::Forms,
    schema, service,
    settings::{Settings, SettingsError},
    stock::Catalogue,
    trust::{Trust, TrustError},
};
use model::UnixTime;
use nearfield::{
    message::{Request, Response},
    server::Chain,
};
use rsp::{
    cert::{Assurance, Certificate, attestation::AttestationTrust, chain::Roots},
    version::Supported,
};
use smdp::ds::{DsCertificate, DsConfig, DsServer};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};
use store::{Folder, Store};

/// How a kiosk is opened.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data folder, made by `init`.
    pub data: PathBuf,
    /// How its database runs.
    pub store: store::Options,
    /// What opens its keys.
    pub unlock: crate::keys::Unlock,
}

/// Who asks: one phone's session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// Hash of the session's first handshake, which a certificate request must be signed over.
    pub binding: [u8; 32],
}

/// Why a kiosk can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process owns the folder, or its database can't be used.
    #[error(transparent)]
    Store(#[from] store::OpenError),
    /// The settings can't be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The keys can't be used.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The certificates can't be used.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// The certificates or settings make no SM-DP+.
    #[error("the kiosk's certificates can't be used: {0}; run `landfall-kiosk renew`")]
    Server(#[from] smdp::ConfigError),
    /// The trust folder can't be used.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// The database can't be read.
    #[error(transparent)]
    Read(#[from] store::Error),
}

/// The kiosk: a request in, a response out, every step durable before it is answered. Has no sockets and reads no clock,
/// and may be called from many threads at once: their writes share commits.
pub struct Kiosk {
    pub(crate) store: Store,
    pub(crate) settings: Settings,
    pub(crate) keys: Keys,
    pub(crate) identity: Identity,
    pub(crate) condition: Condition,
    server: RwLock<Arc<smdp::Server>>,
    attestation: RwLock<Arc<AttestationTrust>>,
    client_roots: RwLock<Arc<Roots>>,
    sessions: Mutex<smdp::Sessions>,
    pub(crate) forms: Forms,
    pub(crate) discovery: Option<Discovery>,
    pub(crate) catalogue: RwLock<Arc<Catalogue>>,
    eum: RwLock<Arc<Certificate>>,
}

impl Kiosk {
    /// Opens the kiosk in a data folder: claims the folder, opens its database and its keys.
    ///
    /// # Errors
    /// [`OpenError`]
    pub fn open(config: Config) -> Result<Self, OpenError> {
        let folder = Folder::claim(&config.data)?;
        let settings = Settings::read(folder.path())?;
        let store = Store::open(&folder, schema::NAME, &schema::MIGRATIONS, config.store)?;
        let keys = Keys::open(&folder, &store, &config.unlock)?;
        let identity = Identity::read(&store)?;
        let trust = Trust::read(folder.path(), &identity)?;
        let server = RwLock::new(Arc::new(server(&identity, &keys, &settings, &trust)?));
        let discovery = Discovery::of(&identity, &settings, &trust)?;
        let attestation = RwLock::new(Arc::new(trust.attestation));
        let client_roots = RwLock::new(Arc::new(trust.clients));
        let condition = Condition::read(&store)?;
        let catalogue = RwLock::new(Arc::new(Catalogue::read(&store)?));
        let (sessions, forms) = (Mutex::default(), Forms::default());
        let eum = RwLock::new(Arc::new(identity.eum.clone()));
        Ok(Self {
            store,
            settings,
            keys,
            identity,
            condition,
            server,
            attestation,
            client_roots,
            sessions,
            forms,
            discovery,
            catalogue,
            eum,
        })
    }

    /// Answers a phone's request.
    pub fn handle(&self, request: &Request, peer: &Peer, now: UnixTime) -> Response {
        service::answer(self, request, peer, now)
    }

    /// Whether it may sell.
    ///
    /// # Errors
    /// [`NotSelling`]
    pub fn may_sell(&self, now: UnixTime) -> Result<(), NotSelling> {
        self.condition.check(&self.identity, now)
    }

    /// Whether it may take cards' results: as [`Kiosk::may_sell`], and before it was reconciled too.
    pub(crate) fn may_take_results(&self, now: UnixTime) -> Result<(), NotSelling> {
        self.condition.check_time(&self.identity, now)
    }

    /// The certificate of its EUM, which is renewed while it serves.
    #[must_use]
    pub fn eum(&self) -> Arc<Certificate> {
        self.eum.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A new one, which is durable, and the cloud's own.
    pub(crate) fn set_eum(&self, renewed: Certificate, cloud: &Certificate) {
        let mut server = smdp::Server::clone(&self.server());
        server.believe(cloud.subject_key_id().to_vec(), Assurance::SecureElement);
        *self.server.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(server);
        *self.eum.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(renewed);
    }

    /// With what it proves itself to phones near by.
    #[must_use]
    pub fn nearfield(&self) -> nearfield::server::Config {
        let chain = Chain {
            root_key_id: self.identity.root.subject_key_id().to_vec(),
            certificates: vec![self.identity.nearfield.as_der().to_vec()],
        };
        nearfield::server::Config::new(self.keys.nearfield.clone(), vec![chain])
    }

    /// Its certificates.
    #[must_use]
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The database, for reports and operators' commands.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The owner's settings.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Reads the products anew, after an import.
    ///
    /// # Errors
    /// If the database can't be read.
    pub fn reload(&self) -> Result<(), store::Error> {
        let fresh = Arc::new(Catalogue::read(&self.store)?);
        *self.catalogue.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// Looks again whether it may sell, after a reconciliation.
    ///
    /// # Errors
    /// If the database can't be read.
    pub fn reassess(&self) -> Result<(), store::Error> {
        self.condition.refresh(&self.store)
    }

    /// Reads the trust folder anew, after something was added.
    ///
    /// # Errors
    /// [`TrustError`]: what was trusted before stays.
    pub fn reload_trust(&self) -> Result<(), TrustError> {
        let trust = Trust::read(self.store.folder().path(), &self.identity)?;
        if let Some(discovery) = &self.discovery {
            discovery.set_crls(&trust);
        }
        let mut server = smdp::Server::clone(&self.server());
        server.set_crls(trust.crls);
        *self.server.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(server);
        *self.attestation.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(trust.attestation);
        *self.client_roots.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(trust.clients);
        Ok(())
    }

    /// The SM-DP+, with the revocation lists that are known now.
    pub(crate) fn server(&self) -> Arc<smdp::Server> {
        self.server.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// By what phones' key attestations are judged.
    pub(crate) fn attestation(&self) -> Arc<AttestationTrust> {
        self.attestation.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Under which operators that order stand.
    pub(crate) fn client_roots(&self) -> Arc<Roots> {
        self.client_roots.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The RSP sessions under way.
    pub(crate) fn sessions(&self) -> MutexGuard<'_, smdp::Sessions> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn catalogue(&self) -> Arc<Catalogue> {
        self.catalogue.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The SM-DP+ of these certificates. Their time is asked for each request, not here: a kiosk with a dead clock battery
/// must start, to say so.
fn server(identity: &Identity, keys: &Keys, settings: &Settings, trust: &Trust) -> Result<smdp::Server, OpenError> {
    let certificates = std::iter::once(&identity.own_set()).chain(&identity.sets).map(|set| set.smdp(keys)).collect();
    let config = smdp::Config {
        address: settings.smdp_address.clone(),
        certificates,
        roots: identity.roots(),
        crls: trust.crls.clone(),
        // Its own EUM writes down what it found, its cloud's what was found before; what others vouch for is not known here.
        assurance: std::iter::once(&identity.eum)
            .chain(&identity.cloud_eum)
            .map(|eum| (eum.subject_key_id().to_vec(), Assurance::SecureElement))
            .collect(),
        versions: Supported::new(settings.versions.clone()),
        host_id: b"landfall".to_vec(),
    };
    Ok(smdp::Server::new(config, None)?)
}

/// The SM-DS beside the SM-DP+, where the kiosk is one.
pub(crate) struct Discovery {
    server: RwLock<Arc<DsServer>>,
    sessions: Mutex<smdp::Sessions>,
}

impl Discovery {
    fn of(identity: &Identity, settings: &Settings, trust: &Trust) -> Result<Option<Self>, OpenError> {
        if settings.smds_host().is_none() {
            return Ok(None);
        }
        let Some(own) = &identity.discovery else {
            tracing::warn!("this kiosk has no certificates as an SM-DS yet: run `landfall-kiosk renew`");
            return Ok(None);
        };
        let certificate = DsCertificate { ds_auth: own.ds_auth.clone(), ds_auth_key: KeyName::DsAuth.smdp() };
        let config = DsConfig {
            address: settings.smds_address.clone(),
            certificates: vec![certificate],
            roots: identity.roots(),
            crls: trust.crls.clone(),
            versions: Supported::new(settings.versions.clone()),
        };
        let server = RwLock::new(Arc::new(DsServer::new(config, None)?));
        Ok(Some(Self { server, sessions: Mutex::default() }))
    }

    pub(crate) fn server(&self) -> Arc<DsServer> {
        self.server.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn sessions(&self) -> MutexGuard<'_, smdp::Sessions> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_crls(&self, trust: &Trust) {
        let mut server = DsServer::clone(&self.server());
        server.set_crls(trust.crls.clone());
        *self.server.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(server);
    }
}

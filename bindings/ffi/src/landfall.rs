use crate::{
    account::hex,
    ports::{ClockPort, DevicePort, InstallerPort, KeystorePort, KeystoreProtection, Ports},
    runtime::{block, run},
    sims::SimInfo,
    trouble::{LandfallError, Trouble},
};
use app::{
    Events,
    flows::acquire::{Origin, Stage},
};
use net::cloud::{CloudAddress, CloudRoots};
use radio::nfc::Nfc;
use std::sync::Arc;
use store::Folder;

/// How a data folder is opened.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OpenSettings {
    /// The data folder: the app's own, out of backups. A new one is made.
    pub folder: String,
    /// A PEM file of the roots that accounts' servers prove themselves under, and no others; the web's if none is given.
    pub cloud_roots: Option<String>,
}

/// What a start went on with.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Started {
    /// SIMs whose installation had been interrupted, and that are here now.
    pub mended: Vec<String>,
    /// What could not be mended; each explanation begins with whose it is. It is tried again at the next start, unless that can't help.
    pub failed: Vec<Trouble>,
    /// Whether nothing is used until the owner signs in.
    pub locked: bool,
    /// Orders of the owner that were obeyed just now, by their verb.
    pub obeyed: Vec<String>,
}

/// An acquisition that was begun and has not ended.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Unfinished {
    /// Names it.
    pub id: String,
    /// The kiosk's name; none if it is an order at a server.
    pub kiosk: Option<String>,
    /// The offer's class.
    pub class_id: Option<String>,
    /// When it was begun, seconds since 1970.
    pub started: u64,
    /// The SIM, once it is installed and only waits for its first PIN.
    pub installed: Option<String>,
    /// Whether the package is on the phone already.
    pub kept: bool,
}

/// One data folder, and the flows over it.
#[derive(uniffi::Object)]
pub struct Landfall {
    pub(crate) core: app::Landfall,
    pub(crate) ports: Ports,
    pub(crate) settings: OpenSettings,
    pub(crate) nfc: Nfc,
}

/// The platform's ports as the core has them.
pub(crate) fn core_ports(ports: &Ports) -> app::Ports {
    let secure_storage = ports.keystore.protection() != KeystoreProtection::Software;
    app::Ports {
        keystore: Arc::new(KeystorePort(ports.keystore.clone())),
        device: Arc::new(DevicePort { device: ports.device.clone(), secure_storage }),
        clock: Arc::new(ClockPort(ports.clock.clone())),
        installer: match &ports.installer {
            Some(installer) => Arc::new(InstallerPort(installer.clone())),
            None => Arc::new(app::ports::BuiltIn),
        },
    }
}

/// An account's server as the core has it, and its address as it is kept.
pub(crate) fn cloud(
    settings: &OpenSettings,
    address: &str,
) -> Result<(String, Arc<dyn app::ports::Cloud>), LandfallError> {
    let address = CloudAddress::parse(address)?;
    let roots = settings.cloud_roots.clone().map_or(CloudRoots::Public, |path| CloudRoots::File(path.into()));
    Ok((address.to_string(), net::cloud::at(address, &roots)?))
}

#[uniffi::export]
impl Landfall {
    /// Opens the data folder; a new one gets a vault. Blocks: the keystore may ask for the user. Call [`Landfall::start`] next.
    #[uniffi::constructor]
    pub fn open(settings: OpenSettings, ports: Ports) -> Result<Arc<Self>, LandfallError> {
        let folder = Folder::claim(&settings.folder)?;
        let core = app::Landfall::open(&folder, core_ports(&ports))?;
        Ok(Arc::new(Self { core, ports, settings, nfc: Nfc::new() }))
    }

    /// Opens a folder that [`LandfallError::Wiped`] was said of with a new and empty vault. While a receipt is owed ([`crate::Remains`]) that is
    /// refused, unless `unheard`: the owner never gets it then.
    #[uniffi::constructor]
    pub fn begin_anew(settings: OpenSettings, ports: Ports, unheard: bool) -> Result<Arc<Self>, LandfallError> {
        let folder = Folder::claim(&settings.folder)?;
        let core = app::Landfall::begin_anew(&folder, core_ports(&ports), unheard)?;
        Ok(Arc::new(Self { core, ports, settings, nfc: Nfc::new() }))
    }

    /// What each start does before anything is shown: the account's server is asked for orders, for two seconds at most, and what a kill interrupted
    /// is gone on with.
    pub async fn start(&self) -> Result<Started, LandfallError> {
        let (core, settings) = (self.core.clone(), self.settings.clone());
        let mut obeyed = Vec::new();
        if let Some(server) = core.account_server()? {
            // An address that can't be asked keeps nobody from using the phone: the lease does, in time.
            let port = cloud(&settings, &server).map(|(_, port)| port).ok();
            let asked = core.clone();
            match run(async move { asked.before_use(port).await }).await {
                Ok(told) => {
                    let taken = told.iter().flat_map(|told| &told.taken);
                    obeyed.extend(taken.map(|order| format!("{:?}", order.verb).to_lowercase()));
                }
                // A locked phone starts, too: its owner signs in.
                Err(LandfallError::Locked { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        block(move || {
            let locked = core.lease()?.is_some_and(|lease| lease.locked);
            if locked {
                return Ok::<_, LandfallError>(Started { mended: Vec::new(), failed: Vec::new(), locked, obeyed });
            }
            let done = core.mend(&Events::new())?;
            let mended = done.cards.iter().map(ToString::to_string).collect();
            let failed = done.failed.into_iter().map(|one| {
                let trouble = LandfallError::from(one.error).trouble().clone();
                Trouble { explanation: format!("{}: {}", one.origin, trouble.explanation), ..trouble }
            });
            let failed = failed.collect();
            Ok(Started { mended, failed, locked, obeyed })
        })
        .await
    }

    /// Every SIM that is here, by number.
    pub async fn sims(&self) -> Result<Vec<SimInfo>, LandfallError> {
        let core = self.core.clone();
        block(move || core.cards().map(|cards| cards.into_iter().map(SimInfo::from).collect())).await
    }

    /// What was begun and did not end, the oldest first.
    pub async fn unfinished(&self) -> Result<Vec<Unfinished>, LandfallError> {
        let core = self.core.clone();
        block(move || {
            let mut all = core.acquisitions()?;
            all.sort_by_key(|one| one.started);
            Ok::<_, LandfallError>(all.iter().map(unfinished).collect())
        })
        .await
    }

    /// Gives up one of [`Landfall::unfinished`], on the phone alone: at the kiosk its number is free again once the lease ends.
    pub async fn give_up(&self, id: String) -> Result<(), LandfallError> {
        let core = self.core.clone();
        block(move || {
            for one in core.acquisitions()?.into_iter().filter(|one| hex(&one.nonce) == id) {
                core.give_up(&one)?;
            }
            Ok::<_, LandfallError>(())
        })
        .await
    }
}

fn unfinished(one: &app::Acquisition) -> Unfinished {
    let (kiosk, class_id) = match &one.origin {
        Origin::Kiosk { kiosk, class_id } => (Some(kiosk.clone()), Some(class_id.clone())),
        Origin::Server { .. } => (None, None),
    };
    Unfinished {
        id: hex(&one.nonce),
        kiosk,
        class_id,
        started: one.started.0,
        installed: one.installed_card().map(|iccid| iccid.to_string()),
        kept: matches!(one.stage, Stage::Kept { .. }),
    }
}

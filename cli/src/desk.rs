//! The desk as a phone: its data folder, software keystore and ports.

use crate::{
    args::{Cli, Versions},
    cloud, commands,
    failure::Failure,
    output, runtime, secret_input,
};
use app::{
    Error, Events, Landfall, OsRandom, Ports, Remains, Unmended,
    ports::{BuiltIn, Desk, SystemClock},
};
use model::Random;
use std::{
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use store::Folder;
use tokio::time::timeout;
use vault::{SoftwareKeystore, keystore::software::Unlock};

/// For so long a wiped phone waits for the server that it owes a receipt.
const PATIENCE: Duration = Duration::from_secs(2);

/// The data folder.
pub(crate) fn folder(cli: &Cli) -> Result<PathBuf, Failure> {
    let from = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let home = || from("XDG_DATA_HOME").or_else(|| from("HOME").map(|home| home.join(".local/share")));
    cli.data
        .clone()
        .or_else(|| from("LANDFALL_DATA"))
        .or_else(|| home().map(|base| base.join("landfall")))
        .ok_or_else(|| Failure::Usage("give the data folder with --data".to_owned()))
}

/// Opens the data folder; a new one is made. The account's server, if there is one, is asked for orders first. What a kill interrupted is mended;
/// what can't be is said, and stops no command.
pub(crate) fn open(cli: &Cli) -> Result<Landfall, Failure> {
    let landfall = match to_obey(cli)? {
        Obeying::Phone(landfall) => *landfall,
        Obeying::Remains { remains, why } => {
            hand_in(cli, &remains);
            return Err(why.into());
        }
    };
    before_use(cli, &landfall)?;
    match landfall.mend(&Events::new()) {
        Ok(mended) => {
            for iccid in mended.cards {
                output::say(&format!("An installation that was interrupted is done: card {iccid}."));
            }
            for failed in mended.failed {
                output::say(&unmended(&failed));
            }
        }
        Err(error) => output::say(&format!("What was interrupted can't be mended: {error}. See landfall doctor.")),
    }
    Ok(landfall)
}

/// A phone that is a device of an account obeys before it is used; where its server does not answer within two seconds its lease decides.
fn before_use(cli: &Cli, landfall: &Landfall) -> Result<(), Failure> {
    let Some(server) = landfall.account_server()? else { return Ok(()) };
    // An address that can't be asked keeps nobody from using the phone: the lease does, in time.
    let port = cloud::at(cli, &server).map(|(_, port)| port).ok();
    let told = runtime::run(async { Ok(landfall.before_use(port).await?) })?;
    if let Some(told) = told.filter(|told| !told.taken.is_empty() || !told.refused.is_empty()) {
        commands::said_of(&told).iter().for_each(|line| output::say(line));
    }
    Ok(())
}

/// What a wiped phone owes is handed in by whatever command it is started with, if its server is there.
fn hand_in(cli: &Cli, remains: &Remains) {
    let Ok((_, port)) = cloud::at(cli, &remains.server()) else { return };
    let told = runtime::run(async {
        match timeout(PATIENCE, remains.contact(port)).await {
            Ok(told) => Ok(told?),
            Err(_) => Err(Failure::Stopped),
        }
    });
    if let Ok(told) = told {
        commands::said_of(&told).iter().for_each(|line| output::say(line));
    }
}

/// A phone that may be ordered about: as it is, or what is left of it.
pub(crate) enum Obeying {
    /// It opens, locked or not.
    Phone(Box<Landfall>),
    /// It was wiped, or can't be opened.
    Remains {
        /// What is left.
        remains: Remains,
        /// Why it does not open.
        why: Error,
    },
}

/// Opens the data folder to obey, whatever is in it.
pub(crate) fn to_obey(cli: &Cli) -> Result<Obeying, Failure> {
    let (folder, ports) = ports(cli)?;
    match Landfall::open(&folder, ports.clone()) {
        Ok(landfall) => Ok(Obeying::Phone(Box::new(landfall))),
        Err(error) => match Remains::find(&folder, ports)? {
            Some(remains) => Ok(Obeying::Remains { remains, why: error }),
            None => Err(error.into()),
        },
    }
}

/// The same, telling servers the versions as they were given, if they were.
pub(crate) fn telling(landfall: Landfall, versions: &Versions) -> Landfall {
    match &versions.versions {
        Some(versions) => landfall.writing_versions(versions.clone()),
        None => landfall,
    }
}

/// What could not be mended, in words.
pub(crate) fn unmended(failed: &Unmended) -> String {
    let Unmended { origin, error } = failed;
    format!("A card could not be installed ({origin}): {error}. Acquire it again.")
}

/// Opens the data folder; a new one is made.
pub(crate) fn open_as_it_is(cli: &Cli) -> Result<Landfall, Failure> {
    let (folder, ports) = ports(cli)?;
    Ok(Landfall::open(&folder, ports)?)
}

/// Opens the data folder of a phone that was wiped, with a new vault; one that opens, as it is.
pub(crate) fn begin_anew(cli: &Cli, unheard: bool) -> Result<Landfall, Failure> {
    let (folder, ports) = ports(cli)?;
    Ok(Landfall::begin_anew(&folder, ports, unheard)?)
}

fn ports(cli: &Cli) -> Result<(Folder, Ports), Failure> {
    let (folder, keystore) = keystore(cli)?;
    let ports = Ports {
        keystore: Arc::new(keystore),
        device: Arc::new(Desk { hardware_id: hardware_id(&folder)?, secure_storage: false }),
        clock: Arc::new(SystemClock),
        installer: Arc::new(BuiltIn),
    };
    Ok((folder, ports))
}

/// The data folder, and its keystore, opened; a new one is guarded by the passphrase that was given, if one was.
pub(crate) fn keystore(cli: &Cli) -> Result<(Folder, SoftwareKeystore), Failure> {
    let folder = Folder::claim(folder(cli)?)?;
    let file = cli.passphrase_file.as_deref();
    let keystore = if SoftwareKeystore::exists(&folder) {
        let unlock = match (SoftwareKeystore::needs_passphrase(&folder)?, file) {
            (true, file) => Unlock::Passphrase(secret_input::read(file, "Passphrase")?),
            (false, None) => Unlock::KeyFile,
            (false, Some(_)) => {
                return Err(Failure::Usage(
                    "this data folder has no passphrase: `landfall passphrase set` gives it one".to_owned(),
                ));
            }
        };
        SoftwareKeystore::open(&folder, &unlock)?
    } else {
        let unlock = match file {
            Some(file) => Unlock::Passphrase(secret_input::read(Some(file), "Passphrase")?),
            None => Unlock::KeyFile,
        };
        SoftwareKeystore::create(&folder, &unlock)?
    };
    Ok((folder, keystore))
}

/// Names this installation to kiosks: a hash of the system's own id, so that the id itself is not told. A system without one, as
/// containers are, gets a random id, which is kept in the data folder.
fn hardware_id(folder: &Folder) -> Result<String, Failure> {
    let id = std::fs::read_to_string("/etc/machine-id").unwrap_or_default();
    let user = std::env::var("USER").unwrap_or_default();
    let id = match id.trim() {
        "" => own_id(&folder.path().join("device-id"))?,
        id => id.to_owned(),
    };
    Ok(app::ports::anonymous_id(&[&id, &user]))
}

fn own_id(path: &Path) -> Result<String, Failure> {
    let failed = |error| Failure::File { path: path.display().to_string(), error };
    match std::fs::read_to_string(path) {
        Ok(id) if !id.trim().is_empty() => Ok(id.trim().to_owned()),
        Err(error) if error.kind() != ErrorKind::NotFound => Err(failed(error)),
        _ => {
            let id = hex::encode(OsRandom::new().array::<16>());
            let mut file = std::fs::File::create(path).map_err(failed)?;
            file.write_all(id.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
            Ok(id)
        }
    }
}

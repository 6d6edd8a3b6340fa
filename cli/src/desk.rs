//! The desk as a phone: its data folder, software keystore and ports.

use crate::{args::Cli, failure::Failure, output, secret_input};
use app::{
    Events, Landfall, Ports,
    ports::{BuiltIn, Desk, SystemClock},
};
use std::{path::PathBuf, sync::Arc};
use store::Folder;
use vault::{SoftwareKeystore, keystore::software::Unlock};

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

/// Opens the data folder; a new one is made. What a kill interrupted is mended.
pub(crate) fn open(cli: &Cli) -> Result<Landfall, Failure> {
    let folder = Folder::claim(folder(cli)?)?;
    let keystore = if SoftwareKeystore::exists(&folder) {
        let unlock = if SoftwareKeystore::needs_passphrase(&folder)? {
            Unlock::Passphrase(secret_input::read(cli.passphrase_file.as_deref(), "Passphrase")?)
        } else {
            Unlock::KeyFile
        };
        SoftwareKeystore::open(&folder, &unlock)?
    } else {
        let unlock = match &cli.passphrase_file {
            Some(file) => Unlock::Passphrase(secret_input::read(Some(file), "Passphrase")?),
            None => Unlock::KeyFile,
        };
        SoftwareKeystore::create(&folder, &unlock)?
    };
    let ports = Ports {
        keystore: Arc::new(keystore),
        device: Arc::new(Desk { hardware_id: hardware_id(), secure_storage: false }),
        clock: Arc::new(SystemClock),
        installer: Arc::new(BuiltIn),
    };
    let landfall = Landfall::open(&folder, ports)?;
    for iccid in landfall.mend(&Events::new())? {
        output::say(&format!("An installation that was interrupted is done: card {iccid}."));
    }
    Ok(landfall)
}

/// Names this machine to kiosks: a hash of the system's own id, so that the id itself is not told.
fn hardware_id() -> String {
    let id = std::fs::read_to_string("/etc/machine-id").unwrap_or_default();
    let user = std::env::var("USER").unwrap_or_default();
    app::ports::anonymous_id(&[id.trim(), &user])
}

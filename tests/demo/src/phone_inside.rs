//! A phone's data folder, opened by this program in place of `landfall`: to send its card APDUs that the commands don't have.

use app::{
    Landfall, Ports,
    ports::{BuiltIn, Desk, SystemClock},
};
use landfall_stage::Broken;
use std::{path::Path, sync::Arc};
use store::Folder;
use vault::{SoftwareKeystore, keystore::software::Unlock};

/// Opens it. No command may be using it.
pub(crate) fn open(data: &Path) -> Result<Landfall, Broken> {
    let folder = Folder::claim(data).map_err(Broken::not)?;
    let keystore = SoftwareKeystore::open(&folder, &Unlock::KeyFile).map_err(Broken::not)?;
    let ports = Ports {
        keystore: Arc::new(keystore),
        device: Arc::new(Desk { hardware_id: String::new(), secure_storage: false }),
        clock: Arc::new(SystemClock),
        installer: Arc::new(BuiltIn),
    };
    Landfall::open(&folder, ports).map_err(Broken::not)
}

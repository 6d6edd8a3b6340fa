//! What a death leaves behind. Copies are looked at, so that whoever died mends the original himself.

use super::world::{CLOUD, Who, World};
use crate::invariants;
use app::{
    AccountState, Landfall, Ports,
    ports::{BuiltIn, Desk, SystemClock},
};
use landfall_cloud::storage::sqlite::Sqlite;
use landfall_stage::Broken;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use store::Folder;
use vault::{SoftwareKeystore, Vault, VaultError, keystore::software::Unlock};

/// Looks at what somebody left: databases are sound, keys open, every record is whole; or it is a phone that is being wiped.
pub(super) fn look(world: &World, who: Who) -> Result<(), Broken> {
    let copy = copied(world, world.data(who))?;
    let not = |error: Broken| Broken::not(format!("the data of {who:?}: {error}"));
    match who {
        Who::Kiosk => invariants::kiosk(&copy).map_err(not),
        Who::Lost if world.made.is_wiped => is_destroyed(&copy).map(drop).map_err(not),
        Who::Home | Who::Lost | Who::Third => {
            invariants::vault(&copy).map_err(not)?;
            keys_are_whole(world, who)
        }
    }
}

/// The keys that a phone has are those that its device list names. It opens as its next start would open it.
fn keys_are_whole(world: &World, who: Who) -> Result<(), Broken> {
    let phone = opened(world, who)?;
    if phone.lease().map_err(Broken::not)?.is_some_and(|lease| lease.locked) {
        return Ok(());
    }
    let state = phone.account().map_err(Broken::not)?;
    let (has, named) = (state.keyring().epoch(), state.manifest().map_err(Broken::not)?.key_epoch);
    if has == named { Ok(()) } else { Err(Broken::not(format!("{who:?} has keys {has}, and its list names {named}"))) }
}

/// Looks at what the cloud left.
pub(super) fn cloud(world: &World) -> Result<(), Broken> {
    cloud_data(world)?.store().integrity_check().map_err(Broken::not)
}

/// The cloud's data as it lies there, copied.
pub(super) fn cloud_data(world: &World) -> Result<Sqlite, Broken> {
    let copy = copied(world, &world.scene.at("world").join(CLOUD))?;
    Sqlite::open(&Folder::claim(&copy).map_err(Broken::not)?).map_err(Broken::not)
}

/// Whether a phone's vault is gone for good; else it must be whole.
pub(super) fn is_destroyed(data: &Path) -> Result<bool, Broken> {
    let folder = Folder::claim(data).map_err(Broken::not)?;
    let keystore = SoftwareKeystore::open(&folder, &Unlock::KeyFile).map_err(Broken::not)?;
    match Vault::open(&folder, Arc::new(keystore)) {
        Ok(vault) => vault.verify().map(|()| false).map_err(Broken::not),
        Err(VaultError::Destroyed | VaultError::KeyLost) => Ok(true),
        Err(error) => Err(Broken::not(error)),
    }
}

/// The account as a phone knows it. The phone must not run.
pub(super) fn account(world: &World, who: Who) -> Result<AccountState, Broken> {
    opened(world, who)?.account().map_err(Broken::not)
}

/// A copy of a phone, opened.
fn opened(world: &World, who: Who) -> Result<Landfall, Broken> {
    let copy = copied(world, world.data(who))?;
    let folder = Folder::claim(&copy).map_err(Broken::not)?;
    let ports = Ports {
        keystore: Arc::new(SoftwareKeystore::open(&folder, &Unlock::KeyFile).map_err(Broken::not)?),
        device: Arc::new(Desk { hardware_id: who.folder().to_owned(), secure_storage: false }),
        clock: Arc::new(SystemClock),
        installer: Arc::new(BuiltIn),
    };
    Landfall::open(&folder, ports).map_err(Broken::not)
}

/// A copy of this folder, in place of the last one.
pub(super) fn copied(world: &World, data: &Path) -> Result<PathBuf, Broken> {
    let to = world.scene.at("looked-at");
    copy(data, &to)?;
    Ok(to)
}

/// Copies a folder's files and folders, but for doors and what SQLite makes anew.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), Broken> {
    let failed = |path: &Path| Broken::io(path.display().to_string());
    if to.exists() {
        std::fs::remove_dir_all(to).map_err(failed(to))?;
    }
    std::fs::create_dir(to).map_err(failed(to))?;
    for entry in std::fs::read_dir(from).map_err(failed(from))? {
        let entry = entry.map_err(failed(from))?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(failed(from))?);
        if kind.is_dir() {
            copy(&path, &to.join(entry.file_name()))?;
        } else if kind.is_file() && path.extension().is_none_or(|end| end != "db-shm") {
            std::fs::copy(&path, to.join(entry.file_name())).map_err(failed(&path))?;
        }
    }
    Ok(())
}

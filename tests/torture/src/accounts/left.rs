//! What a death leaves behind. Copies are looked at, so that whoever died mends the original himself.

use super::world::{CLOUD, Who, World};
use crate::invariants;
use app::{
    AccountState, Landfall, Ports, Role,
    ports::{BuiltIn, Desk, SystemClock},
};
use landfall_cloud::storage::sqlite::Sqlite;
use landfall_stage::Broken;
use model::Iccid;
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
        Who::Lost if world.made.is_new => is_new(&copy).map_err(not),
        Who::Lost if world.made.is_wiped => is_destroyed(&copy).map(drop).map_err(not),
        Who::Home | Who::Lost | Who::Third => {
            invariants::vault(&copy).map_err(not)?;
            keys_are_whole(world, who)
        }
    }
}

/// The keys that a phone has are those that its device list names. It opens as its next start would open it.
fn keys_are_whole(world: &World, who: Who) -> Result<(), Broken> {
    if !is_set_up(world, who)? {
        return Ok(());
    }
    let phone = opened(world, who)?;
    if phone.lease().map_err(Broken::not)?.is_some_and(|lease| lease.locked) || !is_device(&phone)? {
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

/// Whether a phone's vault is gone for good, or a new one is there, or being made.
fn is_new(data: &Path) -> Result<(), Broken> {
    match invariants::vault(data) {
        Ok(()) => Ok(()),
        Err(_) => is_destroyed(data).map(drop),
    }
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

/// Whether this phone takes itself for a device of an account. It must not run.
pub(super) fn signed_in(world: &World, who: Who) -> Result<bool, Broken> {
    Ok(is_set_up(world, who)? && is_device(&opened(world, who)?)?)
}

fn is_device(phone: &Landfall) -> Result<bool, Broken> {
    phone.account_server().map(|server| server.is_some()).map_err(Broken::not)
}

/// Whether there is a keystore: the first thing that a phone makes.
fn is_set_up(world: &World, who: Who) -> Result<bool, Broken> {
    let copy = copied(world, world.data(who))?;
    Ok(SoftwareKeystore::exists(&Folder::claim(&copy).map_err(Broken::not)?))
}

/// The account as a phone knows it. The phone must not run.
pub(super) fn account(world: &World, who: Who) -> Result<AccountState, Broken> {
    opened(world, who)?.account().map_err(Broken::not)
}

/// How a card stands on a phone, by the phone itself; none if it is not there. The phone must not run.
pub(super) fn stands(world: &World, who: Who, iccid: &Iccid) -> Result<Option<Role>, Broken> {
    let cards = opened(world, who)?.cards().map_err(Broken::not)?;
    let card = cards.into_iter().find(|card| card.iccid == *iccid);
    Ok(card.map(|card| if card.dormant { Role::Dormant } else { Role::Live }))
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

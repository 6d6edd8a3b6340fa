//! What must hold whenever somebody died.

use crate::yard::Yard;
use landfall_kiosk::schema;
use landfall_stage::Broken;
use model::NumberState;
use std::{path::Path, sync::Arc};
use store::{Folder, Options, Store, params};
use vault::{SoftwareKeystore, Vault, VaultError, keystore::software::Unlock};

/// The kiosk looks for leases that ran out every second.
const SLACK: u64 = 4;

/// A phone's data as a death left it: keys open, every record whole.
pub(crate) fn phone_as_left(yard: &Yard, phone: usize) -> Result<(), Broken> {
    let copy = yard.scene.at("looked-at");
    copied(yard.phones[phone].program.data(), &copy)?;
    vault(&copy).map_err(|e| Broken::not(format!("the data of phone {phone}: {e}")))
}

/// Checks a vault; one whose making was interrupted is no vault yet.
pub(crate) fn vault(data: &Path) -> Result<(), Broken> {
    let folder = Folder::claim(data).map_err(Broken::not)?;
    if !SoftwareKeystore::exists(&folder) {
        return Ok(());
    }
    let keystore = SoftwareKeystore::open(&folder, &Unlock::KeyFile).map_err(Broken::not)?;
    match Vault::open(&folder, Arc::new(keystore)) {
        Ok(vault) => vault.verify().map_err(Broken::not),
        Err(VaultError::Missing) => Ok(()),
        Err(error) => Err(Broken::not(error)),
    }
}

/// The kiosk's data as its death left it. A copy is looked at, so that the kiosk itself recovers the original.
pub(crate) fn kiosk_as_left(yard: &Yard) -> Result<(), Broken> {
    let copy = yard.scene.at("looked-at");
    copied(&yard.scene.at("kiosk"), &copy)?;
    kiosk(&copy)
}

/// Checks a kiosk's database that nobody serves.
pub(crate) fn kiosk(data: &Path) -> Result<(), Broken> {
    let folder = Folder::claim(data).map_err(Broken::not)?;
    let store = Store::open(&folder, schema::NAME, &schema::MIGRATIONS, Options::default()).map_err(Broken::not)?;
    store.integrity_check().map_err(Broken::not)?;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_err(Broken::not)?.as_secs();
    let count = |sql: &str, at: u64| {
        store
            .read(|tx| Ok::<i64, store::Error>(tx.query_row(sql, params![at as i64], |row| row.get(0))?))
            .map_err(Broken::not)
    };
    // One that is out of use needs no sale.
    let retired = NumberState::ALL.iter().position(|state| *state == NumberState::Retired).unwrap_or(0);
    for (sql, breach) in [
        (
            "SELECT count(*) FROM (SELECT 1 FROM reservation WHERE stage <= 3 AND ?1 > 0 GROUP BY number HAVING count(*) > 1)",
            "numbers are held by two sales",
        ),
        (
            "SELECT count(*) FROM (SELECT 1 FROM binding b JOIN reservation r ON r.id = b.reservation
               WHERE b.result = 1 AND ?1 > 0 GROUP BY r.number HAVING count(DISTINCT r.eid) > 1)",
            "numbers were installed by two cards",
        ),
        (
            &format!(
                "SELECT count(*) FROM number n WHERE ?1 > 0 AND n.state <> {retired} AND (n.state = 0) =
                   EXISTS (SELECT 1 FROM reservation r WHERE r.number = n.id AND r.stage <= 3)"
            ),
            "numbers whose state and sale do not agree",
        ),
        (
            "SELECT count(*) FROM reservation WHERE stage <= 1 AND lease < ?1",
            "unbound reservations outlived their lease",
        ),
    ] {
        let found = count(sql, now - SLACK)?;
        if found != 0 {
            return Err(Broken::not(format!("the kiosk's data: {found} {breach}")));
        }
    }
    Ok(())
}

/// The kiosk's books against the phones: whatever is bound is on a phone that has yet to report, or waits for one that was not
/// started again.
pub(crate) fn books(yard: &Yard) -> Result<(), Broken> {
    let rows = yard.shop.ask(&["stock", "list", "--numbers", "--state", "reserved"])?;
    let bound = rows.as_array().into_iter().flatten().filter(|row| row["sale"] == "bound");
    let on_phones =
        |iccid: &str| yard.phones.iter().any(|phone| phone.owes && phone.cards.iter().any(|card| card == iccid));
    let nowhere = bound.filter(|row| !on_phones(row["iccid"].as_str().unwrap_or_default())).count();
    let abandoned = yard.phones.iter().filter(|phone| phone.abandoned.is_some()).count();
    if nowhere > abandoned {
        return Err(Broken::not(format!(
            "{nowhere} bound numbers are on no phone, and {abandoned} phones are unfinished"
        )));
    }
    Ok(())
}

/// Whether the kiosk's log says that this card is distributed.
pub(crate) fn is_distributed(yard: &Yard, iccid: &str) -> Result<bool, Broken> {
    let row = yard.stock.row(iccid).ok_or_else(|| Broken::not(format!("card {iccid} was never in the stock")))?;
    let log = yard.shop.ask(&["stock", "log", &row.number])?;
    Ok(log.as_array().and_then(|log| log.last()).is_some_and(|last| last["state"] == "distributed"))
}

/// A folder's files, but for the door and what SQLite makes anew.
fn copied(from: &Path, to: &Path) -> Result<(), Broken> {
    let failed = |path: &Path| Broken::io(path.display().to_string());
    if to.exists() {
        std::fs::remove_dir_all(to).map_err(failed(to))?;
    }
    std::fs::create_dir(to).map_err(failed(to))?;
    for entry in std::fs::read_dir(from).map_err(failed(from))? {
        let entry = entry.map_err(failed(from))?;
        let path = entry.path();
        let plain = entry.file_type().map_err(failed(&path))?.is_file();
        if plain && path.extension().is_none_or(|end| end != "db-shm") {
            std::fs::copy(&path, to.join(entry.file_name())).map_err(failed(&path))?;
        }
    }
    Ok(())
}

//! Orders from afar, given and obeyed.

mod copies;
mod give;
mod here;
mod orders;

use crate::{
    args::{Away, By, Cli},
    cloud, desk,
    failure::Failure,
    output::Answer,
    progress, runtime, secret_input,
};
use account::wire::Verb;
use app::{Given, Giver, Landfall, ports::Cloud};
use std::{future::Future, path::Path, sync::Arc};

pub(crate) use copies::moves;
pub(crate) use here::said_of;

pub(crate) fn run(cli: &Cli, command: &Away) -> Result<Answer, Failure> {
    match command {
        Away::Lock { device, by } => give::run(cli, by, Given::new(Verb::Lock, device)),
        Away::Unlock { device, by } => give::run(cli, by, Given::new(Verb::Unlock, device)),
        Away::Wipe(wanted) => give::wipe(cli, &wanted.by, wanted),
        Away::Delete { device, cards, erasing, by } => give::delete(cli, by, device, cards, erasing),
        Away::Copy(wanted) => copies::copy(cli, wanted),
        Away::Overwrite(wanted) => copies::overwrite(cli, wanted),
        Away::Activate(wanted) => copies::activate(cli, wanted),
        Away::Move(wanted) => copies::r#move(cli, wanted),
        Away::Homes { by } => copies::homes(cli, by),
        Away::TakeBack { order, by } => give::take_back(cli, by, order),
        Away::Orders { by } => orders::list(cli, by),
        Away::Receipts { device, by } => orders::receipts(cli, by, device),
        Away::Obey => here::obey(cli),
        Away::BeginAnew { unheard, yes } => here::begin_anew(cli, *unheard, *yes),
        Away::SignIn { offline: true, sheet_file, .. } => here::sign_in_by_sheet(cli, sheet_file.as_deref()),
        Away::SignIn { password_file, .. } => here::sign_in(cli, password_file.as_deref()),
        Away::Lease { lock_after, erase_after, unlock_offline } => {
            here::lease(cli, *lock_after, *erase_after, *unlock_offline)
        }
    }
}

/// Whoever gives orders here, and what it stands on.
struct Ordering {
    landfall: Landfall,
    port: Arc<dyn Cloud>,
    giver: Giver,
}

fn giver(cli: &Cli, by: &By) -> Result<Giver, Failure> {
    Ok(ordering(cli, by)?.giver)
}

fn ordering(cli: &Cli, by: &By) -> Result<Ordering, Failure> {
    let landfall = desk::open(cli)?;
    let port = match &by.server {
        Some(server) => cloud::at(cli, server)?.1,
        None => cloud::of_account(cli, &landfall)?,
    };
    let giver = match (&by.sheet_file, &by.login) {
        (Some(file), _) => {
            let sheet =
                super::account::read_sheet(Some(file).filter(|file| file.as_os_str() != "-").map(|file| &**file))?;
            wait(cli, async { Ok(landfall.giver_by_sheet(port.clone(), &sheet).await?) })
        }
        (None, Some(login)) => {
            let password = secret_input::read(by.password_file.as_deref(), "Password of the account")?;
            wait(cli, async { Ok(landfall.giver_by_password(port.clone(), login, &password).await?) })
        }
        (None, None) => wait(cli, async { Ok(landfall.giver(port.clone()).await?) }),
    }?;
    Ok(Ordering { landfall, port, giver })
}

/// Waits for the server with something that moves. Ctrl-C ends it.
fn wait<T>(cli: &Cli, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    runtime::run(runtime::interruptible(progress::spin("Asking the account's server …", cli.json, work)))
}

/// A word for programs.
fn word(what: &impl serde::Serialize) -> String {
    match serde_json::to_value(what) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// The recovery sheet, from a file or typed.
fn sheet(file: Option<&Path>) -> Result<account::sheet::Sheet, Failure> {
    super::account::read_sheet(file)
}

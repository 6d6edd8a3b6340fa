//! The account, a command a file.

mod approve;
mod ask;
mod create;
mod delete;
mod devices;
mod export;
mod login;
mod passkeys;
mod password;
mod recover;
mod root;
mod rotate;
mod sheet;
mod sign_out;
mod sub;

use crate::{
    args::{Account, Cli, Who},
    cloud, desk,
    failure::Failure,
    output::{self, Answer},
    progress, runtime, secret_input,
};
use app::{AccountError, AccountMended, AccountState, Landfall, SignIn, ports::Cloud};
use serde_json::{Value, json};
use std::{future::Future, path::Path, sync::Arc};

pub(crate) fn run(cli: &Cli, command: &Account) -> Result<Answer, Failure> {
    match command {
        Account::Create { who, sheet } => create::run(cli, who, sheet.as_deref()),
        Account::Login { who, sheet_file } => login::run(cli, who, sheet_file.as_deref()),
        Account::Ask { who } => ask::run(cli, who),
        Account::Approve { request, code_file } => approve::run(cli, request.as_deref(), code_file.as_deref()),
        Account::Devices => devices::list(cli),
        Account::Rename { device, name } => devices::rename(cli, device, name),
        Account::Revoke { device, keep_root: true, yes, .. } => devices::revoke(cli, device, *yes),
        Account::Revoke { device, root, yes, .. } => root::revoke(cli, device, root, *yes),
        Account::Recover { server, sheet_file, new_password_file, device, revoke_others, sheet } => {
            let wanted = recover::Wanted {
                server,
                sheet_file: sheet_file.as_deref(),
                new_password_file: new_password_file.as_deref(),
                device: device.as_deref(),
                revoke_others: *revoke_others,
                sheet: sheet.as_deref(),
            };
            recover::run(cli, &wanted)
        }
        Account::Password { password_file, new_password_file, forgotten } => {
            password::run(cli, password_file.as_deref(), new_password_file.as_deref(), *forgotten)
        }
        Account::Rotate { root: true, new } => root::replace(cli, new),
        Account::Rotate { .. } => rotate::run(cli),
        Account::Sheet { sheet } => sheet::run(cli, sheet.as_deref()),
        Account::Export { to } => export::run(cli, to.as_deref()),
        Account::Passkeys { remove } => passkeys::run(cli, remove.as_deref()),
        Account::Sub(command) => sub::run(cli, command),
        Account::SignOut { here_only, yes } => sign_out::run(cli, *here_only, *yes),
        Account::Delete { yes } => delete::run(cli, *yes),
    }
}

/// The account that is signed in here, and its server; what was interrupted is finished first, and that is said.
fn entered(cli: &Cli) -> Result<(Landfall, Arc<dyn Cloud>), Failure> {
    let landfall = desk::open(cli)?;
    let port = cloud::of_account(cli, &landfall)?;
    let mended = ask_server(cli, async { Ok(landfall.mend_account(port.clone()).await?) })?;
    match mended {
        AccountMended::Nothing => {}
        AccountMended::Finished => output::say("An earlier change to the account, which was interrupted, is done."),
        AccountMended::GivenUp => {
            output::say(
                "An earlier change to the account, which was interrupted, was not made. Make it again if you still want it.",
            );
        }
    }
    Ok((landfall, port))
}

/// Waits for the server, and for a password to be stretched, with something that moves. Ctrl-C ends it.
fn ask_server<T>(cli: &Cli, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    runtime::run(runtime::interruptible(progress::spin("Asking the account's server …", cli.json, work)))
}

/// Who signs in, with a password that exists.
fn sign_in(who: &Who, server: String) -> Result<SignIn, Failure> {
    let password = secret_input::read(who.password_file.as_deref(), "Password of the account")?;
    Ok(SignIn { server, login: who.login.clone(), password, device: device(who.device.as_deref()) })
}

/// What this device is called.
fn device(given: Option<&str>) -> String {
    let host = || std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default().trim().to_owned();
    given.map_or_else(host, str::to_owned)
}

/// A recovery sheet that was typed, or stands in a file.
pub(super) fn read_sheet(file: Option<&Path>) -> Result<account::sheet::Sheet, Failure> {
    let typed = secret_input::read(file, "Recovery sheet (LF1-…)")?;
    let text = std::str::from_utf8(typed.expose()).map_err(|_| account::sheet::SheetError::NotASheet);
    Ok(text.and_then(account::sheet::Sheet::read).map_err(AccountError::from)?)
}

fn view(state: &AccountState) -> Value {
    json!({
        "account": state.account().bytes(),
        "login": state.login,
        "server": state.server,
        "device": state.device.id,
    })
}

fn signed_in(state: &AccountState) -> Answer {
    Answer::new(format!("Signed in as {}: this phone is a device of the account.", state.login), view(state))
}

use super::{ask_server, device, read_sheet, sheet, signed_in, view};
use crate::{args::Cli, cloud, desk, failure::Failure, output::Answer, private_file, secret_input};
use app::Recovery;
use std::path::Path;

/// What was asked for.
pub(crate) struct Wanted<'a> {
    pub(crate) server: &'a str,
    pub(crate) sheet_file: Option<&'a Path>,
    pub(crate) new_password_file: Option<&'a Path>,
    pub(crate) device: Option<&'a str>,
    pub(crate) revoke_others: bool,
    pub(crate) sheet: Option<&'a Path>,
}

pub(crate) fn run(cli: &Cli, wanted: &Wanted<'_>) -> Result<Answer, Failure> {
    wanted.sheet.map_or(Ok(()), private_file::is_free)?;
    let landfall = desk::open(cli)?;
    let (server, port) = cloud::at(cli, wanted.server)?;
    let typed = read_sheet(wanted.sheet_file)?;
    let password = secret_input::read_new(wanted.new_password_file, "New password for the account")?;
    let (device, revoke_others) = (device(wanted.device), wanted.revoke_others);
    let recovery = Recovery { server, sheet: typed, password, device, revoke_others };
    let state = ask_server(cli, async { Ok(landfall.recover_account(port, &recovery).await?) })?;
    if !revoke_others {
        return Ok(signed_in(&state));
    }
    let told = format!(
        "Signed in as {}: this phone is the account's only device. The recovery sheet that you typed opens nothing any more.",
        state.login
    );
    let new = landfall.recovery_sheet()?;
    sheet::give(landfall, &new, wanted.sheet, &told, view(&state))
}

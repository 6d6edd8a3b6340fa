use super::{ask_server, read_sheet, sign_in, signed_in};
use crate::{
    args::{Cli, Who},
    cloud, desk,
    failure::Failure,
    output::Answer,
};
use std::path::Path;

pub(crate) fn run(cli: &Cli, who: &Who, sheet_file: Option<&Path>) -> Result<Answer, Failure> {
    let landfall = desk::open(cli)?;
    let (server, port) = cloud::at(cli, &who.server)?;
    let sign_in = sign_in(who, server)?;
    let sheet = read_sheet(sheet_file)?;
    let state = ask_server(cli, async { Ok(landfall.log_in(port, &sign_in, &sheet).await?) })?;
    Ok(signed_in(&state))
}

use super::{ask_server, entered};
use crate::{args::Cli, failure::Failure, output::Answer, secret_input};
use serde_json::json;
use std::path::Path;

pub(crate) fn run(cli: &Cli, current: Option<&Path>, new: Option<&Path>, forgotten: bool) -> Result<Answer, Failure> {
    let (landfall, port) = entered(cli)?;
    let current = match forgotten {
        true => None,
        false => Some(secret_input::read(current, "Password of the account")?),
    };
    let new = secret_input::read_new(new, "New password for the account")?;
    let state = ask_server(cli, async { Ok(landfall.change_password(port, current.as_ref(), &new).await?) })?;
    Ok(Answer::new(
        "The new password holds. The recovery sheet stays what it was.",
        json!({"login": state.login, "manifest": state.pinned.version()}),
    ))
}

use super::{ask_server, entered};
use crate::{args::Cli, failure::Failure, output::Answer};
use serde_json::json;

pub(crate) fn run(cli: &Cli) -> Result<Answer, Failure> {
    let (landfall, port) = entered(cli)?;
    let state = ask_server(cli, async { Ok(landfall.rotate_keys(port).await?) })?;
    let epoch = state.keyring().epoch();
    Ok(Answer::new(
        format!("From now on the account's data is sealed with a new key, number {epoch}."),
        json!({"manifest": state.pinned.version(), "key_epoch": epoch}),
    ))
}

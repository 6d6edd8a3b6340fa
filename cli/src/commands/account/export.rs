use super::{ask_server, entered};
use crate::{args::Cli, failure::Failure, output::Answer, private_file};
use serde_json::json;
use std::path::Path;

pub(crate) fn run(cli: &Cli, to: Option<&Path>) -> Result<Answer, Failure> {
    to.map_or(Ok(()), private_file::is_free)?;
    let (landfall, port) = entered(cli)?;
    let all = ask_server(cli, async { Ok(landfall.export_account(port).await?) })?;
    let Some(path) = to else { return Ok(Answer::new(format!("{all:#}"), all)) };
    private_file::write(path, format!("{all:#}\n").as_bytes())?;
    let text = format!("All of the account is in {}. Whoever has that file can read it.", path.display());
    Ok(Answer::new(text, json!({"file": path})))
}

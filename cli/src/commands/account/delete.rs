use super::ask_server;
use crate::{args::Cli, cloud, desk, failure::Failure, output::Answer, prompt};
use serde_json::json;

pub(crate) fn run(cli: &Cli, yes: bool) -> Result<Answer, Failure> {
    let landfall = desk::open(cli)?;
    let login = landfall.account()?.login;
    let question = format!("Delete the account {login}, with all that its server has of it, for good?");
    if !yes && !prompt::confirm(&question)? {
        return Err(Failure::Stopped);
    }
    let port = cloud::of_account(cli, &landfall)?;
    ask_server(cli, async { Ok(landfall.delete_account(port).await?) })?;
    Ok(Answer::new(format!("The account {login} is gone. The cards on its devices stay."), json!({"deleted": true})))
}

use super::ask_server;
use crate::{args::Cli, cloud, desk, failure::Failure, output::Answer, prompt};
use serde_json::json;

pub(crate) fn run(cli: &Cli, here_only: bool, yes: bool) -> Result<Answer, Failure> {
    let landfall = desk::open(cli)?;
    let login = landfall.account()?.login;
    let question =
        format!("Sign {login} out of this phone? Without another device you need the recovery sheet to sign in.");
    if !yes && !prompt::confirm(&question)? {
        return Err(Failure::Stopped);
    }
    if here_only {
        landfall.forget_account()?;
    } else {
        let port = cloud::of_account(cli, &landfall)?;
        ask_server(cli, async { Ok(landfall.sign_out(port).await?) })?;
    }
    Ok(Answer::new(format!("{login} is signed out of this phone. Its cards stay."), json!({"signed_out": true})))
}

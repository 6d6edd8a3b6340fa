//! A new root, with or without taking a device out of the account.

use super::{ask_server, entered, sheet};
use crate::{
    args::{Cli, NewRoot},
    failure::Failure,
    output::Answer,
    private_file, prompt, secret_input,
};
use serde_json::json;

pub(crate) fn revoke(cli: &Cli, device: &str, wanted: &NewRoot, yes: bool) -> Result<Answer, Failure> {
    let question =
        format!("Take {device} out of the account, and make a new recovery sheet? The old sheet opens nothing then.");
    if !yes && !prompt::confirm(&question)? {
        return Err(Failure::Stopped);
    }
    let told = format!("{device} is no device of the account any more, and has none of its keys of now.");
    make(cli, wanted, Some(device), &told)
}

pub(crate) fn replace(cli: &Cli, wanted: &NewRoot) -> Result<Answer, Failure> {
    make(cli, wanted, None, "The account has a new root, and its data a new key.")
}

fn make(cli: &Cli, wanted: &NewRoot, revoke: Option<&str>, told: &str) -> Result<Answer, Failure> {
    let NewRoot { password_file, sheet } = wanted;
    sheet.as_deref().map_or(Ok(()), private_file::is_free)?;
    let (landfall, port) = entered(cli)?;
    let password = secret_input::read(password_file.as_deref(), "Password of the account")?;
    let made = ask_server(cli, async { Ok(landfall.replace_root(port, &password, revoke).await?) })?;
    let mut told = format!("{told} Your other devices take the new keys when they are online next.");
    if !made.left_out.is_empty() {
        let names = made.left_out.join(", ");
        told =
            format!("{told}\nTaken out with it, since no key could be sealed to them: {names}. Sign in on them anew.");
    }
    let json = json!({
        "manifest": made.state.pinned.version(),
        "key_epoch": made.state.keyring().epoch(),
        "left_out": made.left_out,
    });
    sheet::give(landfall, &made.sheet, sheet.as_deref(), &told, json)
}

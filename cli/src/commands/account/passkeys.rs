use super::{ask_server, entered};
use crate::{args::Cli, failure::Failure, output::Answer};
use account::wire::Passkey;
use serde_json::{Value, json};

pub(crate) fn run(cli: &Cli, remove: Option<&str>) -> Result<Answer, Failure> {
    let (landfall, port) = entered(cli)?;
    let passkeys: Vec<Passkey> = ask_server(cli, async {
        if let Some(wanted) = remove {
            landfall.remove_passkey(port.clone(), wanted).await?;
        }
        Ok(landfall.passkeys(port).await?)
    })?;
    let line = |passkey: &Passkey| format!("{}\t{}\tfor {}", passkey.id.text(), passkey.name, passkey.rp_id);
    let view = |passkey: &Passkey| json!({"passkey": passkey.id, "name": passkey.name, "site": passkey.rp_id});
    let lines: Vec<String> = passkeys.iter().map(line).collect();
    let text = if lines.is_empty() { "The account has no passkey.".to_owned() } else { lines.join("\n") };
    Ok(Answer::new(text, passkeys.iter().map(view).collect::<Value>()))
}

use super::{ask_server, entered};
use crate::{args::Cli, failure::Failure, output::Answer, prompt};
use account::wire::Device;
use app::AccountState;
use serde_json::{Value, json};

pub(crate) fn list(cli: &Cli) -> Result<Answer, Failure> {
    let (landfall, port) = entered(cli)?;
    let devices = ask_server(cli, async { Ok(landfall.account_devices(port).await?) })?;
    let own = landfall.account()?.device.id;
    let line = |device: &Device| {
        let what = match device.revoked {
            _ if device.id == own => "\tthis device",
            true => "\ttaken out",
            false => "",
        };
        format!("{}\t{}{what}", device.id.text(), device.name)
    };
    let view = |device: &Device| {
        json!({
            "device": device.id,
            "name": device.name,
            "epoch": device.epoch,
            "revoked": device.revoked,
            "this": device.id == own,
        })
    };
    let lines: Vec<String> = devices.iter().map(line).collect();
    Ok(Answer::new(lines.join("\n"), devices.iter().map(view).collect::<Value>()))
}

pub(crate) fn rename(cli: &Cli, device: &str, name: &str) -> Result<Answer, Failure> {
    let (landfall, port) = entered(cli)?;
    let state = ask_server(cli, async { Ok(landfall.rename_device(port, device, name).await?) })?;
    Ok(done(format!("{device} is called {} now.", name.trim()), &state))
}

pub(crate) fn revoke(cli: &Cli, device: &str, yes: bool) -> Result<Answer, Failure> {
    let (landfall, port) = entered(cli)?;
    if !yes && !prompt::confirm(&format!("Take {device} out of the account?"))? {
        return Err(Failure::Stopped);
    }
    let state = ask_server(cli, async { Ok(landfall.revoke_device(port, device).await?) })?;
    Ok(done(format!("{device} is no device of the account any more. What it holds it goes on holding."), &state))
}

fn done(text: String, state: &AccountState) -> Answer {
    let (version, epoch) = (state.pinned.version(), state.keyring().epoch());
    Answer::new(text, json!({"manifest": version, "key_epoch": epoch}))
}

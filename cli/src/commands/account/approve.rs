use super::{ask_server, entered};
use crate::{
    args::Cli,
    failure::Failure,
    output::{self, Answer},
    progress::spin,
    prompt, runtime, secret_input,
};
use account::wire::Bytes;
use app::{AccountError, Landfall, Waiter, ports::Cloud};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

pub(crate) fn run(cli: &Cli, request: Option<&str>, code_file: Option<&Path>) -> Result<Answer, Failure> {
    if cli.json && request.is_some() && code_file.is_none() {
        return Err(Failure::Usage("with --json give the new device's code: --code-file FILE".to_owned()));
    }
    let (landfall, port) = entered(cli)?;
    let request = match request {
        Some(request) => Bytes::read(request.trim()).ok_or(AccountError::NoSuchRequest)?,
        None => {
            let waiting = ask_server(cli, async { Ok(landfall.waiting_devices(port.clone()).await?) })?;
            match waiting.as_slice() {
                [one] if !cli.json => one.approval.clone(),
                all => return Ok(list(all)),
            }
        }
    };
    let code_file = code_file.map(Path::to_owned);
    runtime::run(runtime::interruptible(approve(landfall, port, &request, code_file, cli.json)))
}

async fn approve(
    landfall: Landfall,
    port: Arc<dyn Cloud>,
    request: &Bytes,
    code_file: Option<PathBuf>,
    quiet: bool,
) -> Result<Answer, Failure> {
    let approving = spin("Waiting for the new device …", quiet, landfall.approve_device(port, request)).await?;
    let (name, shown) = (approving.device().name.clone(), approving.code());
    output::say(&format!("{name} wants to be a device of the account. Code: {shown}"));
    let asked = match code_file {
        Some(file) => runtime::ask(move || code(&file)).await.map(|code| code == digits(&shown.to_string())),
        None => runtime::ask(|| prompt::confirm("Does the new device show the same?")).await,
    };
    let same = match asked {
        Ok(same) => same,
        Err(failure) => {
            approving.refuse().await?;
            return Err(failure);
        }
    };
    if !same {
        approving.refuse().await?;
        let text = "Nothing was given to it: the codes are not the same. Somebody may stand between.";
        return Ok(Answer::new(text, json!({"approved": false, "name": name})));
    }
    let device = approving.device().id.clone();
    spin("Approving …", quiet, approving.grant()).await?;
    Ok(Answer::new(
        format!("{name} is a device of the account now."),
        json!({"approved": true, "name": name, "device": device}),
    ))
}

fn list(waiting: &[Waiter]) -> Answer {
    let line = |waiter: &Waiter| {
        let state = if waiter.answered { "\tanswered by another device" } else { "" };
        format!("{}\t{}{state}", waiter.approval.text(), waiter.name)
    };
    let lines: Vec<String> = waiting.iter().map(line).collect();
    let text = match lines.as_slice() {
        [] => "No device waits. On the new one: landfall account ask.".to_owned(),
        lines => format!("{}\nApprove one: landfall account approve NUMBER", lines.join("\n")),
    };
    let view = |waiter: &Waiter| {
        json!({
            "request": waiter.approval, "name": waiter.name, "expires": waiter.expires, "answered": waiter.answered,
        })
    };
    Answer::new(text, waiting.iter().map(view).collect::<Value>())
}

/// What the new device shows, from a file.
fn code(file: &Path) -> Result<String, Failure> {
    let typed = secret_input::read(Some(file), "Code")?;
    Ok(digits(&String::from_utf8_lossy(typed.expose())))
}

fn digits(code: &str) -> String {
    code.chars().filter(char::is_ascii_digit).collect()
}

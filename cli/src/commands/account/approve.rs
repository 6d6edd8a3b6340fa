use super::{ask_server, entered};
use crate::{
    args::Cli,
    failure::Failure,
    output::{self, Answer},
    progress::spin,
    prompt, runtime,
};
use account::wire::Bytes;
use app::{AccountError, Landfall, Waiter, ports::Cloud};
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) fn run(cli: &Cli, request: Option<&str>, code: Option<&str>) -> Result<Answer, Failure> {
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
    let code = code.map(digits);
    runtime::run(runtime::interruptible(approve(landfall, port, &request, code, cli.json)))
}

async fn approve(
    landfall: Landfall,
    port: Arc<dyn Cloud>,
    request: &Bytes,
    code: Option<String>,
    quiet: bool,
) -> Result<Answer, Failure> {
    let approving = spin("Waiting for the new device …", quiet, landfall.approve_device(port, request)).await?;
    let (name, shown) = (approving.device().name.clone(), approving.code());
    let same = match code {
        Some(code) => code == digits(&shown.to_string()),
        None if quiet => {
            // Nobody can answer a question here.
            approving.refuse().await?;
            return Err(Failure::Usage("with --json give the new device's code: --code DIGITS".to_owned()));
        }
        None => {
            output::say(&format!("{name} wants to be a device of the account. Code: {shown}"));
            runtime::ask(|| prompt::confirm("Does the new device show the same?")).await?
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

fn digits(code: &str) -> String {
    code.chars().filter(char::is_ascii_digit).collect()
}

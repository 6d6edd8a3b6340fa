use crate::{failure::Failure, output::Answer};
use radio::mdns;
use serde_json::json;
use std::time::Duration;

pub(crate) fn run(seconds: u64) -> Result<Answer, Failure> {
    let found = mdns::browse(Duration::from_secs(seconds), mdns::Scope::Network)?;
    let json = found
        .iter()
        .map(|kiosk| {
            let addresses: Vec<String> = kiosk.addresses.iter().map(ToString::to_string).collect();
            json!({"name": kiosk.name, "addresses": addresses, "fields": kiosk.fields})
        })
        .collect();
    let lines: Vec<String> = found
        .iter()
        .map(|kiosk| {
            let address = kiosk.addresses.first().map(ToString::to_string).unwrap_or_default();
            format!("{}\t{address}", kiosk.name)
        })
        .collect();
    let text = if lines.is_empty() {
        format!("No kiosk found within {seconds} s. Come nearer, or give its start code with --kiosk.")
    } else {
        lines.join("\n")
    };
    Ok(Answer::new(text, json))
}

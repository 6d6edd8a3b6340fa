use crate::{
    args, dial,
    failure::Failure,
    output::{self, Answer},
    runtime,
};
use radio::choice::Kiosk;
use serde_json::json;
use std::time::Duration;

pub(crate) fn run(seconds: u64, bluetooth: &args::Bluetooth) -> Result<Answer, Failure> {
    let looking = async { Ok(dial::look(Duration::from_secs(seconds), bluetooth).await) };
    let (_, looked) = runtime::run(runtime::interruptible(looking))?;
    let kiosks = looked.nearby.kiosks();
    if !kiosks.is_empty() {
        for left_out in &looked.unsearched {
            output::say(&format!("One link was not searched: {left_out}. {}", left_out.hint()));
        }
    }
    let json = kiosks.iter().map(as_json).collect();
    let lines: Vec<String> = kiosks.iter().map(as_line).collect();
    if let (true, Some(error)) = (lines.is_empty(), looked.unsearched.first()) {
        return Err(error.clone().into());
    }
    let text = if lines.is_empty() {
        format!("No kiosk found within {seconds} s. Come nearer, or give its start code with --kiosk.")
    } else {
        lines.join("\n")
    };
    Ok(Answer::new(text, json))
}

fn as_json(kiosk: &Kiosk) -> serde_json::Value {
    let ways: Vec<String> = kiosk.ways.iter().map(ToString::to_string).collect();
    let mut links: Vec<&str> = kiosk.ways.iter().map(radio::choice::Way::link).collect();
    links.dedup();
    let roots: Vec<String> = kiosk.root_key_ids.iter().map(hex::encode_upper).collect();
    let id = kiosk.hint.map(|hint| hint.to_string());
    json!({"name": kiosk.name, "operator": kiosk.operator, "id": id, "roots": roots, "links": links, "ways": ways})
}

/// The name, then every way to it, the best first.
fn as_line(kiosk: &Kiosk) -> String {
    let ways: Vec<String> = kiosk.ways.iter().map(ToString::to_string).collect();
    format!("{}\t{}", kiosk.name, ways.join("  "))
}

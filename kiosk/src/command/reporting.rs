//! What the owner asks of a kiosk's reports. Those of it that sign or call need the kiosk's keys and a network.

use super::{Answer, Command, Failure};
use crate::{
    Kiosk,
    clock::now,
    report::{self, At, Contact, Contacted, ReportStatus},
};
use serde_json::json;
use std::{path::Path, sync::Arc};
use store::Store;
use zeroize::Zeroizing;

/// Registers or sends, on this thread; none if it is another command.
///
/// # Errors
/// [`Failure`]
pub fn run_reporting(kiosk: &Arc<Kiosk>, command: &Command) -> Result<Option<Answer>, Failure> {
    match command {
        Command::ReportSend => {
            let mut carrier = report::carrier(kiosk)?;
            let done = runtime()?.block_on(Contact::of(kiosk.clone()).call(&mut carrier, now))?;
            Ok(Some(Answer::of(told(&done), &done)))
        }
        Command::ReportRegister { cloud, token_file, roots } => {
            let token = Zeroizing::new(String::from_utf8_lossy(&read(token_file)?).trim().to_owned());
            let roots = roots.as_deref().map(read).transpose()?;
            let at = At { cloud, roots: roots.as_ref().map(|pem| pem.as_slice()) };
            let id = runtime()?.block_on(report::register_at(kiosk, &at, &token, now()))?;
            let text = format!(
                "registered at {cloud} as kiosk {id}\nnext: landfall-kiosk serve, which sends by itself, or landfall-kiosk report send"
            );
            Ok(Some(Answer::new(text, json!({"kiosk": id.to_string(), "cloud": cloud}))))
        }
        _ => Ok(None),
    }
}

pub(super) fn status(store: &Store) -> Result<Answer, Failure> {
    let status = report::status(store)?;
    Ok(Answer::of(text(&status), &status))
}

fn text(status: &ReportStatus) -> String {
    let mut lines = vec![match &status.cloud {
        Some(cloud) => format!("registered at {cloud}"),
        None => "not registered at a cloud: landfall-kiosk report register".to_owned(),
    }];
    lines.push(format!("{} events wait to be told", status.waiting));
    lines.push(format!("{} of {} reports are accepted", status.accepted, status.reports));
    lines.push(format!("cards for new phones until {}", model::UnixTime(status.eum_until)));
    if let Some(at) = status.contact {
        lines.push(format!("last contact {}", model::UnixTime(at)));
    }
    if let (Some(problem), Some(hint)) = (&status.problem, &status.hint) {
        lines.push(format!("it failed: {problem}\n{hint}"));
    }
    lines.extend(status.numbers.iter().map(|one| match one.balance {
        Some(balance) => format!("{}  {}  {balance} left", one.number, one.state),
        None => format!("{}  {}", one.number, one.state),
    }));
    lines.join("\n")
}

fn told(done: &Contacted) -> String {
    format!(
        "{} reports accepted; {} numbers changed in the network; {} late results taken{}",
        done.accepted,
        done.news,
        done.results,
        if done.renewed { "; the EUM's certificate was renewed" } else { "" }
    )
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::passing(format!("no thread to call with: {e}"), "Free some memory."))
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    std::fs::read(path)
        .map(Zeroizing::new)
        .map_err(|e| Failure::lasting(format!("{}: {e}", path.display()), "Check the path and its permissions."))
}

use super::output;
use crate::{
    command::{Answer, Failure},
    serve::Serving,
    settings::Settings,
};
use serde_json::json;
use std::path::Path;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

pub(super) async fn run(data: &Path, settings: &Settings, as_json: bool) -> Result<(), Failure> {
    log(as_json);
    let signals = |kind| signal(kind).map_err(|e| Failure::lasting(format!("signals: {e}"), "Report this."));
    let (mut interrupt, mut terminate) = (signals(SignalKind::interrupt())?, signals(SignalKind::terminate())?);
    let serving = Serving::start(data, settings).await?;
    let (url, kept) = (serving.url(), if settings.database_url.is_some() { "PostgreSQL" } else { "SQLite" });
    let text = format!("landfall-cloud {} serves on {url}, over {kept}", env!("CARGO_PKG_VERSION"));
    let json = json!({"event": "serving", "url": url, "address": serving.address().to_string(), "database": kept});
    output::print(&Answer::new(text, json), as_json);
    serving
        .run(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            tracing::info!("told to stop");
        })
        .await;
    Ok(())
}

/// What happens goes to standard error; `RUST_LOG` says how much.
fn log(as_json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second subscriber can't be set; the first then stays.
    let _ = if as_json { builder.json().try_init().is_ok() } else { builder.with_target(false).try_init().is_ok() };
}

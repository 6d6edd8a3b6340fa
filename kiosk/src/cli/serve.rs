use super::{args::ServeArgs, line, output, qr, shop};
use crate::{
    Config, Kiosk,
    command::Failure,
    serve::{Options, Serving},
};
use serde_json::json;
use std::{path::Path, sync::Arc};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};
use tracing_subscriber::EnvFilter;

pub(super) fn run(data: &Path, args: &ServeArgs, passphrase: Option<&Path>, as_json: bool) -> Result<(), Failure> {
    log(as_json);
    let unlock = shop::unlock(data, passphrase)?;
    let kiosk = Kiosk::open(Config { data: data.to_owned(), store: store::Options::default(), unlock })?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::passing(format!("no threads to serve with: {e}"), "Free some memory."))?;
    runtime.block_on(serve(Arc::new(kiosk), args, as_json))
}

async fn serve(kiosk: Arc<Kiosk>, args: &ServeArgs, as_json: bool) -> Result<(), Failure> {
    let (stopping, stop) = watch::channel(false);
    let signals = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
    for listened in signals {
        let mut listened = listened.map_err(|e| Failure::lasting(format!("signals: {e}"), "Report this."))?;
        let stopping = stopping.clone();
        tokio::spawn(async move {
            while listened.recv().await.is_some() {
                // Nobody listens any more once it has stopped.
                let _ = stopping.send(true);
            }
        });
    }
    let options = Options {
        listen: args.listen.clone(),
        https: args.https.clone(),
        es2: args.es2.clone(),
        page: args.page.clone(),
        announce: args.announce,
        ble: args.ble.clone(),
        nfc: args.nfc.clone(),
        without_tcp: (!args.ble.is_empty() || args.nfc.is_some()) && !args.tcp && args.listen.is_none(),
    };
    let name = kiosk.settings().name.clone();
    let serving = Serving::start(kiosk, &options).await?;
    let code = serving.start_code();
    let drawn = if args.qr { qr::draw(&code).unwrap_or_default() } else { String::new() };
    let https = serving.https_address();
    let also = https.map_or_else(String::new, |address| format!(" and for LPAs on https://{address}"));
    let es2 = serving.es2_address();
    let also = es2.map_or(also.clone(), |address| format!("{also}, for operators on https://{address}"));
    let page = serving.page_address();
    let also = page.map_or(also.clone(), |address| format!("{also}, for browsers on http://{address}"));
    let address = serving.address().map(|address| address.to_string());
    let radios = serving.radios();
    let on: Vec<String> = address.iter().chain(&radios).cloned().collect();
    let text = format!("{drawn}{name} serves on {}{also}\n{code}", on.join(" and "));
    output::print(
        &line(
            text,
            json!({
                "event": "serving", "address": address, "https": https, "es2": es2, "page": page,
                "radios": radios, "start_code": code
            }),
        ),
        as_json,
    );
    serving.run(stop).await;
    Ok(())
}

/// What happens goes to standard error; `RUST_LOG` says how much.
fn log(as_json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,mdns_sd=warn"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second subscriber can't be set; the first then stays.
    let _ = if as_json { builder.json().try_init().is_ok() } else { builder.with_target(false).try_init().is_ok() };
}

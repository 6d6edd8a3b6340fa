//! `make demo`: a kiosk and phones as real processes, on this machine's loopback address only. Each line printed is a claim that was
//! just checked; the exit code says whether all hold.
//!
//! - [`story`]: what happens, in order
//! - [`claims`]: how it is told
//! - [`network`]: an authentication centre of our own
//! - [`card_files`]: a profile read back by APDU and compared
//! - [`theft`]: a copied package in another phone
//! - [`secrets`]: the search for keys on disk
//! - [`sockets`]: where the kiosk listens and talks

mod card_files;
mod claims;
mod network;
mod package;
mod phone_inside;
mod secrets;
mod sockets;
mod stock;
mod story;
mod theft;

use claims::Claims;
use landfall_stage::Scene;
use std::{path::PathBuf, process::ExitCode};

fn main() -> ExitCode {
    let mut claims = Claims::new();
    let told = profile().and_then(|profile| {
        let scene = Scene::open()?;
        let told = story::tell(&scene, profile.as_deref(), &mut claims);
        scene.close().and(told)
    });
    claims.end(told)
}

/// The file behind `--profile`.
fn profile() -> Result<Option<PathBuf>, landfall_stage::Broken> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    match &arguments[..] {
        [] => Ok(None),
        [name, file] if name == "--profile" => Ok(Some(PathBuf::from(file))),
        _ => Err(landfall_stage::Broken::not("usage: landfall-demo [--profile FILE]")),
    }
}

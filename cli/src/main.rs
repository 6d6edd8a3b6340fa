//! `landfall`: the phone on a desk.

mod args;
mod commands;
mod desk;
mod dial;
mod failure;
mod output;
mod progress;
mod runtime;
mod secret_input;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = args::Cli::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("LANDFALL_LOG"))
        .init();
    match commands::run(&cli).and_then(|answer| answer.give(cli.json)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => output::fail(&failure, cli.json),
    }
}

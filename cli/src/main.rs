//! `landfall`: the phone on a desk.

mod any_card;
mod args;
mod cloud;
mod commands;
mod desk;
mod dial;
mod failure;
mod operator_keys;
mod output;
mod private_file;
mod progress;
mod prompt;
mod qr;
mod runtime;
mod secret_input;
mod words;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match args::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return not_understood(&error),
    };
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("LANDFALL_LOG"))
        .init();
    match commands::run(&cli).and_then(|answer| answer.give(cli.json)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => output::fail(&failure, cli.json),
    }
}

/// What clap says of the command line. Help and versions are answers; an error is JSON where JSON was asked for.
fn not_understood(error: &clap::Error) -> ExitCode {
    let as_json = std::env::args_os().skip(1).take_while(|arg| arg != "--").any(|arg| arg == "--json");
    if error.use_stderr() && as_json {
        let text = error.render().to_string();
        let text = text.trim_start_matches("error: ").lines().next().unwrap_or_default().to_owned();
        return output::fail(&failure::Failure::Usage(text), true);
    }
    // Who reads it may have gone away.
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

//! The cloud as a program: see the library.

use clap::Parser;
use landfall_cloud::cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = cli::Args::parse();
    let json = cli::wants_json(&args);
    match cli::run(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => cli::fail(&failure, json),
    }
}

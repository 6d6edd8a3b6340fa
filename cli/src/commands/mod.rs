//! A command, a file.

mod acquire;
mod card;
mod cards;
mod discover;
mod doctor;
mod offers;
mod roots;

use crate::{
    args::{Cli, Command},
    desk,
    failure::Failure,
    output::Answer,
};
use clap::CommandFactory;

/// Runs what was asked.
pub(crate) fn run(cli: &Cli) -> Result<Answer, Failure> {
    match &cli.command {
        Command::Discover { seconds } => discover::run(*seconds),
        Command::Offers { kiosk, selection } => offers::run(cli, kiosk, selection),
        Command::Acquire(wanted) => acquire::run(cli, wanted),
        Command::Cards => cards::run(&desk::open(cli)?),
        Command::Card(command) => card::run(&desk::open(cli)?, command),
        Command::Roots(command) => roots::run(&desk::open(cli)?, command),
        Command::Doctor => doctor::run(cli),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "landfall", &mut script);
            Ok(Answer::new(String::from_utf8_lossy(&script), serde_json::Value::Null))
        }
    }
}

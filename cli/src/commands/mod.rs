//! A command, a file.

mod account;
mod acquire;
mod acquired;
mod away;
mod card;
mod cards;
mod chip;
mod create;
mod daemon;
mod discover;
mod discovery;
mod doctor;
mod fetch;
mod give_up;
mod notifications;
mod offers;
mod order;
mod passphrase;
mod readers;
mod records;
mod remote;
mod roots;
mod serve;
mod shown;
mod sim;
mod sync;

pub(crate) use away::said_of;
pub(crate) use order::said;

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
        Command::Discover { seconds, bluetooth } => discover::run(*seconds, bluetooth),
        Command::Offers { kiosk, selection } => offers::run(cli, kiosk, selection),
        Command::Acquire(wanted) => acquire::run(cli, wanted),
        Command::Notifications(wanted) => notifications::run(cli, wanted),
        Command::GiveUp(wanted) => give_up::run(cli, wanted),
        Command::Cards => cards::run(&desk::open(cli)?),
        Command::Card(command) => card::run(&desk::open(cli)?, command),
        Command::Chip(wanted) => chip::run(cli, wanted),
        Command::Sim(command) => sim::run(cli, command),
        Command::Readers => readers::run(),
        Command::Roots(command) => roots::run(&desk::open(cli)?, command),
        Command::Account(command) => account::run(cli, command),
        Command::Order(command) => order::run(cli, command),
        Command::Remote(command) => away::run(cli, command),
        Command::Daemon => daemon::run(cli),
        Command::Sync(wanted) => sync::run(cli, wanted),
        Command::Records(command) => records::run(cli, command),
        Command::Passphrase(action) => passphrase::run(cli, action),
        Command::Doctor => doctor::run(cli),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "landfall", &mut script);
            let script = String::from_utf8_lossy(&script).into_owned();
            let json = serde_json::json!({"shell": shell.to_string(), "script": script});
            Ok(Answer::new(script, json))
        }
    }
}

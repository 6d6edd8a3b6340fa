//! The program: arguments, settings, answers as text or JSON.

mod args;
mod output;
mod serve;

use output::fail;

use crate::{
    command::{self, Answer, Command, Failure},
    data::Data,
    serve::door,
    settings::Settings,
    storage::{StorageError, sqlite},
};
use args::{AdminVerb, AgencyVerb, Args, SubscriberVerb, Verb};
use clap::Parser;
use serde_json::json;
use std::{path::Path, process::ExitCode};
use store::Folder;

/// The whole program.
#[must_use]
pub fn main() -> ExitCode {
    let args = Args::parse();
    let json = args.json;
    match run(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => fail(&failure, json),
    }
}

/// Carries out what was asked on the command line.
fn run(args: Args) -> Result<(), Failure> {
    let Args { data, config, json, verb } = args;
    if let Verb::Completions { shell } = verb {
        args::completions(shell);
        return Ok(());
    }
    let settings = Settings::load(config.as_deref(), &data, |name| std::env::var(name).ok())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::passing(format!("no threads to work with: {e}"), "Free some memory."))?;
    let answer = match verb {
        Verb::Serve { listen } => {
            let settings = Settings { listen: listen.unwrap_or_else(|| settings.listen.clone()), ..settings };
            return runtime.block_on(serve::run(&data, &settings, json));
        }
        Verb::Completions { .. } => return Ok(()),
        Verb::Migrate => runtime.block_on(migrate(&data, &settings))?,
        Verb::Restore { file } => runtime.block_on(restore(&data, &settings, file.as_deref()))?,
        Verb::Backup { file } => {
            let file = std::path::absolute(&file).unwrap_or(file);
            runtime.block_on(ask(&data, &settings, Command::Backup { file }))?
        }
        Verb::Admin(verb) => runtime.block_on(ask(&data, &settings, command_of(verb)?))?,
    };
    output::print(&answer, json);
    Ok(())
}

fn command_of(verb: AdminVerb) -> Result<Command, Failure> {
    Ok(match verb {
        AdminVerb::Account { login } => Command::Account { login },
        AdminVerb::Orders { login } => Command::Orders { login },
        AdminVerb::SignOut { login } => Command::SignOut { login },
        AdminVerb::KioskToken => Command::KioskToken,
        AdminVerb::Kiosks => Command::Kiosks,
        AdminVerb::KioskRevoke { kiosk } => Command::RevokeKiosk { kiosk },
        AdminVerb::Subscriber(verb) => match verb {
            SubscriberVerb::Import { file } => {
                let file = std::path::absolute(&file).unwrap_or(file);
                Command::ImportSubscribers { file }
            }
            SubscriberVerb::Show { iccid } => Command::Subscriber { iccid },
            SubscriberVerb::Bar { iccid } => Command::BarSubscriber { iccid, barred: true },
            SubscriberVerb::Unbar { iccid } => Command::BarSubscriber { iccid, barred: false },
            SubscriberVerb::Retire { iccid } => Command::RetireSubscriber { iccid },
            SubscriberVerb::Balance { iccid, balance } => Command::SetBalance { iccid, balance },
        },
        AdminVerb::Agency(AgencyVerb::List) => Command::Agencies,
        AdminVerb::Agency(AgencyVerb::Orders { agency }) => Command::AgencyOrders { agency },
        AdminVerb::Delete { login, yes: true } => Command::Delete { login },
        AdminVerb::Delete { login, yes: false } => {
            let error = format!("the account of {login:?} is not deleted: nobody could bring it back");
            return Err(Failure::lasting(error, "Give --yes, if it is meant."));
        }
    })
}

/// Here, if the data is free; else by whoever serves it.
async fn ask(data: &Path, settings: &Settings, command: Command) -> Result<Answer, Failure> {
    match Data::open(data, settings).await {
        Ok(opened) => {
            let key = crate::serve::key(data, settings)?;
            let service = crate::serve::service(data, settings, &opened, &key).await?;
            command::run(&opened, &service, command).await
        }
        Err(StorageError::Open(store::OpenError::Held { .. })) => door::ask(data, &command),
        Err(error) => Err(error.into()),
    }
}

async fn migrate(data: &Path, settings: &Settings) -> Result<Answer, Failure> {
    let opened = Data::open(data, settings).await?;
    opened.storage().ping().await?;
    Ok(Answer::new("The database is of this release.", json!({ "migrated": true })))
}

async fn restore(data: &Path, settings: &Settings, file: Option<&Path>) -> Result<Answer, Failure> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let epoch = match (&settings.database_url, file) {
        (None, Some(file)) => sqlite::restore(&Folder::claim(data)?, file, now)?,
        #[cfg(not(feature = "postgres"))]
        (Some(_), None) => return Err(StorageError::NoPostgres.into()),
        #[cfg(feature = "postgres")]
        (Some(url), None) => crate::storage::postgres::Postgres::open(url).await?.restored(now).await?,
        (None, None) => return Err(Failure::lasting("there is no backup to restore", "Give the file.")),
        (Some(_), Some(_)) => {
            return Err(Failure::lasting(
                "PostgreSQL is restored by its own means",
                "Restore it while no instance runs, then run restore without a file, so that devices are told.",
            ));
        }
    };
    let text = "The backup is restored. Devices are told, and bring back what they know; everybody signs in anew.";
    Ok(Answer::new(text, json!({ "restore_epoch": epoch })))
}

//! `chip remote`: commands that a card's own server has for it.

use crate::{
    any_card,
    args::{AnyCard, Cli, Remote},
    desk,
    failure::Failure,
    output::{self, Answer},
    progress, prompt, runtime,
};
use app::{
    CarriedOut, Error, Events, Inquiry, Landfall, Manager, Outcome,
    card::{Apdu, Transport},
    managers,
    ports::{Commands, Decision, RemotePackage},
};
use async_trait::async_trait;
use net::servers::Server;
use rsp::lpa;
use serde_json::{Value, json};
use std::io::IsTerminal;

pub(crate) fn run(cli: &Cli, which: &AnyCard, wanted: &Remote) -> Result<Answer, Failure> {
    let landfall = desk::telling(desk::open(cli)?, &wanted.versions);
    let mut card = match any_card::outside(which)? {
        Some(card) => card,
        None => Box::new(landfall.chip(&any_card::own(&landfall, which.eid)?, Transport::Block)?),
    };
    let servers = match &wanted.smdp {
        Some(address) => vec![Manager { address: address.clone(), iccid: None }],
        None => managers(&mut *card)?,
    };
    let (mut lines, mut json) = (Vec::new(), Vec::new());
    for manager in &servers {
        let mut packages = Vec::new();
        let asked = ask(cli, &landfall, &mut *card, wanted, manager, &mut packages);
        let address = &manager.address;
        match asked {
            // What was carried out before it is told all the same.
            Err(error) if packages.is_empty() && (servers.len() == 1 || matches!(error, Failure::Stopped)) => {
                return Err(error);
            }
            Err(error) => {
                lines.extend(told(address, &packages));
                lines.push(format!("{address}: {error}. {}", error.hint().1));
                let packages: Value = packages.iter().map(view).collect();
                json.push(json!({"server": address, "packages": packages, "error": error.to_string()}));
            }
            Ok(()) => {
                if packages.is_empty() {
                    lines.push(format!("{address} has nothing for this card."));
                }
                lines.extend(told(address, &packages));
                let packages: Value = packages.iter().map(view).collect();
                json.push(json!({"server": address, "packages": packages}));
            }
        }
    }
    if servers.is_empty() {
        lines.push("Nobody manages this card from afar, and it has no default server. Name one: --smdp.".to_owned());
    }
    Ok(Answer::new(lines.join("\n"), json.into()))
}

fn ask(
    cli: &Cli,
    landfall: &Landfall,
    card: &mut dyn Apdu,
    wanted: &Remote,
    manager: &Manager,
    packages: &mut Vec<CarriedOut>,
) -> Result<(), Failure> {
    let mut server = Server::at(landfall, &manager.address, wanted.via.as_deref())?;
    let events = Events::new();
    let may_ask = !cli.json && std::io::stdin().is_terminal();
    let mut user = User { wanted, may_ask, refused: None };
    let inquiry =
        Inquiry { server: &manager.address, matching_id: wanted.matching_id.as_deref(), iccid: manager.iccid };
    let asked = runtime::run(async {
        let asking = async { Ok(landfall.remote(card, inquiry, &mut server, &mut user, &events, packages).await) };
        tokio::select! {
            asked = runtime::cancellable(asking, || events.cancel(app::Cancel::Postponed)) => asked,
            () = progress::show(&events, cli.json) => Err(Failure::Stopped),
        }
    })?;
    match asked {
        Err(Error::Cancelled(app::Cancel::Postponed)) => Err(user.refused.map_or(Failure::Stopped, Failure::Usage)),
        // One of those that are asked by the way.
        Err(Error::Download(lpa::Failure::NoCommands)) if wanted.smdp.is_none() => Ok(()),
        other => Ok(other?),
    }
}

fn told(server: &str, packages: &[CarriedOut]) -> Vec<String> {
    let mut lines = Vec::new();
    for package in packages {
        for Outcome { iccid, done, said } in &package.outcomes {
            let mark = if *done { "done" } else { "failed" };
            let iccid = iccid.map(|iccid| iccid.to_string()).unwrap_or_default();
            lines.push(format!("{server}\t{mark}\t{iccid}\t{said}"));
        }
    }
    if packages.last().is_some_and(|last| !last.reported) {
        lines.push(format!("{server} does not know yet: run this again, or landfall notifications."));
    }
    lines
}

fn view(package: &CarriedOut) -> Value {
    let outcomes =
        package.outcomes.iter().map(|one| json!({"iccid": one.iccid, "done": one.done, "outcome": one.said}));
    json!({"commands": outcomes.collect::<Value>(), "reported": package.reported})
}

/// Whoever runs the command.
struct User<'a> {
    wanted: &'a Remote,
    may_ask: bool,
    /// Why it was put off, where nobody could be asked.
    refused: Option<String>,
}

/// What is typed where a profile is deleted: nobody types it by mistake.
const DELETE: &str = "delete";

#[async_trait]
impl Commands for User<'_> {
    async fn agree(&mut self, package: &RemotePackage) -> Decision {
        let agreed = self.wanted.yes && (self.wanted.allow_delete || !package.deletes());
        if agreed {
            return Decision::Agreed { code: None };
        }
        let lines: Vec<String> = package.commands.iter().map(|command| format!("  {command}")).collect();
        let shown = format!("{} wants to:\n{}", package.server, lines.join("\n"));
        if !self.may_ask {
            let flags = if package.deletes() { "--yes --allow-delete" } else { "--yes" };
            self.refused = Some(format!("{shown}\nnobody can be asked here: {flags} agrees; the commands wait"));
            return Decision::Postponed;
        }
        output::say(&shown);
        let deletes = package.deletes();
        let answer = runtime::ask(move || {
            if !deletes {
                return prompt::confirm("Do you agree?");
            }
            Ok(prompt::line(&format!("What is deleted is gone for good. Type {DELETE} to agree"))? == DELETE)
        });
        match answer.await {
            Ok(true) => Decision::Agreed { code: None },
            Ok(false) => Decision::Rejected,
            Err(_) => Decision::Postponed,
        }
    }
}

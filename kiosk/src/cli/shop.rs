use super::{
    args::{OrdersVerb, ReconcileArgs, RpmVerb, SalesVerb, StockVerb, TrustVerb, Verb},
    certificates, line, operator, secret_input,
};
use crate::{
    backup,
    command::{Answer, CodeHash, Command, Failure, run_alone},
    example,
    identity::Identity,
    init,
    keys::Keys,
    operator::Days,
    reconcile::{Since, Sold},
    serve::{self, DoorResponse},
    settings::Settings,
};
use model::UnixTime;
use serde_json::json;
use std::path::{Path, PathBuf, absolute};
use store::{Folder, door::DoorError};

pub(super) fn run(data: &Path, verb: Verb, passphrase: Option<&Path>, now: UnixTime) -> Result<Answer, Failure> {
    let command = match verb {
        Verb::Init { operator, name, address, smds_address, eum_days, passphrase: ask, operator_passphrase_file } => {
            let mut operator = operator::open(&operator, operator_passphrase_file.as_deref())?;
            let unlock = secret_input::guard(ask, passphrase, "New passphrase of the kiosk")?;
            let days = Days { eum: eum_days, ..Days::default() };
            let names = init::Names { smdp: address.as_deref(), smds: smds_address.as_deref() };
            let identity = init::init(data, &name, names, &mut operator, &unlock, days, now)?;
            return Ok(made(data, &name, &identity, operator.warning()));
        }
        Verb::Renew { operator, eum_days, operator_passphrase_file } => {
            let mut operator = operator::open(&operator, operator_passphrase_file.as_deref())?;
            let unlock = unlock(data, passphrase)?;
            let days = Days { eum: eum_days, ..Days::default() };
            let identity = init::renew(data, &mut operator, &unlock, days, now)?;
            let text = format!("renewed; cards for new phones until {}", identity.eum.not_after());
            return Ok(line(text, json!({"eum_until": identity.eum.not_after()})));
        }
        Verb::Certificates(verb) => match certificates::run(data, &verb, passphrase, now)? {
            Some(answer) => return Ok(answer),
            None => Command::CertificatesList,
        },
        Verb::Restore { file } => return restore(data, &file, now),
        Verb::Stock(StockVerb::Example { dir, count, template }) => {
            return write_example(&dir, count, template.as_deref());
        }
        Verb::Stock(verb) => stock(verb)?,
        Verb::Sales(SalesVerb::Pending) => Command::SalesPending,
        Verb::Sales(SalesVerb::Authorise { sale, by }) => Command::SalesAuthorise { sale, by },
        Verb::Sales(SalesVerb::Deny { sale, why }) => Command::SalesDeny { sale, why },
        Verb::Sales(SalesVerb::Issue { class, by, hours, eid, announce, confirmation_code_file, .. }) => {
            let code = confirmation_code_file.as_deref().map(secret_input::read).transpose()?;
            Command::SalesIssue {
                class_id: class,
                by,
                hours,
                eid,
                announce,
                code: code.map(|code| CodeHash::of(&code)),
            }
        }
        Verb::Rpm(RpmVerb::Create { eid, by, go_on, mut commands }) => {
            commands.iter_mut().for_each(|wanted| wanted.goes_on |= go_on);
            Command::RemoteCreate { eid, by, commands }
        }
        Verb::Rpm(RpmVerb::List { eid, limit }) => Command::RemoteList { eid, limit },
        Verb::Rpm(RpmVerb::Cancel { id, why }) => Command::RemoteCancel { id, why },
        Verb::Trust(TrustVerb::AddRoot { file }) => Command::TrustAddRoot { file: full(&file)? },
        Verb::Trust(TrustVerb::AddCrl { file }) => Command::TrustAddCrl { file: full(&file)? },
        Verb::Trust(TrustVerb::AddClientCa { file }) => Command::TrustAddClientRoot { file: full(&file)? },
        Verb::Orders(OrdersVerb::List { limit }) => Command::Orders { limit },
        Verb::Trust(TrustVerb::List) => Command::TrustList,
        Verb::Status => Command::Status,
        Verb::Backup { file } => Command::Backup { target: full(&file)? },
        Verb::Reconcile(args) => reconcile(args)?,
        Verb::Operator(_) | Verb::Orders(_) | Verb::Report(_) | Verb::Serve(_) | Verb::Completions { .. } => {
            return Err(Failure::lasting("not a command about a kiosk's stock", "See --help."));
        }
    };
    carry_out(data, command, now)
}

/// The kiosk that serves owns the folder: it does it for us.
pub(super) fn carry_out(data: &Path, command: Command, now: UnixTime) -> Result<Answer, Failure> {
    match serve::ask(data, &command) {
        Ok(DoorResponse::Done(answer)) => Ok(answer),
        Ok(DoorResponse::Failed(failure)) => Err(failure),
        Err(DoorError::NobodyHome { .. }) => run_alone(data, command, now),
        Err(error) => Err(error.into()),
    }
}

/// What opens the kiosk's keys.
pub(super) fn unlock(data: &Path, passphrase: Option<&Path>) -> Result<crate::Unlock, Failure> {
    // First, since claiming would make a folder that isn't there.
    Settings::read(data)?;
    let needed = Keys::need_passphrase(&Folder::claim(data)?)?;
    secret_input::unlock(needed, passphrase, "Passphrase of the kiosk")
}

fn stock(verb: StockVerb) -> Result<Command, Failure> {
    Ok(match verb {
        StockVerb::Import { file } => Command::StockImport { file: full(&file)? },
        StockVerb::List { numbers: false, .. } => Command::StockList,
        StockVerb::List { class, state, after, limit, .. } => {
            Command::StockNumbers { class_id: class, state, after, limit }
        }
        StockVerb::Log { number, limit } => Command::StockLog { number, limit },
        StockVerb::Release { number, why } => Command::StockRelease { number, why },
        StockVerb::Retire { number, why } => Command::StockRetire { number, why },
        StockVerb::Note { number, state, balance, why } => Command::StockNote { number, state, balance, why },
        StockVerb::Example { .. } => {
            return Err(Failure::lasting("not a command about a kiosk's stock", "See --help."));
        }
    })
}

fn reconcile(args: ReconcileArgs) -> Result<Command, Failure> {
    let since = match &args.sold {
        Some(file) => Some(Since::Sold(Sold {
            numbers: lines(file)?,
            remember: args.remember,
            vouchers: args.redeemed.as_deref().map(lines).transpose()?,
        })),
        None if args.retire_available => Some(Since::Unknown),
        None => args.nothing_sold.then_some(Since::Nothing),
    };
    Ok(Command::Reconcile { since, believe_clock: args.clock })
}

/// The lines of a file that are not empty.
fn lines(file: &Path) -> Result<Vec<String>, Failure> {
    let text = std::fs::read_to_string(file)
        .map_err(|e| Failure::lasting(format!("{}: {e}", file.display()), "Check the path."))?;
    Ok(text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect())
}

fn restore(data: &Path, file: &Path, now: UnixTime) -> Result<Answer, Failure> {
    Settings::read(data)?;
    backup::restore(&Folder::claim(data)?, file, now)?;
    let text = "restored. The kiosk sells nothing until it knows what was sold since the backup:\n\
                next: landfall-kiosk reconcile --sold FILE | --retire-available | --nothing-sold";
    Ok(line(text, json!({"restored": file, "reconciled": false})))
}

fn made(data: &Path, name: &str, identity: &Identity, warning: Option<&str>) -> Answer {
    let data = data.display();
    let mut text = format!(
        "kiosk {name:?} is made in {data}; it can make cards for new phones until {until}\n\
         next: landfall-kiosk stock example --dir stock && landfall-kiosk stock import --data {data} stock/stock.toml\n\
         then: landfall-kiosk serve --data {data}",
        until = identity.eum.not_after()
    );
    if let Some(warning) = warning {
        text += &format!("\nwarning: {warning}");
    }
    line(text, json!({"kiosk": name, "eum_until": identity.eum.not_after(), "warning": warning}))
}

fn write_example(dir: &Path, count: u32, template: Option<&Path>) -> Result<Answer, Failure> {
    let file = example::write(dir, count, template, &mut crate::Entropy)
        .map_err(|e| Failure::lasting(format!("{}: {e}", dir.display()), "Check the folder."))?;
    let text = format!("three products of {count} numbers each\nnext: landfall-kiosk stock import {}", file.display());
    Ok(line(text, json!({"file": file})))
}

/// The kiosk at the door may run in another folder.
pub(super) fn full(path: &Path) -> Result<PathBuf, Failure> {
    absolute(path).map_err(|e| Failure::lasting(format!("{}: {e}", path.display()), "Check the path."))
}

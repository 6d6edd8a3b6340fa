//! A kiosk reports to the cloud what happened to its numbers, takes over their balances, and has its EUM's certificate renewed; whoever dies, each event
//! is taken once, and the chain has no gap.

use super::{
    ci,
    job::Play,
    left,
    world::{Who, World},
};
use account::signed::Signed;
use landfall_cloud::storage::{StorageError, sqlite::Sqlite};
use landfall_stage::Broken;
use serde_json::Value;

/// What is noted of a number that was sold nearby: sold, and installed.
const OF_A_SALE: usize = 2;

#[derive(Debug, Default)]
pub(super) struct Report {
    /// Numbers that are for sale.
    free: Vec<String>,
    retired: usize,
    balance: i64,
    rounds: u32,
}

/// In one of so many rounds it is time to have the EUM's certificate renewed.
const RENEWED: u32 = 2;

impl Play for Report {
    fn begin(&mut self, world: &mut World) -> Result<(), Broken> {
        let listed = world.ask(Who::Kiosk, &["stock", "list", "--numbers", "--state", "available"])?;
        let numbers = listed.as_array().into_iter().flatten().filter_map(|row| row["number"].as_str());
        *self = Self { free: numbers.map(str::to_owned).collect(), ..Self::default() };
        // What was sold before; the cloud knows its numbers then.
        world.ask(Who::Kiosk, &["report", "send"])?;
        self.taken(world)
    }

    fn round(&mut self, world: &mut World) -> Result<(), Broken> {
        for _ in 0..=world.dice.below(3) {
            self.retire(world)?;
        }
        self.balance += 1;
        let card = world.dice.one_of(&world.made.cards).cloned();
        if let Some(iccid) = &card {
            world.admin(&["subscriber", "balance", iccid, &self.balance.to_string()])?;
        }
        self.rounds += 1;
        let renewed = self.rounds.is_multiple_of(RENEWED);
        if renewed {
            ci::is_due(world)?;
        }
        world.ask_through(Who::Kiosk, "send", &["report", "send"])?;
        if renewed && !ci::is_renewed(world)? {
            return Err(Broken::not("it was time to have the EUM's certificate renewed, and it is the old one"));
        }
        self.stands(world)?;
        if let Some(iccid) = card {
            let listed = world.ask(Who::Kiosk, &["stock", "list", "--numbers", "--state", "distributed"])?;
            let row = listed.as_array().into_iter().flatten().find(|row| row["iccid"] == iccid.as_str()).cloned();
            if row.as_ref().is_none_or(|row| row["balance"] != self.balance) {
                return Err(Broken::not(format!("the balance {} did not come: {row:?}", self.balance)));
            }
        }
        if world.dice.one_in(4) { self.taken(world) } else { Ok(()) }
    }

    fn end(&mut self, world: &mut World) -> Result<(), Broken> {
        self.taken(world)
    }
}

impl Report {
    /// Something happens to a number.
    fn retire(&mut self, world: &mut World) -> Result<(), Broken> {
        let number = self.free.pop().ok_or_else(|| Broken::not("there are no numbers left"))?;
        let deaths = world.deaths.happened.len();
        let ended = world.through(Who::Kiosk, "retire", &["stock", "retire", &number, "--why", "torture"])?;
        // What a dead command had done can't be done again.
        if !ended.succeeded() && world.deaths.happened.len() == deaths {
            ended.answer()?;
        }
        let log = world.ask(Who::Kiosk, &["stock", "log", &number])?;
        let retired = log.as_array().into_iter().flatten().filter(|entry| entry["state"] == "retired").count();
        self.retired += 1;
        if retired == 1 { Ok(()) } else { Err(Broken::not(format!("{number} is retired {retired} times"))) }
    }

    /// Kiosk and cloud stand at the same place of the chain, and nothing waits.
    fn stands(&self, world: &World) -> Result<(), Broken> {
        let status = world.ask(Who::Kiosk, &["report", "status"])?;
        let kiosks = world.admin(&["kiosks"])?;
        let chain = &kiosks[0]["chain"];
        let same = status["reports"] == status["accepted"] && status["accepted"] == chain["number"];
        if status["waiting"] == 0 && same && status["problem"].is_null() {
            return Ok(());
        }
        Err(Broken::not(format!("the kiosk says {status}, the cloud {chain}")))
    }

    /// The cloud has every event once, in reports without a gap.
    fn taken(&self, world: &mut World) -> Result<(), Broken> {
        self.stands(world)?;
        world.kill_cloud()?;
        let data = left::cloud_data(world)?;
        let count = |sql: &str| {
            let read = data.store().read(|tx| Ok::<i64, StorageError>(tx.query_row(sql, [], |row| row.get(0))?));
            read.map_err(Broken::not)
        };
        let events = count("SELECT count(*) FROM kiosk_event")?;
        let reports = count("SELECT count(*) FROM kiosk_report")?;
        let last = count("SELECT coalesce(max(number), 0) FROM kiosk_report")?;
        let told = told(&data)?;
        let retired = count("SELECT count(*) FROM subscriber_change WHERE state = 'retired'")?;
        drop(data);
        world.restart_cloud(&[])?;
        let expected = world.made.cards.len() * OF_A_SALE + self.retired;
        let once = events == expected as i64 && told == expected && retired == self.retired as i64;
        if once && reports == last {
            return Ok(());
        }
        Err(Broken::not(format!(
            "{expected} things happened, {} numbers were retired; the cloud has {events} events, {retired} of them that, told {told} times in {reports} reports up to {last}",
            self.retired
        )))
    }
}

/// How many events its reports tell: one that stood in two of them would be kept once all the same.
fn told(data: &Sqlite) -> Result<usize, Broken> {
    let read = data.store().read(|tx| {
        Ok::<_, StorageError>(tx.query_all("SELECT signed FROM kiosk_report", [], |row| row.get::<_, String>(0))?)
    });
    let events = |text: &String| {
        let signed: Signed = serde_json::from_str(text).ok()?;
        let report: Value = serde_json::from_slice(&signed.payload.0).ok()?;
        report["events"].as_array().map(Vec::len)
    };
    let told: Option<Vec<usize>> = read.map_err(Broken::not)?.iter().map(events).collect();
    Ok(told.ok_or_else(|| Broken::not("the cloud keeps a report that can't be read"))?.iter().sum())
}

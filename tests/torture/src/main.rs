//! `make torture ROUNDS=n`: see the library.
#![expect(clippy::print_stdout, reason = "this is where the program speaks to people")]

use landfall_stage::Broken;
use landfall_torture::{
    Options, Run,
    accounts::{self, Job, Torture},
};
use std::{process::ExitCode, time::Instant};

/// So many rounds, and each point must have killed so often.
const MANY: u32 = 1000;
const OFTEN: u32 = 20;

/// The job beside those of accounts.
const ACQUIRE: &str = "acquire";

/// What is wanted.
struct Wanted {
    options: Options,
    /// None: all.
    only: Option<Vec<String>>,
}

impl Wanted {
    fn is(&self, job: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.iter().any(|name| name == job))
    }
}

fn main() -> ExitCode {
    match wanted().and_then(|wanted| all(&wanted)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(broken) => {
            println!("\n✗ {broken}");
            ExitCode::FAILURE
        }
    }
}

fn all(wanted: &Wanted) -> Result<(), Broken> {
    if wanted.is(ACQUIRE) {
        purchases(wanted.options)?;
    }
    Job::ALL.into_iter().filter(|job| wanted.is(job.name())).try_for_each(|job| accounts(wanted.options, job))
}

fn purchases(options: Options) -> Result<(), Broken> {
    println!("{} rounds of acquire, import, report: {} (seed {})", options.rounds, how(options.unsynced), options.seed);
    let mut run = Run::prepare(options)?;
    let (begun, mut at) = (Instant::now(), 0);
    while run.round()? {
        at += 1;
        progress(at, run.census().kills(), begun);
    }
    let per_round = begun.elapsed().as_secs_f32() / options.rounds.max(1) as f32;
    let summary = run.end()?;
    println!("\nKills by point; a column a turn:\n{}", summary.census);
    println!(
        "{} rounds, {} kills, {} cards on {} phones; {per_round:.2} s a round, {:.0} s in all",
        summary.rounds,
        summary.census.kills(),
        summary.cards,
        summary.phones,
        summary.took.as_secs_f32()
    );
    println!(
        "0 numbers given twice, 0 cards lost, 0 unbound reservations beyond their lease; every round was mended by the next"
    );
    println!("start; every database sound, every vault whole.");
    match summary.census.least() {
        Some((point, hits)) if options.rounds >= MANY && hits < OFTEN => {
            Err(Broken::not(format!("{point} killed {hits} times only")))
        }
        _ => Ok(()),
    }
}

fn accounts(options: Options, job: Job) -> Result<(), Broken> {
    let Options { rounds, unsynced, seed } = options;
    println!("{rounds} rounds of {job}: {} (seed {seed})", how(unsynced));
    let mut torture = Torture::prepare(accounts::Options { job, rounds, unsynced, seed })?;
    let (begun, mut at) = (Instant::now(), 0);
    while torture.round()? {
        at += 1;
        progress(at, torture.census().kills(), begun);
    }
    let per_round = begun.elapsed().as_secs_f32() / rounds.max(1) as f32;
    let done = torture.end()?;
    println!("\nKills by point; a column a turn:\n{}", done.census);
    println!(
        "{job}: {} rounds, {} kills; {per_round:.2} s a round, {:.0} s in all",
        done.rounds,
        done.census.kills(),
        done.took.as_secs_f32()
    );
    println!("{}.\n", done.law());
    match done.never() {
        Some(point) if rounds >= MANY => Err(Broken::not(format!("{point} never killed in {job}"))),
        _ => Ok(()),
    }
}

const fn how(unsynced: bool) -> &'static str {
    if unsynced { "kill -9, and unsynced writes are lost" } else { "kill -9" }
}

fn progress(at: u32, kills: u32, begun: Instant) {
    if at.is_multiple_of(50) {
        println!("  {at} rounds, {kills} kills, {:.0} s", begun.elapsed().as_secs_f32());
    }
}

fn wanted() -> Result<Wanted, Broken> {
    let mut options = Options { rounds: 100, unsynced: false, seed: seed() };
    let mut only = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next();
        let number = |text: Option<String>| text.and_then(|text| text.parse::<u64>().ok());
        let known = match argument.as_str() {
            "--unsynced" => {
                options.unsynced = true;
                true
            }
            "--rounds" => number(value()).map(|n| options.rounds = n.try_into().unwrap_or(u32::MAX)).is_some(),
            "--seed" => number(value()).map(|n| options.seed = n).is_some(),
            "--only" => value().and_then(|text| jobs(&text)).map(|jobs| only = Some(jobs)).is_some(),
            _ => false,
        };
        if !known {
            return Err(Broken::not(usage()));
        }
    }
    Ok(Wanted { options, only })
}

fn usage() -> String {
    let jobs: Vec<&str> = std::iter::once(ACQUIRE).chain(Job::ALL.into_iter().map(Job::name)).collect();
    format!("usage: landfall-torture [--rounds N] [--only {}] [--unsynced] [--seed N]", jobs.join(","))
}

/// Their names, if there are such jobs.
fn jobs(text: &str) -> Option<Vec<String>> {
    let is_one = |name: &&str| *name == ACQUIRE || Job::ALL.iter().any(|job| job.name() == *name);
    text.split(',').map(|name| Some(name).filter(is_one).map(str::to_owned)).collect()
}

/// Another one each time.
fn seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(1, |now| u64::from(now.subsec_nanos()))
}

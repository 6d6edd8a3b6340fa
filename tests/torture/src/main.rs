//! `make torture ROUNDS=n`: see the library.
#![expect(clippy::print_stdout, reason = "this is where the program speaks to people")]

use landfall_stage::Broken;
use landfall_torture::{Options, Run};
use std::{process::ExitCode, time::Instant};

/// So many rounds, and each point must have killed so often.
const MANY: u32 = 1000;
const OFTEN: u32 = 20;

fn main() -> ExitCode {
    match options().and_then(torture) {
        Ok(()) => ExitCode::SUCCESS,
        Err(broken) => {
            println!("\n✗ {broken}");
            ExitCode::FAILURE
        }
    }
}

fn torture(options: Options) -> Result<(), Broken> {
    let how = if options.unsynced { "kill -9, and unsynced writes are lost" } else { "kill -9" };
    println!("{} rounds of acquire, import, report: {how} (seed {})", options.rounds, options.seed);
    let mut run = Run::prepare(options)?;
    let (begun, mut at) = (Instant::now(), 0);
    while run.round()? {
        at += 1;
        if at % 50 == 0 {
            let kills = run.census().kills();
            println!("  {at} rounds, {kills} kills, {:.0} s", begun.elapsed().as_secs_f32());
        }
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

fn options() -> Result<Options, Broken> {
    let mut options = Options { rounds: 100, unsynced: false, seed: seed() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|text| text.parse::<u64>().ok());
        let known = match argument.as_str() {
            "--unsynced" => {
                options.unsynced = true;
                true
            }
            "--rounds" => number().map(|n| options.rounds = n.try_into().unwrap_or(u32::MAX)).is_some(),
            "--seed" => number().map(|n| options.seed = n).is_some(),
            _ => false,
        };
        if !known {
            return Err(Broken::not("usage: landfall-torture [--rounds N] [--unsynced] [--seed N]"));
        }
    }
    Ok(options)
}

/// Another one each time.
fn seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(1, |now| u64::from(now.subsec_nanos()))
}

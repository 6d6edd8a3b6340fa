//! Merges what the benches wrote into `target/bench.json`, and prints it beside the bars. Fails if a bar is missed or was
//! not measured.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program's output")]

use landfall_benches::{Row, bars::BARS, folder, merged};
use std::process::ExitCode;

fn main() -> ExitCode {
    match merged() {
        Ok(rows) => print(&rows),
        Err(error) => {
            eprintln!("{error}\nRun the benches first: cargo bench -p landfall-benches");
            ExitCode::FAILURE
        }
    }
}

fn print(rows: &[Row]) -> ExitCode {
    println!("{:<32} {:>14} {:<6} {:>14} {:>7}  {:<14} ", "figure", "value", "unit", "peer", "ratio", "bar");
    let mut missed = Vec::new();
    for row in rows {
        let bar = BARS.iter().find(|(name, _)| *name == row.name).map(|(_, bar)| *bar);
        let verdict = match bar.map(|bar| bar.reached(row)) {
            Some(Some(true)) => "reached",
            Some(Some(false)) => "MISSED",
            Some(None) => "peer not installed",
            None => "",
        };
        if verdict == "MISSED" {
            missed.push(row.name.as_str());
        }
        let (peer, ratio) =
            (row.peer_value.map_or_else(String::new, figure), row.ratio.map_or_else(String::new, figure));
        let bar = bar.map_or_else(String::new, |bar| bar.to_string());
        println!(
            "{:<32} {:>14} {:<6} {peer:>14} {ratio:>7}  {bar:<14} {verdict}",
            row.name,
            figure(row.value),
            row.unit
        );
    }
    for (name, bar) in BARS.iter().filter(|(name, _)| rows.iter().all(|row| row.name != *name)) {
        println!("{name:<32} {:>14} {:<6} {:>14} {:>7}  {bar:<14} NOT MEASURED", "", "", "", "");
        missed.push(name);
    }
    println!("\nwritten to {}", folder().join("bench.json").display());
    if missed.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("missed: {}", missed.join(", "));
    ExitCode::FAILURE
}

/// Three digits that matter, or all of a large number.
fn figure(value: f64) -> String {
    if value.abs() >= 100.0 { format!("{value:.0}") } else { format!("{value:.3}") }
}

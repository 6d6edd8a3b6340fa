//! What the demo prints.
#![expect(clippy::print_stdout, reason = "this is where the program speaks to people")]

use landfall_stage::Broken;
use std::{process::ExitCode, time::Instant};

/// Claims as they are shown.
pub(crate) struct Claims {
    started: Instant,
    held: usize,
}

impl Claims {
    pub(crate) fn new() -> Self {
        Self { started: Instant::now(), held: 0 }
    }

    /// A heading.
    pub(crate) fn chapter(&self, title: &str) {
        println!("\n{title}");
    }

    /// A claim that holds.
    pub(crate) fn shows(&mut self, what: impl std::fmt::Display) {
        self.held += 1;
        println!("  {:>5.1} s  ✓ {what}", self.started.elapsed().as_secs_f32());
    }

    /// A claim that holds if `holds`; else the story ends here.
    pub(crate) fn check(&mut self, holds: bool, what: impl std::fmt::Display) -> Result<(), Broken> {
        if !holds {
            return Err(Broken::not(format!("this does not hold: {what}")));
        }
        self.shows(what);
        Ok(())
    }

    /// The end, for better or worse.
    pub(crate) fn end(&self, told: Result<(), Broken>) -> ExitCode {
        let (held, seconds) = (self.held, self.started.elapsed().as_secs_f32());
        match told {
            Ok(()) => {
                println!(
                    "\nAll {held} claims hold, shown in {seconds:.1} s. The temporary folder and all processes are gone."
                );
                ExitCode::SUCCESS
            }
            Err(broken) => {
                println!("\n  {seconds:>5.1} s  ✗ {broken}\n\nThe demo failed after {held} claims that hold.");
                ExitCode::FAILURE
            }
        }
    }
}

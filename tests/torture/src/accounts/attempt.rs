//! A command that is begun again until it is through, whoever dies meanwhile.

use super::{
    Part,
    deaths::ANY_MOMENT,
    world::{Who, World},
};
use crate::points::Point;
use landfall_stage::{Broken, Ended, Program, Running};
use serde_json::Value;
use std::{
    path::Path,
    thread,
    time::{Duration, Instant},
};

/// Starts of one command; more than the deaths of a round.
pub(super) const STARTS: u32 = 12;
/// No command takes longer, whatever dies meanwhile.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

impl World {
    /// Does it until it is through, with the deaths that are planned for `what`; its last answer, which may be a refusal.
    pub(super) fn through(&mut self, who: Who, what: &'static str, words: &[&str]) -> Result<Ended, Broken> {
        for _ in 0..STARTS {
            if let Some(ended) = self.once(who, what, words)? {
                return Ok(ended);
            }
        }
        Err(Broken::not(format!("{who:?} is not through with `{}` after {STARTS} starts", words.join(" "))))
    }

    /// The same; it must succeed.
    pub(super) fn ask_through(&mut self, who: Who, what: &'static str, words: &[&str]) -> Result<Value, Broken> {
        self.through(who, what, words)?.answer()
    }

    /// Does it once, with the next death that is planned for `what`. None if it was not done: somebody died.
    pub(super) fn once(&mut self, who: Who, what: &'static str, words: &[&str]) -> Result<Option<Ended>, Broken> {
        if self.deaths.is_recording() {
            return self.recorded(who, what, words).map(Some);
        }
        let death = self.deaths.next(what);
        match death {
            Some(point) if matches!(point.deed, Part::Cloud(_)) => {
                self.arm_cloud(&point)?;
                let running = self.program(who).start(words)?;
                let ended = self.see_through(running, None, Some(point))?;
                self.disarm_cloud()?;
                Ok(ended)
            }
            Some(point) => {
                let program = self.armed(self.program(who), &point);
                let running = program.start(words)?;
                let ended = self.see_through(running, Some(&point), None)?;
                let Some(ended) = ended.filter(|ended| !ended.was_killed()) else {
                    self.own_death(who, point)?;
                    return Ok(None);
                };
                // It was to die, and did not come to that place.
                Ok(Some(ended))
            }
            None => {
                let ended = self.program(who).run(words)?;
                if ended.was_killed() {
                    return Err(Broken::not(format!("{who:?} died although nothing killed it")));
                }
                Ok(Some(ended))
            }
        }
    }

    /// What is passed is written down, by the command and by the cloud.
    fn recorded(&mut self, who: Who, what: &'static str, words: &[&str]) -> Result<Ended, Broken> {
        let (own, cloud) = (self.scene.at("passed-own"), self.scene.at("passed-cloud"));
        let record = Path::new("record");
        self.restart_cloud(&[("LANDFALL_CRASH", record), ("LANDFALL_CRASH_LOG", &cloud)])?;
        let program = self.program(who).with("LANDFALL_CRASH", record).with("LANDFALL_CRASH_LOG", &own);
        let begun = Instant::now();
        let ended = program.run(words)?;
        self.deaths.took(what, begun.elapsed());
        self.restart_cloud(&[])?;
        for (part, log) in [(Part::Own(what), own), (Part::Cloud(what), cloud)] {
            self.deaths.passed(part, &std::fs::read_to_string(&log).unwrap_or_default());
            let _ = std::fs::remove_file(log);
        }
        Ok(ended)
    }

    /// The same program, which dies at this point.
    pub(super) fn armed(&self, program: &Program, point: &Point<Part>) -> Program {
        if point.name == ANY_MOMENT {
            return program.clone();
        }
        program.with("LANDFALL_CRASH", point.plan()).with("LANDFALL_CRASH_LOG", self.crash_log())
    }

    /// Runs a command to its end; one of both may be killed on the way. None if it did not come through, because somebody died.
    fn see_through(
        &mut self,
        running: Running,
        own: Option<&Point<Part>>,
        cloud: Option<Point<Part>>,
    ) -> Result<Option<Ended>, Broken> {
        let at_a_moment = |point: &Point<Part>| point.name == ANY_MOMENT;
        let span = own.or(cloud.as_ref()).map_or(Duration::ZERO, |point| self.deaths.span(point.deed.what()));
        let moment = Duration::from_micros(self.dice.below(span.as_micros().max(1) as u64));
        let (begun, mut died) = (Instant::now(), false);
        while running.runs() {
            if begun.elapsed() >= moment {
                if own.is_some_and(at_a_moment) {
                    running.kill()?;
                    return Ok(None);
                }
                if !died && cloud.as_ref().is_some_and(at_a_moment) {
                    self.kill_cloud()?;
                }
            }
            if self.cloud_is_dead() {
                died = true;
                self.revive_cloud(cloud.as_ref())?;
            }
            if begun.elapsed() > PATIENCE {
                running.kill()?;
                return Err(Broken::not("a command hangs"));
            }
            thread::sleep(Duration::from_micros(500));
        }
        let lives_on = |point: &&Point<Part>| at_a_moment(point) && !died;
        if let Some(point) = own.or(cloud.as_ref()).filter(lives_on) {
            self.deaths.outran(point.deed.what(), begun.elapsed());
        }
        let ended = running.end()?;
        if cloud.is_some() {
            self.let_cloud_die();
        }
        if self.cloud_is_dead() {
            died = true;
            self.revive_cloud(cloud.as_ref())?;
        }
        // Whoever meets a server that dies is told that trying again helps; anything else it says is for the job to judge.
        if died && !ended.succeeded() && !ended.was_killed() && ended.may_be_tried_again() {
            return Ok(None);
        }
        Ok(Some(ended))
    }
}

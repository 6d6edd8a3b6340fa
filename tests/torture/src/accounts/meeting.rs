//! A new phone asks to be let in, and an old one lets it in: two commands at once, of which one may die, or the cloud.

use super::{
    Part,
    attempt::PATIENCE,
    deaths::ANY_MOMENT,
    left,
    made::THIRD,
    world::{Who, World},
};
use crate::points::Point;
use landfall_stage::{Broken, Ended, Running};
use serde_json::Value;
use std::{
    io::Write,
    path::Path,
    process::ChildStdin,
    thread,
    time::{Duration, Instant},
};

/// The new phone's part, and the old one's.
pub(super) const ASK: &str = "ask";
pub(super) const APPROVE: &str = "approve";
const NEW: Who = Who::Third;

/// Both, until they have parted.
struct Meeting {
    old: Who,
    death: Option<Point<Part>>,
    /// When it comes, if no point is for it.
    moment: Duration,
    begun: Instant,
    asking: Option<Running>,
    approving: Option<Running>,
    /// The old phone waits for the code to be typed.
    typed: Option<ChildStdin>,
    /// So much had the new phone said before.
    heard: usize,
    /// The old phone has ended, however.
    is_over: bool,
    /// The new phone says that it is a device of the account.
    is_in: bool,
    cloud_died: bool,
    /// The last enrolment before.
    before: u64,
}

impl World {
    /// Has the new phone ask with these words, and `old` approve, with the next death that is planned for either. Whether the new one was let in; if not,
    /// somebody died. `before` is the
    /// last enrolment.
    pub(super) fn meet(&mut self, old: Who, words: &[&str], before: u64) -> Result<bool, Broken> {
        if self.deaths.is_recording() {
            return self.recorded_meeting(old, words, before);
        }
        let death = self.deaths.next_of(&[ASK, APPROVE]);
        if let Some(point) = death.as_ref().filter(|point| matches!(point.deed, Part::Cloud(_))) {
            self.arm_cloud(point)?;
        }
        let met = Meeting::begin(self, old, death, words, before)?.see_through(self)?;
        self.disarm_cloud()?;
        Ok(met)
    }

    /// A phone's program, which dies at this point if it is its own.
    fn dying(&self, who: Who, what: &'static str, death: Option<&Point<Part>>) -> landfall_stage::Program {
        let program = self.program(who);
        let log = |what| self.scene.at(format!("passed-{what}"));
        match death {
            Some(point) if point.deed == Part::Own(what) => self.armed(program, point),
            _ if self.deaths.is_recording() => recording(program, &log(what)),
            _ => program.clone(),
        }
    }

    fn recorded_meeting(&mut self, old: Who, words: &[&str], before: u64) -> Result<bool, Broken> {
        let cloud = self.scene.at("passed-cloud");
        self.restart_cloud(&[("LANDFALL_CRASH", Path::new("record")), ("LANDFALL_CRASH_LOG", &cloud)])?;
        let begun = Instant::now();
        let met = Meeting::begin(self, old, None, words, before)?.see_through(self)?;
        [ASK, APPROVE].into_iter().for_each(|what| self.deaths.took(what, begun.elapsed()));
        self.restart_cloud(&[])?;
        let logs = [ASK, APPROVE].map(|what| (Part::Own(what), self.scene.at(format!("passed-{what}"))));
        for (part, log) in logs.into_iter().chain([(Part::Cloud(APPROVE), cloud)]) {
            self.deaths.passed(part, &std::fs::read_to_string(&log).unwrap_or_default());
            let _ = std::fs::remove_file(log);
        }
        Ok(met)
    }
}

fn recording(program: &landfall_stage::Program, log: &Path) -> landfall_stage::Program {
    program.with("LANDFALL_CRASH", "record").with("LANDFALL_CRASH_LOG", log)
}

impl Meeting {
    fn begin(
        world: &mut World,
        old: Who,
        death: Option<Point<Part>>,
        words: &[&str],
        before: u64,
    ) -> Result<Self, Broken> {
        let heard = std::fs::metadata(world.log(NEW)).map_or(0, |log| log.len() as usize);
        let asking = world.dying(NEW, ASK, death.as_ref()).start(words)?;
        let span = death.as_ref().map_or(Duration::ZERO, |point| world.deaths.span(point.deed.what()));
        Ok(Self {
            old,
            moment: Duration::from_micros(world.dice.below(span.as_micros().max(1) as u64)),
            death,
            begun: Instant::now(),
            asking: Some(asking),
            approving: None,
            typed: None,
            heard,
            is_over: false,
            is_in: false,
            cloud_died: false,
            before,
        })
    }

    fn see_through(mut self, world: &mut World) -> Result<bool, Broken> {
        loop {
            self.at_its_moment(world)?;
            self.revive_cloud(world)?;
            if let Some(ended) = end_of(&mut self.asking)? {
                self.asked(world, ended)?;
            }
            if let Some(ended) = end_of(&mut self.approving)? {
                self.approved(world, ended)?;
            }
            match (&self.asking, &self.approving) {
                (None, None) => return Ok(self.is_in),
                (Some(_), None) if !self.is_over => self.approve(world)?,
                (Some(_), Some(_)) => self.tell(world)?,
                // Its user has no code to compare with.
                (None, Some(_)) if self.typed.is_some() => self.give_up(world)?,
                _ => {}
            }
            if self.begun.elapsed() > PATIENCE {
                return Err(Broken::not("two phones wait for each other, and nobody died"));
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// What the new phone says after this, if it has said it.
    fn said(&self, world: &World, after: &str) -> Option<String> {
        let said = std::fs::read(world.log(NEW)).ok()?;
        let said = String::from_utf8_lossy(said.get(self.heard..)?).into_owned();
        let (_, rest) = said.split_once(after)?;
        let (what, _) = rest.split_once(['.', '\n'])?;
        Some(what.to_owned())
    }

    /// The old phone's user is told the number of the request.
    fn approve(&mut self, world: &World) -> Result<(), Broken> {
        let Some(number) = self.said(world, "landfall account approve ") else { return Ok(()) };
        let program = world.dying(self.old, APPROVE, self.death.as_ref());
        let words = ["account", "approve", &number, "--code-file", "/dev/stdin"];
        let (running, typed) = program.start_typed(&words)?;
        (self.approving, self.typed) = (Some(running), Some(typed));
        Ok(())
    }

    /// He compares the codes, once the new phone shows one.
    fn tell(&mut self, world: &World) -> Result<(), Broken> {
        if self.typed.is_none() {
            return Ok(());
        }
        let Some(code) = self.said(world, "Code: ") else { return Ok(()) };
        // Should it have died meanwhile, that is seen.
        let _ = self.typed.take().map(|mut typed| typed.write_all(code.as_bytes()));
        Ok(())
    }

    fn asked(&mut self, world: &mut World, ended: Ended) -> Result<(), Broken> {
        self.revive_cloud(world)?;
        if ended.was_killed() {
            return self.died(world, NEW, ASK);
        }
        self.is_in = ended.succeeded();
        self.may_fail(ended).map(drop)
    }

    fn approved(&mut self, world: &mut World, ended: Ended) -> Result<(), Broken> {
        self.revive_cloud(world)?;
        (self.is_over, self.typed) = (true, None);
        if ended.was_killed() {
            self.died(world, self.old, APPROVE)?;
        } else if let Some(told) = self.may_fail(ended)? {
            if told["approved"] != true {
                return Err(Broken::not(format!("not approved: {told}")));
            }
            if world.dice.one_in(3) {
                // What the new one is given is of older keys, unless it has them by now. It goes on asking, and the cloud may die of that.
                let rotate = ["account", "rotate"];
                let ended = world.program(self.old).run(&rotate)?;
                self.revive_cloud(world)?;
                if self.may_fail(ended)?.is_none() {
                    world.ask(self.old, &rotate)?;
                }
            }
            return Ok(());
        }
        self.part(world)
    }

    /// The old phone is gone. If it had enrolled the new one, that one comes through by itself; else its user begins again.
    fn part(&mut self, world: &World) -> Result<(), Broken> {
        if self.asking.is_none() || last_enrolment(world, self.old)? > self.before {
            return Ok(());
        }
        self.asking.take().map_or(Ok(()), Running::kill)?;
        left::look(world, NEW)
    }

    fn give_up(&mut self, world: &World) -> Result<(), Broken> {
        (self.is_over, self.typed) = (true, None);
        self.approving.take().map_or(Ok(()), Running::kill)?;
        left::look(world, self.old)
    }

    /// Its answer; none if it failed since the cloud died, as it must say.
    fn may_fail(&self, ended: Ended) -> Result<Option<Value>, Broken> {
        if self.cloud_died && !ended.succeeded() && ended.may_be_tried_again() {
            return Ok(None);
        }
        ended.answer().map(Some)
    }

    fn died(&self, world: &mut World, who: Who, what: &'static str) -> Result<(), Broken> {
        let point = self.death.clone().filter(|point| point.deed == Part::Own(what));
        let point = point.ok_or_else(|| Broken::not(format!("{who:?} died although nothing killed it")))?;
        world.own_death(who, point)
    }

    /// A death that no point is for.
    fn at_its_moment(&mut self, world: &mut World) -> Result<(), Broken> {
        let is_due = |point: &&Point<Part>| point.name == ANY_MOMENT && self.begun.elapsed() >= self.moment;
        match self.death.as_ref().filter(is_due).map(|point| point.deed) {
            Some(Part::Own(ASK)) if self.asking.is_some() => {
                self.asking.take().map_or(Ok(()), Running::kill)?;
                self.died(world, NEW, ASK)
            }
            Some(Part::Own(APPROVE)) if self.approving.is_some() => {
                (self.is_over, self.typed) = (true, None);
                self.approving.take().map_or(Ok(()), Running::kill)?;
                self.died(world, self.old, APPROVE)?;
                self.part(world)
            }
            Some(Part::Cloud(_)) if !self.cloud_died => world.kill_cloud(),
            _ => Ok(()),
        }
    }

    fn revive_cloud(&mut self, world: &mut World) -> Result<(), Broken> {
        let point = self.death.as_ref().filter(|point| matches!(point.deed, Part::Cloud(_)));
        if point.is_some() && !self.cloud_died {
            world.let_cloud_die();
        }
        if world.cloud_is_dead() {
            self.cloud_died = true;
            world.revive_cloud(point)?;
        }
        Ok(())
    }
}

/// How it ended, if it has.
fn end_of(running: &mut Option<Running>) -> Result<Option<Ended>, Broken> {
    match running.take_if(|running| !running.runs()) {
        Some(ended) => ended.end().map(Some),
        None => Ok(None),
    }
}

/// The last enrolment that an old phone knows of: the new phone's, if it was let in, for which one row stands at most.
pub(super) fn last_enrolment(world: &World, old: Who) -> Result<u64, Broken> {
    let listed = world.ask(old, &["account", "devices"])?;
    let all: Vec<&Value> = listed.as_array().into_iter().flatten().collect();
    let epoch = |row: &Value| row["epoch"].as_u64().unwrap_or(0);
    let last = all.iter().map(|row| epoch(row)).max().unwrap_or(0);
    let new: Vec<&Value> = all.into_iter().filter(|row| row["name"] == THIRD).collect();
    match new[..] {
        [] => Ok(last),
        [row] if row["revoked"] == false && epoch(row) == last => Ok(last),
        _ => Err(Broken::not(format!("the last enrolment is {last}, and of the new phone there is {new:?}"))),
    }
}

use super::{Job, Part, job::Play, world::World};
use crate::{census::Census, dice::Dice, points::Point, power};
use landfall_stage::{Broken, Scene};
use std::time::{Duration, Instant};

/// Deaths of a round: so many that a thousand rounds kill at each point often enough.
const DEATHS: usize = 4;

/// What a run is to do.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// What.
    pub job: Job,
    /// How many rounds.
    pub rounds: u32,
    /// Unsynced writes die with their process.
    pub unsynced: bool,
    /// Repeats a run's choices.
    pub seed: u64,
}

/// A job under way, round by round.
pub struct Torture {
    options: Options,
    world: World,
    play: Box<dyn Play>,
    census: Census<Part>,
    begun: Instant,
    round: u32,
    /// In this world.
    played: u32,
}

impl Torture {
    /// Makes account, phones, cloud and what else the job needs, and records where somebody can die.
    ///
    /// # Errors
    /// [`Broken`].
    pub fn prepare(options: Options) -> Result<Self, Broken> {
        let begun = Instant::now();
        let scene = Scene::open()?;
        let library = if options.unsynced { Some(power::library(&scene.folder("library")?)?) } else { None };
        let mut world = World::new(scene, library.as_deref(), Dice::new(options.seed))?;
        world.make(options.job.wanted())?;
        let mut play = options.job.play();
        let points = record(&mut world, &mut *play, options.job)?;
        let census = Census::new(points);
        let played = options.job.rounds();
        Ok(Self { options, world, play, census, begun, round: 0, played })
    }

    /// The next round; `false` when all are done.
    ///
    /// # Errors
    /// The first breach of what must hold; the folder stays, and is named.
    pub fn round(&mut self) -> Result<bool, Broken> {
        if self.round == self.options.rounds {
            return Ok(false);
        }
        self.round += 1;
        let at = self.round;
        self.one().map_err(|e| self.stopped(&format!("round {at}"), &e))?;
        Ok(true)
    }

    fn one(&mut self) -> Result<(), Broken> {
        if self.played == self.options.job.rounds() {
            if self.round > 1 {
                self.play.end(&mut self.world)?;
            }
            self.world.fresh()?;
            self.play.begin(&mut self.world)?;
            self.played = 0;
        }
        self.played += 1;
        let play = &self.play;
        let is_passed = |point: &Point<Part>| play.does(point.deed.what()) && play.passes(&point.name);
        let plan = (0..DEATHS).filter_map(|_| self.census.neediest(is_passed)).collect();
        self.world.deaths.plan(plan);
        self.play.round(&mut self.world)?;
        self.world.deaths.happened.iter().for_each(|point| self.census.hit(point));
        Ok(())
    }

    /// Ends the last world and checks the whole.
    ///
    /// # Errors
    /// As [`Torture::round`].
    pub fn end(mut self) -> Result<Done, Broken> {
        self.play.end(&mut self.world).map_err(|e| self.stopped("the end", &e))?;
        self.world.stop_cloud()?;
        let Self { options: Options { job, .. }, census, round: rounds, begun, .. } = self;
        Ok(Done { job, census, rounds, took: begun.elapsed() })
    }

    /// How often each point killed so far.
    #[must_use]
    pub const fn census(&self) -> &Census<Part> {
        &self.census
    }

    fn stopped(&self, at: &str, error: &Broken) -> Broken {
        let folder = self.world.scene.keep();
        let deaths: Vec<String> = self.world.deaths.happened.iter().map(Point::to_string).collect();
        let Options { job, seed, .. } = self.options;
        Broken::not(format!(
            "{job}, {at}, seed {seed}: {error}\nlast deaths: {}\neverything is left in {}",
            deaths.join(", then "),
            folder.display()
        ))
    }
}

/// Rounds without a death.
fn record(world: &mut World, play: &mut dyn Play, job: Job) -> Result<Vec<Point<Part>>, Broken> {
    world.deaths.record();
    for at in 0..job.recordings() {
        if at.is_multiple_of(job.rounds()) {
            world.fresh()?;
            play.begin(world)?;
        }
        play.round(world)?;
    }
    let points = world.deaths.recorded();
    let missing = job.declared().iter().find(|name| !points.iter().any(|point| point.name == **name));
    match missing {
        Some(name) => Err(Broken::not(format!("nobody passes {name} in {job}"))),
        None => Ok(points),
    }
}

/// What a job came to.
#[derive(Debug)]
pub struct Done {
    /// Which.
    pub job: Job,
    /// How often each point killed.
    pub census: Census<Part>,
    /// Rounds.
    pub rounds: u32,
    /// From the set-up on.
    pub took: Duration,
}

impl Done {
    /// What holds, in a few words.
    #[must_use]
    pub const fn law(&self) -> &'static str {
        self.job.law()
    }

    /// The first point that never killed, whatever its turn.
    #[must_use]
    pub fn never(&self) -> Option<String> {
        let names = self.census.names();
        names.iter().find(|(_, _, hits)| *hits == 0).map(|(part, name, _)| format!("{part}: {name}"))
    }
}

use crate::{census::Census, dice::Dice, ending, points::Point, recording, round, yard::Yard};
use landfall_stage::{Broken, Scene};
use std::time::{Duration, Instant};

/// What a run is to do.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// How many purchases.
    pub rounds: u32,
    /// Unsynced writes die with their process.
    pub unsynced: bool,
    /// Repeats a run's choices.
    pub seed: u64,
}

/// A run, round by round.
pub struct Run {
    yard: Yard,
    options: Options,
    dice: Dice,
    census: Census,
    begun: Instant,
    round: u32,
}

impl Run {
    /// Sets kiosk and stock up, and records where processes can die.
    ///
    /// # Errors
    /// [`Broken`].
    pub fn prepare(options: Options) -> Result<Self, Broken> {
        let begun = Instant::now();
        let mut yard = Yard::set_up(Scene::open()?, options.rounds, options.unsynced)?;
        let census = Census::new(recording::record(&mut yard)?);
        Ok(Self { yard, options, dice: Dice::new(options.seed), census, begun, round: 0 })
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
        round::play(&mut self.yard, &mut self.census, &mut self.dice)
            .map_err(|e| self.stopped(&format!("round {at}"), &e))?;
        Ok(true)
    }

    /// Brings everybody home and checks the whole.
    ///
    /// # Errors
    /// As [`Run::round`].
    pub fn end(mut self) -> Result<Summary, Broken> {
        let checked = ending::check(&mut self.yard).map_err(|e| self.stopped("the end", &e))?;
        let (cards, phones) = checked;
        Ok(Summary { census: self.census, cards, phones, rounds: self.round, took: self.begun.elapsed() })
    }

    /// How often each point killed so far.
    #[must_use]
    pub const fn census(&self) -> &Census {
        &self.census
    }

    fn stopped(&mut self, at: &str, error: &Broken) -> Broken {
        let folder = self.yard.scene.keep();
        let point = self.yard.last_deaths.iter().map(Point::to_string).collect::<Vec<_>>().join(", then ");
        Broken::not(format!(
            "{at}, seed {}: {error}\nlast deaths: {point}\neverything is left in {}",
            self.options.seed,
            folder.display()
        ))
    }
}

/// What a run came to.
#[derive(Debug)]
pub struct Summary {
    /// How often each point killed.
    pub census: Census,
    /// Cards on phones.
    pub cards: usize,
    /// Phones.
    pub phones: usize,
    /// Purchases.
    pub rounds: u32,
    /// From the set-up on.
    pub took: Duration,
}

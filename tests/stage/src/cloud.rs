use crate::{Broken, Program, Running};
use std::{process::Command, time::Duration};

/// How long a cloud may take to end in order.
const PATIENCE: Duration = Duration::from_secs(15);

/// An accounts' server that serves on a port of the loopback address.
#[derive(Debug)]
pub struct Cloud {
    running: Running,
    url: String,
}

impl Cloud {
    /// Starts `landfall-cloud serve` at `listen`, and waits until it listens. `None` if it died before.
    ///
    /// # Errors
    /// If it can't be started or says something else.
    pub fn serve(program: &Program, listen: &str) -> Result<Option<Self>, Broken> {
        let mut running = program.start(&["serve", "--listen", listen])?;
        let Some(said) = running.line()? else {
            running.end()?;
            return Ok(None);
        };
        match said["url"].as_str().map(str::to_owned) {
            Some(url) => Ok(Some(Self { running, url })),
            None => Err(Broken::not(format!("the cloud does not serve: {said}"))),
        }
    }

    /// Where it serves: `http://…`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its process.
    #[must_use]
    pub const fn process(&self) -> &Running {
        &self.running
    }

    /// Tells it to stop (SIGTERM), and waits.
    ///
    /// # Errors
    /// If it does not end in order.
    pub fn stop(self) -> Result<(), Broken> {
        let told = Command::new("kill").arg("-TERM").arg(self.running.id().to_string()).status();
        told.map_err(Broken::io("kill -TERM"))?;
        let ended = self.running.end_within(PATIENCE)?;
        if ended.succeeded() { Ok(()) } else { Err(Broken::not("the cloud did not end in order")) }
    }

    /// `kill -9`, or waits for a death that is coming.
    ///
    /// # Errors
    /// What the system refused.
    pub fn kill(self) -> Result<(), Broken> {
        self.running.kill()
    }
}

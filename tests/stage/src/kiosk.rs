use crate::{Broken, Program, Running};
use std::{process::Command, time::Duration};

/// How long a kiosk may take to end in order.
const PATIENCE: Duration = Duration::from_secs(15);

/// A kiosk that serves on a port of the loopback address.
#[derive(Debug)]
pub struct Kiosk {
    running: Running,
    start_code: String,
    address: String,
    https: Option<String>,
}

impl Kiosk {
    /// Starts `landfall-kiosk serve` at `listen`, and for HTTPS at `https` if it is given, and waits until it listens. `None` if it died
    /// before.
    ///
    /// # Errors
    /// If it can't be started or says something else.
    pub fn serve(program: &Program, listen: &str, https: Option<&str>) -> Result<Option<Self>, Broken> {
        let more: Vec<&str> = https.into_iter().flat_map(|address| ["--https", address]).collect();
        Self::serve_also(program, listen, &more)
    }

    /// As [`Kiosk::serve`], with whatever arguments.
    ///
    /// # Errors
    /// As [`Kiosk::serve`].
    pub fn serve_also(program: &Program, listen: &str, more: &[&str]) -> Result<Option<Self>, Broken> {
        let mut running = program.start(&[&["serve", "--listen", listen], more].concat())?;
        let Some(said) = running.line()? else {
            running.end()?;
            return Ok(None);
        };
        let text = |name: &str| said[name].as_str().map(str::to_owned);
        match (text("start_code"), text("address")) {
            (Some(start_code), Some(address)) => Ok(Some(Self { running, start_code, address, https: text("https") })),
            _ => Err(Broken::not(format!("the kiosk does not serve: {said}"))),
        }
    }

    /// What a phone scans.
    #[must_use]
    pub fn start_code(&self) -> &str {
        &self.start_code
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where it listens for HTTPS, if it does.
    #[must_use]
    pub fn https(&self) -> Option<&str> {
        self.https.as_deref()
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
        if ended.succeeded() { Ok(()) } else { Err(Broken::not("the kiosk did not end in order")) }
    }

    /// `kill -9`, or waits for a death that is coming.
    ///
    /// # Errors
    /// What the system refused.
    pub fn kill(self) -> Result<(), Broken> {
        self.running.kill()
    }
}

use std::{
    collections::BTreeMap,
    io,
    process::{Child, Command, ExitStatus},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

/// Every process that was started and has not ended. A clone is the same.
#[derive(Debug, Clone, Default)]
pub struct Children(Arc<Mutex<Living>>);

#[derive(Debug, Default)]
struct Living {
    children: BTreeMap<u32, Child>,
    closed: bool,
}

impl Children {
    /// Starts a process; `during` takes its pipes before anybody else can.
    ///
    /// # Errors
    /// What the system refused; or everything is being ended.
    pub fn start<T>(&self, command: &mut Command, during: impl FnOnce(&mut Child) -> T) -> io::Result<(u32, T)> {
        let mut living = self.lock();
        if living.closed {
            return Err(io::Error::other("everything is being ended"));
        }
        let mut child = command.spawn()?;
        let (id, taken) = (child.id(), during(&mut child));
        living.children.insert(id, child);
        Ok((id, taken))
    }

    /// Whether `id` runs.
    #[must_use]
    pub fn runs(&self, id: u32) -> bool {
        self.lock().children.get_mut(&id).is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// Waits until `id` ends; after `patience` it is killed.
    ///
    /// # Errors
    /// What the system refused.
    pub fn wait(&self, id: u32, patience: Duration) -> io::Result<ExitStatus> {
        let begun = Instant::now();
        let mut pause = Duration::from_micros(200);
        loop {
            {
                let mut living = self.lock();
                let child = living.children.get_mut(&id).ok_or(io::ErrorKind::NotFound)?;
                if begun.elapsed() > patience {
                    child.kill()?;
                }
                if let Some(status) = child.try_wait()? {
                    living.children.remove(&id);
                    return Ok(status);
                }
            }
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(5));
        }
    }

    /// `kill -9`, and waits for the end.
    ///
    /// # Errors
    /// What the system refused.
    pub fn kill(&self, id: u32) -> io::Result<()> {
        self.wait(id, Duration::ZERO).map(|_| ())
    }

    /// Kills whatever runs; nothing can be started afterwards.
    pub fn end(&self) {
        let mut living = self.lock();
        living.closed = true;
        for child in living.children.values_mut() {
            // It may have ended by itself.
            let _ = child.kill().and_then(|()| child.wait().map(|_| ()));
        }
        living.children.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Living> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

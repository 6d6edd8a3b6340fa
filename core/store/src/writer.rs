use crate::{
    Error, Options, Transaction,
    answers::{self, Answers},
    crash,
    queue::Job,
    queue::Queue,
    store::Totals,
};
use rusqlite::Connection;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::Ordering},
    thread,
    time::{Duration, Instant},
};

/// The thread that writes for those who do not wait, and for those who come together. It takes all jobs that wait, runs each in a savepoint, commits
/// them together and has them answered; while it syncs, the next batch gathers.
pub(crate) struct Writer {
    pub(crate) pen: Arc<Mutex<Pen>>,
    pub(crate) queue: Arc<Queue>,
}

/// The writing connection. One thread has it at a time.
pub(crate) struct Pen {
    pub(crate) connection: Connection,
    pub(crate) totals: Arc<Totals>,
    pub(crate) options: Options,
}

/// Of the time that the disk took for the last commit, how much the next may wait for callers who are expected back: what
/// they would save is a commit of their own.
const LINGER_PART: u32 = 8;

/// So many callers are sooner woken than another thread is.
const FEW: usize = 4;

impl Writer {
    pub(crate) fn run(self) {
        // However this ends, nobody is left waiting for it.
        let _closing = Closing(self.queue.clone());
        let answers = Answers::start();
        let batch = taken(&self.pen).options.batch;
        let (mut last_jobs, mut last_time) = (0, Duration::ZERO);
        while let Some(mut jobs) = self.queue.take(batch, last_jobs, last_time / LINGER_PART) {
            let committed = taken(&self.pen).write(&mut jobs);
            last_jobs = jobs.len();
            if let Ok(time) = &committed {
                last_time = *time;
            }
            let committed = committed.map(drop);
            if jobs.len() <= FEW {
                answers::answer((jobs, committed));
            } else {
                answers.give(jobs, committed);
            }
        }
        answers.finish();
    }
}

/// The pen, once it is free. A job that panics is caught, so nobody leaves it in the middle of a word.
pub(crate) fn taken(pen: &Mutex<Pen>) -> MutexGuard<'_, Pen> {
    pen.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Pen {
    /// Runs the jobs and commits them, or leaves everything as it was; answers how long the disk took.
    pub(crate) fn write(&self, jobs: &mut [Box<dyn Job + '_>]) -> Result<Duration, Error> {
        let committed = self.commit(jobs);
        if let Err(error) = &committed {
            tracing::error!(%error, jobs = jobs.len(), "a commit failed");
            self.roll_back();
        }
        committed
    }

    fn commit(&self, jobs: &mut [Box<dyn Job + '_>]) -> Result<Duration, Error> {
        self.statement("BEGIN IMMEDIATE")?;
        let transaction = Transaction::new(&self.connection);
        let mut kept = 0_u64;
        // One alone is rolled back as a whole: SQLite need not keep each page as it was before it.
        let many = jobs.len() > 1;
        for job in jobs.iter_mut() {
            if many {
                self.statement("SAVEPOINT job")?;
            }
            if job.run(&transaction) {
                kept += 1;
            } else if self.connection.is_autocommit() {
                // A full disk or failed read made SQLite roll back everything, the other jobs too.
                return Err(Error::Io("the disk failed in the middle of a transaction".to_owned()));
            } else if many {
                self.statement("ROLLBACK TO job")?;
            }
            if many {
                self.statement("RELEASE job")?;
            }
        }
        if kept == 0 {
            self.statement("ROLLBACK")?;
            return Ok(Duration::ZERO);
        }
        crash::point("store.commit.before");
        let begun = Instant::now();
        if !self.options.sync_delay.is_zero() {
            thread::sleep(self.options.sync_delay);
        }
        self.statement("COMMIT")?;
        self.totals.commits.fetch_add(1, Ordering::Relaxed);
        self.totals.jobs.fetch_add(kept, Ordering::Relaxed);
        crash::point("store.commit.after");
        Ok(begun.elapsed())
    }

    fn statement(&self, sql: &str) -> Result<(), Error> {
        self.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }

    fn roll_back(&self) {
        if !self.connection.is_autocommit()
            && let Err(error) = self.statement("ROLLBACK")
        {
            tracing::error!(%error, "a rollback failed");
        }
    }
}

struct Closing(Arc<Queue>);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.close();
        while self.0.take(usize::MAX, 0, Duration::ZERO).is_some() {}
    }
}

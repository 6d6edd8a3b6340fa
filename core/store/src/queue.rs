use crate::{Error, Transaction};
use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// A write job on its way through the writer: run inside a savepoint, answered after the commit.
pub(crate) trait Job: Send {
    /// Runs the job; `false` asks for its changes to be rolled back.
    fn run(&mut self, transaction: &Transaction<'_>) -> bool;
    /// Tells the caller how it ended.
    fn answer(self: Box<Self>, committed: Result<(), Error>);
}

/// The job of one `write` call.
pub(crate) struct Task<F, T, E> {
    pub(crate) work: Option<F>,
    pub(crate) result: Option<Result<T, E>>,
    pub(crate) reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Job for Task<F, T, E>
where
    F: FnOnce(&Transaction<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, transaction: &Transaction<'_>) -> bool {
        let Some(work) = self.work.take() else { return false };
        let result = catch_unwind(AssertUnwindSafe(|| work(transaction)));
        let result = self.result.insert(result.unwrap_or_else(|_| Err(Error::Panicked.into())));
        result.is_ok()
    }

    fn answer(self: Box<Self>, committed: Result<(), Error>) {
        // A job's own error says more than the failure of the commit that it had no part in.
        let answer = match (self.result, committed) {
            (Some(Err(own)), _) => Err(own),
            (_, Err(error)) => Err(error.into()),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => Err(Error::Closed.into()),
        };
        // Whoever asked may have stopped waiting.
        let _ = self.reply.send(answer);
    }
}

/// Jobs that wait for the writer: bounded, first come first served.
pub(crate) struct Queue {
    state: Mutex<State>,
    /// Something for the writer to do.
    filled: Condvar,
    /// Room for callers.
    drained: Condvar,
    capacity: usize,
}

struct State {
    jobs: VecDeque<Box<dyn Job>>,
    /// How many jobs the writer waits for; a push below that need not wake it.
    wanted: usize,
    /// Whether it waits with nothing to do, and does not expect several callers back.
    idle: bool,
    open: bool,
}

impl Queue {
    pub(crate) fn new(capacity: usize) -> Self {
        let state = State { jobs: VecDeque::new(), wanted: 0, idle: false, open: true };
        Self { state: Mutex::new(state), filled: Condvar::new(), drained: Condvar::new(), capacity: capacity.max(1) }
    }

    /// Adds a job, waiting for room; gives it back once the queue is closed.
    pub(crate) fn push(&self, job: Box<dyn Job>) -> Result<(), Box<dyn Job>> {
        let mut state = self.lock();
        while state.open && state.jobs.len() >= self.capacity {
            state = self.drained.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if !state.open {
            return Err(job);
        }
        state.jobs.push_back(job);
        if state.jobs.len() == state.wanted {
            self.filled.notify_one();
        }
        Ok(())
    }

    /// Waits for jobs and takes up to `most` of them. If fewer than `hoped` are there, it lingers for up to `linger`:
    /// those who were just answered are about to come again, and one commit for all beats two. `None`: closed and empty.
    pub(crate) fn take(&self, most: usize, hoped: usize, linger: Duration) -> Option<Vec<Box<dyn Job>>> {
        let mut state = self.lock();
        while state.jobs.is_empty() {
            if !state.open {
                return None;
            }
            state.wanted = 1;
            state.idle = hoped <= 1;
            state = self.filled.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.idle = false;
        let hoped = hoped.min(most).min(self.capacity);
        let deadline = Instant::now() + linger;
        while state.open && state.jobs.len() < hoped {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state.wanted = hoped;
            state = self.filled.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.wanted = 0;
        let count = state.jobs.len().min(most.max(1));
        let taken = state.jobs.drain(..count).collect();
        self.drained.notify_all();
        Some(taken)
    }

    /// Whether nobody is before a caller who comes now, nor expected beside it.
    pub(crate) fn is_idle(&self) -> bool {
        let state = self.lock();
        state.idle && state.open && state.jobs.is_empty()
    }

    /// Lets no further job in; those inside are still taken.
    pub(crate) fn close(&self) {
        self.lock().open = false;
        self.filled.notify_all();
        self.drained.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code of a caller runs under this lock, so a poisoned one guards a sound state.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

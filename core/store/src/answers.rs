use crate::{Error, queue::Job};
use std::{
    sync::mpsc::{SendError, Sender, channel},
    thread::{self, JoinHandle},
};

/// Jobs of one commit, and how that ended.
type Batch = (Vec<Box<dyn Job>>, Result<(), Error>);

/// The thread that answers callers. Waking hundreds of them takes as long as writing for them does; meanwhile the writer
/// begins the next commit.
pub(crate) struct Answers {
    batches: Sender<Batch>,
    thread: Option<JoinHandle<()>>,
}

impl Answers {
    /// Starts the thread. Without one, callers are answered by whoever has the answers.
    pub(crate) fn start() -> Self {
        let (batches, taken) = channel();
        let thread = thread::Builder::new().name("store answers".to_owned());
        let thread = thread.spawn(move || taken.into_iter().for_each(answer)).ok();
        Self { batches, thread }
    }

    /// Has every caller of these jobs answered; in order, as they come.
    pub(crate) fn give(&self, jobs: Vec<Box<dyn Job>>, committed: Result<(), Error>) {
        if let Err(SendError(batch)) = self.batches.send((jobs, committed)) {
            answer(batch);
        }
    }

    /// Waits until all are answered.
    pub(crate) fn finish(self) {
        drop(self.batches);
        // A thread that panicked has dropped its answers, and so told its callers.
        let _ = self.thread.map(JoinHandle::join);
    }
}

/// Answers these callers, here and now.
pub(crate) fn answer((jobs, committed): Batch) {
    for job in jobs {
        job.answer(committed.clone());
    }
}

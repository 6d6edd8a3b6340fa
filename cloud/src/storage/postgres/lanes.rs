use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What waits to be done together with whatever else waits then.
#[derive(Debug)]
pub(super) struct Lanes<J> {
    state: Mutex<State<J>>,
    /// So many do it at once.
    lanes: usize,
    /// So many jobs are one round.
    most: usize,
}

#[derive(Debug)]
struct State<J> {
    waiting: Vec<J>,
    open: usize,
}

/// One that does rounds as long as there is something. It is dropped then.
#[derive(Debug)]
pub(super) struct Lane<J> {
    of: Arc<Lanes<J>>,
    open: bool,
}

impl<J> Lanes<J> {
    pub(super) fn new(lanes: usize, most: usize) -> Arc<Self> {
        Arc::new(Self { state: Mutex::new(State { waiting: Vec::new(), open: 0 }), lanes, most })
    }

    /// Adds a job. If a lane is free, the caller has it work.
    pub(super) fn add(self: &Arc<Self>, job: J) -> Option<Lane<J>> {
        let mut state = self.lock();
        state.waiting.push(job);
        (state.open < self.lanes).then(|| {
            state.open += 1;
            Lane { of: self.clone(), open: true }
        })
    }

    fn lock(&self) -> MutexGuard<'_, State<J>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<J> Lane<J> {
    /// The next round, first come first served. None closes the lane, of the same moment: a job that is added later gets another.
    pub(super) fn next(&mut self) -> Option<Vec<J>> {
        let mut state = self.of.lock();
        let count = state.waiting.len().min(self.of.most);
        if count == 0 {
            state.open -= 1;
            self.open = false;
            return None;
        }
        Some(state.waiting.drain(..count).collect())
    }
}

impl<J> Drop for Lane<J> {
    fn drop(&mut self) {
        if self.open {
            self.of.lock().open -= 1;
        }
    }
}

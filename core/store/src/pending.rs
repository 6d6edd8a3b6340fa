use crate::Error;
use std::{
    future::{Future, IntoFuture},
    pin::Pin,
    task::{Context, Poll},
};

/// The answer to a write that is under way: [`wait`](Self::wait) for it or `.await` it. The write happens also when
/// nobody does.
#[must_use = "the write is durable only once this has answered"]
#[derive(Debug)]
pub struct Pending<T, E> {
    answer: oneshot::Receiver<Result<T, E>>,
}

impl<T, E: From<Error>> Pending<T, E> {
    pub(crate) const fn new(answer: oneshot::Receiver<Result<T, E>>) -> Self {
        Self { answer }
    }

    /// Blocks until the job's changes are on the disk, or rolled back. Not to be called from within a job.
    ///
    /// # Errors
    /// The job's own error, or why the commit failed, or [`Error::Closed`].
    pub fn wait(self) -> Result<T, E> {
        self.answer.recv().unwrap_or_else(|_| Err(Error::Closed.into()))
    }
}

impl<T, E: From<Error>> IntoFuture for Pending<T, E> {
    type Output = Result<T, E>;
    type IntoFuture = Written<T, E>;

    fn into_future(self) -> Written<T, E> {
        Written { answer: self.answer.into_future() }
    }
}

/// [`Pending`] as a future.
#[derive(Debug)]
pub struct Written<T, E> {
    answer: oneshot::AsyncReceiver<Result<T, E>>,
}

impl<T, E: From<Error>> Future for Written<T, E> {
    type Output = Result<T, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T, E>> {
        Pin::new(&mut self.answer).poll(context).map(|answer| answer.unwrap_or_else(|_| Err(Error::Closed.into())))
    }
}

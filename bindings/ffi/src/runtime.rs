//! Where flows run: threads of this library's own, whatever polls a call.

use crate::trouble::LandfallError;
use once_cell::sync::OnceCell;
use std::{future::Future, pin::Pin};
use tokio::{
    runtime::{Builder, Runtime},
    task::JoinHandle,
};

static RUNTIME: OnceCell<Runtime> = OnceCell::new();
static THREADS: OnceCell<Threads> = OnceCell::new();

/// What a platform does with each thread of this library: the Java VM wants to know those that call into it.
#[derive(Debug, Clone, Copy)]
pub struct Threads {
    /// Done first.
    pub begin: fn(),
    /// Done last.
    pub end: fn(),
}

/// Sets that, before the first call that needs a thread; a second time changes nothing.
pub fn set_threads(threads: Threads) {
    // Whoever was first is the same platform.
    let _ = THREADS.set(threads);
}

/// The runtime, which the first call makes.
pub(crate) fn runtime() -> Result<&'static Runtime, LandfallError> {
    RUNTIME.get_or_try_init(|| {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(2).thread_name("landfall").enable_all();
        if let Some(Threads { begin, end }) = THREADS.get() {
            builder.on_thread_start(begin).on_thread_stop(end);
        }
        let made = builder.build();
        made.map_err(|error| LandfallError::failed("runtime", "The phone is out of threads", &error.to_string()))
    })
}

/// Stops its task when it is dropped, as when Kotlin or Swift cancels the call.
struct Task<T>(JoinHandle<T>);

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What runs, without its own type: a task of tokio is made once for each answer that way, not once for each call; a phone loads that much less.
type Work<T> = Pin<Box<dyn Future<Output = Result<T, LandfallError>> + Send>>;
/// The same of what blocks.
type Job<T> = Box<dyn FnOnce() -> Result<T, LandfallError> + Send>;

/// Runs `work` on the runtime. Dropping the future ends it at its next wait: what was durable stays.
pub(crate) async fn run<T, E>(work: impl Future<Output = Result<T, E>> + Send + 'static) -> Result<T, LandfallError>
where
    T: Send + 'static,
    E: Into<LandfallError> + Send + 'static,
{
    let work: Work<T> = Box::pin(async { work.await.map_err(Into::into) });
    let mut task = Task(runtime()?.spawn(work));
    (&mut task.0).await.unwrap_or_else(|error| Err(ended(&error)))
}

/// Runs `work`, which blocks (the vault, a keystore that asks for a fingerprint), where that keeps nobody waiting. It is not ended half-way.
pub(crate) async fn block<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, LandfallError>
where
    T: Send + 'static,
    E: Into<LandfallError> + Send + 'static,
{
    let job: Job<T> = Box::new(|| work().map_err(Into::into));
    runtime()?.spawn_blocking(job).await.unwrap_or_else(|error| Err(ended(&error)))
}

/// A mistake of ours ends the call, not the app.
fn ended(error: &tokio::task::JoinError) -> LandfallError {
    LandfallError::failed("mistake", "Something went wrong in Landfall", &error.to_string())
}

//! Where flows run: threads of this library's own, whatever polls a call.

use crate::trouble::LandfallError;
use once_cell::sync::OnceCell;
use std::future::Future;
use tokio::{
    runtime::{Builder, Runtime},
    task::JoinHandle,
};

static RUNTIME: OnceCell<Runtime> = OnceCell::new();

/// The runtime, which the first call makes.
pub(crate) fn runtime() -> Result<&'static Runtime, LandfallError> {
    RUNTIME.get_or_try_init(|| {
        let made = Builder::new_multi_thread().worker_threads(2).thread_name("landfall").enable_all().build();
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

/// Runs `work` on the runtime. Dropping the future ends it at its next wait: what was durable stays.
pub(crate) async fn run<T, E>(work: impl Future<Output = Result<T, E>> + Send + 'static) -> Result<T, LandfallError>
where
    T: Send + 'static,
    E: Into<LandfallError> + Send + 'static,
{
    let mut task = Task(runtime()?.spawn(work));
    match (&mut task.0).await {
        Ok(result) => result.map_err(Into::into),
        Err(error) => Err(ended(&error)),
    }
}

/// Runs `work`, which blocks (the vault, a keystore that asks for a fingerprint), where that keeps nobody waiting. It is not ended half-way.
pub(crate) async fn block<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, LandfallError>
where
    T: Send + 'static,
    E: Into<LandfallError> + Send + 'static,
{
    match runtime()?.spawn_blocking(work).await {
        Ok(result) => result.map_err(Into::into),
        Err(error) => Err(ended(&error)),
    }
}

/// A mistake of ours ends the call, not the app.
fn ended(error: &tokio::task::JoinError) -> LandfallError {
    LandfallError::failed("mistake", "Something went wrong in Landfall", &error.to_string())
}

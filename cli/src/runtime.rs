//! Asynchronous commands, and Ctrl-C: what was durable stays, and the same command goes on from there.

use crate::failure::Failure;
use std::future::Future;

/// Runs `work` until it ends or the user stops it.
pub(crate) fn run<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::Terminal)?;
    runtime.block_on(async {
        tokio::select! {
            result = work => result,
            _ = tokio::signal::ctrl_c() => Err(Failure::Stopped),
        }
    })
}

//! Asynchronous commands, and Ctrl-C, which ends every wait: what was durable stays, and the same command goes on from there.
//!
//! Once one wait has listened for it, the system no longer ends the program by itself: so every later wait, prompts included, listens too.

use crate::failure::Failure;
use std::{future::Future, time::Duration};
use tokio::{signal::ctrl_c, task::spawn_blocking, time::timeout};

/// Runs `work` to its end.
pub(crate) fn run<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::Terminal)?;
    let result = runtime.block_on(work);
    // A prompt that nobody answers keeps no program from ending.
    runtime.shutdown_background();
    result
}

/// Ctrl-C ends `work` at once.
pub(crate) async fn interruptible<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::select! {
        result = work => result,
        _ = ctrl_c() => Err(Failure::Stopped),
    }
}

/// The first Ctrl-C asks `work` to end by itself, the second ends it at once.
pub(crate) async fn cancellable<T>(
    work: impl Future<Output = Result<T, Failure>>,
    cancel: impl FnOnce(),
) -> Result<T, Failure> {
    tokio::pin!(work);
    tokio::select! {
        result = &mut work => return result,
        _ = ctrl_c() => cancel(),
    }
    interruptible(work).await
}

/// Asks the user, who may answer with Ctrl-C.
pub(crate) async fn ask<T: Send + 'static>(
    prompt: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let mut asking = spawn_blocking(prompt);
    tokio::select! {
        answer = &mut asking => answer.unwrap_or(Err(Failure::Stopped)),
        _ = ctrl_c() => {
            // A prompt that hides what is typed sees Ctrl-C too, and puts the terminal back.
            let _ = timeout(Duration::from_millis(200), asking).await;
            Err(Failure::Stopped)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        future::pending,
        process::Command,
        sync::mpsc,
        thread::{sleep, spawn},
        time::Instant,
    };

    /// Ctrl-C, so often, as a terminal sends it.
    fn presses(times: u32) {
        spawn(move || {
            for _ in 0..times {
                sleep(Duration::from_millis(300));
                let process = std::process::id().to_string();
                assert!(Command::new("kill").args(["-INT", &process]).status().expect("it is there").success());
            }
        });
    }

    // R: F1
    #[test]
    fn ctrl_c_ends_every_wait() {
        let start = Instant::now();
        presses(1);
        let waits = run(interruptible(pending::<Result<(), Failure>>()));
        assert!(matches!(waits, Err(Failure::Stopped)));
        let (_nobody, answers) = mpsc::channel::<()>();
        presses(1);
        let asks = run(ask(move || answers.recv().map_err(|_| Failure::Stopped)));
        assert!(matches!(asks, Err(Failure::Stopped)));
        let mut asked = false;
        presses(2);
        let buys = run(cancellable(pending::<Result<(), Failure>>(), || asked = true));
        assert!(matches!(buys, Err(Failure::Stopped)) && asked, "first it is asked to end, then it is ended");
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    }
}

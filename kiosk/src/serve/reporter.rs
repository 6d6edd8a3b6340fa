//! Tells the cloud by itself what happened, once there is a network: soon after something did, and now and then to hear what is new.

use super::stopped;
use crate::{
    Kiosk,
    clock::now,
    report::{self, Contact, ContactError},
};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// How often it is looked whether there is something to tell.
const LOOK: Duration = Duration::from_secs(2);
/// How often the cloud is asked what is new when there is nothing to tell, in turns of [`LOOK`].
const IDLE: u32 = 30;
/// The longest pause after failures, in seconds.
const LONGEST_PAUSE: u64 = 3_600;
/// As if so many had failed: perhaps the kiosk is registered later on.
const UNKNOWN: u32 = 3;

pub(super) async fn run(kiosk: Arc<Kiosk>, mut stop: watch::Receiver<bool>) {
    let mut failures = 0_u32;
    loop {
        tokio::select! {
            () = due(&kiosk, failures) => {}
            () = stopped(&mut stop) => return,
        }
        let called = tokio::select! {
            called = call(&kiosk) => called,
            () = stopped(&mut stop) => return,
        };
        match called {
            Ok(()) => failures = 0,
            Err(ContactError::NotRegistered) => failures = UNKNOWN,
            Err(error) => {
                failures = if error.retrying_helps() { failures.saturating_add(1) } else { u32::MAX };
                tracing::warn!(%error, hint = error.hint(), "the cloud was not told");
            }
        }
    }
}

async fn due(kiosk: &Arc<Kiosk>, failures: u32) {
    if failures > 0 {
        return tokio::time::sleep(Duration::from_secs(pause(failures))).await;
    }
    for _ in 0..IDLE {
        tokio::time::sleep(LOOK).await;
        let kiosk = kiosk.clone();
        let look = move || report::status(kiosk.store()).map_or(0, |status| status.waiting);
        if tokio::task::spawn_blocking(look).await.unwrap_or(0) > 0 {
            return;
        }
    }
}

async fn call(kiosk: &Arc<Kiosk>) -> Result<(), ContactError> {
    let mut carrier = report::carrier(kiosk)?;
    let done = Contact::of(kiosk.clone()).call(&mut carrier, now).await?;
    if done.accepted + done.news + done.results > 0 {
        tracing::info!(accepted = done.accepted, news = done.news, results = done.results, "the cloud was told");
    }
    Ok(())
}

/// Seconds to wait after so many failures in a row.
fn pause(failures: u32) -> u64 {
    5_u64.saturating_mul(1_u64.checked_shl(failures).unwrap_or(LONGEST_PAUSE)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::pause;

    // R: A8
    #[test]
    fn the_pause_doubles_up_to_an_hour() {
        assert_eq!([1, 2, 3, 9, 10, 64, u32::MAX].map(pause), [10, 20, 40, 2_560, 3_600, 3_600, 3_600]);
    }
}

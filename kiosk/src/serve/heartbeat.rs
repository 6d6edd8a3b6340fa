//! What happens without anybody asking: leases run out, the time is made durable, a kiosk that can't sell says so.

use super::stopped;
use crate::{
    Kiosk,
    clock::{self, now},
    identity::Identity,
    sweep,
};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

const EVERY: Duration = Duration::from_secs(1);
/// How often the time is made durable when nothing else is.
const BEAT: u32 = 60;

/// Before phones come: ends leases that ran out meanwhile, and names what keeps the kiosk from selling.
pub(super) fn at_start(kiosk: &Kiosk) -> Result<(), store::Error> {
    match kiosk.may_sell(now()) {
        Ok(()) => {
            sweep::sweep(kiosk.store(), now())?;
            beat(kiosk)?;
        }
        Err(why) => tracing::error!(%why, "this kiosk sells nothing"),
    }
    if let Err(why) = Identity::check_eum(&kiosk.eum(), now()) {
        tracing::warn!(%why, "phones without a card certificate can't be served");
    }
    Ok(())
}

pub(super) async fn run(kiosk: Arc<Kiosk>, mut stop: watch::Receiver<bool>) {
    let mut ticks = 0_u32;
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stopped(&mut stop) => return,
        }
        ticks = ticks.wrapping_add(1);
        let (kiosk, durable) = (kiosk.clone(), ticks.is_multiple_of(BEAT));
        let done = tokio::task::spawn_blocking(move || {
            // By a wrong clock no lease ends.
            if kiosk.may_sell(now()).is_err() {
                return Ok(());
            }
            kiosk.sessions().expire(now());
            let swept = sweep::sweep(kiosk.store(), now())?;
            if swept > 0 {
                tracing::info!(swept, "leases ran out");
            }
            if durable { beat(&kiosk) } else { Ok(()) }
        });
        match done.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "leases could not be swept"),
            Err(error) => tracing::error!(%error, "sweeping leases failed"),
        }
    }
}

fn beat(kiosk: &Kiosk) -> Result<(), store::Error> {
    kiosk.store().write_now(|tx| Ok::<_, store::Error>(clock::beat(tx, now())?))
}

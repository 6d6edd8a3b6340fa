use super::Postgres;
use crate::storage::{Heard, StorageError, Wakes, Woken, kept::json};
use account::{
    keys::AccountId,
    wire::{Bytes, Wake},
};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use std::time::Duration;
use tokio::{
    sync::broadcast::{Receiver, Sender},
    task::JoinHandle,
};

pub(super) const CHANNEL: &str = "landfall_wake";
/// How long to wait before listening again once that failed.
const AGAIN: Duration = Duration::from_millis(500);

/// [`Woken`] as it travels; far below the 8,000 bytes that a notification may have.
#[derive(Serialize, Deserialize)]
struct Told {
    account: Bytes,
    device: Option<Bytes>,
    wake: Option<Wake>,
}

#[async_trait]
impl Wakes for Postgres {
    async fn wake(&self, woken: Woken) -> Result<(), StorageError> {
        self.telling.tell(json(&Told { account: woken.account.bytes(), device: woken.device, wake: woken.wake })).await
    }

    fn listen(&self) -> Receiver<Heard> {
        self.wakes.subscribe()
    }
}

/// Listens from now on, on a connection of its own, and again whenever that was lost.
pub(super) async fn listen(options: PgConnectOptions, wakes: Sender<Heard>) -> Result<JoinHandle<()>, StorageError> {
    let mut listener = Some(connect(options.clone()).await?);
    Ok(tokio::spawn(async move {
        loop {
            let ended = match listener.take() {
                Some(listener) => pass_on(listener, &wakes).await,
                None => match connect(options.clone()).await {
                    Ok(new) => {
                        let _ = wakes.send(Heard::Missed);
                        listener = Some(new);
                        continue;
                    }
                    Err(error) => error,
                },
            };
            tracing::warn!(error = %ended, "can't hear what other instances tell");
            tokio::time::sleep(AGAIN).await;
        }
    }))
}

async fn connect(options: PgConnectOptions) -> Result<PgListener, sqlx::Error> {
    let pool = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
    let mut listener = PgListener::connect_with(&pool.connect_with(options).await?).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// Passes on what is told, until that can't be heard any more.
async fn pass_on(mut listener: PgListener, wakes: &Sender<Heard>) -> sqlx::Error {
    loop {
        let told = match listener.try_recv().await {
            Ok(Some(told)) => told,
            Ok(None) => {
                // It listens again by now.
                tracing::warn!("the connection that listens was lost: something may have been missed");
                let _ = wakes.send(Heard::Missed);
                continue;
            }
            Err(error) => return error,
        };
        let woken = serde_json::from_str(told.payload()).ok().and_then(|Told { account, device, wake }| {
            Some(Woken { account: AccountId::read(&account)?, device, wake })
        });
        match woken {
            // Nobody may listen.
            Some(woken) => drop(wakes.send(Heard::Woken(woken))),
            None => tracing::warn!("what was told can't be read: another instance may be of a newer release"),
        }
    }
}

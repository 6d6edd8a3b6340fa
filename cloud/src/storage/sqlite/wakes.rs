use super::Sqlite;
use crate::storage::{Heard, StorageError, Wakes, Woken};
use async_trait::async_trait;
use tokio::sync::broadcast::Receiver;

#[async_trait]
impl Wakes for Sqlite {
    async fn wake(&self, woken: Woken) -> Result<(), StorageError> {
        // Nobody may listen.
        let _ = self.wakes.send(Heard::Woken(woken));
        Ok(())
    }

    fn listen(&self) -> Receiver<Heard> {
        self.wakes.subscribe()
    }
}

//! Batches of several accounts in one transaction: they share a round trip and a wait for the disk, and each stands or falls alone.

use super::{
    lanes::{Lane, Lanes},
    log::{append, append_all},
    quick::Kept,
};
use crate::storage::{Appended, StorageError, prepared::Prepared};
use sqlx::PgPool;
use std::sync::Arc;
use tokio::sync::oneshot;

/// So many transactions at once: one waits for the disk while another works.
const LANES: usize = 2;
/// So many batches in one.
const MOST: usize = 64;
/// A batch of more bytes goes alone: nobody else waits for it.
const LONG: usize = 64 << 10;

/// Writes what waits, by this instance.
#[derive(Debug)]
pub(super) struct Together {
    pool: PgPool,
    kept: Arc<Kept>,
    lanes: Arc<Lanes<Job>>,
}

/// A batch, and who waits for it.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) account: [u8; 16],
    pub(super) batch: Prepared,
    reply: oneshot::Sender<Result<Appended, StorageError>>,
}

impl Together {
    pub(super) fn new(pool: PgPool, kept: Arc<Kept>) -> Arc<Self> {
        Arc::new(Self { pool, kept, lanes: Lanes::new(LANES, MOST) })
    }

    /// Adds a batch, with whichever others wait. It goes on if its caller does not.
    pub(super) async fn append(self: &Arc<Self>, account: [u8; 16], batch: Prepared) -> Result<Appended, StorageError> {
        if batch.bytes() > LONG {
            return append(&mut *self.pool.acquire().await?, &account, &batch).await;
        }
        let (reply, answer) = oneshot::channel();
        if let Some(lane) = self.lanes.add(Job { account, batch, reply }) {
            tokio::spawn(self.clone().work(lane));
        }
        answer.await.unwrap_or(Err(StorageError::Postgres(sqlx::Error::WorkerCrashed)))
    }

    async fn work(self: Arc<Self>, mut lane: Lane<Job>) {
        while let Some(jobs) = lane.next() {
            self.write(jobs).await;
        }
    }

    async fn write(&self, mut jobs: Vec<Job>) {
        // Whoever writes to several accounts takes them in this order, so that no two wait for each other.
        jobs.sort_by_key(|job| job.account);
        if jobs.len() > 1 {
            match self.all(&jobs).await {
                Ok(outcomes) => {
                    for (job, outcome) in jobs.into_iter().zip(outcomes) {
                        // Whoever asked may be gone.
                        let _ = job.reply.send(outcome);
                    }
                    return;
                }
                Err(error) => tracing::debug!(%error, "batches did not go in together: each goes alone"),
            }
        }
        for job in jobs {
            let outcome = self.one(&job).await;
            let _ = job.reply.send(outcome);
        }
    }

    async fn all(&self, jobs: &[Job]) -> Result<Vec<Result<Appended, StorageError>>, StorageError> {
        let mut connection = self.kept.connection(&self.pool).await?;
        let outcomes = append_all(&mut connection, jobs).await?;
        connection.done();
        Ok(outcomes)
    }

    async fn one(&self, job: &Job) -> Result<Appended, StorageError> {
        let mut connection = self.kept.connection(&self.pool).await?;
        let outcome = append(&mut connection, &job.account, &job.batch).await?;
        connection.done();
        Ok(outcome)
    }
}

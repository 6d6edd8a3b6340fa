use super::{
    lanes::{Lane, Lanes},
    quick::Kept,
};
use crate::storage::StorageError;
use sqlx::PgPool;
use std::{collections::HashSet, sync::Arc};
use tokio::sync::oneshot;

/// So many are told at once.
const MOST: usize = 1_000;

/// Tells the instances what waits to be told: a transaction that notifies waits at its commit for every other that does, so that one has all.
#[derive(Debug)]
pub(super) struct Telling {
    pool: PgPool,
    kept: Arc<Kept>,
    channel: &'static str,
    lanes: Arc<Lanes<Job>>,
}

#[derive(Debug)]
struct Job {
    told: String,
    reply: oneshot::Sender<bool>,
}

impl Telling {
    pub(super) fn new(pool: PgPool, kept: Arc<Kept>, channel: &'static str) -> Arc<Self> {
        Arc::new(Self { pool, kept, channel, lanes: Lanes::new(1, MOST) })
    }

    /// In a transaction of its own, after what it is about was committed. It goes on if its caller does not.
    pub(super) async fn tell(self: &Arc<Self>, told: String) -> Result<(), StorageError> {
        let (reply, answer) = oneshot::channel();
        if let Some(lane) = self.lanes.add(Job { told, reply }) {
            tokio::spawn(self.clone().work(lane));
        }
        let done = answer.await.unwrap_or(false);
        done.then_some(()).ok_or(StorageError::Postgres(sqlx::Error::WorkerCrashed))
    }

    async fn work(self: Arc<Self>, mut lane: Lane<Job>) {
        while let Some(jobs) = lane.next() {
            let done = self.round(&jobs).await.inspect_err(|error| tracing::warn!(%error, "nobody was told"));
            for job in jobs {
                // Whoever asked may be gone.
                let _ = job.reply.send(done.is_ok());
            }
        }
    }

    async fn round(&self, jobs: &[Job]) -> Result<(), StorageError> {
        let mut seen = HashSet::new();
        let told = jobs.iter().map(|job| &job.told[..]).filter(|told| seen.insert(*told)).collect::<Vec<_>>();
        let mut connection = self.kept.connection(&self.pool).await?;
        let sql = "SELECT pg_notify($1, told) FROM unnest($2) WITH ORDINALITY AS t (told, n) ORDER BY n";
        sqlx::query(sql).bind(self.channel).bind(told).execute(&mut *connection).await?;
        connection.done();
        Ok(())
    }
}

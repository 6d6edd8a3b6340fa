use super::{
    lanes::{Lane, Lanes},
    quick::Kept,
};
use crate::storage::{
    Session, StorageError, Writer,
    kept::{int, read, signed},
};
use sqlx::PgPool;
use std::sync::Arc;
use tokio::sync::oneshot;

/// So many questions at once.
const LANES: usize = 2;
/// So many tokens in one.
const MOST: usize = 64;

/// Looks up who writes, for all that ask at the time.
#[derive(Debug)]
pub(super) struct Writers {
    pool: PgPool,
    kept: Arc<Kept>,
    lanes: Arc<Lanes<Job>>,
}

#[derive(Debug)]
struct Job {
    token: [u8; 32],
    now: i64,
    reply: oneshot::Sender<Result<Option<Writer>, StorageError>>,
}

/// The token's number among those that are asked for, the columns of its session, the device, the manifest.
type Row = (i64, Vec<u8>, i16, Option<Vec<u8>>, i64, Option<String>, Option<String>);

impl Writers {
    pub(super) fn new(pool: PgPool, kept: Arc<Kept>) -> Arc<Self> {
        Arc::new(Self { pool, kept, lanes: Lanes::new(LANES, MOST) })
    }

    pub(super) async fn one(self: &Arc<Self>, token: [u8; 32], now: u64) -> Result<Option<Writer>, StorageError> {
        let (reply, answer) = oneshot::channel();
        if let Some(lane) = self.lanes.add(Job { token, now: int(now), reply }) {
            tokio::spawn(self.clone().work(lane));
        }
        answer.await.unwrap_or_else(|_| lost())
    }

    async fn work(self: Arc<Self>, mut lane: Lane<Job>) {
        while let Some(jobs) = lane.next() {
            let rows = self.round(&jobs).await.inspect_err(|error| tracing::warn!(%error, "who writes is not known"));
            let Ok(mut rows) = rows else {
                jobs.into_iter().for_each(|job| drop(job.reply.send(lost())));
                continue;
            };
            for (n, job) in (1..).zip(jobs) {
                let row = rows.iter().position(|row| row.0 == n).map(|at| rows.swap_remove(at));
                // Whoever asked may be gone.
                let _ = job.reply.send(row.map(writer).transpose());
            }
        }
    }

    async fn round(&self, jobs: &[Job]) -> Result<Vec<Row>, StorageError> {
        let sql = "SELECT t.n, s.account, s.kind, s.device, s.expires, d.text, m.signed
                   FROM unnest($1, $2) WITH ORDINALITY AS t (token, now, n)
                   JOIN session s ON s.token = t.token AND s.expires > t.now
                   LEFT JOIN device d ON d.account = s.account AND d.id = s.device
                   LEFT JOIN account a ON a.id = s.account
                   LEFT JOIN manifest m ON m.account = a.no AND m.version = a.manifest";
        let mut connection = self.kept.connection(&self.pool).await?;
        let question = sqlx::query_as(sql).bind(jobs.iter().map(|job| &job.token[..]).collect::<Vec<_>>());
        let question = question.bind(jobs.iter().map(|job| job.now).collect::<Vec<_>>());
        let rows = question.fetch_all(&mut *connection).await?;
        connection.done();
        Ok(rows)
    }
}

fn writer((_, account, kind, device, expires, text, manifest): Row) -> Result<Writer, StorageError> {
    Ok(Writer {
        session: Session::from_row(&account, kind.into(), device, expires)?,
        device: text.map(|text| read(&text, "device")).transpose()?,
        manifest: manifest.map(|text| signed(&text, "manifest")).transpose()?,
    })
}

/// The connection was lost, as the log has it.
const fn lost() -> Result<Option<Writer>, StorageError> {
    Err(StorageError::Postgres(sqlx::Error::WorkerCrashed))
}

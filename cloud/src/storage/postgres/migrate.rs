use crate::storage::StorageError;
use sqlx::{PgPool, raw_sql};

/// The schema as the steps that led to it. A released step is never edited: a change of the schema is a further step.
const STEPS: [&str; 6] = [
    include_str!("schema/0001.sql"),
    include_str!("schema/0002_functions.sql"),
    include_str!("schema/0003_network.sql"),
    include_str!("schema/0004_push.sql"),
    include_str!("schema/0005_card_orders.sql"),
    include_str!("schema/0006_late_results.sql"),
];

/// Whoever holds this one migrates. Any number, as long as it stays.
const LOCK: i64 = 0x4C46_636C;

/// Runs the steps that are missing, all or none.
pub(super) async fn migrate(pool: &PgPool) -> Result<(), StorageError> {
    let mut tx = pool.begin().await?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(LOCK).execute(&mut *tx).await?;
    let there: bool =
        sqlx::query_scalar("SELECT to_regclass('landfall_schema') IS NOT NULL").fetch_one(&mut *tx).await?;
    if !there {
        let sql = "CREATE TABLE landfall_schema (version bigint NOT NULL); INSERT INTO landfall_schema VALUES (0)";
        raw_sql(sql).execute(&mut *tx).await?;
    }
    let found: i64 = sqlx::query_scalar("SELECT version FROM landfall_schema").fetch_one(&mut *tx).await?;
    let known = STEPS.len() as i64;
    if found > known {
        return Err(StorageError::Newer { found, known });
    }
    for step in &STEPS[usize::try_from(found).unwrap_or(0)..] {
        raw_sql(*step).execute(&mut *tx).await?;
    }
    if found < known {
        sqlx::query("UPDATE landfall_schema SET version = $1").bind(known).execute(&mut *tx).await?;
        tracing::debug!(schema = known, "database migrated");
    }
    Ok(tx.commit().await?)
}

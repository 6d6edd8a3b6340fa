use landfall_cloud::storage::{Storage, postgres::Postgres, sqlite::Sqlite};
use landfall_postgres::Server;
use std::sync::Arc;
use store::Folder;

/// A database with two instances over it; SQLite has only one.
pub(crate) struct World {
    pub(crate) one: Arc<dyn Storage>,
    pub(crate) two: Arc<dyn Storage>,
    kept: Kept,
}

enum Kept {
    Sqlite(Sqlite, #[expect(dead_code, reason = "it goes with the world")] tempfile::TempDir),
    Postgres(Postgres),
}

pub(crate) fn sqlite() -> World {
    let folder = tempfile::tempdir().expect("temp folder");
    let sqlite = Sqlite::open(&Folder::claim(folder.path()).expect("free")).expect("opens");
    let one: Arc<dyn Storage> = Arc::new(sqlite.clone());
    World { two: one.clone(), one, kept: Kept::Sqlite(sqlite, folder) }
}

pub(crate) async fn postgres() -> Option<World> {
    let url = Server::shared()?.database();
    let one = Postgres::open_with(&url, 4).await.expect("opens");
    let two = Postgres::open_with(&url, 4).await.expect("opens");
    Some(World { one: Arc::new(one.clone()), two: Arc::new(two), kept: Kept::Postgres(one) })
}

impl World {
    /// What the directory has to be told: ICCID, action, when.
    pub(crate) async fn outbox(&self) -> Vec<(String, String, i64)> {
        let sql = "SELECT iccid, action, created FROM directory_outbox WHERE done IS NULL ORDER BY id";
        match &self.kept {
            Kept::Sqlite(sqlite, _) => {
                let rows = |row: &store::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
                sqlite.store().read::<_, store::Error>(|tx| Ok(tx.query_all(sql, [], rows)?)).expect("reads")
            }
            Kept::Postgres(postgres) => sqlx::query_as(sql).fetch_all(postgres.pool()).await.expect("reads"),
        }
    }

    /// How many rows there are in all tables that hold something of accounts.
    pub(crate) async fn rows(&self) -> i64 {
        let sql = "SELECT (SELECT count(*) FROM account) + (SELECT count(*) FROM credentials) + (SELECT count(*) FROM manifest)
                   + (SELECT count(*) FROM device) + (SELECT count(*) FROM session) + (SELECT count(*) FROM approval)
                   + (SELECT count(*) FROM entry) + (SELECT count(*) FROM record) + (SELECT count(*) FROM batch)
                   + (SELECT count(*) FROM head) + (SELECT count(*) FROM orders) + (SELECT count(*) FROM receipt)
                   + (SELECT count(*) FROM remnant) + (SELECT count(*) FROM push)";
        match &self.kept {
            Kept::Sqlite(sqlite, _) => {
                let rows = sqlite.store().read::<_, store::Error>(|tx| Ok(tx.query_row(sql, [], |row| row.get(0))?));
                rows.expect("reads")
            }
            Kept::Postgres(postgres) => sqlx::query_scalar(sql).fetch_one(postgres.pool()).await.expect("reads"),
        }
    }
}

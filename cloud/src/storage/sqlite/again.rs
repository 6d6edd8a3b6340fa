use super::Sqlite;
use crate::storage::StorageError;
use store::Transaction;

/// What somebody takes for a while, or waits with until he tries again. A card that is to go back unless it is fetched has weeks: it keeps its time.
const DUE: [&str; 3] = [
    "UPDATE push SET due = 0 WHERE due > 0",
    "UPDATE directory_outbox SET due = 0 WHERE done IS NULL AND due > 0",
    "UPDATE card_order SET due = 0 WHERE task IN ('order', 'confirm', 'release', 'cancel') AND due > 0",
];

impl Sqlite {
    /// Whoever took something took it in a process that is gone, since the folder has one owner: nobody waits until the time is up that he had for it.
    pub(super) fn due_again(&self) -> Result<(), StorageError> {
        let due = |tx: &Transaction<'_>| DUE.into_iter().try_for_each(|sql| Ok(tx.execute(sql, []).map(drop)?));
        self.store.write_now(due)
    }
}

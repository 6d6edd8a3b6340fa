use super::{Violation, must, works};
use crate::{FailingRecords, Records};
use model::{SecretBytes, record::Batch};

const TABLE: &str = "contract.one";
const OTHER: &str = "contract.two";

/// Checks a backend; uses, and leaves empty, the tables `contract.one` and `contract.two`.
///
/// # Errors
/// The first [`Violation`].
pub fn records_contract(records: &dyn Records) -> Result<(), Violation> {
    empty(records)?;
    must(works(records.get(TABLE, b"a"), "gets")?.is_none(), "nothing is there at first")?;
    must(ids(records, TABLE, b"")?.is_empty(), "a table that was never written is empty")?;
    works(records.commit(Batch::new()), "an empty batch is fine")?;
    puts(records)?;
    deletes(records)?;
    order_in_a_batch(records)?;
    empty(records)
}

/// Checks that a failed commit leaves nothing behind and that the next one works.
///
/// # Errors
/// The first [`Violation`].
pub fn failed_commit_contract<R: Records>(records: &FailingRecords<R>) -> Result<(), Violation> {
    empty(records)?;
    put(records, TABLE, b"a", b"old")?;
    records.fail(1, 1);
    put(records, TABLE, b"b", b"spared")?;
    let mut batch = Batch::new();
    batch.put(TABLE, b"a", *b"new");
    batch.put(TABLE, b"c", *b"new");
    must(records.commit(batch).is_err(), "a failing commit says so")?;
    must(value(records, TABLE, b"a")? == Some(SecretBytes::from(*b"old")), "a failed commit overwrote a record")?;
    must(value(records, TABLE, b"c")?.is_none(), "a failed commit left a record")?;
    put(records, TABLE, b"c", b"later")?;
    must(ids(records, TABLE, b"")? == [b"a", b"b", b"c"], "commits work again after a failed one")?;
    empty(records)
}

fn puts(records: &dyn Records) -> Result<(), Violation> {
    let mut batch = Batch::new();
    for id in [&b"b"[..], b"a", b"ab", b"", b"\xFF", b"\xFF\xFF"] {
        batch.put(TABLE, id, [b"value of ", id].concat());
    }
    batch.put(OTHER, b"a", Vec::new());
    works(records.commit(batch), "commits")?;
    must(value(records, TABLE, b"ab")? == Some(SecretBytes::from(*b"value of ab")), "gives back what was put")?;
    must(value(records, OTHER, b"a")? == Some(SecretBytes::default()), "keeps an empty value apart from none")?;
    must(value(records, OTHER, b"b")?.is_none(), "keeps tables apart")?;
    let all: [&[u8]; 6] = [b"", b"a", b"ab", b"b", b"\xFF", b"\xFF\xFF"];
    must(ids(records, TABLE, b"")? == all, "scans in the order of ids")?;
    must(ids(records, TABLE, b"a")? == [&b"a"[..], b"ab"], "scans by prefix")?;
    must(ids(records, TABLE, b"\xFF")? == [&b"\xFF"[..], b"\xFF\xFF"], "scans by the last prefix")?;
    put(records, TABLE, b"a", b"over")?;
    must(value(records, TABLE, b"a")? == Some(SecretBytes::from(*b"over")), "overwrites")?;
    let long = vec![0xA5; 1 << 20];
    put(records, TABLE, b"long", &long)?;
    must(value(records, TABLE, b"long")? == Some(SecretBytes::new(long)), "keeps a megabyte")
}

fn deletes(records: &dyn Records) -> Result<(), Violation> {
    let mut batch = Batch::new();
    batch.delete(TABLE, b"b");
    batch.delete(TABLE, b"never there");
    batch.delete_prefix(TABLE, b"\xFF");
    works(records.commit(batch), "deletes")?;
    must(ids(records, TABLE, b"")? == [&b""[..], b"a", b"ab", b"long"], "deletes these and no others")?;
    must(ids(records, OTHER, b"")? == [b"a"], "deletes in one table only")
}

fn order_in_a_batch(records: &dyn Records) -> Result<(), Violation> {
    let mut batch = Batch::new();
    batch.put(TABLE, b"x1", *b"first");
    batch.delete_prefix(TABLE, b"x");
    batch.put(TABLE, b"x2", *b"second");
    batch.put(TABLE, b"x2", *b"third");
    batch.put(TABLE, b"x3", *b"fourth");
    batch.delete(TABLE, b"x3");
    works(records.commit(batch), "commits")?;
    must(ids(records, TABLE, b"x")? == [b"x2"], "changes of a batch take effect in their order")?;
    must(value(records, TABLE, b"x2")? == Some(SecretBytes::from(*b"third")), "the later put of a batch wins")
}

fn empty(records: &dyn Records) -> Result<(), Violation> {
    let mut batch = Batch::new();
    batch.delete_prefix(TABLE, []);
    batch.delete_prefix(OTHER, []);
    works(records.commit(batch), "empties its tables")?;
    must(ids(records, TABLE, b"")?.is_empty() && ids(records, OTHER, b"")?.is_empty(), "an emptied table is empty")
}

fn put(records: &dyn Records, table: &'static str, id: &[u8], value: &[u8]) -> Result<(), Violation> {
    let mut batch = Batch::new();
    batch.put(table, id, value);
    works(records.commit(batch), "commits")
}

fn value(records: &dyn Records, table: &str, id: &[u8]) -> Result<Option<SecretBytes>, Violation> {
    works(records.get(table, id), "gets")
}

fn ids(records: &dyn Records, table: &str, prefix: &[u8]) -> Result<Vec<Vec<u8>>, Violation> {
    let found: Vec<Vec<u8>> = works(records.scan(table, prefix), "scans")?.into_iter().map(|(id, _)| id).collect();
    must(
        works(records.ids(table, prefix), "lists ids")? == found,
        "the ids that it lists are those of the records that it finds",
    )?;
    Ok(found)
}

//! Somebody writes to the vault's database behind its back: each way is noticed before a record is used.

mod common;

use common::{JOURNAL, create, get, put, reopen};
use landfall_vault::{Records, VaultError};
use rusqlite::{Connection, params, types::Value};
use std::path::Path;

type Row = (Vec<u8>, i64, Vec<u8>, Vec<u8>);

fn rows(path: &Path) -> Vec<Row> {
    let connection = Connection::open(path.join("vault.db")).expect("opens");
    let mut statement =
        connection.prepare("SELECT slot, version, name, sealed FROM record ORDER BY slot").expect("sql");
    let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))).expect("reads");
    rows.map(|row| row.expect("a row")).collect()
}

fn sql(path: &Path, sql: &str, params: impl rusqlite::Params) {
    let connection = Connection::open(path.join("vault.db")).expect("opens");
    assert!(connection.execute(sql, params).expect("runs") > 0, "{sql} changed nothing");
}

fn is_corrupt<T>(result: Result<T, VaultError>) -> bool {
    matches!(result, Err(VaultError::Corrupt { .. }))
}

/// Tampers with a vault of three records; every way to read must notice.
fn noticed(what: &str, tamper: impl FnOnce(&Path)) {
    let temp = tempfile::tempdir().expect("temp folder");
    let vault = create(temp.path());
    put(&vault, JOURNAL, b"one", b"the same size 1");
    put(&vault, JOURNAL, b"two", b"the same size 2");
    put(&vault, "app.outbox", b"one", b"the same size 3");
    drop(vault);
    tamper(temp.path());
    let Ok(vault) = reopen(temp.path()) else { return };
    assert!(is_corrupt(vault.verify()) || is_corrupt(read_all(&vault)), "{what} was not noticed");
    assert!(is_corrupt(read_all(&vault)), "{what} was used");
}

fn read_all(vault: &dyn Records) -> Result<(), VaultError> {
    for table in [JOURNAL, "app.outbox"] {
        vault.scan(table, b"")?;
        vault.get(table, b"one")?;
    }
    Ok(())
}

// R: A6
#[test]
fn swapped_rows() {
    for columns in
        [&["sealed"][..], &["version"], &["name"], &["sealed", "version"], &["slot"], &["sealed", "name", "version"]]
    {
        noticed(&format!("a swap of {columns:?}"), |path| {
            let rows = rows(path);
            let list = |row: &Row| -> Vec<(&str, Value)> {
                let (slot, version, name, sealed) = row.clone();
                vec![
                    ("slot", Value::Blob(slot)),
                    ("version", Value::Integer(version)),
                    ("name", Value::Blob(name)),
                    ("sealed", Value::Blob(sealed)),
                ]
            };
            let (first, second) = (list(&rows[0]), list(&rows[1]));
            sql(path, "UPDATE record SET slot = x'00' WHERE slot = ?1", [&rows[0].0]);
            sql(path, "UPDATE record SET slot = x'01' WHERE slot = ?1", [&rows[1].0]);
            for (place, own, other) in [("x'00'", &first, &second), ("x'01'", &second, &first)] {
                for ((column, mine), (_, theirs)) in own.iter().zip(other).filter(|((c, _), _)| *c != "slot") {
                    let value = if columns.contains(column) { theirs } else { mine };
                    sql(path, &format!("UPDATE record SET {column} = ?1 WHERE slot = {place}"), [value]);
                }
            }
            // Back to their places; a swap of slots alone is a swap of everything else.
            let swap = columns == ["slot"];
            let (at, to) = if swap { (&rows[1].0, &rows[0].0) } else { (&rows[0].0, &rows[1].0) };
            sql(path, "UPDATE record SET slot = ?1 WHERE slot = x'00'", [at]);
            sql(path, "UPDATE record SET slot = ?1 WHERE slot = x'01'", [to]);
        });
    }
}

// R: A6
#[test]
fn changed_removed_and_added_rows() {
    for column in ["sealed", "name", "slot"] {
        for at in [0_usize, 11, 12, 20, 31] {
            noticed(&format!("a bit of {column} at {at}"), |path| {
                let rows = rows(path);
                let (slot, _, name, sealed) = &rows[1];
                let mut bytes = match column {
                    "sealed" => sealed.clone(),
                    "name" => name.clone(),
                    _ => slot.clone(),
                };
                let at = at % bytes.len();
                bytes[at] ^= 0x40;
                sql(path, &format!("UPDATE record SET {column} = ?1 WHERE slot = ?2"), params![bytes, slot]);
            });
        }
    }
    noticed("a cut value", |path| sql(path, "UPDATE record SET sealed = x''", []));
    noticed("a cut name", |path| sql(path, "UPDATE record SET name = x''", []));
    noticed("another version", |path| sql(path, "UPDATE record SET version = version + 1", []));
    noticed("a negative version", |path| sql(path, "UPDATE record SET version = -1", []));
    noticed("a removed row", |path| sql(path, "DELETE FROM record WHERE slot = ?1", [&rows(path)[0].0]));
    noticed("a removed table", |path| sql(path, "DELETE FROM record", []));
    noticed("an added row", |path| {
        let (mut slot, version, name, sealed) = rows(path)[0].clone();
        slot[20] ^= 1;
        let insert = "INSERT INTO record (slot, version, name, sealed) VALUES (?1, ?2, ?3, ?4)";
        sql(path, insert, params![slot, version, name, sealed]);
    });
}

#[test]
fn a_table_that_nobody_wrote_is_found_by_the_check() {
    let temp = tempfile::tempdir().expect("temp folder");
    let vault = create(temp.path());
    put(&vault, JOURNAL, b"one", b"value");
    let (mut slot, version, name, sealed) = rows(temp.path())[0].clone();
    slot[3] ^= 1;
    let insert = "INSERT INTO record (slot, version, name, sealed) VALUES (?1, ?2, ?3, ?4)";
    sql(temp.path(), insert, params![slot, version, name, sealed]);
    assert!(is_corrupt(vault.verify()));
}

// R: A6 F8
#[test]
fn rows_rolled_back_to_an_earlier_value() {
    let temp = tempfile::tempdir().expect("temp folder");
    let vault = create(temp.path());
    put(&vault, JOURNAL, b"counter", b"3 tries left");
    let earlier = rows(temp.path())[0].clone();
    put(&vault, JOURNAL, b"counter", b"2 tries left");
    let (slot, version, name, sealed) = earlier;
    let update = "UPDATE record SET version = ?2, name = ?3, sealed = ?4 WHERE slot = ?1";
    sql(temp.path(), update, params![slot, version, name, sealed]);
    assert!(is_corrupt(vault.get(JOURNAL, b"counter")), "while the vault is open");
    drop(vault);
    let vault = reopen(temp.path()).expect("opens");
    assert!(is_corrupt(vault.get(JOURNAL, b"counter")), "after opening");
    assert!(is_corrupt(vault.verify()));
}

// R: A6 F8
#[test]
fn a_head_rolled_back_without_its_rows() {
    let temp = tempfile::tempdir().expect("temp folder");
    let vault = create(temp.path());
    put(&vault, JOURNAL, b"a", b"first");
    let head: Vec<u8> = Connection::open(temp.path().join("vault.db"))
        .and_then(|c| c.query_row("SELECT head FROM vault", [], |row| row.get(0)))
        .expect("reads");
    put(&vault, JOURNAL, b"a", b"second");
    drop(vault);
    sql(temp.path(), "UPDATE vault SET head = ?1", [head]);
    assert!(is_corrupt(read_all(&reopen(temp.path()).expect("opens"))));
    sql(temp.path(), "UPDATE vault SET head = x'00'", []);
    assert!(is_corrupt(reopen(temp.path())));
    sql(temp.path(), "UPDATE vault SET wrapped = zeroblob(60)", []);
    assert!(is_corrupt(reopen(temp.path())));
}

#[test]
fn an_untouched_vault_is_not_suspected() {
    let temp = tempfile::tempdir().expect("temp folder");
    let vault = create(temp.path());
    put(&vault, JOURNAL, b"one", b"value");
    drop(vault);
    let vault = reopen(temp.path()).expect("opens");
    assert_eq!(get(&vault, JOURNAL, b"one").expect("is there").expose(), b"value");
    vault.verify().expect("sound");
}

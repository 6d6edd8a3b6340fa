//! Accounts whole: the real flows of several phones against the real cloud, in one process: over SQLite, then over PostgreSQL.

mod approve;
mod create;
mod devices;
mod ending;
mod kills;
mod login;
mod passkeys;
mod password;
mod recover;
mod succession;
mod world;

// R: B4 F6
#[test]
fn they_hold_on_postgresql_and_two_instances_over_it() {
    landfall_flows::on_postgres("they_hold_on_postgresql");
}

//! Sub-accounts: tied to an account, linked with each other or not, each with rights of its own; over SQLite,
//! then over PostgreSQL.

mod lies;
mod linking;
mod orders;
mod world;

// R: B7
#[test]
fn they_hold_on_postgresql_and_two_instances_over_it() {
    landfall_flows::on_postgres("they_hold_on_postgresql");
}

//! A phone that its owner has out of hand: orders from afar, over the real rules of the server, whatever is killed, restored or turned back; over SQLite,
//! then over PostgreSQL.

mod cards;
mod copy_kills;
mod copy_lies;
mod copying;
mod everywhere;
mod kills;
mod lease;
mod locking;
mod pair;
mod server;
mod waking;
mod watching;
mod wiping;
mod world;

// R: B6 F4
#[test]
fn they_hold_on_postgresql_and_two_instances_over_it() {
    landfall_flows::on_postgres("they_hold_on_postgresql");
}

//! The operator's side, end to end: kiosk, cloud and phone speak HTTP with each other, and the cloud, over SQLite, then over PostgreSQL, tells the operator's HLR.

mod barring;
mod certified;
mod cloud;
mod hlr;
mod late;
mod people;
mod states;

// R: A8
#[test]
fn they_hold_on_postgresql() {
    landfall_flows::on_postgres("they_hold_on_postgresql");
}

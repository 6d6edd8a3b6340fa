//! A card from an operator's agency (B3): ordered online, activated, synced, in that order. The real cloud over SQLite, then over PostgreSQL, a kiosk's SM-DP+ by ES2+ and
//! ES9+ over HTTPS, the real flows of several phones.

mod nord;
mod restarts;
mod trouble;
mod whole;
mod world;

// R: B3
#[test]
fn they_hold_on_postgresql() {
    landfall_flows::on_postgres("they_hold_on_postgresql");
}

//! `make torture`: kiosk, phones and cloud as real processes, one of which is killed at a named point again and again, over
//! acquire, import and report, nearby and over HTTPS; and over sync, rotation, orders, wipes, receipts, reports,
//! a card's hand-over and a new phone's approval.
//!
//! Law: after each kill the next start mends, by itself; and whatever was killed when, no number is given twice, no card is lost,
//! no reservation outlives its lease. [`Run::go`] stops at the first breach and leaves its folder for whoever looks into it.
//!
//! - [`points`]: where processes die, found by a recording run
//! - [`yard`]: the kiosk and the phones; [`round`]: one purchase with its deaths
//! - [`invariants`], [`ending`]: what must hold after a round, and at the end
//! - [`accounts`]: the same over accounts, sync, orders and reports, with a cloud
//! - [`power`]: the library under which unsynced writes die too (`unsynced/`)

pub mod accounts;
mod census;
mod dice;
mod ending;
mod invariants;
pub mod points;
pub mod power;
mod recording;
mod round;
mod run;
mod yard;

pub use census::Census;
pub use run::{Options, Run, Summary};

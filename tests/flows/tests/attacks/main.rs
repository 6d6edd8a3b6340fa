//! Attacks, each shown to be refused, and each shown to succeed once the check that refuses it is taken away (`model::without`), so that it
//! is refused by nothing else and for no other reason.
//!
//! The kiosk is the real one, asked on the test's own thread; what attacks the near-field link itself is in `core/nearfield/src/attacks`, and
//! what happens inside the eUICC in `core/euicc`. `docs/security.md` says which test shows what.

mod answers;
mod certificates;
mod downgrade;
mod iccid;
mod ki;
mod messages;
mod notification;
mod other_card;
mod pin;
mod rights;
mod stock;

//! A link in virtual time: latency, bandwidth, loss, reordering, doubling, damage and cuts, the same on every run.
//!
//! [`Channel`] is one direction of a link; [`World`] joins a phone and a kiosk by two of them and lets time pass.
//! For tests and benches only: its randomness is fit for nothing else.

mod channel;
mod dice;
mod toy;
mod world;

pub use channel::{Channel, Conditions, Counts};
pub use dice::Dice;
pub use toy::{ROOT, toy_client, toy_server};
pub use world::{Report, Stalled, World};

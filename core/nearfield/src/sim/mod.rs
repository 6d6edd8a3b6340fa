//! A link in virtual time: latency, bandwidth, loss, reordering, doubling, damage and cuts, the same on every run.
//!
//! [`Channel`] is one direction of a link; [`World`] joins a phone and a kiosk by two of them and lets time pass.
//! [`Stranger`] is a peer that holds true keys and says with them what nobody should.
//! For tests and benches only: its randomness is fit for nothing else.

mod channel;
mod dice;
mod stranger;
mod toy;
mod world;

pub use channel::{Channel, Conditions, Counts};
pub use dice::Dice;
pub use stranger::Stranger;
pub use toy::{ROOT, toy_client, toy_server};
pub use world::{Report, Stalled, World};

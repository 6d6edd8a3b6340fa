//! Cards as the flows use them: APDUs in and out, whatever stands behind (law 4).
//!
//! [`Driver`] carries out the effects of a card in software, in turn with other drivers of the same one; [`Isdr`] speaks ES10 to any eUICC; [`whole`] fetches what a card of T=0
//! only announces.

mod apdu;
mod channel;
mod driver;
mod introduce;
mod isdr;
mod turns;
mod whole;

pub use apdu::{Apdu, Card, CardError, Response};
pub(crate) use channel::Channel;
pub use driver::{Companion, Driver};
pub use introduce::introduce;
pub use isdr::Isdr;
pub(crate) use turns::Turns;
pub use uicc::Transport;
pub use whole::whole;

//! Orders: what an owner's key tells a device to do, whether the device obeys, and the steps in which it does.
//!
//! | what | where |
//! |---|---|
//! | which key may order what | [`may`] |
//! | making one | [`Wish`], [`give`] |
//! | whether a device obeys | [`accept`], [`given`], [`checks`] |
//! | a passkey's word | [`passkey`] |
//! | what orders about a card's copies say | [`home`] |
//! | carrying it out, over any kill | [`journal`] |

mod accept;
pub mod checks;
mod give;
pub mod home;
pub mod journal;
pub mod passkey;
mod power;
mod refusal;

pub use accept::{Counters, Held, accept, given};
pub use give::{Wish, give};
pub use passkey::BadAssertion;
pub use power::may;
pub use refusal::Refusal;

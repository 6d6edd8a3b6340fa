//! Orders: what an owner's key tells a device to do, whether the device obeys, and the steps in which it does.
//!
//! | what | where |
//! |---|---|
//! | which key may order what | [`may`] |
//! | making one | [`Wish`], [`give`] |
//! | whether a device obeys | [`accept`], [`given`], [`checks`] |
//! | the same for another account's order | [`accept_by_right`], [`by_right`] |
//! | a passkey's word | [`passkey`] |
//! | what orders about a card's copies say | [`home`] |
//! | carrying it out, over any kill | [`journal`] |

mod accept;
mod by_right;
pub mod checks;
mod give;
pub mod home;
pub mod journal;
pub mod passkey;
mod power;
mod refusal;

pub use accept::{Counters, Held, accept, given};
pub use by_right::{Linked, accept_by_right, acts, by_right};
pub use give::{Wish, give};
pub use passkey::BadAssertion;
pub use power::may;
pub use refusal::Refusal;

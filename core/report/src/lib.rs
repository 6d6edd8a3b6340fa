//! What a kiosk tells its cloud once it has a network, and what it is told in answer (A8): a chain of signed reports, none left out, doubled or
//! moved; states and balances of its numbers; results of phones that had left before it took them.
//!
//! Law: sans-IO. The kiosk's key signs every report over its own history, so that neither the network nor the cloud can invent, drop or reorder a
//! sale, and a restored kiosk is seen. JSON as everywhere between us (`account::wire`).
//!
//! | what | where |
//! |---|---|
//! | a kiosk's name, which is its key | [`KioskId`] |
//! | what happened to a card | [`Event`], [`What`] |
//! | a report, where a chain of them ends | [`Report`], [`Chain`], [`sign`] |
//! | the cloud's look at one | [`verify`], [`checks`] |
//! | how a kiosk becomes known | [`Register`], [`Registration`] |
//! | a new certificate for its EUM | [`Renew`], [`Renewal`] |
//! | one contact, both ways | [`Contact`], [`Call`], [`Answer`] |

mod chain;
pub mod checks;
mod contact;
mod event;
mod kiosk;
mod renewal;
mod verify;

pub use chain::{Chain, MOST_EVENTS, Report, sign};
pub use contact::{Answer, Call, Contact, LateResult, News, Taken};
pub use event::{Event, What};
pub use kiosk::{BadKioskId, KioskId, Register, Registered, Registration};
pub use renewal::{Renew, Renewal, Renewed};
pub use verify::{ReportError, called, registered, renewal, verify};

//! What the cloud does, one use case a file: it verifies what it is given by the rules of `account`, and keeps it.
//!
//! Law: everything is judged here, whoever carries it. What a token lets do stands in one table ([`power`]); what a signature lets do is
//! `account`'s. No HTTP in here.
//!
//! | use case | where |
//! |---|---|
//! | an account is made, seen, exported, deleted | [`register`], [`account`], [`export`], [`delete`] |
//! | by password; by a device's key; by the recovery sheet; by a passkey | [`login`], [`sessions`], [`recovery`], [`passkeys`] |
//! | new keys; the chain of manifests; a new device | [`keys`], [`manifests`], [`approvals`] |
//! | the log | [`log`] |
//! | accounts that are tied: invitations, standings, what is shown, orders by right | [`subs`], [`standings`], [`shares`], [`by_right`] |
//! | orders, a device's contact, receipts | [`orders`], [`contact`], [`receipts`] |
//! | kiosks; the operator's subscribers; whose phone holds a card | [`kiosks`], [`subscribers`], [`claims`] |
//! | what phones hand in that left a kiosk early | [`late_results`] |
//! | agencies, and cards ordered at them | [`card_orders`] |
//! | new certificates for kiosks' EUMs and for cards | [`renew`], [`certify`] |
//! | telling devices at once | [`listen`], [`Hub`] |
//! | who may do what with which token | [`power`], [`access`] |
//! | how often somebody may guess | [`Allowances`] |
//! | what keeps attackers out, by name | [`checks`] |

mod access;
mod account;
mod allowances;
mod approvals;
mod by_right;
mod card_orders;
mod certify;
mod challenge;
pub mod checks;
mod claims;
mod contact;
mod delete;
mod entropy;
mod error;
mod export;
mod hub;
mod keys;
mod kiosks;
mod late_results;
mod listen;
mod log;
mod login;
mod manifests;
mod open;
mod orders;
mod passkeys;
mod power;
mod progress;
mod proof;
mod push;
mod receipts;
mod recovery;
mod register;
mod renew;
mod seal;
mod sessions;
mod shares;
mod sizes;
mod standings;
mod subs;
mod subscribers;
mod upkeep;

pub use access::Caller;
pub use allowances::Allowances;
pub use error::ServiceError;
pub use export::ExportPage;
pub use hub::{Hub, Rung};
pub use listen::Listener;
pub use open::{Clock, Config, OpenError, Service};
pub use orders::Given;
pub use power::{Act, may, may_order};
pub use seal::ServerKey;

pub(crate) use entropy::Entropy;

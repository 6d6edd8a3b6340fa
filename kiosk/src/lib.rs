//! The kiosk: stock of profiles, sales, and an SM-DP+ that needs no network.
//!
//! Law: a number moves only in a transaction that says why, and is never given to two phones, whatever crashes when;
//! from the making of its package on, only its card's signature or an operator's decision moves it. What opens stock lives in
//! the keystore and is used while serving only.
//!
//! | what | where |
//! |---|---|
//! | a request in, a response out | [`Kiosk`], [`Config`], [`Peer`] |
//! | products, segments, numbers, states, their log | [`stock`] |
//! | numbers that are not plain integers | [`numbering`] |
//! | stock sealed for one kiosk | [`seal`] |
//! | what keeps attackers out, by name | [`checks`] |
//! | selection → offers, or which criterion failed | [`catalogue`] |
//! | management programs and drivers | [`packages`] |
//! | roots of phones' attestations, revocation lists | [`trust`] |
//! | the operator's folder; a kiosk's folder, keys, certificates | [`operator`], [`init`], [`identity`], [`Keys`] |
//! | certificates under other CIs, side by side | [`certificates`] |
//! | may it sell now? wrong clock, restored backup | [`condition`], [`clock`], [`backup`], [`reconcile`] |
//! | the owner's commands, here or at the door of a kiosk that serves | [`command`] |
//! | sockets, links, leases' end, an orderly stop | [`serve`] |
//! | a sale over the counter, by activation code | [`issue`] |
//! | what a discovery server tells cards of | [`events`] |
//! | commands for cards that were given out, and what became of them | [`remote`] |
//! | what operators order, and are told (ES2+) | [`orders`] |
//! | what the cloud is told, and tells (A8) | [`report`] |
//! | available → reserved → authorised → bound → distributed | [`reserve`], [`authorise`], [`bind`], [`distribute`], [`sweep`] |

pub mod authorise;
pub mod backup;
pub mod bind;
mod card;
pub mod catalogue;
pub mod certificates;
pub mod checks;
pub mod cli;
pub mod clock;
pub mod command;
pub mod condition;
mod confirmation;
mod crockford;
pub mod distribute;
mod end;
mod entropy;
pub mod events;
pub mod example;
pub mod identity;
pub mod init;
pub mod issue;
mod kept_key;
mod keys;
mod kiosk;
pub mod numbering;
pub mod operator;
mod order;
pub mod orders;
pub mod packages;
mod portal;
mod profile;
pub mod reconcile;
pub mod remote;
pub mod report;
pub mod reserve;
pub mod schema;
pub mod seal;
pub mod serve;
mod service;
mod settings;
pub mod status;
pub mod stock;
pub mod sweep;
mod told;
pub mod trust;

pub use entropy::Entropy;
pub use keys::{KeyName, Keys, KeysError, Unlock, sealing_key};
pub use kiosk::{Config, Kiosk, OpenError, Peer};
pub use settings::{Notify, Settings, SettingsError};

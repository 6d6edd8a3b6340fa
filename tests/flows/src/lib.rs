//! Phones and kiosks in one process: what the flow tests stand on.
//!
//! [`Shop`] is the real kiosk, which serves TCP on loopback or is asked without any link; [`Phone`] the real app with a data folder;
//! [`buyer::Buyer`] a phone made by hand, whose every message a test can spoil; [`handset::Handset`] LPA and eUICC alone;
//! [`air::Air`] a link in virtual time between app and kiosk; [`Online`] HTTPS between them, [`User`] who is asked by the app;
//! [`raw::Door`] bodies to HTTPS that no app would send; [`Instances`] the account's server, on either database, [`answer`] and [`by_http`] the way to it.

mod acquire;
pub mod air;
pub mod buyer;
mod cloud;
mod disk;
mod failing;
pub mod handset;
mod key;
mod online;
mod phone;
pub mod raw;
mod shop;
mod stock;
mod way;

pub use acquire::{acquired, wish};
pub use cloud::{Instances, on_postgres, storage};
pub use failing::Failing;
pub use key::{Key, random};
pub use online::{Lossy, Lost, Network, Online, User};
pub use phone::{Ahead, Device, Phone, To};
pub use shop::{Door, SMDS, Shop, here, now};
pub use stock::Stock;
pub use way::{answer, by_http, word};

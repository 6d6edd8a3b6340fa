//! Authentication and key agreement: the algorithms that prove a subscriber to a network, both sides of them.
//!
//! Law: functions of keys and numbers. Keys are zeroised and never shown, codes are compared in constant time,
//! and what must be remembered (the sequence numbers) is a value that the caller makes durable.
//!
//! [`Aka`] is an algorithm with its keys: [`Aka::authenticate`] and [`Aka::gsm`] are the card's side,
//! [`Aka::vector`] and [`Aka::resynchronise`] the authentication centre's. Below it stand the algorithms
//! ([`milenage`], [`tuak`], [`comp128`], [`usim_test`]), the sequence numbers ([`sqn`]), the conversions to 2G
//! ([`gsm`]), and beside it the keys of 4G and 5G ([`five_g`]) and the concealed identity ([`suci`]).

mod auc;
mod card;
pub mod comp128;
pub mod five_g;
mod functions;
pub mod gsm;
mod keys;
pub mod milenage;
mod secret;
pub mod sqn;
pub mod suci;
pub mod tuak;
pub mod usim_test;

pub use auc::Vector;
pub use card::{AkaFailure, AkaSuccess};
pub use functions::Functions;
pub use gsm::Triplet;
pub use keys::{Aka, BadKeys};
pub use secret::Secret;
pub use sqn::{SqnArray, SqnConfig};

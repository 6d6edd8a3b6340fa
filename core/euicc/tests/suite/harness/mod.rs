//! What the tests stand on: an operator's certificates, an SM-DP+ with one order, a phone that carries out an eUICC's
//! steps over records in memory, and an LPA between them.
#![allow(dead_code, unused_imports, reason = "not every test program uses all of it")]

pub(crate) mod disk;
pub(crate) mod lpa;
pub(crate) mod operator;
pub(crate) mod phone;
pub(crate) mod profiles;
pub(crate) mod shop;
pub(crate) mod sim;

pub(crate) use disk::Disk;
pub(crate) use lpa::{download, fetch, load, loaded};
pub(crate) use operator::{Key, Operator};
pub(crate) use phone::{Fate, Phone, PowerCut};
pub(crate) use shop::Shop;

use model::UnixTime;
use ring::rand::{SecureRandom, SystemRandom};

/// 2026-01-01.
pub(crate) const NOW: UnixTime = UnixTime(1_767_225_600);

pub(crate) fn random(out: &mut [u8]) {
    SystemRandom::new().fill(out).expect("random is there");
}

//! The words of the field as types: identifiers, states and values that every other crate speaks in.
//!
//! Law: plain values only. A value that exists is well formed; nothing here does I/O, knows the time or keeps state.

mod activation_code;
mod check;
mod digits;
mod eid;
mod features;
mod iccid;
mod imsi;
mod money;
mod number;
mod offer;
mod plmn;
mod random;
pub mod record;
mod secret;
mod selection;
mod subscriber;
mod time;
pub mod version;

pub use activation_code::{ActivationCode, BadActivationCode};
pub use check::Check;
#[cfg(feature = "weak")]
pub use check::without;
pub use digits::BadDigits;
pub use eid::Eid;
pub use features::{DeviceFeatures, Platform};
pub use iccid::Iccid;
pub use imsi::{Imsi, Msisdn};
pub use money::{BadMoney, Currency, Money};
pub use number::{NumberState, UnknownState};
pub use offer::{DataAllowance, Fit, Need, Offer, PhoneHas, PhoneNeeds};
pub use plmn::{BadCountry, BadPlmn, Country, Plmn};
pub use random::Random;
pub use record::{Batch, Change};
pub use secret::{HIDDEN, SecretBytes};
pub use selection::{Criterion, ServiceSelection};
pub use subscriber::{Algorithm, Subscriber, SubscriberProblem};
pub use time::UnixTime;
pub use version::{FunctionSet, VersionNumber, VersionSpec};

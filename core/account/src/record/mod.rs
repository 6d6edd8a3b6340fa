//! What an account's records say, by kind: JSON bodies whose unknown members are kept, so that an older device loses nothing of a newer one.
//!
//! | kind | one for each | written by |
//! |---|---|---|
//! | [`Card`] | card on a device | the device that holds it |
//! | [`Nickname`] | card, wherever it is | any device |
//! | [`PhoneBookEntry`] | entry of a card's phone book | any device |
//! | [`Setting`] | setting | any device |
//! | [`SimBackup`] | part of a card's copy for a device | the device that made the copy |
//! | [`Activity`] | thing that happened | the device where it did |
//! | [`Tie`] | account that this one is tied to | any device |
//! | [`Pair`] | two sub-accounts of this one that are linked, or were | any device |
//! | [`Stood`] | account that has rights to another's cards, one of the two this one or its sub-account | any device |

mod activity;
mod card;
mod nickname;
mod phone_book;
mod setting;
mod sim_backup;
mod sub;

pub use activity::{Activity, Happened};
pub use card::{Card, CardState};
pub use nickname::Nickname;
pub use phone_book::PhoneBookEntry;
pub use setting::Setting;
pub use sim_backup::SimBackup;
pub use sub::{Pair, Rights, Side, Stood, Tie};

use crate::log::Content;
use serde::{Serialize, de::DeserializeOwned};

/// A kind of record.
pub trait Kind: Serialize + DeserializeOwned {
    /// Its name in the log.
    const KIND: &'static str;

    /// What makes it this record and no other.
    fn subject(&self) -> Vec<String>;

    /// As a record's content.
    fn content(&self) -> Content {
        Content::of(self)
    }
}

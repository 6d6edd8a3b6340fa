use super::Bytes;
use crate::signed::Signed;
use serde::{Deserialize, Serialize};

/// What an owner tells a device to do (`Kind::Order`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The account.
    pub account: Bytes,
    /// 16 bytes.
    pub order: Bytes,
    /// What to do.
    pub verb: Verb,
    /// The device.
    pub device: Bytes,
    /// Its enrolment: none other obeys.
    pub epoch: u64,
    /// Rises from order to order of one enrolment.
    pub counter: u64,
    /// When it was given.
    pub issued: u64,
    /// From then on nobody obeys.
    pub deadline: u64,
    /// Not before: the grace in which the owner may take it back.
    pub not_before: u64,
    /// The cards it is about, by ICCID (digits); empty where the verb is about the device.
    #[serde(default)]
    pub cards: Vec<String>,
    /// What the verb needs beside the cards: [`crate::order::home`] reads and writes those about copies; of wipe `bar`, the subscriptions to bar, by
    /// ICCID; of delete and overwrite `keep`, those that are not.
    #[serde(default)]
    pub parameters: serde_json::Value,
    /// The manifest that the signer had.
    pub manifest: u64,
}

/// What can be ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// Use nothing until the owner signs in.
    Lock,
    /// Undo it.
    Unlock,
    /// Erase these cards.
    Delete,
    /// Erase everything.
    Wipe,
    /// Make a key to which this card may be copied: the receipt has it.
    Prepare,
    /// Copy this card, which is live here, to the key that another device made: the copy goes into the account's log.
    Send,
    /// Take this card's copy, dormant.
    Copy,
    /// Take this card's copy in place of that card, or of an older copy.
    Overwrite,
    /// Make this dormant card the live one: handed over to it, or by force.
    Activate,
    /// Make this card dormant, and hand its role over: the receipt has the statement.
    Deactivate,
    /// Forget an order whose grace has not passed: `parameters` is `{"order": SHA-256 of its payload}`.
    TakeBack,
}

/// How an order went (`Kind::Receipt`, signed by the device's key).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The account.
    pub account: Bytes,
    /// The device.
    pub device: Bytes,
    /// Its enrolment.
    pub epoch: u64,
    /// SHA-256 of the order's payload.
    pub order: Bytes,
    /// From 1 in this enrolment.
    pub number: u64,
    /// SHA-256 of the payload of the receipt before; empty in the first.
    pub previous: Bytes,
    /// What was done.
    pub outcome: Outcome,
    /// The cards it was done to.
    #[serde(default)]
    pub cards: Vec<String>,
    /// When, by the device's clock.
    pub time: u64,
}

/// What a device did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is locked.
    Locked,
    /// It is unlocked.
    Unlocked,
    /// The cards, or everything, are erased: the key went first.
    Erased,
    /// The card can't be erased from here (a system eSIM holds it): its subscription is barred.
    Barred,
    /// A key to which the card may be copied: a signed [`super::CardKey`].
    Prepared(Box<Signed>),
    /// A copy is made, and goes into the account's log with this SHA-256.
    Sent(Bytes),
    /// The card is there, dormant.
    Copied,
    /// The card is the live one here.
    Activated,
    /// The card is dormant here: the eUICC's statement, by which its copy goes live.
    Deactivated(Bytes),
    /// It was taken back before it was executed; of the order that took it back: it came in time.
    TakenBack,
    /// It was not done: which check refused it.
    Refused(String),
}

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Durable at the server.
    Stored,
    /// Handed to a connection of the device.
    Sent,
    /// The device has it.
    Received,
    /// It is locked.
    Locked,
    /// It is erased.
    Erased,
    /// It did what the order says, which is neither.
    Done,
    /// It refused, and says why.
    Refused,
    /// The deadline passed without a receipt.
    Overdue,
    /// Taken back before it was executed.
    TakenBack,
}

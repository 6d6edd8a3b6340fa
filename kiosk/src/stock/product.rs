use crate::remote::Remote;
use model::Offer;
use serde::{Deserialize, Serialize};

/// What becomes of a number's subscription data once its phone has signed for it (A7).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Manner {
    /// Manner 1: the row is marked distributed, with hardware and user id, and keeps its sealed data.
    #[default]
    Mark,
    /// Manner 2: the sealed data is deleted; a tombstone keeps the number from coming back.
    Delete,
}

/// A product of the stock: what is offered, and how it is sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// What the user is told (A14).
    pub offer: Offer,
    /// What becomes of sold rows.
    pub manner: Manner,
    /// For how many seconds a number stays reserved for a phone that does not go on.
    pub lease_seconds: u32,
    /// MNC length in digits of its subscribers, for EF.AD.
    pub mnc_digits: u8,
    /// Whether their owner may copy its cards to other devices, where one copy is live (B5).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub portable: bool,
    /// What the kiosk may do to its cards from afar; absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote: Option<Remote>,
}

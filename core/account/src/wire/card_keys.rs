use super::Bytes;
use serde::{Deserialize, Serialize};

/// A one-time key of a device's eUICC to which a card may be copied, as the device tells the others of its account (`Kind::CardKey`, signed by the
/// device's key): the eUICC's own signature says that it is genuine, this one whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardKey {
    /// The account.
    pub account: Bytes,
    /// The device.
    pub device: Bytes,
    /// Its enrolment.
    pub epoch: u64,
    /// The card, by ICCID (digits).
    pub card: String,
    /// What the eUICC signed.
    pub statement: Bytes,
}

use super::Bytes;
use crate::signed::Signed;
use serde::{Deserialize, Serialize};

/// That another owner key follows (`Kind::Succession`), signed by the one that goes and by a device of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Successor {
    /// The account.
    pub account: Bytes,
    /// The manifest that names it: the first one that it signs.
    pub version: u64,
    /// SHA-256 of the payload before that one: the last that the old key signed.
    pub previous: Bytes,
    /// The new owner key: P-256, uncompressed.
    pub owner_key: Bytes,
    /// The device that makes it.
    pub device: Bytes,
    /// Its enrolment.
    pub epoch: u64,
}

/// What vouches for a new owner key, in the manifest that names it: both are of one [`Successor`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Succession {
    /// By the owner key before.
    pub by_owner: Signed,
    /// By the device that makes it, which the manifest before lists and this one, too.
    pub by_device: Signed,
}

/// A device's agreement key: what the others seal to it. The private half lies in its vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// P-256, uncompressed.
    pub key: Bytes,
    /// By the device's key, 64 bytes (`Kind::Agreement`), over account id ‖ device id ‖ key.
    pub signature: Bytes,
}

/// A new root as one device gets it: root ‖ secret key, sealed to its agreement key (`crate::hand_over`). `GET /v1/hand-over` answers the asking
/// device's own, of the last succession; 404 if there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// The device.
    pub device: Bytes,
    /// A one-time key: P-256, uncompressed.
    pub key: Bytes,
    /// nonce ‖ ciphertext ‖ tag.
    pub sealed: Bytes,
}

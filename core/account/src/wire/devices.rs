use super::{Agreement, Bytes, Succession};
use crate::signed::Signed;
use serde::{Deserialize, Serialize};

/// What a manifest says (`Kind::Manifest`, signed by the owner key): the account's keys and devices, each version naming the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The account.
    pub account: Bytes,
    /// From 1, without gaps.
    pub version: u64,
    /// SHA-256 of the payload before; empty in the first.
    pub previous: Bytes,
    /// P-256, uncompressed.
    pub owner_key: Bytes,
    /// P-256, uncompressed.
    pub lock_key: Bytes,
    /// P-256, uncompressed.
    pub sheet_key: Bytes,
    /// Second ways to sign in and to order.
    #[serde(default)]
    pub passkeys: Vec<Passkey>,
    /// Every device that was ever enrolled.
    pub devices: Vec<Device>,
    /// The epoch of the data key that new records are sealed with; from 1.
    pub key_epoch: u32,
    /// SHA-256 of the sealed keyring ([`super::SealedKeys`]) that goes with it; empty until the keys were replaced for the first time. Two devices
    /// that rotate at the same time so never make the same manifest of two keys.
    #[serde(default, skip_serializing_if = "Bytes::is_empty")]
    pub keyring: Bytes,
    /// How the password is stretched.
    pub kdf: Kdf,
    /// Capabilities of an earlier one are void.
    pub revocation_epoch: u64,
    /// Where the owner key is another one than before: what vouches for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub succession: Option<Succession>,
}

/// How the password is stretched (RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kdf {
    /// In KiB.
    pub memory: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

/// A passkey (WebAuthn level 3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    /// Its credential id.
    pub id: Bytes,
    /// P-256, uncompressed.
    pub key: Bytes,
    /// The relying party's id that it is for.
    pub rp_id: String,
    /// The user's name for it.
    pub name: String,
}

/// A device of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// 16 bytes, made by the device.
    pub id: Bytes,
    /// The user's name for it.
    pub name: String,
    /// P-256, uncompressed; in the device's keystore.
    pub key: Bytes,
    /// Rises with each enrolment in the account, of whichever device; an order is for one alone.
    pub epoch: u64,
    /// Whether it is one of the account's still.
    pub revoked: bool,
    /// What a new root is sealed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
}

/// A new device asks to be approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalRequest {
    /// 16 bytes, made by the new device.
    pub approval: Bytes,
    /// What the new device says of itself; its enrolment epoch is the old one's to give.
    pub device: Device,
    /// SHA-256 over its half of the code and its one-time key: it can't choose them once it has seen the other's.
    pub commitment: Bytes,
    /// Once the old device has answered: what was committed to.
    #[serde(default)]
    pub opened: Option<Bytes>,
}

/// An old device's answer: its one-time key and half of the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalAnswer {
    /// One-time key (65 bytes) ‖ half of the code (16 bytes).
    pub half: Bytes,
}

/// An old device's grant, once its user saw the same code on both: the keys sealed to the new device, and the manifest that has it, whole or
/// not at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalGrant {
    /// The account's keys, sealed to the new device's one-time key.
    pub sealed: Bytes,
    /// The next manifest.
    pub manifest: Signed,
}

use super::FilePath;
use model::SecretBytes;

/// A PUK (PEDefinitions, `PUKConfiguration`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Puk {
    /// Its key reference in the package: `01`–`08`, `81`–`88`.
    pub reference: u8,
    /// 8 bytes, ASCII digits.
    pub value: SecretBytes,
    /// Tries it starts with after a success.
    pub max_attempts: u8,
    /// Tries left now.
    pub attempts_left: u8,
}

/// A PIN or administrative code (PEDefinitions, `PINConfiguration`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// Key reference as VERIFY PIN's P2 names it: `01`–`08`, `0A`–`0E`, `81`–`88`, `8A`–`8E`.
    pub reference: u8,
    /// 8 bytes, ASCII digits padded with `FF`.
    pub value: SecretBytes,
    /// The PUK that unblocks it.
    pub unblocked_by: Option<u8>,
    /// Whether it is asked for.
    pub enabled: bool,
    /// Whether it may be changed.
    pub changeable: bool,
    /// Whether it may be disabled.
    pub can_be_disabled: bool,
    /// Tries it starts with after a success.
    pub max_attempts: u8,
    /// Tries left now.
    pub attempts_left: u8,
}

/// The codes of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinContext {
    /// The directory.
    pub path: FilePath,
    /// Number of the element that gave them.
    pub identification: Option<u16>,
    /// Another directory whose codes (values and counters) these are; `pins` is then empty.
    pub shared_with: Option<FilePath>,
    /// The codes.
    pub pins: Vec<Pin>,
}

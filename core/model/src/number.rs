use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Where a number of the stock stands in its life (A12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumberState {
    /// In stock; a phone may reserve it.
    Available,
    /// Promised to one phone; its sale is perhaps authorised or its package bound already.
    Reserved,
    /// On a phone: that phone's eUICC signed for it.
    Distributed,
    /// The network has seen it.
    InUse,
    /// Its balance is used up.
    InsufficientBalance,
    /// Barred by the operator or by its owner's order.
    Suspended,
    /// Never to be given out again.
    Retired,
}

impl NumberState {
    /// Every state, in the order of a number's life.
    pub const ALL: [Self; 7] = [
        Self::Available,
        Self::Reserved,
        Self::Distributed,
        Self::InUse,
        Self::InsufficientBalance,
        Self::Suspended,
        Self::Retired,
    ];

    /// Whether a phone has it and the network serves it.
    #[must_use]
    pub const fn is_given_out(self) -> bool {
        matches!(self, Self::Distributed | Self::InUse | Self::InsufficientBalance)
    }

    /// The state's name as it stands in files and answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Reserved => "reserved",
            Self::Distributed => "distributed",
            Self::InUse => "in-use",
            Self::InsufficientBalance => "insufficient-balance",
            Self::Suspended => "suspended",
            Self::Retired => "retired",
        }
    }
}

/// The text names no state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a state of a number")]
pub struct UnknownState;

impl UnknownState {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Give one of available, reserved, distributed, in-use, insufficient-balance, suspended and retired."
    }
}

impl FromStr for NumberState {
    type Err = UnknownState;

    fn from_str(text: &str) -> Result<Self, UnknownState> {
        Self::ALL.into_iter().find(|s| s.as_str() == text).ok_or(UnknownState)
    }
}

impl fmt::Display for NumberState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

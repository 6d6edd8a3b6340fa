//! What an owner wants of a card's copies, and which orders that takes.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    Copy,
    Overwrite,
    Activate,
    Move,
}

/// What is ordered in a round, one after the other; in this order, again and again, so that each finds a copy, or none, as it needs.
pub(super) const WAYS: [&[Aim]; 5] =
    [&[Aim::Copy, Aim::Activate], &[Aim::Activate], &[Aim::Overwrite, Aim::Activate], &[Aim::Move], &[Aim::Move]];

impl Aim {
    /// The command.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Overwrite => "overwrite",
            Self::Activate => "activate",
            Self::Move => "move",
        }
    }

    /// What is ordered for it, in this order; less if a copy is there already.
    pub(super) const fn verbs(self, is_copied: bool) -> &'static [&'static str] {
        match (self, is_copied) {
            (Self::Copy, _) => &["prepare", "send", "copy"],
            (Self::Overwrite, _) => &["prepare", "send", "overwrite"],
            (Self::Activate, _) => &["deactivate", "activate"],
            (Self::Move, false) => &["prepare", "send", "copy", "deactivate", "activate", "delete"],
            (Self::Move, true) => &["deactivate", "activate", "delete"],
        }
    }

    /// Whether the other phone has what the live card has, once it is done.
    pub(super) const fn copies(self, was_copied: bool) -> bool {
        matches!((self, was_copied), (Self::Copy | Self::Overwrite, _) | (Self::Move, false))
    }

    /// Whether the card is live on the other phone then.
    pub(super) const fn activates(self) -> bool {
        matches!(self, Self::Activate | Self::Move)
    }
}

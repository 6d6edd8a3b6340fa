use crate::{signed::Signer, wire::Verb};

impl Verb {
    /// Every verb.
    pub const ALL: [Self; 11] = [
        Self::Lock,
        Self::Unlock,
        Self::Delete,
        Self::Wipe,
        Self::Prepare,
        Self::Send,
        Self::Copy,
        Self::Overwrite,
        Self::Activate,
        Self::Deactivate,
        Self::TakeBack,
    ];

    /// Whether it takes away what can't be brought back: such an order waits for its grace, and destroys keys before data.
    #[must_use]
    pub const fn erases(self) -> bool {
        matches!(self, Self::Delete | Self::Wipe | Self::Overwrite)
    }
}

/// Whether this signer's key may give this order: the one table. A device's or a kiosk's own key orders nothing: a device orders by the owner key. Another
/// account's may at most what is about single cards; of that its rights say what ([`super::by_right`]).
#[must_use]
pub const fn may(signer: &Signer, verb: Verb) -> bool {
    match signer {
        Signer::Owner | Signer::Passkey(_) | Signer::Sheet => true,
        Signer::Lock => matches!(verb, Verb::Lock),
        Signer::Sub(_) => {
            matches!(verb, Verb::Lock | Verb::Delete | Verb::Copy | Verb::Overwrite | Verb::Activate | Verb::Deactivate)
        }
        Signer::Device(_) | Signer::Kiosk(_) => false,
    }
}

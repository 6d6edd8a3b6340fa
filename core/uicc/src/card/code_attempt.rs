//! A code is compared only after one try less is durable, so that cutting the power wins no tries.

use super::{
    Card,
    plan::{Effect, Plan},
};
use crate::{
    codes::{CodeKey, CodeSpec, Slot},
    profile::Changes,
    status::StatusWord,
};
use model::SecretBytes;

/// A value that waits to be compared.
pub(super) struct Attempt {
    pub(super) slot: Slot,
    pub(super) given: SecretBytes,
    pub(super) purpose: Purpose,
}

/// What happens if it is right.
pub(super) enum Purpose {
    Verify,
    Change { new: SecretBytes },
    Disable { replace: bool },
    Enable,
    Unblock { code: CodeKey, new: SecretBytes },
}

impl Card {
    /// Takes a try away, then compares. `None` if there is no such code.
    pub(super) fn begin(&self, attempt: Attempt) -> Option<Plan> {
        let mut state = self.profile.state.clone();
        state.codes.get_mut(&attempt.slot)?.take_try();
        let plan = Plan::done().after(Changes::of_state(state));
        Some(Plan { sticky: true, attempt: Some(attempt), ..plan })
    }

    /// Compares, once the try is taken.
    pub(super) fn judge(&self, attempt: Attempt) -> Plan {
        let mut state = self.profile.state.clone();
        let key = match (&attempt.slot, &attempt.purpose) {
            (Slot::Code(key), _) | (Slot::Puk(_), Purpose::Unblock { code: key, .. }) => key.clone(),
            (Slot::Puk(_), _) => return Plan::done().status(StatusWord::REFERENCE_NOT_FOUND),
        };
        let Some(code) = state.codes.get_mut(&attempt.slot) else {
            return Plan::done().status(StatusWord::REFERENCE_NOT_FOUND);
        };
        // Equality of secret bytes takes the same time wherever they differ.
        if attempt.given != code.value {
            let plan = Plan::done().status(StatusWord::tries_left(code.tries_left));
            return match attempt.slot {
                Slot::Code(key) => plan.effect(Effect::Unverified(key)),
                Slot::Puk(_) => plan,
            };
        }
        code.restore_tries();
        if let Some(code) = state.codes.codes.get_mut(&key) {
            attempt.purpose.come_true(code);
        }
        state.fresh = false;
        Plan::done().after(Changes::of_state(state)).effect(Effect::Verified(key))
    }
}

impl Purpose {
    fn come_true(self, code: &mut CodeSpec) {
        match self {
            Self::Verify => {}
            Self::Change { new } => code.value = new,
            Self::Disable { replace } => {
                code.enabled = false;
                code.replaced = replace;
            }
            Self::Enable => {
                code.enabled = true;
                code.replaced = false;
            }
            Self::Unblock { new, .. } => {
                code.value = new;
                code.enabled = true;
                code.replaced = false;
                code.restore_tries();
            }
        }
    }
}

//! Copies and moves of a SIM between the account's devices, step by step.

use crate::{lost::LostPhone, runtime::run, sims::number, trouble::LandfallError};
use account::order::home::{Aim, Plan};
use app::{Error, Moved, Moving};
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

/// What is wanted of a SIM's copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum MoveAim {
    /// A dormant copy on another device.
    Copy,
    /// The same in the place of another SIM.
    Overwrite,
    /// Make the copy there the live one.
    Activate,
    /// Copy, activate, erase the first.
    Move,
}

/// How far a copy or move is.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
#[expect(missing_docs, reason = "the sentence of each variant names its fields")]
pub enum MoveStep {
    /// A step was ordered of this device: go on.
    Ordered { device: String },
    /// This device has not answered yet.
    Waits { device: String },
    /// It is done. A device that can't be reached may still have an order to obey.
    Done { left: Option<String> },
}

/// Which SIM goes where, and in whose place: another one is another plan.
type Wanted = (Aim, String, String, Option<String>);

/// What was begun and is not done: the last step's receipt ends a plan, so whoever asks for it anew would begin another one.
#[derive(Default)]
pub(crate) struct Plans(Mutex<BTreeMap<Wanted, Plan>>);

impl Plans {
    fn begun(&self, wanted: &Wanted) -> Option<Plan> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(wanted).cloned()
    }

    /// `None`: it is over.
    fn keep(&self, wanted: Wanted, plan: Option<Plan>) {
        let mut plans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match plan {
            Some(plan) => plans.insert(wanted, plan),
            None => plans.remove(&wanted),
        };
    }
}

#[uniffi::export]
impl LostPhone {
    /// Does the next step of copying or moving a SIM to the device `to`; call it again until it is done. `from`: the device that has it, where the
    /// account's records are not at hand (by the sheet); `replaces`: what is overwritten there, an older copy of the same if nothing is said;
    /// `force`: without the device that has it.
    #[uniffi::method(default(from = None, replaces = None, force = false))]
    pub async fn go_on(
        &self,
        aim: MoveAim,
        iccid: String,
        to: String,
        from: Option<String>,
        replaces: Option<String>,
        force: bool,
    ) -> Result<MoveStep, LandfallError> {
        let aim = match aim {
            MoveAim::Copy => Aim::Copy,
            MoveAim::Overwrite => Aim::Overwrite,
            MoveAim::Activate => Aim::Activate,
            MoveAim::Move => Aim::Move,
        };
        let place = replaces.as_deref().map(number).transpose()?;
        let moving = Moving { from, replaces: place, force, ..Moving::new(aim, number(&iccid)?, to.clone()) };
        let key = (aim, iccid, to, replaces);
        let (giver, begun) = (self.giver.clone(), self.plans.begun(&key));
        let (plan, moved) = run(async move {
            let plan = match begun {
                Some(plan) => plan,
                None => giver.plan(&moving).await?,
            };
            let moved = giver.go_on(&moving, &plan).await;
            Ok::<_, Error>((plan, moved))
        })
        .await?;
        let is_over = match &moved {
            Ok(moved) => matches!(moved, Moved::Done(_)),
            Err(error) => !error.retrying_helps(),
        };
        self.plans.keep(key, (!is_over).then_some(plan));
        Ok(match moved? {
            Moved::Ordered(_, device) => MoveStep::Ordered { device: device.name },
            Moved::Waits(_, device) => MoveStep::Waits { device: device.name },
            Moved::Done(left) => MoveStep::Done { left: left.map(|(_, device)| device.name) },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use account::wire::Bytes;

    // R: F5
    #[test]
    fn what_was_begun_goes_on_for_the_same_sim_in_the_same_place_alone() {
        let plans = Plans::default();
        let wanted = |place: &str| (Aim::Overwrite, "1".to_owned(), "tablet".to_owned(), Some(place.to_owned()));
        let plan =
            Plan { id: Bytes(vec![7; 16]), aim: Aim::Overwrite, card: "1".to_owned(), to: Bytes(b"tablet".to_vec()) };
        plans.keep(wanted("2"), Some(plan.clone()));
        assert_eq!(plans.begun(&wanted("2")), Some(plan));
        assert_eq!(plans.begun(&wanted("3")), None);
        plans.keep(wanted("2"), None);
        assert_eq!(plans.begun(&wanted("2")), None);
    }
}

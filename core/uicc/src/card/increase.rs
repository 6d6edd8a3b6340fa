//! INCREASE (TS 102 221 §11.1.8): the newest record of a cyclic EF plus a value becomes a new record.

use super::{
    Card,
    access::Target,
    plan::{Effect, Plan, Planned},
};
use crate::{
    apdu::Command,
    file::{Operation, Records},
    profile::Changes,
    status::StatusWord,
};

impl Card {
    pub(super) fn increase(&self, command: &Command<'_>) -> Planned {
        let sfi = match (command.p1, command.p2) {
            (0x00, 0x00) => None,
            (p1 @ 0x81..=0x9E, 0x00) => Some(p1 & 0x1F),
            _ => return Err(StatusWord::WRONG_P1P2),
        };
        let target = self.target(self.channel(command.channel())?, sfi)?;
        self.increase_by(command, target)
    }

    /// Answers the new value and what was added, in the lengths of record and data.
    pub(super) fn increase_by(&self, command: &Command<'_>, target: Target<'_>) -> Planned {
        let records = Records::of(target.file, target.content)?;
        if !records.is_cyclic() {
            return Err(StatusWord::WRONG_STRUCTURE);
        }
        if command.data.is_empty() || command.data.len() > 127 {
            return Err(StatusWord::WRONG_LENGTH);
        }
        self.permit(&target, Operation::Increase)?;
        let sum = add(records.get(1)?, command.data).ok_or(StatusWord::MAXIMUM_REACHED)?;
        let content = records.pushed(&sum)?;
        let home = self.profile.tree.home(&target.path).clone();
        let plan = Plan::with([sum.as_slice(), command.data].concat());
        let plan = plan.effect(Effect::Channel(command.channel(), target.channel.record(1)));
        Ok(plan.after(Changes::of_content(home, content)))
    }
}

/// Big-endian sum in the length of `value`; `None` if it does not fit.
fn add(value: &[u8], amount: &[u8]) -> Option<Vec<u8>> {
    let mut sum = value.to_vec();
    let mut carry = 0u16;
    let mut amount = amount.iter().rev();
    for byte in sum.iter_mut().rev() {
        let total = u16::from(*byte) + u16::from(amount.next().copied().unwrap_or(0)) + carry;
        [_, *byte] = total.to_be_bytes();
        carry = total >> 8;
    }
    (carry == 0 && amount.all(|rest| *rest == 0)).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::add;

    #[test]
    fn sums_carry_and_overflow() {
        assert_eq!(add(&[0x00, 0xFF, 0xFF], &[1]), Some(vec![1, 0, 0]));
        assert_eq!(add(&[0xFF, 0xFF, 0xFF], &[1]), None);
        assert_eq!(add(&[0x01], &[0, 0, 2]), Some(vec![3]));
        assert_eq!(add(&[0x01], &[1, 2]), None);
    }
}

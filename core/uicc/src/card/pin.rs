//! VERIFY, CHANGE, DISABLE, ENABLE and UNBLOCK PIN (TS 102 221 §11.1.9–§11.1.13).

use super::{
    Card,
    code_attempt::{Attempt, Purpose},
    plan::{Plan, Planned},
};
use crate::{
    apdu::Command,
    codes::{CodeKey, CodeSpec, Slot},
    status::StatusWord,
};
use model::SecretBytes;

/// Bytes of a code in a command.
const SIZE: usize = 8;

impl Card {
    pub(super) fn verify(&self, command: &Command<'_>) -> Planned {
        self.verify_code(&self.code_of(command)?, command.data)
    }

    pub(super) fn change(&self, command: &Command<'_>) -> Planned {
        self.change_code(&self.code_of(command)?, command.data)
    }

    pub(super) fn disable(&self, command: &Command<'_>) -> Planned {
        // P1 with bit 8 names the universal PIN as the one to be asked for instead.
        let replace = match command.p1 {
            0x00 => false,
            0x80..=0x9F if self.profile.state.codes.universal().is_some() => true,
            _ => return Err(StatusWord::WRONG_P1P2),
        };
        let key = self.code_of(&Command { p1: 0, ..*command })?;
        self.disable_code(&key, command.data, replace)
    }

    pub(super) fn enable(&self, command: &Command<'_>) -> Planned {
        self.enable_code(&self.code_of(command)?, command.data)
    }

    pub(super) fn unblock(&self, command: &Command<'_>) -> Planned {
        self.unblock_code(&self.code_of(command)?, command.data)
    }

    /// The code that P2 names, seen from where the channel stands.
    fn code_of(&self, command: &Command<'_>) -> Result<CodeKey, StatusWord> {
        if command.p1 != 0 || command.p2 & 0x60 != 0 || command.p2 & 0x1F == 0 {
            return Err(StatusWord::WRONG_P1P2);
        }
        let channel = self.channel(command.channel())?;
        let key = self.profile.state.codes.find(command.p2, &channel.df, channel.app.as_ref());
        key.ok_or(StatusWord::REFERENCE_NOT_FOUND)
    }

    pub(super) fn verify_code(&self, key: &CodeKey, data: &[u8]) -> Planned {
        let code = self.code(key)?;
        match data.len() {
            0 => Ok(Plan::done().status(code.status())),
            SIZE if code.is_blocked() => Err(StatusWord::BLOCKED),
            SIZE if !code.enabled => Err(StatusWord::DEACTIVATED),
            SIZE => self.attempt(Slot::Code(key.clone()), data, Purpose::Verify),
            _ => Err(StatusWord::WRONG_LENGTH),
        }
    }

    pub(super) fn change_code(&self, key: &CodeKey, data: &[u8]) -> Planned {
        let code = self.code(key)?;
        let (old, new) = pair(data)?;
        if code.is_blocked() {
            return Err(StatusWord::BLOCKED);
        }
        if !code.enabled {
            return Err(StatusWord::DEACTIVATED);
        }
        if !code.may_change {
            return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
        }
        if !code.accepts(new) {
            return Err(StatusWord::WRONG_DATA);
        }
        self.attempt(Slot::Code(key.clone()), old, Purpose::Change { new: new.into() })
    }

    pub(super) fn disable_code(&self, key: &CodeKey, data: &[u8], replace: bool) -> Planned {
        let code = self.presentable(key, data)?;
        if !code.enabled {
            return Err(StatusWord::DEACTIVATED);
        }
        if !code.may_disable {
            return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
        }
        self.attempt(Slot::Code(key.clone()), data, Purpose::Disable { replace })
    }

    pub(super) fn enable_code(&self, key: &CodeKey, data: &[u8]) -> Planned {
        if self.presentable(key, data)?.enabled {
            return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
        }
        self.attempt(Slot::Code(key.clone()), data, Purpose::Enable)
    }

    pub(super) fn unblock_code(&self, key: &CodeKey, data: &[u8]) -> Planned {
        let code = self.code(key)?;
        let slot = Slot::Puk(code.unblocked_by.ok_or(StatusWord::REFERENCE_NOT_FOUND)?);
        let puk = self.profile.state.codes.get(&slot).ok_or(StatusWord::REFERENCE_NOT_FOUND)?;
        if data.is_empty() {
            return Ok(Plan::done().status(puk.status()));
        }
        let (given, new) = pair(data)?;
        if puk.is_blocked() {
            return Err(StatusWord::BLOCKED);
        }
        if !code.accepts(new) {
            return Err(StatusWord::WRONG_DATA);
        }
        self.attempt(slot, given, Purpose::Unblock { code: key.clone(), new: new.into() })
    }

    fn presentable(&self, key: &CodeKey, data: &[u8]) -> Result<&CodeSpec, StatusWord> {
        let code = self.code(key)?;
        match data.len() {
            SIZE if code.is_blocked() => Err(StatusWord::BLOCKED),
            SIZE => Ok(code),
            _ => Err(StatusWord::WRONG_LENGTH),
        }
    }

    fn code(&self, key: &CodeKey) -> Result<&CodeSpec, StatusWord> {
        self.profile.state.codes.codes.get(key).ok_or(StatusWord::REFERENCE_NOT_FOUND)
    }

    fn attempt(&self, slot: Slot, given: &[u8], purpose: Purpose) -> Planned {
        let attempt = Attempt { slot, given: SecretBytes::from(given), purpose };
        self.begin(attempt).ok_or(StatusWord::REFERENCE_NOT_FOUND)
    }
}

/// Two codes, one behind the other.
fn pair(data: &[u8]) -> Result<(&[u8], &[u8]), StatusWord> {
    match data.split_at_checked(SIZE) {
        Some((first, second)) if second.len() == SIZE => Ok((first, second)),
        _ => Err(StatusWord::WRONG_LENGTH),
    }
}

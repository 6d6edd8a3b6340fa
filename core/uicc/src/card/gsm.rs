//! Class `A0`: the commands of TS 51.011 §9.2, for readers that know only 2G SIMs. CHV1 is PIN1, CHV2 is PIN2.

use super::{
    Card,
    plan::{Effect, Plan, Planned},
    search::{Search, Within},
    select::no_data,
};
use crate::{
    apdu::Command,
    codes::{CodeKey, CodeSpec},
    file::{LifeCycle, Operation, Records},
    status::StatusWord,
};

/// DF.GSM, below which RUN GSM ALGORITHM works.
pub(super) const DF_GSM: u16 = 0x7F20;

impl Card {
    pub(super) fn gsm(&self, command: &Command<'_>) -> Planned {
        match command.ins {
            0xA4 => self.gsm_select(command),
            0xF2 => self.gsm_status(command),
            0xB0 => self.gsm_read_binary(command),
            0xD6 => self.gsm_update_binary(command),
            0xB2 => self.read_record(&plain_record(command)?),
            0xDC => self.update_record(&plain_record(command)?),
            0xA2 => self.seek(command),
            0x32 => self.gsm_increase(command),
            0x20 => self.verify_code(&self.chv(command)?, full(command, 8)?).map_err(contradiction),
            0x24 => self.change_code(&self.chv(command)?, full(command, 16)?).map_err(contradiction),
            0x26 => self.disable_code(&self.chv(command)?, full(command, 8)?, false).map_err(contradiction),
            0x28 => self.enable_code(&self.chv(command)?, full(command, 8)?),
            0x2C => self.unblock_code(&self.chv(command)?, full(command, 16)?),
            0x04 => self.gsm_life_cycle(command, Operation::Deactivate, LifeCycle::Deactivated),
            0x44 => self.gsm_life_cycle(command, Operation::Activate, LifeCycle::Activated),
            0x88 => self.run_gsm_algorithm(command),
            // SLEEP does nothing any more.
            0xFA => Ok(Plan::done()),
            0x10 => self.terminal_profile(command),
            0xC2 => self.envelope(command),
            0x12 => self.fetch(command),
            0x14 => self.terminal_response(command),
            _ => Err(StatusWord::UNKNOWN_INS),
        }
    }

    fn gsm_read_binary(&self, command: &Command<'_>) -> Planned {
        no_data(command)?;
        let target = self.target(self.channel(0)?, None)?;
        let rest = self.readable(&target, usize::from(command.p1p2()))?;
        let asked = command.le.unwrap_or(256);
        if asked > rest.len() && asked != 256 {
            return Err(StatusWord::wrong_le(rest.len()));
        }
        let data = rest.iter().take(asked).copied().collect();
        Ok(Plan::with(data).effect(Effect::Channel(0, target.channel)))
    }

    fn gsm_update_binary(&self, command: &Command<'_>) -> Planned {
        let target = self.target(self.channel(0)?, None)?;
        self.write_binary(command, target, usize::from(command.p1p2()))
    }

    fn gsm_increase(&self, command: &Command<'_>) -> Planned {
        full(command, 3)?;
        if command.p1p2() != 0 {
            return Err(StatusWord::WRONG_P1P2);
        }
        let target = self.target(self.channel(0)?, None)?;
        self.increase_by(command, target)
    }

    /// SEEK: records that begin with the pattern (TS 51.011 §8.7); P2 says where it starts, which way, and whether the
    /// record's number is told.
    fn seek(&self, command: &Command<'_>) -> Planned {
        let target = self.target(self.channel(0)?, None)?;
        let records = Records::of(target.file, target.content)?;
        if records.is_cyclic() {
            return Err(StatusWord::WRONG_STRUCTURE);
        }
        self.permit(&target, Operation::Read)?;
        if command.p1 != 0 || command.p2 & 0xE0 != 0 {
            return Err(StatusWord::WRONG_P1P2);
        }
        let (from, backward) = match command.p2 & 0x0F {
            0x00 => (1, false),
            0x01 => (records.count(), true),
            0x02 => (records.next(target.channel.record)?, false),
            0x03 => (records.previous(target.channel.record)?, true),
            _ => return Err(StatusWord::WRONG_P1P2),
        };
        let search = Search { from, backward, within: Within::Start, pattern: command.data };
        let found = *search.run(&records)?.first().ok_or(StatusWord::NOT_FOUND_IN_RECORDS)?;
        let data = if command.p2 & 0x10 != 0 { vec![found] } else { Vec::new() };
        Ok(Plan::with(data).effect(Effect::Channel(0, target.channel.record(found))))
    }

    fn gsm_life_cycle(&self, command: &Command<'_>, operation: Operation, to: LifeCycle) -> Planned {
        no_data(command)?;
        let target = self.target(self.channel(0)?, None)?;
        if target.file.life_cycle == to {
            return Err(StatusWord::DEACTIVATED);
        }
        self.set_life_cycle(command, &target.path, operation, to)
    }

    fn run_gsm_algorithm(&self, command: &Command<'_>) -> Planned {
        if command.p1p2() != 0 {
            return Err(StatusWord::WRONG_P1P2);
        }
        let rand: [u8; 16] = command.data.try_into().map_err(|_| StatusWord::WRONG_LENGTH)?;
        if !self.channel(0)?.df.is_within(&[DF_GSM].into()) {
            return Err(StatusWord::WRONG_STRUCTURE);
        }
        let keys_of = self.profile.gsm_keys().ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        let (triplet, state) = self.run_gsm(&keys_of, None, &rand)?;
        let plan = Plan::with([triplet.sres.as_slice(), triplet.kc.as_slice()].concat());
        Ok(Plan { sticky: true, changes: state.map(crate::profile::Changes::of_state), ..plan })
    }

    /// The code that P2 means; UNBLOCK CHV names CHV1 by `00`.
    fn chv(&self, command: &Command<'_>) -> Result<CodeKey, StatusWord> {
        let unblock = command.ins == 0x2C;
        let reference = match (command.p1, command.p2) {
            (0x00, 0x00) if unblock => CodeSpec::PIN1,
            (0x00, 0x01) if !unblock => CodeSpec::PIN1,
            (0x00, 0x02) => CodeSpec::PIN2,
            _ => return Err(StatusWord::WRONG_P1P2),
        };
        if reference == CodeSpec::PIN1 {
            return self.pin1(None).ok_or(StatusWord::REFERENCE_NOT_FOUND);
        }
        let channel = self.channel(0)?;
        let key = self.profile.state.codes.find(reference, &channel.df, channel.app.as_ref());
        key.ok_or(StatusWord::REFERENCE_NOT_FOUND)
    }
}

/// # Errors
/// `6700` if the command does not have `size` bytes of data.
fn full<'a>(command: &Command<'a>, size: usize) -> Result<&'a [u8], StatusWord> {
    if command.data.len() == size { Ok(command.data) } else { Err(StatusWord::WRONG_LENGTH) }
}

/// A disabled CHV is a contradiction with the CHV status, `9808`; `9810` is one with a file's (TS 51.011 §9.4.5).
const fn contradiction(status: StatusWord) -> StatusWord {
    match status {
        StatusWord::DEACTIVATED => StatusWord::CONDITIONS_NOT_SATISFIED,
        other => other,
    }
}

/// The command without a P1 that is not to be interpreted: with the modes "next" and "previous" (TS 51.011 §9.2.5, §9.2.6).
///
/// # Errors
/// `6B00` for an SFI, which 2G does not know.
const fn plain_record<'a>(command: &Command<'a>) -> Result<Command<'a>, StatusWord> {
    match command.p2 {
        0x02 | 0x03 => Ok(Command { p1: 0, ..*command }),
        p2 if p2 >> 3 == 0 => Ok(*command),
        _ => Err(StatusWord::WRONG_P1P2),
    }
}

/// The status word that TS 51.011 §9.4 has for it.
pub(super) const fn status(status: StatusWord) -> StatusWord {
    StatusWord(match status {
        StatusWord::MEMORY_PROBLEM => 0x9240,
        StatusWord::NO_EF_SELECTED => 0x9400,
        StatusWord::RECORD_NOT_FOUND | StatusWord::OUTSIDE_FILE => 0x9402,
        StatusWord::FILE_NOT_FOUND | StatusWord::NOT_FOUND_IN_RECORDS => 0x9404,
        StatusWord::WRONG_STRUCTURE => 0x9408,
        StatusWord::REFERENCE_NOT_FOUND => 0x9802,
        StatusWord::SECURITY_NOT_SATISFIED => 0x9804,
        StatusWord::CONDITIONS_NOT_SATISFIED => 0x9808,
        StatusWord::DEACTIVATED => 0x9810,
        StatusWord::BLOCKED | StatusWord(0x63C0) => 0x9840,
        StatusWord::WRONG_P1P2 => 0x6B00,
        StatusWord::SELECTED_DEACTIVATED => 0x9000,
        // A new PIN that is none.
        StatusWord::WRONG_DATA => 0x9808,
        StatusWord(other) if other & 0xFFF0 == 0x63C0 => 0x9804,
        // The right length.
        StatusWord(other) if other & 0xFF00 == 0x6C00 => 0x6700 | other & 0x00FF,
        StatusWord(other) => other,
    })
}

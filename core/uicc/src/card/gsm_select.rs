//! SELECT and STATUS of class `A0`, and what they answer (TS 51.011 §9.2.1).

use super::{
    Card,
    channel::Channel,
    plan::{Effect, Plan, Planned},
    select::{no_data, selected},
};
use crate::{
    apdu::Command,
    codes::{CodeKey, CodeSpec, Slot},
    file::{Condition, FilePath, FileSpec, LifeCycle, Operation, Structure},
    status::StatusWord,
};

/// Access condition nibbles (TS 51.011 §9.3).
const ALWAYS: u8 = 0x0;
const CHV1: u8 = 0x1;
const CHV2: u8 = 0x2;
const ADM: u8 = 0x4;
const NEVER: u8 = 0xF;

impl Card {
    pub(super) fn gsm_select(&self, command: &Command<'_>) -> Planned {
        if command.p1p2() != 0 {
            return Err(StatusWord::WRONG_P1P2);
        }
        if command.data.len() != 2 || command.data == FilePath::CURRENT_ADF.to_be_bytes() {
            let status = if command.data.len() == 2 { StatusWord::FILE_NOT_FOUND } else { StatusWord::WRONG_LENGTH };
            return Err(status);
        }
        let channel = self.channel(0)?;
        let path = self.by_fid(channel, command.data)?;
        let file = self.profile.tree.get(&path).ok_or(StatusWord::FILE_NOT_FOUND)?;
        if matches!(file.structure, Structure::BerTlv | Structure::Adf { .. }) {
            return Err(StatusWord::FILE_NOT_FOUND);
        }
        let data = self.gsm_answer(&path, file, channel);
        Ok(Plan::with(data).effect(Effect::Channel(0, selected(channel, &path, file))))
    }

    pub(super) fn gsm_status(&self, command: &Command<'_>) -> Planned {
        no_data(command)?;
        if command.p1p2() != 0 {
            return Err(StatusWord::WRONG_P1P2);
        }
        let channel = self.channel(0)?;
        let df = self.profile.tree.get(&channel.df).ok_or(StatusWord::FILE_NOT_FOUND)?;
        let mut data = self.gsm_answer(&channel.df, df, channel);
        // A terminal may ask for the first bytes only.
        match command.le {
            Some(le) if le <= data.len() => data.truncate(le),
            Some(256) | None => {}
            Some(_) => return Err(StatusWord::wrong_le(data.len())),
        }
        Ok(Plan::with(data))
    }

    fn gsm_answer(&self, path: &FilePath, file: &FileSpec, channel: &Channel) -> Vec<u8> {
        if file.is_df() { self.gsm_df(path, channel) } else { self.gsm_ef(path, file, channel) }
    }

    /// MF or DF, 22 bytes: memory, FID, type, then 9 bytes of characteristics, numbers of files, and the codes.
    fn gsm_df(&self, path: &FilePath, channel: &Channel) -> Vec<u8> {
        let codes = &self.profile.state.codes;
        let count = |dfs: bool| {
            let there = |file: &FileSpec| file.is_df() == dfs && !matches!(file.structure, Structure::Adf { .. });
            u8::try_from(self.profile.tree.children(path).filter(|(_, file)| there(file)).count()).unwrap_or(0xFF)
        };
        let chv1 = self.pin1(None);
        let chv2 = codes.find(CodeSpec::PIN2, path, channel.app.as_ref());
        let of = |key: &Option<CodeKey>| key.as_ref().and_then(|key| codes.codes.get(key));
        let disabled = of(&chv1).is_none_or(|pin| !pin.enabled);
        let unblock = |code: Option<&CodeSpec>| {
            let puk = code.and_then(|code| code.unblocked_by).and_then(|number| codes.get(&Slot::Puk(number)));
            chv_status(puk)
        };
        let number = 2 * u8::from(chv1.is_some()) + 2 * u8::from(chv2.is_some());
        let [a, b] = path.fid().to_be_bytes();
        let kind = if path.is_mf() { 0x01 } else { 0x02 };
        vec![
            0x00,
            0x00,
            0x00,
            0x00,
            a,
            b,
            kind,
            0x00,
            0x00,
            0x00,
            0x00,
            0x00,
            0x09,
            // Clock stop allowed; CHV1 disabled in bit 8.
            0x01 | u8::from(disabled) << 7,
            count(true),
            count(false),
            number,
            0x00,
            chv_status(of(&chv1)),
            unblock(of(&chv1)),
            chv_status(of(&chv2)),
            unblock(of(&chv2)),
        ]
    }

    /// EF, 15 bytes: size, FID, access conditions, status, structure, record length.
    fn gsm_ef(&self, path: &FilePath, file: &FileSpec, channel: &Channel) -> Vec<u8> {
        let access = |operation| {
            let environment = self.environment(channel.app.as_ref());
            nibble(&self.profile.tree.condition(path, operation, environment))
        };
        let (structure, record) = match file.structure {
            Structure::LinearFixed { record } => (0x01, record),
            Structure::Cyclic { record } => (0x03, record),
            _ => (0x00, 0x00),
        };
        let increase = access(Operation::Increase);
        let increasable = structure == 0x03 && increase != NEVER;
        let usable = matches!(file.life_cycle, LifeCycle::Activated | LifeCycle::Initialisation);
        let [size_high, size_low] = u16::try_from(file.size).unwrap_or(u16::MAX).to_be_bytes();
        let [a, b] = path.fid().to_be_bytes();
        vec![
            0x00,
            0x00,
            size_high,
            size_low,
            a,
            b,
            0x04,
            u8::from(increasable) << 6,
            access(Operation::Read) << 4 | access(Operation::Update),
            if structure == 0x03 { increase << 4 | 0x0F } else { 0xFF },
            access(Operation::Activate) << 4 | access(Operation::Deactivate),
            u8::from(usable) | u8::from(file.special & 0x40 != 0) << 2,
            0x02,
            structure,
            record,
        ]
    }
}

/// Bit 8: there is such a code; low bits: tries left.
fn chv_status(code: Option<&CodeSpec>) -> u8 {
    code.map_or(0x00, |code| 0x80 | code.tries_left.min(15))
}

/// The condition as 2G can say it: of alternatives the easiest, of several that must all be met the hardest.
fn nibble(condition: &Condition) -> u8 {
    match condition {
        Condition::Always => ALWAYS,
        Condition::Never | Condition::Not(_) => NEVER,
        Condition::Code(0x01..=0x08 | 0x11) => CHV1,
        Condition::Code(0x81..=0x88) => CHV2,
        Condition::Code(_) => ADM,
        Condition::Any(any) => any.iter().map(nibble).min().unwrap_or(NEVER),
        Condition::All(all) => all.iter().map(nibble).max().unwrap_or(NEVER),
    }
}

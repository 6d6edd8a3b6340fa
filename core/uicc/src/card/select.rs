//! SELECT (TS 102 221 §11.1.1).

use super::{
    Card,
    channel::Channel,
    plan::{Effect, Plan, Planned},
};
use crate::{
    apdu::Command,
    file::{FilePath, FileSpec, LifeCycle, PinStatus, fcp},
    status::StatusWord,
};

/// Which occurrence of an application P2 asks for.
const OCCURRENCE: u8 = 0x03;
/// P2: the application session ends.
const TERMINATION: u8 = 0x40;

impl Card {
    pub(super) fn select(&self, command: &Command<'_>) -> Planned {
        let number = command.channel();
        let channel = self.channel(number)?;
        let wanted = command.p2 & 0x0C;
        let by_aid = command.p1 == 0x04;
        let known = OCCURRENCE | TERMINATION | 0x0C;
        if !matches!(wanted, 0x00 | 0x04 | 0x0C) || command.p2 & !known != 0 || !by_aid && command.p2 & !0x0C != 0 {
            return Err(StatusWord::WRONG_P1P2);
        }
        let path = match command.p1 {
            0x00 => self.by_fid(channel, command.data)?,
            0x01 => self.child(channel, command.data, true)?,
            0x02 => self.child(channel, command.data, false)?,
            0x03 => no_data(command).and_then(|()| channel.df.parent().ok_or(StatusWord::FILE_NOT_FOUND))?,
            0x04 => self.by_aid(channel, command.data, command.p2 & OCCURRENCE)?,
            0x08 => self.by_path(channel, &FilePath::mf(), command.data)?,
            0x09 => self.by_path(channel, &channel.df, command.data)?,
            _ => return Err(StatusWord::WRONG_P1P2),
        };
        if by_aid && command.p2 & TERMINATION != 0 {
            return Ok(self.end_application(number, channel, &path));
        }
        let file = self.profile.tree.get(&path).ok_or(StatusWord::FILE_NOT_FOUND)?;
        let selected = selected(channel, &path, file);
        let data = match wanted {
            0x0C => Vec::new(),
            _ => self.fcp(&path, selected.app.as_ref()).ok_or(StatusWord::FILE_NOT_FOUND)?,
        };
        let status = match file.life_cycle {
            LifeCycle::Deactivated | LifeCycle::Terminated => StatusWord::SELECTED_DEACTIVATED,
            _ => StatusWord::OK,
        };
        Ok(Plan::with(data).status(status).effect(Effect::Channel(number, selected)))
    }

    /// What a channel that is known to be open has selected.
    pub(super) fn channel(&self, number: u8) -> Result<&Channel, StatusWord> {
        self.session.channels.get(&number).ok_or(StatusWord::CHANNEL_NOT_SUPPORTED)
    }

    /// The FCP of a file, a DF's with its PIN status template.
    pub(super) fn fcp(&self, path: &FilePath, app: Option<&FilePath>) -> Option<Vec<u8>> {
        fcp(&self.profile.tree, path, &self.pin_status(path, app))
    }

    fn pin_status(&self, df: &FilePath, app: Option<&FilePath>) -> PinStatus {
        let codes = &self.profile.state.codes;
        let named = self.profile.tree.get(df).map(|file| file.pin_status.clone()).unwrap_or_default();
        let references = if named.is_empty() {
            // Not said by the profile: every PIN that means something here.
            let here = codes.codes.keys().filter(|k| k.scope.is_mf() || k.scope == *df).map(|k| k.reference);
            here.filter(|r| !matches!(r & 0x7F, 0x0A..=0x0E)).collect()
        } else {
            named
        };
        let enabled = |reference| {
            let key = codes.find(reference, df, app);
            key.and_then(|key| codes.codes.get(&key)).is_some_and(|code| code.enabled)
        };
        references.into_iter().map(|reference| (reference, enabled(reference))).collect()
    }

    /// Selection by FID from where the channel stands (TS 102 221 §8.4.1): the MF, the current ADF by `7FFF`, a file
    /// in the current DF, that DF itself, the one above it, a DF beside it.
    pub(super) fn by_fid(&self, channel: &Channel, data: &[u8]) -> Result<FilePath, StatusWord> {
        let fid = match data {
            [] => FilePath::MF,
            [a, b] => u16::from_be_bytes([*a, *b]),
            _ => return Err(StatusWord::WRONG_LENGTH),
        };
        match fid {
            FilePath::MF => return Ok(FilePath::mf()),
            FilePath::CURRENT_ADF => return channel.app.clone().ok_or(StatusWord::FILE_NOT_FOUND),
            _ => {}
        }
        let here = &channel.df;
        let above = here.parent();
        let beside = above.as_ref().map(|df| df.child(fid)).filter(|path| self.is_df(path));
        let candidates =
            [Some(here.child(fid)), Some(here.clone()), above].into_iter().flatten().filter(|path| path.fid() == fid);
        candidates.chain(beside).find(|path| self.has_fid(path)).ok_or(StatusWord::FILE_NOT_FOUND)
    }

    fn child(&self, channel: &Channel, data: &[u8], df: bool) -> Result<FilePath, StatusWord> {
        let fid = u16::from_be_bytes(data.try_into().map_err(|_| StatusWord::WRONG_LENGTH)?);
        let path = channel.df.child(fid);
        if self.has_fid(&path) && self.is_df(&path) == df { Ok(path) } else { Err(StatusWord::FILE_NOT_FOUND) }
    }

    fn by_path(&self, channel: &Channel, from: &FilePath, data: &[u8]) -> Result<FilePath, StatusWord> {
        let fids = FilePath::from_bytes(data).ok_or(StatusWord::WRONG_LENGTH)?;
        let (start, rest) = match fids.fids() {
            [] if data.is_empty() => return Err(StatusWord::WRONG_LENGTH),
            [FilePath::CURRENT_ADF, rest @ ..] => (channel.app.clone().ok_or(StatusWord::FILE_NOT_FOUND)?, rest),
            fids => (from.clone(), fids),
        };
        rest.iter().try_fold(start, |df, fid| {
            let path = df.child(*fid);
            if self.has_fid(&path) { Ok(path) } else { Err(StatusWord::FILE_NOT_FOUND) }
        })
    }

    /// Selection by AID, whole or its first bytes: first, last, next or previous of those that fit.
    fn by_aid(&self, channel: &Channel, aid: &[u8], occurrence: u8) -> Result<FilePath, StatusWord> {
        if aid.is_empty() || aid.len() > 16 {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let fitting: Vec<&FilePath> =
            self.profile.tree.applications().filter(|(_, own)| own.starts_with(aid)).map(|(path, _)| path).collect();
        let at = fitting.iter().position(|path| Some(*path) == channel.app.as_ref());
        let found = match (occurrence, at) {
            (0x00, _) | (0x02, None) => fitting.first(),
            (0x01, _) | (0x03, None) => fitting.last(),
            (0x02, Some(at)) => fitting.get(at + 1),
            (_, Some(at)) => at.checked_sub(1).and_then(|before| fitting.get(before)),
            _ => None,
        };
        found.map(|path| (*path).clone()).ok_or(StatusWord::FILE_NOT_FOUND)
    }

    /// Ends the application's session on this channel; its local codes have to be given again unless another channel
    /// has it active too.
    fn end_application(&self, number: u8, channel: &Channel, adf: &FilePath) -> Plan {
        let plan = Plan::done();
        if channel.app.as_ref() != Some(adf) {
            return plan;
        }
        let elsewhere = self.session.channels.iter().any(|(n, c)| *n != number && c.app.as_ref() == Some(adf));
        let local = self.session.verified.iter().filter(|key| !elsewhere && key.scope.is_within(adf)).cloned();
        let plan = local.fold(plan, |plan, key| plan.effect(Effect::Unverified(key)));
        plan.effect(Effect::Channel(number, Channel::default()))
    }

    fn is_df(&self, path: &FilePath) -> bool {
        self.profile.tree.get(path).is_some_and(FileSpec::is_df)
    }

    /// Whether the file is there and terminals know it by its FID; ADFs they know by their AID.
    fn has_fid(&self, path: &FilePath) -> bool {
        let file = self.profile.tree.get(path);
        file.is_some_and(|file| !matches!(file.structure, crate::file::Structure::Adf { .. }))
    }
}

/// How the channel stands once the file is selected.
pub(super) fn selected(channel: &Channel, path: &FilePath, file: &FileSpec) -> Channel {
    let app = match file.structure {
        crate::file::Structure::Adf { .. } => Some(path.clone()),
        _ => channel.app.clone(),
    };
    let df = if file.is_df() { path.clone() } else { path.parent().unwrap_or_default() };
    let ef = (!file.is_df()).then(|| path.clone());
    Channel { df, ef, record: None, app, transfer: None }
}

/// # Errors
/// `6700` if the command has data.
pub(super) const fn no_data(command: &Command<'_>) -> Result<(), StatusWord> {
    if command.data.is_empty() { Ok(()) } else { Err(StatusWord::WRONG_LENGTH) }
}

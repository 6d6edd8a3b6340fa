//! DEACTIVATE FILE and ACTIVATE FILE (TS 102 221 §11.1.14, §11.1.15).

use super::{
    Card,
    plan::{Effect, Plan, Planned},
    select::selected,
};
use crate::{
    apdu::Command,
    file::{FilePath, LifeCycle, Operation},
    profile::Changes,
    status::StatusWord,
};

impl Card {
    pub(super) fn deactivate_file(&self, command: &Command<'_>) -> Planned {
        let path = self.named(command)?;
        self.set_life_cycle(command, &path, Operation::Deactivate, LifeCycle::Deactivated)
    }

    pub(super) fn activate_file(&self, command: &Command<'_>) -> Planned {
        let path = self.named(command)?;
        self.set_life_cycle(command, &path, Operation::Activate, LifeCycle::Activated)
    }

    /// The EF that the command names by FID or path, or the current one.
    fn named(&self, command: &Command<'_>) -> Result<FilePath, StatusWord> {
        if command.p1p2() != 0 {
            return Err(StatusWord::WRONG_P1P2);
        }
        let channel = self.channel(command.channel())?;
        match command.data {
            [] => channel.ef.clone().ok_or(StatusWord::NO_EF_SELECTED),
            fid => self.by_fid(channel, fid),
        }
    }

    pub(super) fn set_life_cycle(
        &self,
        command: &Command<'_>,
        path: &FilePath,
        operation: Operation,
        to: LifeCycle,
    ) -> Planned {
        let channel = self.channel(command.channel())?;
        let file = self.profile.tree.get(path).ok_or(StatusWord::FILE_NOT_FOUND)?;
        if file.is_df() {
            return Err(StatusWord::FUNCTION_NOT_SUPPORTED);
        }
        self.permit_at(path, channel.app.as_ref(), operation)?;
        let selected = if command.data.is_empty() { channel.clone() } else { selected(channel, path, file) };
        let plan = Plan::done().effect(Effect::Channel(command.channel(), selected));
        match file.life_cycle {
            LifeCycle::Terminated => Err(StatusWord::CONDITIONS_NOT_SATISFIED),
            now if now == to => Ok(plan),
            _ => Ok(plan.after(Changes::of_life_cycle(path.clone(), to))),
        }
    }
}

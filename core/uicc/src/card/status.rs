//! STATUS (TS 102 221 §11.1.2).

use super::{
    Card,
    plan::{Plan, Planned},
    select::no_data,
};
use crate::{apdu::Command, file::Structure, status::StatusWord};

impl Card {
    pub(super) fn status(&self, command: &Command<'_>) -> Planned {
        no_data(command)?;
        let channel = self.channel(command.channel())?;
        if command.p1 > 0x02 {
            return Err(StatusWord::WRONG_P1P2);
        }
        let data = match command.p2 {
            0x00 => self.fcp(&channel.df, channel.app.as_ref()).ok_or(StatusWord::FILE_NOT_FOUND)?,
            0x01 => {
                let adf = channel.app.as_ref().and_then(|app| self.profile.tree.get(app));
                match adf.map(|adf| &adf.structure) {
                    Some(Structure::Adf { aid }) => tlv::encode(0x84, aid),
                    _ => return Err(StatusWord::REFERENCE_NOT_FOUND),
                }
            }
            0x0C => Vec::new(),
            _ => return Err(StatusWord::WRONG_P1P2),
        };
        Ok(Plan::with(data))
    }
}

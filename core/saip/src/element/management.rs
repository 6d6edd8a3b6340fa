use super::{Fcp, Write, file::offset};
use crate::error::Problem;
use tlv::Tlv;

/// An item of `FileManagement`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManagementCommand<'a> {
    /// Go to a directory or file: identifiers from below the MF, ADFs by their temporary one.
    Select(&'a [u8]),
    /// Create a file where one stands, and fill it.
    Create(Fcp<'a>),
    /// Fill the file created or selected last.
    Write(Write<'a>),
}

/// `fileManagementCMD`: rows of commands, one after the other.
pub(super) fn read<'a>(tlv: &Tlv<'a>) -> Result<Vec<ManagementCommand<'a>>, Problem> {
    let mut commands = Vec::new();
    let mut rows = tlv.children().require(0xA1)?.children();
    while let Some(row) = rows.next()? {
        let mut items = row.expect_tag(tlv::Tag::SEQUENCE)?.children();
        while let Some(item) = items.next()? {
            commands.push(match item.tag.0 {
                0x80 => ManagementCommand::Select(item.value),
                0x62 => ManagementCommand::Create(Fcp::read(&item)?),
                0x02 => ManagementCommand::Write(Write::Skip(offset(&item)?)),
                0x81 => ManagementCommand::Write(Write::Fill(item.value)),
                _ => return Err(Problem::Value("FileManagement")),
            });
        }
    }
    Ok(commands)
}

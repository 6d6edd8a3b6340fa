use super::{Fcp, PeHeader, header};
use crate::error::Problem;
use tlv::Tlv;

/// An element that makes files by a template: `PE-MF`, `PE-USIM` and the like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilesElement<'a> {
    /// Number and weight.
    pub header: PeHeader,
    /// The element's tag in `ProfileElement`: it names the row of files.
    pub tag: u32,
    /// The template's OBJECT IDENTIFIER, content bytes.
    pub template: &'a [u8],
    /// Files by their number in the element (the first after `templateID` is 0), to be read by
    /// [`FileCommand::read_all`] once it is known that the template has such a file.
    pub files: Vec<(usize, Tlv<'a>)>,
}

/// An item of `File`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileCommand<'a> {
    /// Don't create this file of a template that is created by default.
    DoNotCreate,
    /// What the file is to be.
    Describe(Fcp<'a>),
    /// Fill it.
    Write(Write<'a>),
}

/// A step in filling a file, from its first byte on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Write<'a> {
    /// Leave so many bytes as they are (`fillFileOffset`).
    Skip(u16),
    /// Write these bytes and go on behind them (`fillFileContent`).
    Fill(&'a [u8]),
}

impl<'a> FilesElement<'a> {
    pub(crate) fn read(tlv: &Tlv<'a>) -> Result<Self, Problem> {
        let mut files = Vec::new();
        let mut fields = tlv.children();
        while let Some(field) = fields.next()? {
            // [0] is the header, [1] the template; what is no file at all has no number that a template knows.
            match field.tag.0 {
                0xA0 | 0x81 => {}
                tag => files.push((file_number(tag).unwrap_or(usize::MAX), field)),
            }
        }
        let template = tlv.children().require(0x81)?.value;
        Ok(Self { header: header(tlv)?, tag: tlv.tag.0, template, files })
    }
}

impl<'a> FileCommand<'a> {
    /// The items of one `File`.
    ///
    /// # Errors
    /// [`Problem`] if an item is none of the type's or malformed.
    pub fn read_all(file: &Tlv<'a>) -> Result<Vec<Self>, Problem> {
        let mut commands = Vec::new();
        let mut items = file.children();
        while let Some(item) = items.next()? {
            commands.push(match item.tag.0 {
                0x80 => Self::DoNotCreate,
                0xA1 => Self::Describe(Fcp::read(&item)?),
                0x82 => Self::Write(Write::Skip(offset(&item)?)),
                0x83 => Self::Write(Write::Fill(item.value)),
                _ => return Err(Problem::Value("File")),
            });
        }
        Ok(commands)
    }
}

/// `UInt16` of fillFileOffset.
pub(super) fn offset(tlv: &Tlv<'_>) -> Result<u16, Problem> {
    u16::try_from(tlv.as_u64()?).map_err(|_| Problem::Value("fillFileOffset"))
}

/// A file's number: `n` − 2 of a constructed context tag `[n]`.
fn file_number(tag: u32) -> Option<usize> {
    let number = match tag {
        0xA0..=0xBE => tag & 0x1F,
        0xBF1F..=0xBF7F => tag & 0x7F,
        _ => return None,
    };
    (number as usize).checked_sub(2)
}

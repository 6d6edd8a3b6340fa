use crate::error::Problem;
use tlv::Tlv;

/// `Fcp`: what a file is to be, as far as it differs from its template (coding of TS 102 222 §6.3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fcp<'a> {
    /// File descriptor byte, data coding byte, and for records their length.
    pub descriptor: Option<&'a [u8]>,
    /// File identifier; for an ADF a temporary one.
    pub fid: Option<u16>,
    /// AID of an ADF.
    pub aid: Option<&'a [u8]>,
    /// Life cycle status; 5 if absent.
    pub life_cycle: u8,
    /// EF.ARR's identifier and record, or the record alone.
    pub access: Option<&'a [u8]>,
    /// Size of an EF in bytes.
    pub size: Option<u32>,
    /// PIN status template of a directory.
    pub pin_status: Option<&'a [u8]>,
    /// Short file identifier: `Some(None)` says that there is none.
    pub sfi: Option<Option<u8>>,
    /// Special file information (TS 102 222 §6.3.2.2.2).
    pub special: Option<u8>,
    /// What the file is filled with first.
    pub pattern: Option<FillPattern<'a>>,
    /// Largest size of a BER-TLV file in bytes.
    pub maximum_size: Option<u32>,
    /// The file this one is a link to; empty makes a template's link a file of its own.
    pub link: Option<&'a [u8]>,
}

/// What a file, or each of its records, is filled with (TS 102 222 §6.3.2.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FillPattern<'a> {
    /// The bytes once, then the last of them to the end.
    Fill(&'a [u8]),
    /// The bytes again and again.
    Repeat(&'a [u8]),
}

impl<'a> Fcp<'a> {
    pub(crate) fn read(tlv: &Tlv<'a>) -> Result<Self, Problem> {
        let mut fcp = Self { life_cycle: 5, ..Self::default() };
        let mut fields = tlv.children();
        while let Some(field) = fields.next()? {
            match field.tag.0 {
                0x82 if (2..=4).contains(&field.value.len()) => fcp.descriptor = Some(field.value),
                0x82 => return Err(Problem::Value("fileDescriptor")),
                0x83 => fcp.fid = Some(u16::from_be_bytes(field.as_array()?)),
                0x84 if (5..=16).contains(&field.value.len()) => fcp.aid = Some(field.value),
                0x84 => return Err(Problem::Value("dfName")),
                0x8A => fcp.life_cycle = u8::from_be_bytes(field.as_array()?),
                0x8B if matches!(field.value.len(), 1 | 3) => fcp.access = Some(field.value),
                0x8B => return Err(Problem::Value("securityAttributesReferenced")),
                0x80 => fcp.size = Some(size(&field)?),
                0xC6 => fcp.pin_status = Some(field.value),
                0x88 => fcp.sfi = Some(short_identifier(&field)?),
                0xA5 => fcp.read_proprietary(&field)?,
                0xC7 => fcp.link = Some(field.value),
                // Fields of later versions are skipped, as the type says (EXTENSIBILITY IMPLIED).
                _ => {}
            }
        }
        Ok(fcp)
    }

    fn read_proprietary(&mut self, tlv: &Tlv<'a>) -> Result<(), Problem> {
        let mut fields = tlv.children();
        while let Some(field) = fields.next()? {
            match field.tag.0 {
                0xC0 => self.special = Some(u8::from_be_bytes(field.as_array()?)),
                0xC1 | 0xC2 if field.value.is_empty() => return Err(Problem::Value("fillPattern")),
                0xC1 => self.pattern = Some(FillPattern::Fill(field.value)),
                0xC2 => self.pattern = Some(FillPattern::Repeat(field.value)),
                0x86 => self.maximum_size = Some(size(&field)?),
                _ => {}
            }
        }
        Ok(())
    }
}

/// A size in big-endian bytes; 2.0 packages write leading zeros.
fn size(tlv: &Tlv<'_>) -> Result<u32, Problem> {
    let digits = tlv.value.iter().skip_while(|byte| **byte == 0);
    if tlv.value.is_empty() || digits.clone().count() > 4 {
        return Err(Problem::Value("efFileSize"));
    }
    Ok(digits.fold(0, |sum, byte| (sum << 8) | u32::from(*byte)))
}

/// Bits 8 to 4; none if the value is empty.
fn short_identifier(tlv: &Tlv<'_>) -> Result<Option<u8>, Problem> {
    match tlv.value {
        [] => Ok(None),
        [byte] => match byte >> 3 {
            sfi @ 1..=30 => Ok(Some(sfi)),
            _ => Err(Problem::Value("shortEFID")),
        },
        _ => Err(Problem::Value("shortEFID")),
    }
}

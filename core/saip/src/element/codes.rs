use super::{PeHeader, header};
use crate::error::Problem;
use tlv::{Tag, Tlv};

/// `PE-PINCodes`.
#[derive(Clone, PartialEq, Eq)]
pub struct PinsElement<'a> {
    /// Number and weight.
    pub header: PeHeader,
    /// The directory's own codes; empty if they are shared.
    pub pins: Vec<PinConfiguration<'a>>,
    /// Path of a directory whose codes these are.
    pub shared_with: Option<&'a [u8]>,
}

/// `PINConfiguration`. Not `Debug`: it holds a code.
#[derive(Clone, PartialEq, Eq)]
pub struct PinConfiguration<'a> {
    /// Key reference.
    pub reference: u8,
    /// 8 bytes.
    pub value: &'a [u8; 8],
    /// The PUK that unblocks it.
    pub unblocked_by: Option<u8>,
    /// Bit 1: enabled, bit 2: may be changed, bit 3: may be disabled.
    pub attributes: u8,
    /// Tries at most and tries left, a nibble each.
    pub attempts: u8,
}

/// `PUKConfiguration`. Not `Debug`: it holds a code.
#[derive(Clone, PartialEq, Eq)]
pub struct PukConfiguration<'a> {
    /// Key reference.
    pub reference: u8,
    /// 8 bytes.
    pub value: &'a [u8; 8],
    /// Tries at most and tries left, a nibble each.
    pub attempts: u8,
}

impl<'a> PinsElement<'a> {
    pub(crate) fn read(tlv: &Tlv<'a>) -> Result<Self, Problem> {
        let choice = tlv.children().require(0xA1)?.children();
        let mut pins = Vec::new();
        if let Some(list) = choice.find(0xA0)? {
            let mut list = list.children();
            while let Some(item) = list.next()? {
                pins.push(pin(&item.expect_tag(Tag::SEQUENCE)?)?);
            }
        }
        let shared_with = choice.find(0x81)?.map(|path| path.value);
        if pins.is_empty() && shared_with.is_none() {
            return Err(Problem::Value("pinCodes"));
        }
        Ok(Self { header: header(tlv)?, pins, shared_with })
    }
}

fn pin<'a>(tlv: &Tlv<'a>) -> Result<PinConfiguration<'a>, Problem> {
    let reference = byte(tlv, 0x80)?.ok_or(tlv::Error::Missing(Tag(0x80)))?;
    if !matches!(reference, 0x01..=0x08 | 0x0A..=0x0E | 0x81..=0x88 | 0x8A..=0x8E) {
        return Err(Problem::Value("keyReference"));
    }
    Ok(PinConfiguration {
        reference,
        value: code(tlv)?,
        unblocked_by: byte(tlv, 0x82)?,
        attributes: byte(tlv, 0x83)?.unwrap_or(7),
        attempts: byte(tlv, 0x84)?.unwrap_or(0x33),
    })
}

/// The list of `PE-PUKCodes`.
pub(super) fn puks<'a>(tlv: &Tlv<'a>) -> Result<Vec<PukConfiguration<'a>>, Problem> {
    let mut puks = Vec::new();
    let mut list = tlv.children().require(0xA1)?.children();
    while let Some(item) = list.next()? {
        let item = item.expect_tag(Tag::SEQUENCE)?;
        let reference = byte(&item, 0x80)?.ok_or(tlv::Error::Missing(Tag(0x80)))?;
        if !matches!(reference, 0x01..=0x08 | 0x81..=0x88) {
            return Err(Problem::Value("keyReference"));
        }
        puks.push(PukConfiguration { reference, value: code(&item)?, attempts: byte(&item, 0x82)?.unwrap_or(0xAA) });
    }
    Ok(puks)
}

fn code<'a>(tlv: &Tlv<'a>) -> Result<&'a [u8; 8], Problem> {
    tlv.children().require(0x81)?.value.try_into().map_err(|_| Problem::Value("a code"))
}

/// `UInt8`.
fn byte(tlv: &Tlv<'_>, tag: u32) -> Result<Option<u8>, Problem> {
    let Some(field) = tlv.children().find(tag)? else { return Ok(None) };
    u8::try_from(field.as_u64()?).map(Some).map_err(|_| Problem::Value("a number"))
}

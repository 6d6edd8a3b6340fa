//! What the files mean.

use super::{Content, ReadFile, ReadSim};
use crate::sim::{
    Entry,
    phone_book::{decode, decode_name, dial_digits},
};
use model::{Imsi, Plmn};

impl ReadSim {
    /// The content of a file of bytes; none if it is not there or closed.
    #[must_use]
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        match self.content(name)? {
            Content::Transparent(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The subscription's identity.
    #[must_use]
    pub fn imsi(&self) -> Option<Imsi> {
        Imsi::from_ef(self.bytes("EF.IMSI")?).ok()
    }

    /// Its telephone numbers, as far as the operator wrote them there.
    #[must_use]
    pub fn numbers(&self) -> Vec<String> {
        let written = entries(&self.files, "EF.MSISDN").into_iter().map(|entry| entry.dial);
        written.filter(|number| !number.is_empty()).collect()
    }

    /// The operator's name.
    #[must_use]
    pub fn operator(&self) -> Option<String> {
        // The first byte says where it is shown.
        let name = decode_name(self.bytes("EF.SPN")?.get(1..)?);
        (!name.is_empty()).then_some(name)
    }

    /// The number of the operator's short message service centre.
    #[must_use]
    pub fn message_centre(&self) -> Option<String> {
        let Content::Records(records) = self.content("EF.SMSP")? else { return None };
        // TS 31.102 §4.2.27: 28 bytes behind the name; the centre's address is 12 of them, behind indicators and a destination.
        let centre = |record: &Vec<u8>| {
            let parameters = record.get(record.len().checked_sub(28)?..)?;
            let (length, address) = (*parameters.get(13)?, parameters.get(14..25)?);
            (1..=11).contains(&length).then(|| dial_digits(address, usize::from(length)))
        };
        records.iter().find_map(centre).filter(|number| !number.is_empty())
    }

    /// The network in which it was last, and the location area there.
    #[must_use]
    pub fn location(&self) -> Option<(Plmn, u16)> {
        // TS 31.102 §4.2.17: TMSI, then LAI.
        let loci = self.bytes("EF.LOCI")?;
        let [high, low] = *loci.get(7..9)?.first_chunk()?;
        Some((plmn(loci.get(4..7)?)?, u16::from_be_bytes([high, low])))
    }

    /// Networks that turned it away.
    #[must_use]
    pub fn forbidden(&self) -> Vec<Plmn> {
        self.bytes("EF.FPLMN").unwrap_or_default().chunks(3).filter_map(plmn).collect()
    }

    fn content(&self, name: &str) -> Option<&Content> {
        self.files.iter().find(|file| file.name.name == name).map(|file| &file.content)
    }
}

/// The entries of a file of numbers with names.
pub(super) fn entries(files: &[ReadFile], name: &str) -> Vec<Entry> {
    let file = files.iter().find(|file| file.name.name == name);
    let Some(Content::Records(records)) = file.map(|file| &file.content) else { return Vec::new() };
    (1..=u8::MAX).zip(records).filter_map(|(number, record)| decode(number, record)).collect()
}

/// TS 24.008 §10.5.1.3; none for what is no network, such as `FF FF FF`.
fn plmn(bytes: &[u8]) -> Option<Plmn> {
    let [a, b, c] = *bytes else { return None };
    let digits = [a & 0xF, a >> 4, b & 0xF, c & 0xF, c >> 4, b >> 4];
    let count = if digits[5] == 0xF { 5 } else { 6 };
    let text: Option<String> = digits[..count].iter().map(|d| char::from_digit(u32::from(*d), 10)).collect();
    text?.parse().ok()
}

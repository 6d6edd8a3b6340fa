//! Service tables say what this card does, whatever a package hoped for: "in the case where a service is not supported (and
//! not indicated as required) the related bit(s) will be set to zero" (PEDefinitions, PE-USIM and PE-ISIM). Required ones
//! stand in the header, which demands nothing that is not there.

use saip::{FileKind, ResolvedFile, ResolvedProfile};
use std::borrow::Cow;

/// A service table: how its application's AID begins, its identifier, and the services that this card has not.
struct Table {
    application: [u8; 7],
    fid: u16,
    missing: &'static [usize],
}

const TABLES: [Table; 2] = [
    // EF.UST (TS 31.102 §4.2.8): GBA, MBMS security, GBA-based local key establishment.
    Table { application: [0xA0, 0, 0, 0, 0x87, 0x10, 0x02], fid: 0x6F38, missing: &[68, 69, 76] },
    // EF.IST (TS 31.103 §4.2.7): GBA, HTTP digest, GBA-based local key establishment.
    Table { application: [0xA0, 0, 0, 0, 0x87, 0x10, 0x04], fid: 0x6F07, missing: &[2, 3, 4] },
];

/// The file's content as the card will have it.
pub(super) fn content<'a>(resolved: &ResolvedProfile, file: &'a ResolvedFile) -> Cow<'a, [u8]> {
    let given = file.kind.content();
    let Some(table) = table_of(resolved, file) else { return Cow::Borrowed(given) };
    let mut content = given.to_vec();
    for service in table.missing {
        let bit = service - 1;
        if let Some(byte) = content.get_mut(bit / 8) {
            *byte &= !(1 << (bit % 8));
        }
    }
    Cow::Owned(content)
}

fn table_of(resolved: &ResolvedProfile, file: &ResolvedFile) -> Option<&'static Table> {
    let [adf, fid] = file.path.0[..] else { return None };
    let FileKind::Adf { aid } = &resolved.file(&[adf])?.kind else { return None };
    TABLES.iter().find(|table| table.fid == fid && aid.starts_with(&table.application))
}

//! What a server says of a profile, against what the profile's own files say (SGP.22 §5.5.5).

use crate::checks;
use model::Imsi;
use rsp::{
    metadata::{OperatorId, StoreMetadataRequest},
    notification::ErrorReason as Reason,
};
use saip::{FileKind, FilePath, ResolvedProfile};

const EF_ICCID: u16 = 0x2FE2;
const EF_IMSI: u16 = 0x6F07;
const EF_UST: u16 = 0x6F38;
/// EF.GID1 and EF.GID2, each with its service in EF.UST (TS 31.102 §4.2.8).
const GROUPS: [(u16, usize); 2] = [(0x6F3E, 17), (0x6F3F, 18)];
/// First bytes of every USIM's AID (TS 101 220 annex E).
const USIM: [u8; 7] = [0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02];

/// Compares ICCID and owner: else a server could take a number, or an operator's rights in the rules authorisation table,
/// that are not its profile's.
pub(super) fn check(metadata: &StoreMetadataRequest, profile: &ResolvedProfile) -> Result<(), Reason> {
    let file = profile.file(&[EF_ICCID]).map(|file| file.kind.content());
    let same = file.is_none_or(|content| content == metadata.iccid.as_ef()) || !checks::FILE_ICCID.on();
    if profile.iccid != metadata.iccid || !same {
        return Err(Reason::InstallFailedDueToDataMismatch);
    }
    let Some(owner) = &metadata.profile_owner else { return Ok(()) };
    let has_rules = !metadata.rules().is_empty();
    let mut usims = usims(profile).peekable();
    // Rules may only come with a profile that has an IMSI (SGP.22 §2.9.1).
    let nobodys = usims.peek().is_none() && has_rules;
    if nobodys || !usims.all(|usim| owns(owner, has_rules, &usim)) {
        return Err(Reason::InstallFailedDueToDataMismatch);
    }
    Ok(())
}

/// A USIM's directory.
struct Usim<'p> {
    profile: &'p ResolvedProfile,
    path: &'p FilePath,
}

fn usims(profile: &ResolvedProfile) -> impl Iterator<Item = Usim<'_>> {
    let is_usim = |kind: &FileKind| matches!(kind, FileKind::Adf { aid } if aid.starts_with(&USIM));
    profile.files.iter().filter(move |file| is_usim(&file.kind)).map(|file| Usim { profile, path: &file.path })
}

impl<'p> Usim<'p> {
    fn content(&self, fid: u16) -> Option<&'p [u8]> {
        self.profile.file(&self.path.child(fid).0).map(|file| file.kind.content())
    }

    /// A group identifier without its padding; none if it is empty, or its service is not available.
    fn group(&self, (fid, service): (u16, usize)) -> Option<&'p [u8]> {
        let services = self.content(EF_UST)?;
        let available = services.get((service - 1) / 8)? >> ((service - 1) % 8) & 1 == 1;
        self.content(fid).filter(|_| available).and_then(unpadded)
    }
}

fn owns(owner: &OperatorId, has_rules: bool, usim: &Usim<'_>) -> bool {
    let number = usim.content(EF_IMSI).and_then(|content| Imsi::from_ef(content).ok());
    let number = number.is_some_and(|imsi| is_under(&imsi, owner.mcc_mnc));
    let groups = [&owner.gid1, &owner.gid2].into_iter().zip(GROUPS).all(|(claimed, group)| {
        match claimed.as_deref().and_then(unpadded) {
            // Who says nothing claims nothing, but under rules: there the operator and its groups have different rights.
            None => !has_rules || usim.group(group).is_none(),
            claimed => claimed == usim.group(group),
        }
    });
    (number || !checks::OWNER_NUMBER.on()) && (groups || !checks::OWNER_GROUPS.on())
}

/// Whether an IMSI begins with this MCC and MNC, three bytes as TS 24.008 §10.5.1.3 has them: `F` for a third digit that
/// the MNC lacks.
fn is_under(imsi: &Imsi, [one, two, three]: [u8; 3]) -> bool {
    let digits = [one & 15, one >> 4, two & 15, three & 15, three >> 4, two >> 4];
    let digits = if digits[5] == 15 { &digits[..5] } else { &digits[..] };
    let own = imsi.as_str().bytes().map(|digit| digit - b'0');
    own.take(digits.len()).eq(digits.iter().copied())
}

/// Content up to the last byte that is not `FF`; none if there is no such byte.
fn unpadded(content: &[u8]) -> Option<&[u8]> {
    let end = content.iter().rposition(|byte| *byte != 0xFF)?;
    content.get(..=end)
}

use super::{BuildError, ProfileBuilder};
use crate::file::{Access, FilePath, FileSpec};

/// RID and application code of a USIM (ETSI TS 101 220 annex E).
pub(crate) const USIM_AID: [u8; 7] = [0xA0, 0, 0, 0, 0x87, 0x10, 0x02];

const DF_GSM: u16 = 0x7F20;
const DF_TELECOM: u16 = 0x7F10;

/// Files that the USIM and DF.GSM have by the same FID (TS 51.011 §10.3, TS 31.102 §4.2).
const IN_GSM: [u16; 20] = [
    0x6F05, 0x6F07, 0x6F31, 0x6F37, 0x6F39, 0x6F3E, 0x6F3F, 0x6F41, 0x6F45, 0x6F46, 0x6F48, 0x6F50, 0x6F60, 0x6F61,
    0x6F62, 0x6F78, 0x6F7B, 0x6F7E, 0x6FAD, 0x6FC5,
];

/// Files that the USIM and DF.TELECOM have by the same FID (TS 51.011 §10.5): FDN, SMS, MSISDN, SMSP, SMSS, SDN, EXT2.
const IN_TELECOM: [u16; 7] = [0x6F3B, 0x6F3C, 0x6F40, 0x6F42, 0x6F43, 0x6F49, 0x6F4B];

/// PIN1 reads and updates; ADM1 does the rest.
const PIN_RULE: [u8; 22] = [
    0x80, 0x01, 0x03, 0xA4, 0x06, 0x83, 0x01, 0x01, 0x95, 0x01, 0x08, 0x80, 0x01, 0x18, 0xA4, 0x06, 0x83, 0x01, 0x0A,
    0x95, 0x01, 0x08,
];

/// Everybody reads, ADM1 does the rest.
const OPEN_RULE: [u8; 16] =
    [0x80, 0x01, 0x01, 0x90, 0x00, 0x80, 0x01, 0x1A, 0xA4, 0x06, 0x83, 0x01, 0x0A, 0x95, 0x01, 0x08];

pub(super) fn add_df_gsm(builder: &mut ProfileBuilder) -> Result<(), BuildError> {
    let usim = builder.tree.applications().find(|(_, aid)| aid.starts_with(&USIM_AID)).map(|(path, _)| path.clone());
    let Some(usim) = usim else { return Ok(()) };
    if builder.tree.contains(&[DF_GSM].into()) {
        return Ok(());
    }
    add_df(builder, DF_TELECOM)?;
    let phonebook = FilePath::new(&[DF_TELECOM, 0x5F3A, 0x4F3A]);
    link(builder, &[DF_TELECOM, 0x6F3A].into(), phonebook)?;
    for fid in IN_TELECOM {
        link(builder, &[DF_TELECOM, fid].into(), usim.child(fid))?;
    }
    add_df(builder, DF_GSM)?;
    for fid in IN_GSM {
        link(builder, &[DF_GSM, fid].into(), usim.child(fid))?;
    }
    link(builder, &[DF_GSM, 0x6F20].into(), usim.child(0x5F3B).child(0x4F20))?;
    link(builder, &[DF_GSM, 0x6F52].into(), usim.child(0x5F3B).child(0x4F52))?;
    add_own(builder)
}

/// What TS 51.011 demands and the USIM does not have.
fn add_own(builder: &mut ProfileBuilder) -> Result<(), BuildError> {
    let pin = || Access::Expanded(PIN_RULE.to_vec());
    let open = || Access::Expanded(OPEN_RULE.to_vec());
    let sst = service_table(builder);
    let own = [
        // EF.Kc without a key.
        (0x6F20, FileSpec::transparent(9, pin()).content(&[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x07])),
        (0x6F30, FileSpec::transparent(24, pin())),
        (0x6F38, FileSpec::transparent(sst.len(), open()).content(&sst)),
        (0x6F74, FileSpec::transparent(16, pin())),
        // EF.Phase: 2, with profile download.
        (0x6FAE, FileSpec::transparent(1, open()).content(&[0x03])),
    ];
    for (fid, file) in own {
        let path = FilePath::new(&[DF_GSM, fid]);
        if !builder.tree.contains(&path) {
            builder.add_ef(path, file)?;
        }
    }
    Ok(())
}

/// SIM service table (TS 51.011 §10.3.7): two bits a service, allocated and activated, by what is there.
fn service_table(builder: &ProfileBuilder) -> [u8; 5] {
    let there = |df: u16, fid: u16| builder.tree.contains(&[df, fid].into());
    let services = [
        (1, true),
        (2, there(DF_TELECOM, 0x6F3A)),
        (3, there(DF_TELECOM, 0x6F3B)),
        (4, there(DF_TELECOM, 0x6F3C)),
        (5, there(DF_GSM, 0x6F39)),
        (7, true),
        (9, there(DF_TELECOM, 0x6F40)),
        (12, there(DF_TELECOM, 0x6F42)),
        (17, there(DF_GSM, 0x6F46)),
        (18, there(DF_TELECOM, 0x6F49)),
    ];
    let mut table = [0u8; 5];
    for (service, _) in services.iter().filter(|(_, available)| *available) {
        if let Some(byte) = table.get_mut((service - 1) / 4) {
            *byte |= 0b11 << (2 * ((service - 1) % 4));
        }
    }
    table
}

fn add_df(builder: &mut ProfileBuilder, fid: u16) -> Result<(), BuildError> {
    if builder.tree.contains(&[fid].into()) {
        return Ok(());
    }
    let access = builder.tree.portable_access(&FilePath::mf());
    builder.add_df([fid], FileSpec::df(access)).map(|_| ())
}

/// Adds a link where the target is there and the place is free.
fn link(builder: &mut ProfileBuilder, at: &FilePath, target: FilePath) -> Result<(), BuildError> {
    if builder.tree.contains(&target) && !builder.tree.contains(at) {
        let access = builder.tree.portable_access(&target);
        builder.add_ef(at.clone(), FileSpec::link(target, access))?;
    }
    Ok(())
}

/// A file that is read of a SIM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileName {
    /// As the standard names it.
    pub name: &'static str,
    /// Identifiers from the MF, without it; `7FFF` is the USIM's own directory.
    pub path: &'static [u16],
}

const fn file(name: &'static str, path: &'static [u16]) -> FileName {
    FileName { name, path }
}

/// Of a UICC with a USIM (TS 102 221 §13, TS 31.102 §4.2, §4.4).
pub(super) const UICC: &[FileName] = &[
    file("EF.ICCID", &[0x2FE2]),
    file("EF.PL", &[0x2F05]),
    file("EF.LI", &[0x7FFF, 0x6F05]),
    file("EF.IMSI", &[0x7FFF, 0x6F07]),
    file("EF.AD", &[0x7FFF, 0x6FAD]),
    file("EF.UST", &[0x7FFF, 0x6F38]),
    file("EF.ACC", &[0x7FFF, 0x6F78]),
    file("EF.SPN", &[0x7FFF, 0x6F46]),
    file("EF.PNN", &[0x7FFF, 0x6FC5]),
    file("EF.OPL", &[0x7FFF, 0x6FC6]),
    file("EF.GID1", &[0x7FFF, 0x6F3E]),
    file("EF.GID2", &[0x7FFF, 0x6F3F]),
    file("EF.HPPLMN", &[0x7FFF, 0x6F31]),
    file("EF.PLMNwAcT", &[0x7FFF, 0x6F60]),
    file("EF.OPLMNwAcT", &[0x7FFF, 0x6F61]),
    file("EF.HPLMNwAcT", &[0x7FFF, 0x6F62]),
    file("EF.EHPLMN", &[0x7FFF, 0x6FD9]),
    file("EF.FPLMN", &[0x7FFF, 0x6F7B]),
    file("EF.LOCI", &[0x7FFF, 0x6F7E]),
    file("EF.PSLOCI", &[0x7FFF, 0x6F73]),
    file("EF.EPSLOCI", &[0x7FFF, 0x6FE3]),
    file("EF.MSISDN", &[0x7FFF, 0x6F40]),
    file("EF.SMSP", &[0x7FFF, 0x6F42]),
    file("EF.SMS", &[0x7FFF, 0x6F3C]),
    file("EF.FDN", &[0x7FFF, 0x6F3B]),
    file("EF.SDN", &[0x7FFF, 0x6F49]),
    file("EF.ECC", &[0x7FFF, 0x6FB7]),
    file("EF.PUCT", &[0x7FFF, 0x6F41]),
    file("EF.ACMmax", &[0x7FFF, 0x6F37]),
    file("EF.ACM", &[0x7FFF, 0x6F39]),
];

/// Of a SIM of 2G (TS 51.011 §10).
pub(super) const GSM: &[FileName] = &[
    file("EF.ICCID", &[0x2FE2]),
    file("EF.PHASE", &[0x7F20, 0x6FAE]),
    file("EF.LP", &[0x7F20, 0x6F05]),
    file("EF.IMSI", &[0x7F20, 0x6F07]),
    file("EF.AD", &[0x7F20, 0x6FAD]),
    file("EF.SST", &[0x7F20, 0x6F38]),
    file("EF.ACC", &[0x7F20, 0x6F78]),
    file("EF.SPN", &[0x7F20, 0x6F46]),
    file("EF.GID1", &[0x7F20, 0x6F3E]),
    file("EF.GID2", &[0x7F20, 0x6F3F]),
    file("EF.HPPLMN", &[0x7F20, 0x6F31]),
    file("EF.PLMNsel", &[0x7F20, 0x6F30]),
    file("EF.FPLMN", &[0x7F20, 0x6F7B]),
    file("EF.LOCI", &[0x7F20, 0x6F7E]),
    file("EF.PUCT", &[0x7F20, 0x6F41]),
    file("EF.ACMmax", &[0x7F20, 0x6F37]),
    file("EF.ACM", &[0x7F20, 0x6F39]),
    file("EF.ADN", &[0x7F10, 0x6F3A]),
    file("EF.FDN", &[0x7F10, 0x6F3B]),
    file("EF.SMS", &[0x7F10, 0x6F3C]),
    file("EF.MSISDN", &[0x7F10, 0x6F40]),
    file("EF.SMSP", &[0x7F10, 0x6F42]),
    file("EF.LND", &[0x7F10, 0x6F44]),
    file("EF.SDN", &[0x7F10, 0x6F49]),
];

/// The file with this path, as one of the two calls it.
pub(super) fn named(path: &[u16]) -> Option<FileName> {
    UICC.iter().chain(GSM).find(|name| name.path == path).copied()
}

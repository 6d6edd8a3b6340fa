use super::file::{FF, Fill, NONE, TemplateFile, ZERO_FF, adf, lf, tr};

/// ADF.USIM up to EF.UST (§9.5.1).
pub(super) const USIM: &[TemplateFile] = &[
    adf("ADF.USIM"),
    tr("EF.IMSI", 0x6F07, 9, 2, 0x07, NONE).required(),
    lf("EF.ARR", 0x6F06, 0, 0, 10, 0x17, NONE).required(),
    tr("EF.Keys", 0x6F08, 33, 5, 0x08, Fill::Rest(b"\x07\xFF")).often(),
    tr("EF.KeysPS", 0x6F09, 33, 5, 0x09, Fill::Rest(b"\x07\xFF")).often(),
    tr("EF.HPPLMN", 0x6F31, 1, 2, 0x12, Fill::Rest(b"\x0A")),
];

/// EF.UST of version 1.
pub(super) const UST: &[TemplateFile] = &[tr("EF.UST", 0x6F38, 14, 2, 0x04, NONE).required()];

/// EF.UST of version 2.
pub(super) const UST_V2: &[TemplateFile] = &[tr("EF.UST", 0x6F38, 17, 2, 0x04, NONE).required()];

/// ADF.USIM behind EF.UST.
pub(super) const USIM_REST: &[TemplateFile] = &[
    lf("EF.FDN", 0x6F3B, 20, 26, 8, 0, FF),
    lf("EF.SMS", 0x6F3C, 10, 176, 5, 0, ZERO_FF),
    lf("EF.SMSP", 0x6F42, 1, 38, 5, 0, FF),
    tr("EF.SMSS", 0x6F43, 2, 5, 0, FF),
    tr("EF.SPN", 0x6F46, 17, 10, 0, NONE).required(),
    tr("EF.EST", 0x6F56, 1, 8, 0x05, NONE).required(),
    tr("EF.START-HFN", 0x6F5B, 6, 5, 0x0F, Fill::Rest(b"\xF0\x00\x00\xF0\x00\x00")).often(),
    tr("EF.THRESHOLD", 0x6F5C, 3, 2, 0x10, FF),
    tr("EF.PSLOCI", 0x6F73, 14, 5, 0x0C, Fill::Rest(b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x00\x00\xFF\x01"))
        .often(),
    tr("EF.ACC", 0x6F78, 2, 2, 0x06, NONE).required(),
    tr("EF.FPLMN", 0x6F7B, 12, 5, 0x0D, FF),
    tr("EF.LOCI", 0x6F7E, 11, 5, 0x0B, Fill::Rest(b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x00\x00\xFF\x01")).often(),
    tr("EF.AD", 0x6FAD, 4, 10, 0x03, Fill::Rest(b"\x00\x00\x00\x02")),
    lf("EF.ECC", 0x6FB7, 1, 4, 10, 0x01, NONE).required(),
    tr("EF.NETPAR", 0x6FC4, 128, 5, 0, FF).often(),
    tr(
        "EF.EPSLOCI",
        0x6FE3,
        18,
        5,
        0x1E,
        Fill::Rest(b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x00\x00\x01"),
    )
    .often(),
    lf("EF.EPSNSC", 0x6FE4, 1, 80, 5, 0x18, FF).often(),
];

use super::file::{FF, NONE, TemplateFile, ZERO, ZERO_FF, adf, bt, lf, tr};

/// ADF.ISIM (§9.6.1).
pub(super) const ISIM: &[TemplateFile] = &[
    adf("ADF.ISIM"),
    tr("EF.IMPI", 0x6F02, 0, 2, 0x02, NONE).required(),
    lf("EF.IMPU", 0x6F04, 1, 0, 2, 0x04, NONE).required(),
    tr("EF.Domain", 0x6F03, 0, 2, 0x05, NONE).required(),
    tr("EF.IST", 0x6F07, 14, 2, 0x07, NONE).required(),
    tr("EF.AD", 0x6FAD, 3, 10, 0x03, ZERO),
    lf("EF.ARR", 0x6F06, 0, 0, 10, 0x06, NONE).required(),
];

/// Optional files of ADF.ISIM (§9.6.2).
pub(super) const OPTIONAL: &[TemplateFile] = &[
    lf("EF.PCSCF", 0x6F09, 1, 0, 2, 0, NONE),
    lf("EF.SMS", 0x6F3C, 10, 176, 5, 0, ZERO_FF),
    lf("EF.SMSP", 0x6F42, 1, 38, 5, 0, FF),
    tr("EF.SMSS", 0x6F43, 2, 5, 0, FF),
    lf("EF.SMSR", 0x6F47, 10, 30, 5, 0, ZERO_FF),
    tr("EF.GBABP", 0x6FD5, 0, 5, 0, FF),
    lf("EF.GBANL", 0x6FD7, 0, 0, 2, 0, FF),
    lf("EF.NAFKCA", 0x6FDD, 0, 0, 2, 0, FF),
    lf("EF.UICCIARI", 0x6FE7, 0, 0, 2, 0, NONE),
];

/// What version 2 adds.
pub(super) const OPTIONAL_V2: &[TemplateFile] = &[
    tr("EF.FromPreferred", 0x6FF7, 1, 2, 0, ZERO),
    bt("EF.ImsConfigData", 0x6FF8, 2, 0),
    bt("EF.XcapconfigData", 0x6FFC, 2, 0),
    lf("EF.WebRTCURI", 0x6FFA, 0, 0, 2, 0, NONE),
    bt("EF.MudMidCfgData", 0x6FFE, 2, 0),
];

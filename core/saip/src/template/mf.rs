use super::file::{FF, NONE, TemplateFile, df, lf, tr};

/// Files at the MF (§9.2).
pub(super) const MF: &[TemplateFile] = &[
    df("MF", 0x3F00),
    tr("EF.PL", 0x2F05, 2, 1, 0x05, FF),
    tr("EF.ICCID", 0x2FE2, 10, 11, 0, NONE).required(),
    lf("EF.DIR", 0x2F00, 0, 0, 10, 0x1E, NONE).required(),
    lf("EF.ARR", 0x2F06, 0, 0, 10, 0, NONE).required(),
    tr("EF.UMPC", 0x2F08, 5, 10, 0x08, NONE),
];

/// DF.CD (§9.3).
pub(super) const CD: &[TemplateFile] =
    &[df("DF.CD", 0x7F11), tr("EF.LAUNCHPAD", 0x6F01, 0, 2, 0, NONE), tr("EF.ICON", 0x6F40, 0, 2, 0, NONE)];

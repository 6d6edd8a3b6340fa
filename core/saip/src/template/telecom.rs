use super::file::{FF, NONE, TemplateFile, ZERO, ZERO_FF, bt, df, lf, tr};

/// DF.TELECOM up to its phone book (§9.4). EF.IIDF, EF.ICON: the first of many.
pub(super) const TELECOM: &[TemplateFile] = &[
    df("DF.TELECOM", 0x7F10),
    lf("EF.ARR", 0x6F06, 0, 0, 10, 0, NONE),
    lf("EF.RMA", 0x6F53, 0, 0, 3, 0, NONE),
    tr("EF.SUME", 0x6F54, 22, 3, 0, NONE),
    lf("EF.ICE_DN", 0x6FE0, 50, 24, 9, 0, FF),
    lf("EF.ICE_FF", 0x6FE1, 0, 0, 9, 0, FF),
    lf("EF.PSISMSC", 0x6FE5, 0, 0, 5, 0, NONE),
    df("DF.GRAPHICS", 0x5F50),
    lf("EF.IMG", 0x4F20, 0, 0, 2, 0, ZERO_FF),
    tr("EF.IIDF", 0x4F40, 0, 2, 0, FF),
    bt("EF.ICE_GRAPHICS", 0x4F21, 9, 0),
    tr("EF.LAUNCH_SCWS", 0x4F01, 0, 10, 0, NONE),
    tr("EF.ICON", 0x4F80, 0, 10, 0, NONE),
];

/// DF.PHONEBOOK (§9.4, §9.5.3). Of files with eight identifiers the first.
pub(super) const PHONEBOOK: &[TemplateFile] = &[
    df("DF.PHONEBOOK", 0x5F3A),
    lf("EF.PBR", 0x4F30, 0, 0, 2, 0, NONE),
    lf("EF.EXT1", 0x4F38, 0, 13, 5, 0, ZERO_FF),
    lf("EF.AAS", 0x4F40, 0, 0, 5, 0, FF),
    lf("EF.GAS", 0x4F48, 0, 0, 5, 0, FF),
    tr("EF.PSC", 0x4F22, 4, 5, 0, ZERO),
    tr("EF.CC", 0x4F23, 2, 5, 0, ZERO).often(),
    tr("EF.PUID", 0x4F24, 2, 5, 0, ZERO).often(),
    lf("EF.IAP", 0x4F50, 0, 0, 5, 0, FF),
    lf("EF.ADN", 0x4F58, 0, 0, 5, 0, FF),
    lf("EF.PBC", 0x4F60, 0, 2, 5, 0, ZERO),
    lf("EF.ANR", 0x4F68, 0, 0, 5, 0, FF),
    lf("EF.PURI", 0x4F70, 0, 0, 5, 0, NONE),
    lf("EF.EMAIL", 0x4F78, 0, 0, 5, 0, FF),
    lf("EF.SNE", 0x4F80, 0, 0, 5, 0, FF),
    lf("EF.UID", 0x4F88, 0, 2, 5, 0, ZERO),
    lf("EF.GRP", 0x4F90, 0, 0, 5, 0, ZERO),
    lf("EF.CCP1", 0x4F98, 0, 0, 5, 0, FF),
];

/// DF.TELECOM behind its phone book (§9.4).
pub(super) const TELECOM_MEDIA: &[TemplateFile] = &[
    df("DF.MULTIMEDIA", 0x5F3B),
    bt("EF.MML", 0x4F47, 5, 0),
    bt("EF.MMDF", 0x4F48, 5, 0),
    df("DF.MMSS", 0x5F3C),
    tr("EF.MLPL", 0x4F20, 0, 2, 0x01, NONE),
    tr("EF.MSPL", 0x4F21, 0, 2, 0x02, NONE),
    tr("EF.MMSSMODE", 0x4F22, 1, 2, 0x03, NONE),
];

/// What version 2 adds to DF.TELECOM.
pub(super) const TELECOM_V2: &[TemplateFile] = &[
    df("DF.MCS", 0x5F3D),
    tr("EF.MST", 0x4F01, 0, 2, 0x01, NONE),
    bt("EF.MCSCONFIG", 0x4F02, 2, 0x02),
    df("DF.V2X", 0x5F3E),
    tr("EF.VST", 0x4F01, 0, 2, 0x01, NONE),
    bt("EF.V2X_CONFIG", 0x4F02, 2, 0x02),
    tr("EF.V2XP_PC5", 0x4F03, 0, 2, 0, NONE),
    tr("EF.V2XP_Uu", 0x4F04, 0, 2, 0, NONE),
];

use super::file::{FF, Fill, NONE, TemplateFile, ZERO, bt, df, lf, tr};

/// DF.GSM-ACCESS (§9.5.4).
pub(super) const GSM_ACCESS: &[TemplateFile] = &[
    df("DF.GSM-ACCESS", 0x5F3B),
    tr("EF.Kc", 0x4F20, 9, 5, 0x01, Fill::Tail(b"\x07")).often(),
    tr("EF.KcGPRS", 0x4F52, 9, 5, 0x02, Fill::Tail(b"\x07")).often(),
    tr("EF.CPBCCH", 0x4F63, 10, 5, 0, FF).often(),
    tr("EF.InvScan", 0x4F64, 1, 2, 0, ZERO),
];

/// DF.5GS up to the security contexts (§9.5.11).
pub(super) const FIVE_G: &[TemplateFile] = &[
    df("DF.5GS", 0x5FC0),
    tr(
        "EF.5GS3GPPLOCI",
        0x4F01,
        20,
        5,
        0x01,
        Fill::Rest(b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x00\x00\x00\x01"),
    )
    .often(),
    tr(
        "EF.5GSN3GPPLOCI",
        0x4F02,
        20,
        5,
        0x02,
        Fill::Rest(b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x00\x00\x00\x01"),
    )
    .often(),
];

/// Security contexts of version 1 and 2.
pub(super) const NSC: &[TemplateFile] = &[
    lf("EF.5GS3GPPNSC", 0x4F03, 1, 57, 5, 0x03, FF).often(),
    lf("EF.5GSN3GPPNSC", 0x4F04, 1, 57, 5, 0x04, FF).often(),
];

/// Security contexts from version 3 on: two, and larger.
pub(super) const NSC_V3: &[TemplateFile] = &[
    lf("EF.5GS3GPPNSC", 0x4F03, 2, 62, 5, 0x03, FF).often(),
    lf("EF.5GSN3GPPNSC", 0x4F04, 2, 62, 5, 0x04, FF).often(),
];

/// DF.5GS behind the security contexts.
pub(super) const FIVE_G_REST: &[TemplateFile] = &[
    tr("EF.5GAUTHKEYS", 0x4F05, 110, 5, 0x05, NONE).often(),
    tr("EF.UAC_AIC", 0x4F06, 4, 2, 0x06, NONE),
    tr("EF.SUCI_Calc_Info", 0x4F07, 0, 2, 0x07, FF),
    lf("EF.OPL5G", 0x4F08, 0, 10, 10, 0x08, FF),
    tr("EF.SUPI_NAI", 0x4F09, 0, 2, 0x09, NONE),
];

/// EF.Routing_Indicator up to version 3.
pub(super) const ROUTING: &[TemplateFile] =
    &[tr("EF.Routing_Indicator", 0x4F0A, 4, 2, 0x0A, Fill::Rest(b"\xF0\xFF\xFF\xFF"))];

/// EF.Routing_Indicator of version 4.
pub(super) const ROUTING_V4: &[TemplateFile] =
    &[tr("EF.Routing_Indicator", 0x4F0A, 4, 2, 0x0A, Fill::Rest(b"\xF0\xFF\x00\x00"))];

/// What version 2 adds.
pub(super) const FIVE_G_V2: &[TemplateFile] =
    &[bt("EF.URSP", 0x4F0B, 2, 0), tr("EF.TN3GPPSNN", 0x4F0C, 1, 2, 0x0C, ZERO)];

/// What version 4 adds.
pub(super) const FIVE_G_V4: &[TemplateFile] = &[
    tr("EF.CAG", 0x4F0D, 2, 2, 0x0D, NONE),
    tr("EF.SOR_CMCI", 0x4F0E, 0, 2, 0x0E, NONE),
    tr("EF.DRI", 0x4F0F, 7, 2, 0x0F, NONE),
    tr("EF.5GSEDRX", 0x4F10, 2, 2, 0x10, NONE),
    tr("EF.5GNSWO_CONF", 0x4F11, 1, 2, 0x11, NONE),
    tr("EF.MCHPPLMN", 0x4F15, 1, 2, 0x15, NONE),
    tr("EF.KAUSF_DERIVATION", 0x4F16, 1, 2, 0x16, NONE),
];

/// DF.SAIP (§9.5.12).
pub(super) const SAIP: &[TemplateFile] = &[df("DF.SAIP", 0x5FD0), tr("EF.SUCICalcInfo", 0x4F01, 0, 3, 0, FF)];

/// DF.SNPN (§9.5.13).
pub(super) const SNPN: &[TemplateFile] = &[df("DF.SNPN", 0x5FE0), tr("EF.PWS_SNPN", 0x4F01, 1, 10, 0, NONE)];

/// DF.5G_ProSe (§9.5.14).
pub(super) const PROSE: &[TemplateFile] = &[
    df("DF.5G_ProSe", 0x5FF0),
    tr("EF.5G_PROSE_ST", 0x4F01, 1, 2, 0x01, NONE),
    tr("EF.5G_PROSE_DD", 0x4F02, 26, 2, 0x02, NONE),
    tr("EF.5G_PROSE_DC", 0x4F03, 12, 2, 0x03, NONE),
    tr("EF.5G_PROSE_U2NRU", 0x4F04, 32, 2, 0x04, NONE),
    tr("EF.5G_PROSE_RU", 0x4F05, 29, 2, 0x05, NONE),
    tr("EF.5G_PROSE_UIR", 0x4F06, 32, 2, 0x06, NONE),
];

/// DF.EAP (§9.8); its identifier comes with the package.
pub(super) const EAP: &[TemplateFile] = &[
    df("DF.EAP", 0x0000),
    tr("EF.EAPKEYS", 0x4F01, 0, 2, 0, NONE).often(),
    tr("EF.EAPSTATUS", 0x4F02, 1, 2, 0, ZERO).often().required(),
    tr("EF.PUId", 0x4F03, 0, 2, 0, NONE),
    tr("EF.Ps", 0x4F04, 0, 5, 0, FF).often(),
    tr("EF.CurID", 0x4F20, 0, 5, 0, FF).often(),
    tr("EF.RelID", 0x4F21, 0, 5, 0, NONE),
    tr("EF.Realm", 0x4F22, 0, 5, 0, NONE),
];

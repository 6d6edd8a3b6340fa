//! File templates (interoperable format, annex A): what a file is unless the package says otherwise. Rows stand in the
//! order of the element's fields, so that a field's number is its row; later versions add rows at the end.

mod csim;
mod file;
mod isim;
mod mf;
mod telecom;
mod usim;
mod usim_directories;
mod usim_optional;

pub(crate) use file::{Fill, Shape, TemplateFile};

/// The rows of one template of one version.
#[derive(Debug)]
pub(crate) struct Template {
    /// The element it belongs to.
    tag: u32,
    /// What follows `2.23.143.1.2` in its OBJECT IDENTIFIER.
    suffix: &'static [u8],
    /// Where its files go.
    pub(crate) root: Root,
    /// Whether files that the package does not mention are created too.
    pub(crate) by_default: bool,
    rows: &'static [&'static [TemplateFile]],
}

/// Where a template's files go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Root {
    /// The first row is the MF.
    Mf,
    /// The first row is a directory under the MF, or an application.
    UnderMf,
    /// In the application made last whose directory has this name.
    In(&'static str),
    /// In the application made last, whichever it is.
    InLast,
}

/// `2.23.143.1.2`.
const PREFIX: &[u8] = &[0x67, 0x81, 0x0F, 0x01, 0x02];

impl Template {
    /// The template of an element of tag `tag` with the OBJECT IDENTIFIER `oid` (content bytes).
    pub(crate) fn find(tag: u32, oid: &[u8]) -> Option<&'static Self> {
        let suffix = oid.strip_prefix(PREFIX)?;
        TEMPLATES.iter().find(|template| template.tag == tag && template.suffix == suffix)
    }

    /// Whether `oid` names a known template.
    pub(crate) fn known(oid: &[u8]) -> bool {
        oid.strip_prefix(PREFIX).is_some_and(|suffix| TEMPLATES.iter().any(|template| template.suffix == suffix))
    }

    /// Whether the element must have this file: its first row's directory, and what its type does not call OPTIONAL (of
    /// CSIM, nothing is).
    pub(crate) fn requires(&self, number: usize, row: &TemplateFile) -> bool {
        let directory = matches!(row.shape, Shape::Directory | Shape::Application);
        row.required || number == 0 && directory || self.tag == 0xB9
    }

    /// The rows in the order of the element's fields.
    pub(crate) fn files(&self) -> impl Iterator<Item = &'static TemplateFile> {
        self.rows.iter().flat_map(|rows| rows.iter())
    }
}

const fn template(
    tag: u32,
    suffix: &'static [u8],
    root: Root,
    by_default: bool,
    rows: &'static [&'static [TemplateFile]],
) -> Template {
    Template { tag, suffix, root, by_default, rows }
}

const IN_USIM: Root = Root::In("ADF.USIM");

/// Every known template: element, identifier, place, whether created by default, rows.
static TEMPLATES: &[Template] = &[
    template(0xB0, &[1], Root::Mf, true, &[mf::MF]),
    template(0xB1, &[2], Root::UnderMf, false, &[mf::CD]),
    template(0xB2, &[3], Root::UnderMf, false, &[telecom::TELECOM, telecom::PHONEBOOK, telecom::TELECOM_MEDIA]),
    template(
        0xB2,
        &[3, 2],
        Root::UnderMf,
        false,
        &[telecom::TELECOM, telecom::PHONEBOOK, telecom::TELECOM_MEDIA, telecom::TELECOM_V2],
    ),
    template(0xB3, &[4], Root::UnderMf, true, &[usim::USIM, usim::UST, usim::USIM_REST]),
    template(0xB3, &[4, 2], Root::UnderMf, true, &[usim::USIM, usim::UST_V2, usim::USIM_REST]),
    template(0xB4, &[5], IN_USIM, false, &[usim_optional::OPTIONAL]),
    template(0xB4, &[5, 2], IN_USIM, false, &[usim_optional::OPTIONAL, usim_optional::OPTIONAL_V2]),
    template(
        0xB4,
        &[5, 3],
        IN_USIM,
        false,
        &[usim_optional::OPTIONAL, usim_optional::OPTIONAL_V2, usim_optional::OPTIONAL_V3],
    ),
    template(0xB7, &[6], IN_USIM, false, &[telecom::PHONEBOOK]),
    template(0xB8, &[7], IN_USIM, false, &[usim_directories::GSM_ACCESS]),
    template(0xB5, &[8], Root::UnderMf, true, &[isim::ISIM]),
    template(0xB6, &[9], Root::In("ADF.ISIM"), false, &[isim::OPTIONAL]),
    template(0xB6, &[9, 2], Root::In("ADF.ISIM"), false, &[isim::OPTIONAL, isim::OPTIONAL_V2]),
    template(0xB9, &[10], Root::UnderMf, true, &[csim::CSIM]),
    template(0xB9, &[10, 2], Root::UnderMf, true, &[csim::CSIM]),
    template(0xBA, &[11], Root::In("ADF.CSIM"), false, &[csim::OPTIONAL]),
    template(0xBA, &[11, 2], Root::In("ADF.CSIM"), false, &[csim::OPTIONAL]),
    template(0xBB, &[12], Root::InLast, false, &[usim_directories::EAP]),
    template(
        0xBC,
        &[13],
        IN_USIM,
        false,
        &[usim_directories::FIVE_G, usim_directories::NSC, usim_directories::FIVE_G_REST, usim_directories::ROUTING],
    ),
    template(
        0xBC,
        &[13, 2],
        IN_USIM,
        false,
        &[
            usim_directories::FIVE_G,
            usim_directories::NSC,
            usim_directories::FIVE_G_REST,
            usim_directories::ROUTING,
            usim_directories::FIVE_G_V2,
        ],
    ),
    template(
        0xBC,
        &[13, 3],
        IN_USIM,
        false,
        &[
            usim_directories::FIVE_G,
            usim_directories::NSC_V3,
            usim_directories::FIVE_G_REST,
            usim_directories::ROUTING,
            usim_directories::FIVE_G_V2,
        ],
    ),
    template(
        0xBC,
        &[13, 4],
        IN_USIM,
        false,
        &[
            usim_directories::FIVE_G,
            usim_directories::NSC_V3,
            usim_directories::FIVE_G_REST,
            usim_directories::ROUTING_V4,
            usim_directories::FIVE_G_V2,
            usim_directories::FIVE_G_V4,
        ],
    ),
    template(0xBD, &[14], IN_USIM, false, &[usim_directories::SAIP]),
    template(0xBE, &[15], IN_USIM, false, &[usim_directories::SNPN]),
    template(0xBF1F, &[16], IN_USIM, false, &[usim_directories::PROSE]),
];

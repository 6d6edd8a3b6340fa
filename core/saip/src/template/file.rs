/// A row of a template: what a file is unless the package says otherwise.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TemplateFile {
    /// Its name.
    pub(crate) name: &'static str,
    /// File identifier; 0 where the package must give it.
    pub(crate) fid: u16,
    /// Type and sizes.
    pub(crate) shape: Shape,
    /// Record of EF.ARR; 0 for none.
    pub(crate) arr: u8,
    /// Short file identifier; 0 for none.
    pub(crate) sfi: u8,
    /// Content before the package fills the file.
    pub(crate) fill: Fill,
    /// Whether it is written often.
    pub(crate) high_update: bool,
    /// Whether the element's type has no OPTIONAL beside it.
    pub(crate) required: bool,
}

/// Type and sizes; 0 where the package must give a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// MF or DF.
    Directory,
    /// ADF.
    Application,
    /// Transparent, size in bytes.
    Transparent(u32),
    /// Linear fixed, records and their size.
    LinearFixed(u32, u16),
    /// Cyclic, records and their size.
    Cyclic(u32, u16),
    /// BER-TLV.
    BerTlv,
}

/// Default content, of the file or of each record.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fill {
    /// None given: the erased state, `FF`.
    None,
    /// The bytes once, then the last of them to the end.
    Rest(&'static [u8]),
    /// The bytes again and again.
    Repeat(&'static [u8]),
    /// `FF` up to these last bytes.
    Tail(&'static [u8]),
}

pub(super) const NONE: Fill = Fill::None;
pub(super) const FF: Fill = Fill::Rest(b"\xFF");
pub(super) const ZERO: Fill = Fill::Rest(b"\x00");
pub(super) const ZERO_FF: Fill = Fill::Rest(b"\x00\xFF");

/// The record of EF.ARR that templates give every directory.
const DIRECTORY_RULE: u8 = 14;

const fn row(name: &'static str, fid: u16, shape: Shape, arr: u8, sfi: u8, fill: Fill) -> TemplateFile {
    TemplateFile { name, fid, shape, arr, sfi, fill, high_update: false, required: false }
}

pub(super) const fn df(name: &'static str, fid: u16) -> TemplateFile {
    row(name, fid, Shape::Directory, DIRECTORY_RULE, 0, NONE)
}

pub(super) const fn adf(name: &'static str) -> TemplateFile {
    row(name, 0, Shape::Application, DIRECTORY_RULE, 0, NONE)
}

pub(super) const fn tr(name: &'static str, fid: u16, size: u32, arr: u8, sfi: u8, fill: Fill) -> TemplateFile {
    row(name, fid, Shape::Transparent(size), arr, sfi, fill)
}

pub(super) const fn lf(
    name: &'static str,
    fid: u16,
    records: u32,
    size: u16,
    arr: u8,
    sfi: u8,
    fill: Fill,
) -> TemplateFile {
    row(name, fid, Shape::LinearFixed(records, size), arr, sfi, fill)
}

pub(super) const fn cy(
    name: &'static str,
    fid: u16,
    records: u32,
    size: u16,
    arr: u8,
    sfi: u8,
    fill: Fill,
) -> TemplateFile {
    row(name, fid, Shape::Cyclic(records, size), arr, sfi, fill)
}

pub(super) const fn bt(name: &'static str, fid: u16, arr: u8, sfi: u8) -> TemplateFile {
    row(name, fid, Shape::BerTlv, arr, sfi, NONE)
}

impl TemplateFile {
    pub(super) const fn often(mut self) -> Self {
        self.high_update = true;
        self
    }

    pub(super) const fn required(mut self) -> Self {
        self.required = true;
        self
    }
}

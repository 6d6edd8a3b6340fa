use crate::template::{Template, TemplateFile};
use std::collections::BTreeMap;
use tlv::{Tag, Writer};

/// More than any package of ours takes, in bytes.
const LARGEST_PACKAGE: usize = 16 * 1024;

/// Writes elements one after another and numbers them.
pub(super) struct PackageWriter {
    out: Writer,
    next: u16,
}

impl PackageWriter {
    /// With room for a whole package of ours: growing would leave copies of keys and codes behind.
    pub(super) fn new() -> Self {
        Self { out: Writer::with_capacity(LARGEST_PACKAGE), next: 1 }
    }

    /// The package's header, which has no number.
    pub(super) fn header(&mut self, fill: impl FnOnce(&mut Writer)) {
        self.out.nest(0xA0, fill);
    }

    /// One element: its own header (mandated, numbered) and what `fill` writes behind it.
    pub(super) fn element(&mut self, tag: u32, fill: impl FnOnce(&mut Writer)) {
        let identification = self.next;
        self.next += 1;
        self.out.nest(tag, |w| {
            w.nest(0xA0, |w| {
                w.put(0x80, &[]);
                w.uint(0x81, identification.into());
            });
            fill(w);
        });
    }

    /// An element with files by a template.
    pub(super) fn files(&mut self, tag: u32, template: &Files) {
        self.element(tag, |w| {
            w.put(0x81, template.oid);
            for (number, file) in &template.files {
                w.nest(Tag::context_constructed(*number + 2), |w| w.raw(file));
            }
        });
    }

    pub(super) fn finish(self) -> Vec<u8> {
        debug_assert!(self.out.len() <= LARGEST_PACKAGE, "it grew");
        self.out.finish()
    }
}

/// The files of one element, in its order whatever the order of calls.
pub(super) struct Files {
    oid: &'static [u8],
    rows: Vec<&'static TemplateFile>,
    files: BTreeMap<u32, Vec<u8>>,
}

impl Files {
    /// By the template `oid` of the element `tag`.
    pub(super) fn new(tag: u32, oid: &'static [u8]) -> Self {
        let rows = Template::find(tag, oid).expect("templates named here are in the table").files().collect();
        Self { oid, rows, files: BTreeMap::new() }
    }

    /// The file `name` of the template, as its row says but for `file`.
    pub(super) fn add(&mut self, name: &str, file: File) {
        let number = self.rows.iter().position(|row| row.name == name).expect("names used here are in the table");
        self.files.insert(number as u32, file.encode(0xA1, 0x83));
    }
}

/// What differs from a file's template, or a whole file without one.
#[derive(Default)]
pub(super) struct File {
    /// Fields of `Fcp` by their tag, in the order of the type.
    fcp: Vec<(u32, Vec<u8>)>,
    content: Vec<u8>,
}

/// Tags of `Fcp` in the order of the type.
const FCP_ORDER: [u32; 9] = [0x82, 0x83, 0x84, 0x8B, 0x80, 0xC6, 0x88, 0xA5, 0xC7];

impl File {
    /// As the template says.
    pub(super) fn plain() -> Self {
        Self::default()
    }

    /// With this content.
    pub(super) fn with(content: &[u8]) -> Self {
        Self { content: content.to_vec(), ..Self::default() }
    }

    fn set(mut self, tag: u32, value: &[u8]) -> Self {
        self.fcp.push((tag, value.to_vec()));
        // DER keeps the type's order, whatever the order of calls.
        self.fcp.sort_by_key(|(tag, _)| FCP_ORDER.iter().position(|known| known == tag));
        self
    }

    /// Transparent, shareable.
    pub(super) fn transparent(self) -> Self {
        self.set(0x82, &[0x41, 0x21])
    }

    /// Linear fixed, shareable.
    pub(super) fn records(self, size: u8) -> Self {
        self.set(0x82, &[0x42, 0x21, 0, size])
    }

    /// Cyclic, shareable.
    pub(super) fn cyclic(self, size: u8) -> Self {
        self.set(0x82, &[0x46, 0x21, 0, size])
    }

    /// A directory.
    pub(super) fn directory(self) -> Self {
        self.set(0x82, &[0x78, 0x21])
    }

    pub(super) fn fid(self, fid: u16) -> Self {
        self.set(0x83, &fid.to_be_bytes())
    }

    pub(super) fn aid(self, aid: &[u8]) -> Self {
        self.set(0x84, aid)
    }

    /// A record of its own directory's EF.ARR.
    pub(super) fn rule(self, record: u8) -> Self {
        self.set(0x8B, &[record])
    }

    /// A record of the MF's EF.ARR.
    pub(super) fn mf_rule(self, record: u8) -> Self {
        self.set(0x8B, &[0x2F, 0x06, record])
    }

    /// Size in bytes.
    pub(super) fn size(self, size: u16) -> Self {
        let bytes = size.to_be_bytes();
        self.set(0x80, if size < 0x100 { &bytes[1..] } else { &bytes })
    }

    /// Key references that stand in a directory's PIN status.
    pub(super) fn pins(self, references: &[u8]) -> Self {
        self.set(0xC6, references)
    }

    /// Short file identifier.
    pub(super) fn sfi(self, sfi: u8) -> Self {
        self.set(0x88, &[sfi << 3])
    }

    /// No short file identifier.
    pub(super) fn no_sfi(self) -> Self {
        self.set(0x88, &[])
    }

    /// A link to this path.
    pub(super) fn link(self, path: &[u8]) -> Self {
        self.set(0xC7, path)
    }

    /// The FCP under `fcp_tag` if there is anything in it, the content under `content_tag`.
    fn encode(&self, fcp_tag: u32, content_tag: u32) -> Vec<u8> {
        Writer::build(|w| {
            if !self.fcp.is_empty() {
                w.nest(fcp_tag, |w| {
                    for (tag, value) in &self.fcp {
                        w.put(*tag, value);
                    }
                });
            }
            if !self.content.is_empty() {
                w.put(content_tag, &self.content);
            }
        })
    }

    /// `createFCP` and content of file management.
    pub(super) fn manage(&self, w: &mut Writer) {
        w.raw(&self.encode(0x62, 0x81));
    }
}

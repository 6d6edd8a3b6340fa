//! Elements that make files.

use super::{FileKind, FilePath, Work, create::create, tree::path_of};
use crate::{
    Status,
    element::{Fcp, FileCommand, FilesElement, ManagementCommand, Write},
    error::{Place, Problem},
    template::{Fill, Root, Shape, Template, TemplateFile},
};
use tlv::Tag;

impl Work {
    /// Makes the files of an element with a template.
    pub(super) fn by_template(&mut self, at: Place, element: &FilesElement<'_>) -> Result<(), Problem> {
        let Some(template) = Template::find(element.tag, element.template) else {
            return self.refuse(at, element.header, Status::TEMPLATE_NOT_SUPPORTED);
        };
        let mut directories = Directories { root: self.root(template.root)?, first: None, current: None };
        let mut given = element.files.iter().peekable();
        for (number, row) in template.files().enumerate() {
            match given.peek() {
                Some((found, file)) if *found == number => {
                    let commands = FileCommand::read_all(file)?;
                    for group in groups(&commands) {
                        self.one(at, template, row, &group, &mut directories)?;
                    }
                    given.next();
                }
                _ if template.requires(number, row) => {
                    return Err(tlv::Error::Missing(Tag::context_constructed(number as u32 + 2)).into());
                }
                // Created by default, and the template says how.
                _ if template.by_default && complete(row) => {
                    self.one(at, template, row, &Group::default(), &mut directories)?;
                }
                _ if row.shape == Shape::Directory => directories.current = None,
                _ => {}
            }
        }
        if let Some((number, _)) = given.next() {
            // A field of a later version than the template that the element names, or one out of order.
            let known = *number < template.files().count();
            if known {
                return Err(Problem::Order("a file"));
            }
            return self.refuse_part(at, element.header, *number);
        }
        if let Some(base) = directories.first {
            if matches!(template.root, Root::Mf | Root::UnderMf) {
                self.context = Some(base);
            }
        } else {
            self.context = Some(directories.root);
        }
        Ok(())
    }

    fn one(
        &mut self,
        at: Place,
        template: &Template,
        row: &'static TemplateFile,
        group: &Group<'_>,
        directories: &mut Directories,
    ) -> Result<(), Problem> {
        let nothing = Fcp { life_cycle: 5, ..Fcp::default() };
        let fcp = group.fcp.unwrap_or(&nothing);
        let fid = fcp.fid.or((row.fid != 0).then_some(row.fid)).ok_or(Problem::Value("fileID"))?;
        let directory = matches!(row.shape, Shape::Directory | Shape::Application);
        let path = match (template.root, directories.first.is_some()) {
            (Root::Mf, false) => FilePath::mf(),
            // Subdirectories stand beside one another.
            _ if directory => directories.first.as_ref().unwrap_or(&directories.root).child(fid),
            _ => directories.place().ok_or(Problem::FileMissing(fid))?.child(fid),
        };
        // The flag has no effect in the MF.
        if group.skip && template.root != Root::Mf {
            return Ok(());
        }
        let row = if row.shape == Shape::Application && fcp.aid.is_none() {
            return Err(Problem::Value("dfName"));
        } else {
            row
        };
        if directory {
            directories.first.get_or_insert_with(|| path.clone());
            directories.current = Some(path.clone());
        }
        self.tree.insert(at, create(path, Some(row), fcp, &group.writes)?)
    }

    fn root(&self, root: Root) -> Result<FilePath, Problem> {
        let application = match root {
            Root::Mf => return Ok(FilePath::mf()),
            Root::UnderMf if self.tree.is_directory(&FilePath::mf()) => return Ok(FilePath::mf()),
            Root::UnderMf => None,
            Root::In(name) => self.tree.last_application(Some(name)),
            Root::InLast => self.tree.last_application(None),
        };
        application.map(|draft| draft.path.clone()).ok_or(Problem::Order("its directory has not been created"))
    }

    /// `PE-GenericFileManagement`. As with CREATE FILE (TS 102 222 §6.3), a new directory becomes the current one. The MF,
    /// applications and directories under the MF are what the codes that follow belong to, as if a template had made them.
    pub(super) fn manage(&mut self, at: Place, commands: &[ManagementCommand<'_>]) -> Result<(), Problem> {
        let mut directory = FilePath::mf();
        let mut selected: Option<FilePath> = None;
        let mut position = 0;
        let mut commands = commands;
        while let Some((command, rest)) = commands.split_first() {
            commands = rest;
            match command {
                ManagementCommand::Select(path) => {
                    let path = path_of(path)?;
                    position = 0;
                    selected = None;
                    if self.tree.is_directory(&path) {
                        directory = path;
                    } else if self.tree.get(&path).is_some() {
                        directory = path.parent().unwrap_or_default();
                        selected = Some(path);
                    } else {
                        return Err(Problem::FileMissing(path.fid()));
                    }
                }
                ManagementCommand::Create(fcp) => {
                    let path = created(&directory, fcp)?;
                    let count = rest.iter().take_while(|next| matches!(next, ManagementCommand::Write(_))).count();
                    let (writes, behind) = rest.split_at(count);
                    commands = behind;
                    let writes: Vec<Write<'_>> = writes
                        .iter()
                        .filter_map(|next| if let ManagementCommand::Write(write) = next { Some(*write) } else { None })
                        .collect();
                    let draft = create(path.clone(), None, fcp, &writes)?;
                    let is_directory = draft.kind.is_directory();
                    if path == FilePath::mf() && !matches!(draft.kind, FileKind::Df) {
                        return Err(Problem::Value("fileID"));
                    }
                    selected = None;
                    self.tree.insert(at, draft)?;
                    if is_directory {
                        if path.0.len() < 2 {
                            self.context = Some(path.clone());
                        }
                        directory = path;
                    }
                }
                ManagementCommand::Write(write) => {
                    let path = selected.as_ref().ok_or(Problem::Order("content before a file"))?;
                    self.tree.write(path, &mut position, *write)?;
                }
            }
        }
        Ok(())
    }
}

/// Where file management puts a new file: in the current directory, but `3F00` is the MF, and ADFs stand under it.
fn created(directory: &FilePath, fcp: &Fcp<'_>) -> Result<FilePath, Problem> {
    match fcp.fid.ok_or(Problem::Value("fileID"))? {
        0x3F00 => Ok(FilePath::mf()),
        fid if fcp.aid.is_some() => Ok(FilePath::mf().child(fid)),
        fid => Ok(directory.child(fid)),
    }
}

/// Where the files of an element go.
struct Directories {
    /// The directory that the element's own stands in.
    root: FilePath,
    /// The element's own directory.
    first: Option<FilePath>,
    /// The directory made last; none behind one that was left out.
    current: Option<FilePath>,
}

impl Directories {
    fn place(&self) -> Option<&FilePath> {
        if self.first.is_some() { self.current.as_ref() } else { Some(&self.root) }
    }
}

/// Whether a file can be made of its row alone.
fn complete(row: &TemplateFile) -> bool {
    match row.shape {
        Shape::Directory => true,
        Shape::Application | Shape::BerTlv => false,
        Shape::Transparent(size) => size != 0 && !matches!(row.fill, Fill::None),
        Shape::LinearFixed(records, size) | Shape::Cyclic(records, size) => {
            records != 0 && size != 0 && !matches!(row.fill, Fill::None)
        }
    }
}

/// What the package says of one file.
#[derive(Default)]
struct Group<'a> {
    fcp: Option<&'a Fcp<'a>>,
    writes: Vec<Write<'a>>,
    skip: bool,
}

/// A field may describe several files of its kind (EF.IIDF, EF.ADN): each description begins another.
fn groups<'a>(commands: &'a [FileCommand<'a>]) -> Vec<Group<'a>> {
    let mut groups = vec![Group::default()];
    for command in commands {
        if matches!(command, FileCommand::Describe(_)) && groups.last().is_some_and(|group| group.fcp.is_some()) {
            groups.push(Group::default());
        }
        if let Some(group) = groups.last_mut() {
            match command {
                FileCommand::DoNotCreate => group.skip = true,
                FileCommand::Describe(fcp) => group.fcp = Some(fcp),
                FileCommand::Write(write) => group.writes.push(*write),
            }
        }
    }
    groups
}

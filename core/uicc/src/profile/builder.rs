use super::{Authenticator, Profile, State, expand, mirror, state::Counters};
use crate::{
    aka::SqnArray,
    codes::{CodeKey, CodeSpec, CodeTable, padded},
    file::{FilePath, FileSpec, Structure, Tree},
    profile::AkaKeys,
};
use model::Iccid;
use std::collections::{BTreeMap, BTreeSet};

/// Why a profile can't be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// A file stands there already.
    #[error("file {0} is given twice")]
    Duplicate(FilePath),
    /// The DF that should hold the file is not there.
    #[error("file {0} stands in no DF")]
    NoParent(FilePath),
    /// Size, record length or content don't fit each other, a DF has content, or an EF is added as a DF.
    #[error("file {0} has a size that does not fit its structure or content")]
    Size(FilePath),
    /// An FID that has a meaning of its own (`3F00`, `3FFF`, `7FFF`, `FFFF`).
    #[error("file {0} has a reserved file identifier")]
    ReservedFid(FilePath),
    /// An SFI out of 1 to 30, or twice in one DF.
    #[error("file {0} has a short file identifier that is out of range or taken")]
    Sfi(FilePath),
    /// An AID that is not 5 to 16 bytes, taken, or of an ADF that is not right under the MF.
    #[error("application {0} has an AID that is malformed or taken")]
    Aid(FilePath),
    /// A link to a file that is not there, or in a circle.
    #[error("file {0} is a link to nothing")]
    Link(FilePath),
    /// A code that is given twice, whose value or tries are out of range, or whose PUK or DF is not there.
    #[error("code {reference:02X} is given twice, out of range, or names what is not there")]
    Code {
        /// Its key reference.
        reference: u8,
    },
    /// Keys for an application that is not there, twice, or of the wrong size.
    #[error("authentication keys of {0} are malformed or have no application")]
    Aka(FilePath),
}

impl BuildError {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Duplicate(_) => "Add the file once.",
            Self::NoParent(_) => "Add its DF first.",
            Self::Size(_) => "Make its size, record length and content agree.",
            Self::ReservedFid(_) => "Choose another file identifier.",
            Self::Sfi(_) => "Choose a short file identifier from 1 to 30 that its DF has not.",
            Self::Aid(_) => "Choose an AID of 5 to 16 bytes that the card has not.",
            Self::Link(_) => "Link to a file that has content of its own.",
            Self::Code { .. } => "Give the code once, of 4 to 8 bytes, and its PUK and its DF too.",
            Self::Aka(_) => "Add the application, and its keys once, in a size that the algorithm has.",
        }
    }
}

/// Builds a [`Profile`] file by file.
pub struct ProfileBuilder {
    iccid: Iccid,
    pub(super) tree: Tree,
    codes: CodeTable,
    authenticators: Vec<(Authenticator, SqnArray)>,
    applications: BTreeMap<FilePath, usize>,
}

impl ProfileBuilder {
    /// An empty card with this number. Its MF must be added like any other DF.
    #[must_use]
    pub fn new(iccid: Iccid) -> Self {
        let (tree, codes) = (Tree::default(), CodeTable::default());
        Self { iccid, tree, codes, authenticators: Vec::new(), applications: BTreeMap::new() }
    }

    /// Adds the MF, a DF or an ADF (or a link to a DF). The DF above must have been added.
    ///
    /// # Errors
    /// [`BuildError`] for what is wrong with the file itself.
    pub fn add_df(&mut self, path: impl Into<FilePath>, spec: FileSpec) -> Result<&mut Self, BuildError> {
        let path = path.into();
        let aid_fits = match &spec.structure {
            Structure::Adf { aid } => {
                let taken = self.tree.applications().any(|(_, other)| other == aid.as_slice());
                (5..=16).contains(&aid.len()) && !taken && path.fids().len() == 1
            }
            _ => true,
        };
        if !aid_fits {
            return Err(BuildError::Aid(path));
        }
        if !spec.is_df() && spec.link.is_none() || spec.size != 0 || !spec.content.is_empty() {
            return Err(BuildError::Size(path));
        }
        self.add(path, if spec.is_df() { spec } else { FileSpec { structure: Structure::Df, ..spec } })
    }

    /// Adds an EF. The DF above must have been added.
    ///
    /// # Errors
    /// [`BuildError`] for what is wrong with the file itself.
    pub fn add_ef(&mut self, path: impl Into<FilePath>, spec: FileSpec) -> Result<&mut Self, BuildError> {
        let path = path.into();
        if spec.is_df() || path.is_mf() {
            return Err(BuildError::Size(path));
        }
        let spec =
            if spec.link.is_some() { spec } else { filled(spec).ok_or_else(|| BuildError::Size(path.clone()))? };
        self.add(path, spec)
    }

    fn add(&mut self, path: FilePath, spec: FileSpec) -> Result<&mut Self, BuildError> {
        if path.fids().iter().any(|fid| matches!(fid, 0x3F00 | 0x3FFF | 0x7FFF | 0xFFFF)) {
            return Err(BuildError::ReservedFid(path));
        }
        if self.tree.contains(&path) {
            return Err(BuildError::Duplicate(path));
        }
        if let Some(df) = path.parent() {
            if !self.tree.get(&df).is_some_and(FileSpec::is_df) {
                return Err(BuildError::NoParent(path));
            }
            if spec.sfi.is_some_and(|sfi| !(1..=30).contains(&sfi) || self.tree.by_sfi(&df, sfi).is_some()) {
                return Err(BuildError::Sfi(path));
            }
        }
        self.tree.put(path, spec);
        Ok(self)
    }

    /// Sets a PIN: global ones (`01`–`08`, `11`) with the MF as scope, second PINs (`81`–`88`) with their DF or ADF.
    ///
    /// # Errors
    /// [`BuildError::Code`].
    pub fn set_pin(&mut self, scope: impl Into<FilePath>, pin: CodeSpec) -> Result<&mut Self, BuildError> {
        let pin = checked(pin)?;
        let key = CodeKey { scope: scope.into(), reference: pin.reference };
        match self.codes.codes.insert(key, pin) {
            None => Ok(self),
            Some(twice) => Err(BuildError::Code { reference: twice.reference }),
        }
    }

    /// Lets the DF `scope` use the local PINs of the DF `source`.
    ///
    /// # Errors
    /// None so far: [`ProfileBuilder::finish`] checks the source.
    pub fn share_pins(
        &mut self,
        scope: impl Into<FilePath>,
        source: impl Into<FilePath>,
    ) -> Result<&mut Self, BuildError> {
        self.codes.shared.insert(scope.into(), source.into());
        Ok(self)
    }

    /// Sets a PUK; PINs name it by its reference.
    ///
    /// # Errors
    /// [`BuildError::Code`].
    pub fn set_puk(&mut self, puk: CodeSpec) -> Result<&mut Self, BuildError> {
        let puk = checked(puk)?;
        match self.codes.puks.insert(puk.reference, puk) {
            None => Ok(self),
            Some(twice) => Err(BuildError::Code { reference: twice.reference }),
        }
    }

    /// Sets an ADM code, for the whole card.
    ///
    /// # Errors
    /// [`BuildError::Code`].
    pub fn set_adm(&mut self, adm: CodeSpec) -> Result<&mut Self, BuildError> {
        self.set_pin(FilePath::mf(), adm)
    }

    /// Sets what an application (an ADF, or DF.GSM on a card without one) authenticates with.
    ///
    /// # Errors
    /// [`BuildError::Aka`] if the keys have a wrong size or the application has some already.
    pub fn set_aka(
        &mut self,
        application: impl Into<FilePath>,
        keys: AkaKeys,
        sqn: SqnArray,
    ) -> Result<&mut Self, BuildError> {
        let application = application.into();
        let aka = keys.aka().map_err(|_| BuildError::Aka(application.clone()))?;
        if self.applications.insert(application.clone(), self.authenticators.len()).is_some() {
            return Err(BuildError::Aka(application));
        }
        self.authenticators.push((Authenticator { keys, aka }, sqn));
        Ok(self)
    }

    /// Lets an application authenticate with another one's keys and sequence numbers (mappingParameter).
    ///
    /// # Errors
    /// [`BuildError::Aka`] if the other has none or this one has some already.
    pub fn share_aka(
        &mut self,
        application: impl Into<FilePath>,
        source: impl Into<FilePath>,
    ) -> Result<&mut Self, BuildError> {
        let application = application.into();
        let shared = self.applications.get(&source.into()).copied();
        match shared.filter(|_| !self.applications.contains_key(&application)) {
            Some(index) => {
                self.applications.insert(application, index);
                Ok(self)
            }
            None => Err(BuildError::Aka(application)),
        }
    }

    /// Adds DF.GSM (`7F20`) for 2G readers, if the card has none: links to the files of the first USIM, and the files
    /// that only TS 51.011 has. Nothing happens on a card without a USIM. Call it when all files are there.
    ///
    /// # Errors
    /// [`BuildError`].
    pub fn mirror_gsm(&mut self) -> Result<&mut Self, BuildError> {
        mirror::add_df_gsm(self)?;
        Ok(self)
    }

    /// The profile, once everything is there.
    ///
    /// # Errors
    /// [`BuildError`] for what only shows in the whole: links, the MF, PUKs and applications that are named.
    pub fn finish(mut self) -> Result<Profile, BuildError> {
        if !self.tree.contains(&FilePath::mf()) {
            return Err(BuildError::NoParent(FilePath::mf()));
        }
        expand::links(&mut self.tree)?;
        self.check_codes()?;
        if let Some(path) = self.applications.keys().find(|path| !self.tree.get(path).is_some_and(FileSpec::is_df)) {
            return Err(BuildError::Aka(path.clone()));
        }
        let (authenticators, counters) = self
            .authenticators
            .into_iter()
            .map(|(authenticator, sqn)| {
                let uses_left = authenticator.keys.uses;
                (authenticator, Counters { sqn, uses_left })
            })
            .unzip();
        Ok(Profile {
            iccid: self.iccid,
            tree: self.tree,
            authenticators,
            applications: self.applications,
            state: State { fresh: true, codes: self.codes, authenticators: counters },
        })
    }

    fn check_codes(&self) -> Result<(), BuildError> {
        for (key, code) in &self.codes.codes {
            let puk_is_there = code.unblocked_by.is_none_or(|puk| self.codes.puks.contains_key(&puk));
            if !puk_is_there || !self.tree.get(&key.scope).is_some_and(FileSpec::is_df) {
                return Err(BuildError::Code { reference: key.reference });
            }
        }
        let scopes: BTreeSet<&FilePath> = self.codes.codes.keys().map(|key| &key.scope).collect();
        match self.codes.shared.values().find(|source| !scopes.contains(*source)) {
            Some(_) => Err(BuildError::Code { reference: 0 }),
            None => Ok(()),
        }
    }
}

fn checked(code: CodeSpec) -> Result<CodeSpec, BuildError> {
    let reference = code.reference;
    let in_range = (1..=15).contains(&code.tries) && code.tries_left <= code.tries;
    let value = padded(&code.value).filter(|_| in_range).ok_or(BuildError::Code { reference })?;
    Ok(CodeSpec { value, ..code })
}

/// The EF with its content filled up to its size; `None` if they don't fit each other.
fn filled(spec: FileSpec) -> Option<FileSpec> {
    let fits = match spec.structure {
        Structure::LinearFixed { record } | Structure::Cyclic { record } => {
            let record = usize::from(record);
            record != 0 && spec.size.is_multiple_of(record) && spec.size / record <= 254
        }
        _ => spec.size <= 0xFFFF_FFFF,
    };
    if !fits || spec.content.len() > spec.size {
        return None;
    }
    if spec.structure == Structure::BerTlv {
        return Some(spec);
    }
    let mut content = Vec::with_capacity(spec.size);
    content.extend_from_slice(spec.content.expose());
    content.resize(spec.size, 0xFF);
    Some(FileSpec { content: content.into(), ..spec })
}

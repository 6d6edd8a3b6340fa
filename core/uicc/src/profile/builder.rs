use crate::{
    aka::SqnArray,
    codes::CodeSpec,
    file::{FilePath, FileSpec},
    profile::{AkaKeys, Profile},
};
use model::Iccid;

/// Why a profile can't be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// A file stands there already.
    #[error("file {0} is given twice")]
    Duplicate(FilePath),
    /// The DF that should hold the file is not there.
    #[error("file {0} stands in no DF")]
    NoParent(FilePath),
    /// Size, record length or content don't fit each other, or a DF has content.
    #[error("file {0} has a size that does not fit its structure or content")]
    Size(FilePath),
    /// An FID that has a meaning of its own (`3F00`, `7FFF`, `FFFF`).
    #[error("file {0} has a reserved file identifier")]
    ReservedFid(FilePath),
    /// An SFI out of 1 to 30, or twice in one DF.
    #[error("file {0} has a short file identifier that is out of range or taken")]
    Sfi(FilePath),
    /// An AID that is not 5 to 16 bytes, taken, or of an ADF that is not right under the MF.
    #[error("application {0} has an AID that is malformed or taken")]
    Aid(FilePath),
    /// A link to a file that is not there, or to another link.
    #[error("file {0} is a link to nothing")]
    Link(FilePath),
    /// A code whose reference is taken or whose value or tries are out of range.
    #[error("code {reference:02X} is given twice or out of range")]
    Code {
        /// Its key reference.
        reference: u8,
    },
    /// Keys for an application that is not there, twice, or of the wrong size.
    #[error("authentication keys of {0} are malformed or have no application")]
    Aka(FilePath),
}

/// Builds a [`Profile`] file by file.
pub struct ProfileBuilder {
    iccid: Iccid,
}

impl ProfileBuilder {
    /// An empty card with this number. Its MF must be added like any other DF.
    #[must_use]
    pub const fn new(iccid: Iccid) -> Self {
        Self { iccid }
    }

    /// Adds the MF, a DF or an ADF. The DF above must have been added.
    ///
    /// # Errors
    /// [`BuildError`].
    pub fn add_df(&mut self, path: impl Into<FilePath>, spec: FileSpec) -> Result<&mut Self, BuildError> {
        let _ = (path.into(), spec);
        Ok(self)
    }

    /// Adds an EF. The DF above must have been added.
    ///
    /// # Errors
    /// [`BuildError`].
    pub fn add_ef(&mut self, path: impl Into<FilePath>, spec: FileSpec) -> Result<&mut Self, BuildError> {
        let _ = (path.into(), spec);
        Ok(self)
    }

    /// Sets a PIN: global ones (`01`–`08`, `11`) with the MF as scope, second PINs (`81`–`88`) with their DF or ADF.
    ///
    /// # Errors
    /// [`BuildError::Code`].
    pub fn set_pin(&mut self, scope: impl Into<FilePath>, pin: CodeSpec) -> Result<&mut Self, BuildError> {
        let _ = (scope.into(), pin);
        Ok(self)
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
        let _ = (scope.into(), source.into());
        Ok(self)
    }

    /// Sets a PUK; PINs name it by its reference.
    ///
    /// # Errors
    /// [`BuildError::Code`].
    pub fn set_puk(&mut self, puk: CodeSpec) -> Result<&mut Self, BuildError> {
        let _ = puk;
        Ok(self)
    }

    /// Sets an ADM code.
    ///
    /// # Errors
    /// [`BuildError::Code`].
    pub fn set_adm(&mut self, adm: CodeSpec) -> Result<&mut Self, BuildError> {
        let _ = adm;
        Ok(self)
    }

    /// Sets what an application (an ADF, or DF.GSM on a card without one) authenticates with.
    ///
    /// # Errors
    /// [`BuildError::Aka`].
    pub fn set_aka(
        &mut self,
        application: impl Into<FilePath>,
        keys: AkaKeys,
        sqn: SqnArray,
    ) -> Result<&mut Self, BuildError> {
        let _ = (application.into(), keys, sqn);
        Ok(self)
    }

    /// Lets an application authenticate with another one's keys and sequence numbers (mappingParameter).
    ///
    /// # Errors
    /// [`BuildError::Aka`].
    pub fn share_aka(
        &mut self,
        application: impl Into<FilePath>,
        source: impl Into<FilePath>,
    ) -> Result<&mut Self, BuildError> {
        let _ = (application.into(), source.into());
        Ok(self)
    }

    /// Adds DF.GSM (`7F20`) for 2G readers, if the card has none: links to the files of the first USIM, and the files
    /// that only TS 51.011 has.
    ///
    /// # Errors
    /// [`BuildError`].
    pub fn mirror_gsm(&mut self) -> Result<&mut Self, BuildError> {
        Ok(self)
    }

    /// The profile, once everything is there.
    ///
    /// # Errors
    /// [`BuildError`].
    pub fn finish(self) -> Result<Profile, BuildError> {
        Err(BuildError::NoParent(FilePath::mf()))
    }
}

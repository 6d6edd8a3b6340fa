use super::{AkaParameters, FileKind, FilePath, PinContext, Puk, ResolvedFile};
use crate::{EuiccResponse, PeStatus};
use model::{Iccid, SecretBytes};

/// What a package says, worked out: templates applied, patterns filled, links and access rules followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedProfile {
    /// The profile's number, from its header.
    pub iccid: Iccid,
    /// Major and minor version of the package format.
    pub version: (u8, u8),
    /// `profileType`, a name for people; may be empty.
    pub profile_type: String,
    /// Every file, directories before what they hold; the MF is first.
    pub files: Vec<ResolvedFile>,
    /// PUKs, one set for the whole profile.
    pub puks: Vec<Puk>,
    /// PINs and ADM codes by the directory they belong to; the MF's are the global ones.
    pub pins: Vec<PinContext>,
    /// Authentication parameters by application.
    pub aka: Vec<AkaParameters>,
    /// Elements that are kept as they are, for a card manager to come: security domains, RFM, CDMA parameters.
    pub kept: Vec<KeptElement>,
    /// Elements that were left out, as their sender allowed (`mandated` not set), each with its reason.
    pub remarks: Vec<PeStatus>,
}

impl ResolvedProfile {
    /// The answer of a successful installation.
    #[must_use]
    pub fn response(&self) -> EuiccResponse {
        EuiccResponse::installed(&self.remarks)
    }

    /// The file at `path`.
    #[must_use]
    pub fn file(&self, path: &[u16]) -> Option<&ResolvedFile> {
        self.files.iter().find(|file| file.path.0 == path)
    }

    /// The temporary path of the application whose AID starts with `aid`.
    #[must_use]
    pub fn application(&self, aid: &[u8]) -> Option<&FilePath> {
        self.files.iter().find_map(|file| match &file.kind {
            FileKind::Adf { aid: own } if own.starts_with(aid) => Some(&file.path),
            _ => None,
        })
    }
}

/// An element that is kept as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptElement {
    /// Its tag in `ProfileElement`, such as `A6` for a security domain.
    pub tag: u32,
    /// Its identification number.
    pub identification: u16,
    /// Its AID, where it has one of its own.
    pub aid: Option<Vec<u8>>,
    /// The whole element; may hold keys.
    pub raw: SecretBytes,
}

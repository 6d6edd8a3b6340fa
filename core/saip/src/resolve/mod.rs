mod profile;

use crate::{Error, Package};

pub use profile::{
    AccessReference, AkaAlgorithm, AkaParameters, FileKind, FilePath, KeptElement, MappedAka, Pin, PinContext, Puk,
    ResolvedFile, ResolvedProfile, SqnParameters,
};

/// Works a package out: templates applied, patterns filled, links and access rules followed.
///
/// # Errors
/// The first element that can't be done, with the status to answer.
pub fn resolve(package: &Package) -> Result<ResolvedProfile, Error> {
    Err(package.unfinished())
}

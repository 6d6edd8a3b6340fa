use super::Unfit;
use nearfield::message::{PackageKind, PackageRefused, SignedPackage};

/// What became of a package (A6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Installed {
    /// It was installed.
    Yes,
    /// The operating system lets no program install another: the built-in one serves.
    BuiltInServes,
}

/// Why a package was not installed. The acquisition ends; nothing was imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstallError {
    /// The operator's signature, the size or the hash does not hold. Trying again may bring an undamaged one.
    #[error("the package is not what the operator signed: {0}")]
    NotGenuine(PackageRefused),
    /// The operator signed it for something else: another system, another product, or an older release than is installed.
    #[error("the package is not for this: {0}")]
    Unfit(Unfit),
    /// The operating system refused. Its settings may be changed.
    #[error("the system refused to install it: {0}")]
    Refused(String),
}

impl InstallError {
    /// Whether the same may succeed later, nothing else being changed.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::NotGenuine(why) => why.retrying_helps(),
            Self::Unfit(why) => why.retrying_helps(),
            Self::Refused(_) => false,
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotGenuine(why) => why.hint(),
            Self::Unfit(why) => why.hint(),
            Self::Refused(_) => "Allow the installation in the system's settings, then try again.",
        }
    }
}

/// Installs drivers and management programs by the means of the operating system. What it is given was verified, and is for this phone.
pub trait PackageInstaller: Send + Sync {
    /// Installs one package.
    ///
    /// # Errors
    /// [`InstallError`]; nothing is left half installed.
    fn install(&self, kind: PackageKind, package: &SignedPackage) -> Result<Installed, InstallError>;

    /// The release that is installed, as its maker writes it, where the system tells: an older one does not take its place.
    fn installed(&self, _kind: PackageKind) -> Option<String> {
        None
    }
}

/// For systems where no program may install another, and for desks: what is built in serves.
#[derive(Debug, Clone, Copy, Default)]
pub struct BuiltIn;

impl PackageInstaller for BuiltIn {
    fn install(&self, _kind: PackageKind, _package: &SignedPackage) -> Result<Installed, InstallError> {
        Ok(Installed::BuiltInServes)
    }
}

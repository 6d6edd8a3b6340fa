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
    /// The operating system refused. Its settings may be changed.
    #[error("the system refused to install it: {0}")]
    Refused(String),
}

/// Installs drivers and management programs by the means of the operating system. What it is given was verified.
pub trait PackageInstaller: Send + Sync {
    /// Installs one package.
    ///
    /// # Errors
    /// [`InstallError`]; nothing is left half installed.
    fn install(&self, kind: PackageKind, package: &SignedPackage) -> Result<Installed, InstallError>;
}

/// For systems where no program may install another, and for desks: what is built in serves.
#[derive(Debug, Clone, Copy, Default)]
pub struct BuiltIn;

impl PackageInstaller for BuiltIn {
    fn install(&self, _kind: PackageKind, _package: &SignedPackage) -> Result<Installed, InstallError> {
        Ok(Installed::BuiltInServes)
    }
}

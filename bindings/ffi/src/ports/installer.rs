use app::ports::{InstallError, Installed};
use nearfield::message::{Manifest, PackageKind, SignedPackage};
use std::sync::Arc;

/// A package that was verified and is for this phone.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PackageData {
    /// Whether it is the driver by which the system uses a software card, or the management program.
    pub is_driver: bool,
    /// Its release, as its maker writes it.
    pub version: String,
    /// On Android an APK.
    pub bytes: Vec<u8>,
}

/// The system or its user did not let it be installed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PackageRefused {
    /// Why.
    #[error("{what}")]
    Refused {
        /// In the system's words.
        what: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for PackageRefused {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Refused { what: error.reason }
    }
}

/// Installs packages by the means of the system (A5, A6). iOS has none: what is built in serves there.
#[uniffi::export(with_foreign)]
pub trait PackageInstaller: Send + Sync {
    /// Installs it; nothing is left half installed. False where the system lets no app do that: what is built in serves.
    fn install(&self, package: PackageData) -> Result<bool, PackageRefused>;

    /// The release that is installed, if any.
    fn installed(&self, is_driver: bool) -> Option<String>;
}

/// The installer as the core has it.
pub(crate) struct InstallerPort(pub(crate) Arc<dyn PackageInstaller>);

impl app::ports::PackageInstaller for InstallerPort {
    fn install(&self, kind: PackageKind, package: &SignedPackage) -> Result<Installed, InstallError> {
        let is_driver = kind == PackageKind::Driver;
        let version = Manifest::decode(&package.manifest).map(|manifest| manifest.version).unwrap_or_default();
        let data = PackageData { is_driver, version, bytes: package.bytes.clone() };
        match self.0.install(data) {
            Ok(true) => Ok(Installed::Yes),
            Ok(false) => Ok(Installed::BuiltInServes),
            Err(PackageRefused::Refused { what }) => Err(InstallError::Refused(what)),
        }
    }

    fn installed(&self, kind: PackageKind) -> Option<String> {
        self.0.installed(kind == PackageKind::Driver)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tables::{Said, check, table};

    // R: F3
    #[test]
    fn a_refused_installation_is_told_in_the_cores_words() {
        let told = |PackageRefused::Refused { what }: PackageRefused| {
            let error = InstallError::Refused(what);
            Said::new(&error, error.retrying_helps(), error.hint())
        };
        check(table! { PackageRefused as told:
            PackageRefused::Refused { .. } => PackageRefused::Refused { what: "why".to_owned() }, false, "settings";
        });
    }
}

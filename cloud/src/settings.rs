use crate::push::PushSettings;
use serde::Deserialize;
use std::{
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// The file in the data folder.
pub(crate) const FILE: &str = "cloud.toml";

/// What the operator may set: a file, then the environment over it, then the command line over that.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Where to listen. `LANDFALL_CLOUD_LISTEN`.
    pub listen: String,
    /// Certificate chain and key, PEM; without, a proxy speaks TLS. `LANDFALL_CLOUD_TLS_CERTIFICATE`, `LANDFALL_CLOUD_TLS_KEY`.
    pub tls: Option<Tls>,
    /// A proxy stands before it, says whose request it is (`X-Forwarded-For`), and is the only one that reaches `listen`.
    /// `LANDFALL_CLOUD_BEHIND_PROXY`.
    pub behind_proxy: bool,
    /// PostgreSQL in place of SQLite in the data folder. `DATABASE_URL`.
    pub database_url: Option<String>,
    /// What the server's own secrets are sealed under; made at the first start. Without: `server.key` in the data folder.
    /// `LANDFALL_CLOUD_KEY_FILE`.
    pub key_file: Option<PathBuf>,
    /// The operator's osmo-hlr, by where its VTY listens: who is sold a card is let in, and who is barred is not. `LANDFALL_CLOUD_OSMO_HLR`.
    pub osmo_hlr: Option<SocketAddr>,
    /// The CI under which kiosks' EUMs are renewed and cards certified again; without, neither is done here.
    pub issuer: Option<IssuerFiles>,
    /// Who wakes phones that listen to nobody.
    pub push: PushSettings,
    /// WebSockets at once. `LANDFALL_CLOUD_SOCKETS`.
    pub sockets: usize,
    /// Other connections at once. `LANDFALL_CLOUD_CONNECTIONS`.
    pub connections: usize,
}

/// Files of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tls {
    /// The chain, PEM, the server's own certificate first.
    pub certificate: PathBuf,
    /// Its key, PEM.
    pub key: PathBuf,
}

/// An operator's CI in files.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct IssuerFiles {
    /// CERT.CI, DER: the operator's root.
    pub certificate: PathBuf,
    /// Its key, PEM or DER; nobody else may read it.
    pub key: PathBuf,
    /// The key of the server's own EUM, which is made at the first start. Without: `eum.key` in the data folder.
    pub eum_key: Option<PathBuf>,
    /// What every EID of the operator's kiosks begins with.
    pub eid_prefix: String,
    /// The operator's revocation list, read anew each time: what stands in it is not renewed.
    pub crl: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:7443".to_owned(),
            tls: None,
            behind_proxy: false,
            database_url: None,
            key_file: None,
            osmo_hlr: None,
            issuer: None,
            push: PushSettings::default(),
            sockets: 50_000,
            connections: 4_096,
        }
    }
}

/// Why the settings can't be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file can't be read.
    #[error("{path} can't be read: {source}")]
    Read {
        /// The file.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not what it should be.
    #[error("{path}: {message}")]
    Malformed {
        /// The file.
        path: String,
        /// Where and what.
        message: String,
    },
    /// A variable is not what it should be.
    #[error("{variable} is {value:?}, which is no {wanted}")]
    Variable {
        /// Its name.
        variable: &'static str,
        /// What it is.
        value: String,
        /// What it should be.
        wanted: &'static str,
    },
    /// One of the two files alone.
    #[error("TLS takes a certificate and its key, and only one of both is given")]
    HalfTls,
}

impl SettingsError {
    /// Whether trying again helps.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What the operator can do.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Read { .. } => "Check the path and its permissions, or leave --config out.",
            Self::Malformed { .. } => "Mend that line; landfall-cloud serve --help names every setting.",
            Self::Variable { .. } => "Set the variable right, or unset it.",
            Self::HalfTls => {
                "Give both: certificate and key below [tls], or LANDFALL_CLOUD_TLS_CERTIFICATE and LANDFALL_CLOUD_TLS_KEY."
            }
        }
    }
}

impl Settings {
    /// Reads `file`, or the data folder's own if it has one, and what the environment says over it.
    ///
    /// # Errors
    /// [`SettingsError`]
    pub fn load(
        file: Option<&Path>,
        data: &Path,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        let own = data.join(FILE);
        let mut settings = match file {
            Some(file) => Self::read(file)?,
            None if own.exists() => Self::read(&own)?,
            None => Self::default(),
        };
        settings.over(variable)?;
        Ok(settings)
    }

    fn read(path: &Path) -> Result<Self, SettingsError> {
        let name = path.display().to_string();
        let text =
            std::fs::read_to_string(path).map_err(|source| SettingsError::Read { path: name.clone(), source })?;
        toml::from_str(&text).map_err(|e| SettingsError::Malformed { path: name, message: e.to_string() })
    }

    fn over(&mut self, variable: impl Fn(&str) -> Option<String>) -> Result<(), SettingsError> {
        let set = |name: &'static str| variable(name).filter(|value| !value.is_empty());
        if let Some(listen) = set("LANDFALL_CLOUD_LISTEN") {
            self.listen = listen;
        }
        self.database_url = set("DATABASE_URL").or(self.database_url.take());
        self.key_file = set("LANDFALL_CLOUD_KEY_FILE").map(PathBuf::from).or(self.key_file.take());
        self.behind_proxy = read(set, "LANDFALL_CLOUD_BEHIND_PROXY", "true or false", self.behind_proxy)?;
        if set("LANDFALL_CLOUD_OSMO_HLR").is_some() {
            let nowhere = SocketAddr::from(([0, 0, 0, 0], 0));
            self.osmo_hlr = Some(read(set, "LANDFALL_CLOUD_OSMO_HLR", "HOST:PORT of numbers", nowhere)?);
        }
        self.sockets = read(set, "LANDFALL_CLOUD_SOCKETS", "number", self.sockets)?;
        self.connections = read(set, "LANDFALL_CLOUD_CONNECTIONS", "number", self.connections)?;
        match (set("LANDFALL_CLOUD_TLS_CERTIFICATE"), set("LANDFALL_CLOUD_TLS_KEY")) {
            (Some(certificate), Some(key)) => {
                self.tls = Some(Tls { certificate: certificate.into(), key: key.into() });
            }
            (None, None) => {}
            _ => return Err(SettingsError::HalfTls),
        }
        Ok(())
    }
}

fn read<T: std::str::FromStr>(
    set: impl Fn(&'static str) -> Option<String>,
    variable: &'static str,
    wanted: &'static str,
    otherwise: T,
) -> Result<T, SettingsError> {
    let Some(value) = set(variable) else { return Ok(otherwise) };
    value.parse().map_err(|_| SettingsError::Variable { variable, value, wanted })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str, variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let folder = tempfile::tempdir().expect("temp folder");
        std::fs::write(folder.path().join(FILE), text).expect("it is written");
        let variable =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Settings::load(None, folder.path(), variable)
    }

    // R: F3
    #[test]
    fn the_environment_stands_over_the_file_and_both_over_what_is_usual() {
        let file = "listen = \"0.0.0.0:443\"\nsockets = 7\n[tls]\ncertificate = \"a.pem\"\nkey = \"b.pem\"\n";
        let settings = load(file, &[("LANDFALL_CLOUD_SOCKETS", "9"), ("DATABASE_URL", "postgres://h/d")]);
        let settings = settings.expect("good settings");
        assert_eq!((settings.listen.as_str(), settings.sockets, settings.connections), ("0.0.0.0:443", 9, 4_096));
        assert_eq!(settings.tls.map(|tls| tls.key), Some("b.pem".into()));
        assert_eq!(settings.database_url.as_deref(), Some("postgres://h/d"));
        assert_eq!(load("", &[("LANDFALL_CLOUD_LISTEN", "")]).expect("good settings"), Settings::default());
    }

    // R: F3
    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let said = |text: &str, variables: &[(&str, &str)]| load(text, variables).expect_err("it is wrong").to_string();
        assert!(said("lissten = \"x\"", &[]).contains("lissten"));
        assert!(said("sockets = \"x\"", &[]).contains("line 1"));
        assert!(said("", &[("LANDFALL_CLOUD_SOCKETS", "many")]).contains("LANDFALL_CLOUD_SOCKETS is \"many\""));
        assert!(said("", &[("LANDFALL_CLOUD_TLS_KEY", "k.pem")]).contains("only one of both"));
    }
}

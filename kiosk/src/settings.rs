use crate::{authorise::Quotas, orders::Client};
use model::VersionSpec;
use rsp::metadata::NotificationEvent;
use serde::{Deserialize, Serialize};
use std::{io, path::Path};

/// The file in the data folder.
pub(crate) const FILE: &str = "kiosk.toml";

/// What the kiosk's owner may set: `kiosk.toml` in its data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// The kiosk's name, as phones show it.
    pub name: String,
    /// Who runs it.
    pub operator: String,
    /// Where phones connect to.
    pub listen: String,
    /// The name by which phones call the SM-DP+, signed in RSP sessions: over the near-field link it is never resolved, over HTTPS it
    /// leads to this kiosk, and may have a port. Once it is changed, `renew` certifies the new one.
    pub smdp_address: String,
    /// The name by which phones call the SM-DS of this kiosk, which tells cards what waits for them; it leads to where HTTPS is served. Empty: it is
    /// none. Once it is changed, `renew` certifies the new one.
    pub smds_address: String,
    /// What cards tell this kiosk of: `install`, `enable`, `disable`, `delete`. That of an installation comes in any case. A profile that is in a card
    /// stays as it was made.
    pub notify: Vec<Notify>,
    /// How many sales may wait for the attendant at once.
    pub most_waiting: u32,
    /// What is given for nothing.
    pub quotas: Quotas,
    /// For how many days a phone's eUICC certificate is made.
    pub card_days: u32,
    /// The versions of SGP.22 that the kiosk speaks, the most preferred first: `v3.1.0,profileDownload,rpm`, `v2.3.0;1`, `3.1`, `11`.
    /// Without `rpm` no commands are sent to cards.
    pub versions: Vec<VersionSpec>,
    /// The operators that may order (ES2+).
    #[serde(rename = "client", skip_serializing_if = "Vec::is_empty")]
    pub clients: Vec<Client>,
}

/// What a kiosk speaks unless its owner says otherwise.
const VERSIONS: [&str; 2] = ["v3.1.0,profileDownload,rpm", "v2.3.0,profileDownload"];

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "kiosk".to_owned(),
            operator: "operator".to_owned(),
            listen: "127.0.0.1:7788".to_owned(),
            smdp_address: "kiosk.landfall.invalid".to_owned(),
            smds_address: String::new(),
            notify: Notify::ALL.to_vec(),
            most_waiting: 64,
            quotas: Quotas::default(),
            card_days: 365,
            versions: VERSIONS.iter().filter_map(|version| version.parse().ok()).collect(),
            clients: Vec::new(),
        }
    }
}

/// What happens to a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notify {
    /// It is installed.
    Install,
    /// It is enabled.
    Enable,
    /// It is disabled.
    Disable,
    /// It is deleted.
    Delete,
}

impl Notify {
    /// All of it.
    pub const ALL: [Self; 4] = [Self::Install, Self::Enable, Self::Disable, Self::Delete];

    const fn event(self) -> NotificationEvent {
        match self {
            Self::Install => NotificationEvent::INSTALL,
            Self::Enable => NotificationEvent::ENABLE,
            Self::Disable => NotificationEvent::DISABLE,
            Self::Delete => NotificationEvent::DELETE,
        }
    }
}

/// Why the settings can't be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file can't be read.
    #[error("{path} can't be read: {source}; has `landfall-kiosk init` been run?")]
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
}

impl Settings {
    /// What a profile's metadata ask its card to tell of.
    pub(crate) fn told(&self) -> NotificationEvent {
        self.notify.iter().fold(NotificationEvent::NONE, |all, one| all | one.event())
    }

    /// The SM-DP+'s name without a port.
    #[must_use]
    pub fn smdp_host(&self) -> &str {
        host(&self.smdp_address)
    }

    /// The SM-DS's name without a port; `None` if this kiosk is none.
    #[must_use]
    pub fn smds_host(&self) -> Option<&str> {
        Some(host(&self.smds_address)).filter(|host| !host.is_empty())
    }

    /// Reads the file of a data folder.
    ///
    /// # Errors
    /// [`SettingsError`]
    pub fn read(folder: &Path) -> Result<Self, SettingsError> {
        let path = folder.join(FILE);
        let name = path.display().to_string();
        let text =
            std::fs::read_to_string(&path).map_err(|source| SettingsError::Read { path: name.clone(), source })?;
        toml::from_str(&text).map_err(|e| SettingsError::Malformed { path: name, message: e.to_string() })
    }

    /// Writes the file of a data folder.
    ///
    /// # Errors
    /// What the system refused.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let text = toml::to_string(self).map_err(io::Error::other)?;
        store::files::write_atomic(&folder.join(FILE), text.as_bytes())
    }
}

fn host(address: &str) -> &str {
    address.rsplit_once(':').map_or(address, |(host, _)| host)
}

use account::wire::Problem;
use vault::KeystoreError;
use web::cloud::CloudHttpError;

/// Why a contact with the cloud came to no end. What the cloud accepted before stays accepted, and everything else is kept.
#[derive(Debug, thiserror::Error)]
pub enum ContactError {
    /// The kiosk is not known there.
    #[error("this kiosk is not registered at a cloud")]
    NotRegistered,
    /// Nobody answers.
    #[error(transparent)]
    Carry(#[from] CloudHttpError),
    /// The cloud refuses.
    #[error("the cloud refuses: {detail}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// In its own words.
        detail: String,
    },
    /// The cloud did not take a report.
    #[error("the cloud does not take this kiosk's reports: {0}")]
    NotTaken(String),
    /// What it answers is no answer.
    #[error("the cloud's answer can't be read")]
    Unreadable,
    /// It gave a certificate that is not the kiosk's own, renewed.
    #[error("the certificate that the cloud gave for the kiosk's EUM can't be used: {0}")]
    Certificate(String),
    /// The keystore refuses.
    #[error("the kiosk's report key can't be used: {0}")]
    Keys(#[from] KeystoreError),
    /// The database refuses.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl ContactError {
    /// Whether trying again may help by itself.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Carry(error) => error.retrying_helps(),
            Self::Refused { status, .. } => matches!(status, 408 | 409 | 429 | 500..),
            Self::Keys(error) => error.retrying_helps(),
            Self::Store(error) => error.retrying_helps(),
            Self::NotRegistered | Self::NotTaken(_) | Self::Unreadable | Self::Certificate(_) => false,
        }
    }

    /// What the owner can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotRegistered => {
                "Ask the cloud's administrator for a token, then: landfall-kiosk report register --cloud URL --token-file FILE."
            }
            Self::Carry(error) => error.hint(),
            Self::Refused { status: 408 | 409 | 429 | 500.., .. } => "It is tried again by itself; nothing is lost.",
            Self::Refused { .. } => {
                "Tell the cloud's administrator; nothing is lost, and it is told once that is mended."
            }
            Self::NotTaken(_) => {
                "Does a copy of this kiosk run elsewhere? Stop one; `restore` a backup of this one to begin a new chain."
            }
            Self::Unreadable => {
                "Compare the cloud's address (`report status`); if it is right, update the kiosk or the cloud."
            }
            Self::Certificate(_) => {
                "Tell the cloud's administrator; until then the operator's office renews it: landfall-kiosk renew."
            }
            Self::Keys(error) => error.hint(),
            Self::Store(error) => error.hint(),
        }
    }

    /// By a refusal's status and body.
    pub(super) fn refused(status: u16, body: &[u8]) -> Self {
        let detail = serde_json::from_slice::<Problem>(body).map(|problem| problem.detail);
        Self::Refused { status, detail: detail.unwrap_or_else(|_| format!("HTTP status {status}")) }
    }
}

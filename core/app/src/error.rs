use crate::{
    AccountError, AwayError, Cancel, CardRefusal,
    card::CardError,
    ports::{InstallError, ServerError},
    session::SessionError,
    sim::{CodeError, PhoneBookError},
};
use model::Iccid;
use rsp::notification::ErrorReason;
use vault::{Denied, KeystoreError, VaultError};

/// Why a flow did not do what it was asked. Nothing is lost: what was durable before still is.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The phone is locked: by an order of its owner, or since nobody heard of it.
    #[error("this phone is locked")]
    Locked,
    /// The account.
    #[error(transparent)]
    Account(AccountError),
    /// Orders from afar.
    #[error(transparent)]
    Away(#[from] AwayError),
    /// The vault.
    #[error(transparent)]
    Vault(VaultError),
    /// The keystore.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// The caller has no right to it.
    #[error(transparent)]
    Denied(Denied),
    /// There is no card with this number here.
    #[error("there is no card {0} here")]
    NoSuchCard(Iccid),
    /// The card.
    #[error(transparent)]
    Card(#[from] CardError),
    /// A PIN or PUK.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// The phone book.
    #[error(transparent)]
    PhoneBook(#[from] PhoneBookError),
    /// An eUICC's own records.
    #[error(transparent)]
    Euicc(#[from] euicc::LoadError),
    /// The eUICC gave or took no copy of a card.
    #[error(transparent)]
    Home(#[from] euicc::HomeError),
    /// No device of the account says that the key is its own.
    #[error("the card is not copied: {0}")]
    Unvouched(&'static str),
    /// The kiosk, or the way to it.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// A driver or management program.
    #[error(transparent)]
    Package(#[from] InstallError),
    /// No operator's root is installed, so no kiosk can be trusted.
    #[error("no operator's root certificate is installed")]
    NoRoots,
    /// The start code names an operator whose root is not installed.
    #[error("the code names an operator that this phone does not trust")]
    UnknownOperator,
    /// Another kiosk answered than the start code names.
    #[error("the code is for the kiosk {wanted}, but {found} answered")]
    OtherKiosk {
        /// As the code says.
        wanted: String,
        /// As the certificate says.
        found: String,
    },
    /// The file is no root certificate.
    #[error("this is not an operator's root certificate: {0}")]
    BadRoot(String),
    /// The eUICC refused a management command.
    #[error("the eUICC refused: {0}")]
    Refused(#[from] CardRefusal),
    /// Somebody at the kiosk said no.
    #[error("the sale was not authorised: {why}")]
    NotAuthorised {
        /// The reason given.
        why: String,
    },
    /// The kiosk's certificate for this phone does not hold.
    #[error("the kiosk's certificate for this phone does not hold: {0}")]
    BadCertificate(String),
    /// Certificates and key make no eUICC.
    #[error("these files make no eUICC: {0}")]
    BadIdentity(String),
    /// The server, or the way to it.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// There is no eUICC here that could take a profile.
    #[error("this phone has no eUICC yet")]
    NoEuicc,
    /// Neither the eUICC nor anybody else names an SM-DS.
    #[error("this card names no discovery server")]
    NoSmds,
    /// The SM-DS knows of nothing.
    #[error("the discovery server knows of nothing that waits for this card")]
    NothingWaits,
    /// The download failed.
    #[error(transparent)]
    Download(rsp::lpa::Failure),
    /// The eUICC could not install the package, and said so to the server.
    #[error("the eUICC could not install the profile: {reason}")]
    NotInstalled {
        /// Its reason.
        reason: ErrorReason,
    },
    /// The user, or whoever runs the flow, stopped it.
    #[error("stopped: {}", .0.as_str())]
    Cancelled(Cancel),
}

impl Error {
    /// Whether the same call may succeed later without anybody repairing something first.
    #[must_use]
    pub fn retrying_helps(&self) -> bool {
        match self {
            Self::Account(error) => error.retrying_helps(),
            Self::Away(error) => error.retrying_helps(),
            Self::Vault(error) => error.retrying_helps(),
            Self::Keystore(error) => error.retrying_helps(),
            Self::Denied(error) => error.retrying_helps(),
            Self::Card(error) => error.retrying_helps(),
            Self::Code(error) => error.retrying_helps(),
            Self::PhoneBook(error) => error.retrying_helps(),
            Self::Euicc(error) => error.retrying_helps(),
            Self::Home(error) => error.retrying_helps(),
            Self::Refused(refusal) => refusal.retrying_helps(),
            Self::Session(error) => error.retrying_helps(),
            Self::Package(error) => error.retrying_helps(),
            Self::Server(error) => error.retrying_helps,
            Self::Download(failure) => failure.retrying_helps(),
            Self::NotInstalled { reason } => may_be_mended(*reason),
            Self::Cancelled(Cancel::Postponed) | Self::NothingWaits => true,
            Self::Locked
            | Self::NoSuchCard(_)
            | Self::NoRoots
            | Self::NoEuicc
            | Self::NoSmds
            | Self::UnknownOperator
            | Self::OtherKiosk { .. }
            | Self::BadRoot(_)
            | Self::Unvouched(_)
            | Self::NotAuthorised { .. }
            | Self::BadCertificate(_)
            | Self::BadIdentity(_)
            | Self::Cancelled(Cancel::Rejected) => false,
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Locked => "Sign in on it with the account's password, or order it to unlock.",
            Self::Account(error) => error.hint(),
            Self::Away(error) => error.hint(),
            Self::Vault(error) => error.hint(),
            Self::Keystore(error) => error.hint(),
            Self::Denied(error) => error.hint(),
            Self::NoSuchCard(_) => "List the cards that are here.",
            Self::Card(error) => error.hint(),
            Self::Code(error) => error.hint(),
            Self::PhoneBook(error) => error.hint(),
            Self::Euicc(error) => error.hint(),
            Self::Home(error) => error.hint(),
            Self::Unvouched(_) => "Nothing left this device. Have the other one enrolled, and ask anew from there.",
            Self::Session(error) => error.hint(),
            Self::Package(error) => error.hint(),
            Self::NoRoots => "Install the root certificate of an operator that you trust.",
            Self::UnknownOperator => "Install that operator's root certificate if you trust it; else walk away.",
            Self::OtherKiosk { .. } => "Scan the code of the kiosk that you stand before; if you did, walk away.",
            Self::BadRoot(_) => "Ask the operator for its root certificate in DER form.",
            Self::Refused(refusal) => refusal.hint(),
            Self::NotAuthorised { .. } => "Ask the attendant, or choose another offer.",
            Self::BadCertificate(_) => "Compare the phone's clock with a clock; if it is right, tell the staff.",
            Self::BadIdentity(_) => {
                "Give the certificates and the key that belong together, under a root that is installed."
            }
            Self::Server(error) => error.hint,
            Self::NoEuicc => "Get a first card from a kiosk, which makes one, or name a card in a reader.",
            Self::NoSmds => "Name a discovery server, or ask the operator for an activation code.",
            Self::NothingWaits => {
                "Ask the operator whether it has announced the profile, and for which EID; or for an activation code."
            }
            Self::Download(failure) => return sentence(failure.advice()),
            Self::NotInstalled { reason: ErrorReason::InstallFailedDueToInsufficientMemoryForProfile } => {
                "Delete a card that is not needed, then try again."
            }
            Self::NotInstalled { reason } if may_be_mended(*reason) => "Try again: the order stays.",
            Self::NotInstalled { .. } => "Tell the operator: its profile does not fit this card.",
            Self::Cancelled(Cancel::Postponed) => "Start again when it suits you.",
            Self::Cancelled(Cancel::Rejected) => "Order again if you change your mind.",
        }
        .to_owned()
    }
}

impl From<VaultError> for Error {
    fn from(error: VaultError) -> Self {
        if matches!(error, VaultError::Held) { Self::Locked } else { Self::Vault(error) }
    }
}

impl From<AccountError> for Error {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Denied(Denied::Held) | AccountError::Vault(VaultError::Held) => Self::Locked,
            other => Self::Account(other),
        }
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        if matches!(denied, Denied::Held) { Self::Locked } else { Self::Denied(denied) }
    }
}

/// Whether the same profile may be installed at another try: what came may have been damaged, or the card had no room.
pub(crate) const fn may_be_mended(reason: ErrorReason) -> bool {
    use ErrorReason as R;
    matches!(
        reason,
        R::InstallFailedDueToInterruption
            | R::InstallFailedDueToInsufficientMemoryForProfile
            | R::InvalidTransactionId
            | R::Scp03tStructureError
            | R::Scp03tSecurityError
            | R::InvalidSignature
            | R::InstallFailedDueToUnknownError
    )
}

fn sentence(advice: &str) -> String {
    let mut letters = advice.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).chain(['.']).collect()).unwrap_or_default()
}

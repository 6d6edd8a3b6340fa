use crate::{
    Cancel,
    card::CardError,
    ports::InstallError,
    session::SessionError,
    sim::{CodeError, PhoneBookError},
};
use model::Iccid;
use vault::{Denied, KeystoreError, VaultError};

/// Why a flow did not do what it was asked. Nothing is lost: what was durable before still is.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The keystore.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// The caller has no right to it.
    #[error(transparent)]
    Denied(#[from] Denied),
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
    Refused(&'static str),
    /// Somebody at the kiosk said no.
    #[error("the sale was not authorised: {why}")]
    NotAuthorised {
        /// The reason given.
        why: String,
    },
    /// The kiosk's certificate for this phone does not hold.
    #[error("the kiosk's certificate for this phone does not hold: {0}")]
    BadCertificate(String),
    /// The download failed.
    #[error(transparent)]
    Download(rsp::lpa::Failure),
    /// The eUICC could not install the package, and said so to the server.
    #[error("the eUICC could not install the profile: {reason:?}")]
    NotInstalled {
        /// Its reason.
        reason: rsp::notification::ErrorReason,
    },
    /// The user, or whoever runs the flow, stopped it.
    #[error("stopped: {}", .0.as_str())]
    Cancelled(Cancel),
}

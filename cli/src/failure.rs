use app::{Error, session::SessionError, sim::CodeError};
use nearfield::message::Advice;

/// Why a command failed, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A flow.
    #[error(transparent)]
    App(#[from] Error),
    /// The keystore or its folder.
    #[error(transparent)]
    Open(#[from] store::OpenError),
    /// The keystore.
    #[error(transparent)]
    Keystore(#[from] vault::KeystoreError),
    /// A file.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: String,
        /// What happened.
        error: std::io::Error,
    },
    /// What was given on the command line or typed.
    #[error("{0}")]
    Usage(String),
    /// No kiosk, or more than one, where one was needed.
    #[error("{0}")]
    Kiosk(String),
    /// The local network can't be searched.
    #[error(transparent)]
    Mdns(#[from] radio::mdns::MdnsError),
    /// The terminal.
    #[error("the terminal can't be read: {0}")]
    Terminal(std::io::Error),
    /// The user stopped it.
    #[error("stopped; what was durable is kept, and the same command goes on from there")]
    Stopped,
}

impl Failure {
    /// Whether the same command may succeed later, and what to do.
    #[must_use]
    pub(crate) fn hint(&self) -> (bool, String) {
        match self {
            Self::App(error) => of_app(error),
            Self::Open(store::OpenError::Held { .. }) => {
                (true, "Another landfall command uses this data folder; wait until it ends.".to_owned())
            }
            Self::Open(_) => (false, "Check the data folder and its permissions.".to_owned()),
            Self::Keystore(error) => (error.retrying_helps(), "Check the passphrase and the data folder.".to_owned()),
            Self::File { .. } => (false, "Check the path and its permissions.".to_owned()),
            Self::Usage(_) => (false, "See --help.".to_owned()),
            Self::Kiosk(_) => (true, "Give the kiosk's start code or address with --kiosk.".to_owned()),
            Self::Mdns(_) => (true, "Give the kiosk's start code or address with --kiosk.".to_owned()),
            Self::Terminal(_) => (false, "Give PINs and answers by files and flags: see --help.".to_owned()),
            Self::Stopped => (true, "Run the same command again.".to_owned()),
        }
    }

    /// The exit code: 2 for what was asked wrongly, 3 for what may succeed later, 1 otherwise.
    #[must_use]
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            other if other.hint().0 => 3,
            _ => 1,
        }
    }
}

fn of_app(error: &Error) -> (bool, String) {
    let (again, text) = match error {
        Error::NoSuchCard(_) => (false, "`landfall cards` lists the cards that are here."),
        Error::NoRoots => (false, "Install the operator's root: landfall roots add FILE."),
        Error::BadRoot(_) => (false, "Ask the operator for its root certificate in DER form."),
        Error::Code(CodeError::Wrong { .. }) => {
            (true, "Try again with the right code; it blocks when no tries are left.")
        }
        Error::Code(CodeError::Blocked) => (false, "Unblock the PIN with the PUK: landfall card pin ICCID unblock."),
        Error::Code(CodeError::NotACode) => (true, "Give 4 to 8 digits."),
        Error::Code(CodeError::NotAllowed) => (false, "The card has a PIN already: use `card pin ICCID change`."),
        Error::Session(SessionError::Refused(refusal)) => {
            return (matches!(refusal.advice(), Advice::RetryAfter(_)), refusal.hint().to_owned());
        }
        Error::Session(SessionError::Link(_)) => (true, "Check that the kiosk is on and near; try again."),
        Error::Session(SessionError::Closed(why)) => {
            return if why.retry_helps() {
                (true, "Try again.".to_owned())
            } else {
                (
                    false,
                    "Don't use this kiosk: ask its staff, or install its operator's root if you trust it.".to_owned(),
                )
            };
        }
        Error::NotAuthorised { .. } => (false, "Ask the attendant, or choose another offer."),
        Error::Download(failure) if failure.retrying_helps() => (true, "Run the same command again: nothing is lost."),
        Error::Refused(_) => (false, "Do what the message says, then try again."),
        Error::Vault(error) if error.retrying_helps() => (true, "Try again."),
        Error::Vault(vault::VaultError::KeyLost | vault::VaultError::Destroyed) => {
            (false, "These cards can't be opened any more. Start with a new data folder.")
        }
        Error::Cancelled(_) => (true, "Run the same command again."),
        _ => (false, "Run `landfall doctor`; if it finds nothing, ask the kiosk's staff or your operator."),
    };
    (again, text.to_owned())
}

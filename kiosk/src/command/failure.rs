use crate::{
    authorise::SaleError,
    certificates::CertificatesError,
    identity::IdentityError,
    init::InitError,
    issue::IssueError,
    keys::KeysError,
    kiosk::OpenError,
    operator::OperatorError,
    reconcile::ReconcileError,
    remote::RemoteError,
    report::ContactError,
    reserve::ReserveError,
    serve::ServeError,
    settings::SettingsError,
    stock::{import::ImportError, release::DecisionError},
    trust::TrustError,
};
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use web::orderer::AskError;

/// Why a command failed: what happened, whether trying again helps, what can be done (F3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{error}")]
pub struct Failure {
    /// What happened.
    pub error: String,
    /// Whether the same command may succeed later.
    pub retrying_helps: bool,
    /// What can be done.
    pub hint: String,
}

impl Failure {
    /// A failure that lasts until something is changed.
    #[must_use]
    pub fn lasting(error: impl ToString, hint: &str) -> Self {
        Self { error: error.to_string(), retrying_helps: false, hint: hint.to_owned() }
    }

    /// A failure that may pass.
    #[must_use]
    pub fn passing(error: impl ToString, hint: &str) -> Self {
        Self { error: error.to_string(), retrying_helps: true, hint: hint.to_owned() }
    }

    /// The request at the door is of another release.
    #[must_use]
    pub fn not_understood() -> Self {
        let error = "the kiosk that is serving doesn't know this command";
        Self::lasting(error, "Restart it: it may be of an older release.")
    }

    /// An answer that does not pass through the door of the kiosk that serves.
    #[must_use]
    pub(crate) fn too_long(bytes: usize) -> Self {
        let error = format!("the answer has {bytes} bytes: more than the kiosk that is serving hands out at once");
        Self::lasting(error, "Ask for less: --limit N, and --after NUMBER for what follows.")
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        let hint = match &error {
            store::Error::Corrupt(_) => "Restore a backup: landfall-kiosk restore FILE.",
            other => other.hint(),
        };
        Self { retrying_helps: error.retrying_helps(), error: error.to_string(), hint: hint.to_owned() }
    }
}

impl From<store::OpenError> for Failure {
    fn from(error: store::OpenError) -> Self {
        Self { retrying_helps: error.retrying_helps(), error: error.to_string(), hint: error.hint().to_owned() }
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Store(error) => error.into(),
            ImportError::Problems(_) => Self::lasting(error, "Mend the file and import it again; nothing has changed."),
            ImportError::NoSealingKey => Self::lasting(error, "Run landfall-kiosk init."),
        }
    }
}

impl From<DecisionError> for Failure {
    fn from(error: DecisionError) -> Self {
        match error {
            DecisionError::Store(error) => error.into(),
            DecisionError::Unknown(_) => Self::lasting(error, "See landfall-kiosk stock list --numbers."),
            DecisionError::NoReason => Self::lasting(error, "Give it with --why."),
            DecisionError::NotFrom { .. } => Self::lasting(error, "See landfall-kiosk stock log NUMBER."),
        }
    }
}

impl From<SaleError> for Failure {
    fn from(error: SaleError) -> Self {
        match error {
            SaleError::Store(error) => error.into(),
            SaleError::Unknown(_) | SaleError::Several(_) | SaleError::NotWaiting { .. } => {
                Self::lasting(error, "See landfall-kiosk sales pending.")
            }
        }
    }
}

impl From<IssueError> for Failure {
    fn from(error: IssueError) -> Self {
        match error {
            IssueError::Reserve(ReserveError::Store(error)) => error.into(),
            IssueError::Reserve(ReserveError::SoldOut) => {
                Self::passing(error, "Sell another product, or import numbers of this one.")
            }
            IssueError::Reserve(_) => Self::passing(error, "Try again."),
            IssueError::NoProduct(_) => Self::lasting(error, "See landfall-kiosk stock list."),
            IssueError::NotAnnounced(_) => {
                Self::lasting(error, "Give --eid; and make the kiosk an SM-DS: smds-address in kiosk.toml, then renew.")
            }
            IssueError::NoSealingKey => Self::lasting(error, "Run landfall-kiosk init."),
        }
    }
}

impl From<RemoteError> for Failure {
    fn from(error: RemoteError) -> Self {
        match error {
            RemoteError::Store(error) => error.into(),
            RemoteError::Nothing => {
                Self::lasting(error, "Write the commands behind the options, such as disable:ICCID.")
            }
            RemoteError::NotThere { .. } | RemoteError::NoCard(_) => Self::lasting(
                error,
                "See landfall-kiosk stock list --numbers: only cards given out here are managed here.",
            ),
            RemoteError::NotAllowed { .. } => Self::lasting(
                error,
                "The product's [product.remote] says what may be done; cards keep what they were made with.",
            ),
            RemoteError::TooLarge(why) => Self::lasting(error, why.hint()),
            RemoteError::NoIdentity => Self::lasting(error, "Run landfall-kiosk init."),
            RemoteError::NotWaiting(_) => Self::lasting(error, "See landfall-kiosk rpm list."),
        }
    }
}

impl From<ReconcileError> for Failure {
    fn from(error: ReconcileError) -> Self {
        match error {
            ReconcileError::Store(error) => error.into(),
            ReconcileError::Unknown(_) => Self::lasting(
                error,
                "Check how they are written; nothing has changed. If they were imported after the backup, import that stock \
                 again first, or add --remember.",
            ),
            ReconcileError::NoVoucher(_) => Self::lasting(error, "Check how it is written; nothing has changed."),
        }
    }
}

impl From<IdentityError> for Failure {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::Store(error) => error.into(),
            IdentityError::Missing | IdentityError::Malformed(_) => {
                Self::lasting(error, "Run landfall-kiosk init, or landfall-kiosk renew.")
            }
        }
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        match error {
            SettingsError::Read { .. } => {
                Self::lasting(error, "Give the folder with --data, or run landfall-kiosk init.")
            }
            SettingsError::Malformed { .. } => Self::lasting(error, "Mend kiosk.toml."),
        }
    }
}

impl From<KeysError> for Failure {
    fn from(error: KeysError) -> Self {
        match error {
            KeysError::Store(error) => error.into(),
            KeysError::Missing => Self::lasting(error, "Run landfall-kiosk init."),
            KeysError::Keystore(inner) => Self {
                retrying_helps: inner.retrying_helps(),
                error: inner.to_string(),
                hint: "Check the passphrase and the data folder.".to_owned(),
            },
        }
    }
}

impl From<OperatorError> for Failure {
    fn from(error: OperatorError) -> Self {
        match error {
            OperatorError::Folder(error) => error.into(),
            OperatorError::Keystore(error) => KeysError::Keystore(error).into(),
            OperatorError::File { .. } => Self::lasting(error, "Check the path; make an operator with operator init."),
            OperatorError::Exists(_) => Self::lasting(error, "Choose another folder."),
            OperatorError::Root(_) => {
                Self::lasting(error, "Give the CI's certificate (DER) and the key that belongs to it.")
            }
            OperatorError::NoKiosk(_) | OperatorError::NoClient(_) => {
                Self::lasting(error, "See the names in operator.toml.")
            }
            OperatorError::Malformed { .. } => Self::lasting(error, "Restore that file from a copy."),
            OperatorError::Issue(ref why) => {
                let hint = why.hint();
                Self::lasting(error, hint)
            }
            OperatorError::EidPrefix => Self::lasting(error, "Choose other digits."),
        }
    }
}

impl From<InitError> for Failure {
    fn from(error: InitError) -> Self {
        match error {
            InitError::Open(error) => error.into(),
            InitError::Keys(error) => error.into(),
            InitError::Operator(error) => error.into(),
            InitError::Settings(error) => error.into(),
            InitError::Store(error) => error.into(),
            InitError::Identity(error) => error.into(),
            InitError::Certificates(CertificatesError::Store(error)) => error.into(),
            InitError::Certificates(error) => {
                Self { retrying_helps: error.retrying_helps(), hint: error.hint(), error: error.to_string() }
            }
            InitError::SameName(_) => Self::lasting(error, "Choose another name for one of them."),
            InitError::Exists(_) => Self::lasting(error, "Choose another folder, or run landfall-kiosk renew."),
            InitError::Write(_) => Self::lasting(error, "Check the data folder and its permissions."),
        }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Store(error) => error.into(),
            OpenError::Settings(error) => error.into(),
            OpenError::Keys(error) => error.into(),
            OpenError::Identity(error) => error.into(),
            OpenError::Read(error) => error.into(),
            OpenError::Trust(error) => error.into(),
            OpenError::Server(_) => Self::lasting(error, "Run landfall-kiosk renew."),
        }
    }
}

impl From<TrustError> for Failure {
    fn from(error: TrustError) -> Self {
        match error {
            TrustError::File { .. } => Self::lasting(error, "Check the path and its permissions."),
            TrustError::Root { .. } => {
                Self::lasting(error, "Give the platform's root certificate as DER (openssl x509 -outform der).")
            }
            TrustError::ClientRoot { .. } => {
                Self::lasting(error, "Give a root certificate (DER) such as `landfall-kiosk operator init` makes.")
            }
            TrustError::Crl { .. } => {
                Self::lasting(error, "Give the newest list of this kiosk's operator: landfall-kiosk operator revoke.")
            }
        }
    }
}

impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        let (retrying_helps, hint) = (error.retrying_helps(), error.hint().to_owned());
        Self { error: error.to_string(), retrying_helps, hint }
    }
}

impl From<ContactError> for Failure {
    fn from(error: ContactError) -> Self {
        let (retrying_helps, hint) = (error.retrying_helps(), error.hint().to_owned());
        Self { error: error.to_string(), retrying_helps, hint }
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        match error {
            ServeError::Keys(error) => error.into(),
            ServeError::Store(error) => error.into(),
            ServeError::Certificate(_) => Self::lasting(error, "Set the clock, or run landfall-kiosk renew."),
            ServeError::Tls(_) => Self::lasting(error, "Run landfall-kiosk renew."),
            ServeError::Listen { ref source, .. } => {
                let hint = "Choose another address with --listen HOST:PORT.";
                // What is no address does not become one.
                let no_address = source.kind() == ErrorKind::InvalidInput;
                if no_address { Self::lasting(error, hint) } else { Self::passing(error, hint) }
            }
            ServeError::Notify(_) => {
                Self::lasting(error, "Write it as https://NAME[:PORT][/PATH], or take the line out.")
            }
            ServeError::Door(_) => Self::lasting(error, "Check the data folder and its permissions."),
            ServeError::NothingToAnnounce => Self::lasting(error, "Leave --announce out, or add --tcp."),
            ServeError::Ble(error) => {
                let (retrying_helps, hint) = (error.retrying_helps(), error.hint().to_owned());
                Self { error: error.to_string(), retrying_helps, hint }
            }
            ServeError::Nfc(error) => {
                let (retrying_helps, hint) = (error.retrying_helps(), error.hint().to_owned());
                Self { error: error.to_string(), retrying_helps, hint }
            }
            ServeError::Announce(_) => Self::passing(error, "Serve without --announce; phones take the start code."),
        }
    }
}

impl From<store::RestoreError> for Failure {
    fn from(error: store::RestoreError) -> Self {
        let hint = format!("The stock is as it was. {}", error.hint());
        Self { retrying_helps: error.retrying_helps(), error: error.to_string(), hint }
    }
}

impl From<store::door::DoorError> for Failure {
    fn from(error: store::door::DoorError) -> Self {
        Self { retrying_helps: error.retrying_helps(), error: error.to_string(), hint: error.hint().to_owned() }
    }
}

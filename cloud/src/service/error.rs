use crate::{
    issuer::IssuerError,
    storage::{StorageError, TokenKind},
};
use account::{
    manifest::ManifestError,
    opaque::OpaqueError,
    order::Refusal,
    rights::Denied,
    sub::SubError,
    wire::{Entry, ProblemKind},
};
use report::ReportError;

/// Why the cloud did not do it. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// There is no token, or it is good no more.
    #[error("the token is missing, has ended or was taken back")]
    Token,
    /// Password, login or attempt: nobody is told which.
    #[error("wrong login or password, or the attempt has ended")]
    Login,
    /// Key, device, enrolment or challenge: nobody is told which.
    #[error("the proof is not by a key that the account has for this, or its challenge has ended")]
    Proof,
    /// The token's kind may not.
    #[error("a {} token does not let do this", name(*.0))]
    Power(TokenKind),
    /// It is not there.
    #[error("there is no such {0}")]
    Missing(&'static str),
    /// It is not what it should be.
    #[error("the request can't be taken: {0}")]
    Malformed(&'static str),
    /// Login or id is another's.
    #[error("the login is taken")]
    Taken,
    /// Something else has its id, or came before it.
    #[error("another {0} came first")]
    Other(&'static str),
    /// Another manifest came first.
    #[error("another device list came first: the last one is version {0}")]
    Behind(u64),
    /// Versions stood in the way.
    #[error("{} of the records have newer versions", .0.len())]
    Conflicts(Vec<Entry>),
    /// The manifest doesn't follow.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// Nobody who may gave the order.
    #[error(transparent)]
    Order(#[from] Refusal),
    /// The account has no such right.
    #[error(transparent)]
    Rights(#[from] Denied),
    /// What an account says of itself and others does not hold.
    #[error(transparent)]
    Sub(#[from] SubError),
    /// The order's signer hands in orders by another way.
    #[error("a {} token does not hand in orders of this signer", name(*.0))]
    OrderToken(TokenKind),
    /// The head is not the device's own.
    #[error("the head is not signed by the device that sends it, or is of another account")]
    Head,
    /// What a kiosk hands in is not its own, or not of now.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The kiosk's token is unknown, used up or over.
    #[error("the registration token is unknown, has ended or is another kiosk's")]
    Registration,
    /// The product is sold otherwise than its user has agreed to.
    #[error("the product is another by now than was agreed to: its price, validity or terms have changed")]
    OtherProduct,
    /// Too many orders of cards are open.
    #[error("{0} orders of cards are open in this account already")]
    OpenCardOrders(u32),
    /// Card, challenge or answer: nobody is told which.
    #[error("the phone has not shown that it holds the card")]
    Claim,
    /// What is to be certified again does not hold.
    #[error(transparent)]
    Issuer(#[from] IssuerError),
    /// The cloud has no word of a kiosk that it sold to this eUICC.
    #[error("no kiosk has told yet of a card that it sold to this eUICC")]
    Unreported,
    /// A message of OPAQUE is none.
    #[error("the message of the password's exchange can't be read")]
    Opaque,
    /// Too often.
    #[error("too many tries; the next one is in {0} s")]
    TooMany(u64),
    /// The kiosk has not fetched what waits for it.
    #[error("{0} results wait for the kiosk already")]
    Waiting(u32),
    /// The database.
    #[error("the database does not answer")]
    Storage(#[from] StorageError),
    /// What the database keeps can't be read.
    #[error("what is kept of the account can't be read")]
    Damaged,
}

impl ServiceError {
    /// The word for it.
    #[must_use]
    pub fn word(&self) -> ProblemKind {
        match self {
            Self::Token | Self::Login | Self::Proof => ProblemKind::Unauthorised,
            Self::Power(_) | Self::OrderToken(_) | Self::Registration => ProblemKind::Forbidden,
            Self::Missing(_) => ProblemKind::NotFound,
            Self::Taken | Self::Other(_) | Self::Behind(_) | Self::Conflicts(_) | Self::Report(ReportError::Stale) => {
                ProblemKind::Conflict
            }
            Self::Malformed(_) | Self::Opaque => ProblemKind::Malformed,
            Self::Issuer(IssuerError::File { .. } | IssuerError::Open(_) | IssuerError::Key { .. }) => {
                ProblemKind::Internal
            }
            Self::Issuer(error) if error.retrying_helps() => ProblemKind::Unavailable,
            Self::Manifest(_)
            | Self::Order(_)
            | Self::Rights(_)
            | Self::Sub(_)
            | Self::Head
            | Self::Report(_)
            | Self::Claim
            | Self::Issuer(_)
            | Self::Unreported => ProblemKind::Refused,
            Self::OtherProduct | Self::OpenCardOrders(_) => ProblemKind::Refused,
            Self::TooMany(_) | Self::Waiting(_) => ProblemKind::TooMany,
            Self::Storage(error) if error.retrying_helps() => ProblemKind::Unavailable,
            Self::Storage(_) | Self::Damaged => ProblemKind::Internal,
        }
    }

    /// Whether the same may succeed later.
    #[must_use]
    pub fn retrying_helps(&self) -> bool {
        match self {
            Self::TooMany(_) | Self::Waiting(_) | Self::Unreported => true,
            Self::Issuer(error) => error.retrying_helps(),
            Self::Manifest(error) => error.retrying_helps(),
            Self::Report(error) => error.retrying_helps(),
            Self::Storage(error) => error.retrying_helps(),
            _ => false,
        }
    }

    /// What to do, as a sentence.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Token => "Sign in again.",
            Self::Login => "Give the right login and password, from the start.",
            Self::Proof => {
                "Ask for a new challenge and sign it with the device's key; a device that was taken out of the account is enrolled anew."
            }
            Self::Power(_) | Self::OrderToken(_) => {
                "Sign in by a way that may: as a device of the account, or by the recovery sheet."
            }
            Self::Missing(_) => "Look up what there is.",
            Self::Malformed(_) | Self::Opaque => "Update the app.",
            Self::Taken => "Choose another login, or sign in.",
            Self::Other(_) => "Read how it stands now.",
            Self::Behind(_) => "Read the device list anew, and make the change to the last one.",
            Self::Conflicts(_) => "Read the log, and write on top of what is there.",
            Self::Manifest(error) => error.hint(),
            Self::Order(error) => error.hint(),
            Self::Rights(error) => error.hint(),
            Self::Sub(error) => error.hint(),
            Self::Report(error) => error.hint(),
            Self::Registration => "Make a new token for this kiosk: landfall-cloud admin kiosk-token.",
            Self::Claim => {
                "Ask for a new challenge and let the card answer it; if that does not help, the operator has other keys for it."
            }
            Self::OtherProduct => "Look at the product anew, and order it if you still agree.",
            Self::OpenCardOrders(_) => "Fetch their cards, or take some of them back.",
            Self::Issuer(error) => error.hint(),
            Self::Unreported | Self::Waiting(_) => "Ask again once the kiosk has had a network.",
            Self::Head => "Sign where this device stands with its own key.",
            Self::TooMany(_) => "Wait so long, then try again.",
            Self::Storage(error) if error.retrying_helps() => "Try again in some seconds.",
            Self::Storage(_) | Self::Damaged => "Tell the server's operator.",
        }
    }
}

impl From<OpaqueError> for ServiceError {
    fn from(error: OpaqueError) -> Self {
        match error {
            OpaqueError::Password => Self::Login,
            OpaqueError::Malformed | OpaqueError::Stretch => Self::Opaque,
        }
    }
}

const fn name(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Visitor => "visitor's",
        TokenKind::Device => "device's",
        TokenKind::Recovery => "recovery",
        TokenKind::Passkey => "passkey's",
    }
}

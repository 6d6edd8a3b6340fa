use account::{hand_over::HandOverError, log::Breach};
use app::{AccountError, AwayError, CardOrderError, Error, SyncError, TieError, cloud::CloudError, sim::CodeError};
use vault::{Denied, VaultError};

/// Why a command failed, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A flow.
    #[error(transparent)]
    App(#[from] Error),
    /// A flow of the account.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The account's records.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// An order of a card.
    #[error(transparent)]
    Order(#[from] CardOrderError),
    /// Accounts that are tied.
    #[error(transparent)]
    Tie(#[from] TieError),
    /// The account's server: its address, or the roots that it proves itself under.
    #[error(transparent)]
    Cloud(#[from] web::cloud::CloudHttpError),
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
    /// A link can't be searched for kiosks.
    #[error(transparent)]
    Unsearched(#[from] radio::choice::Unsearched),
    /// Bluetooth LE.
    #[error(transparent)]
    Ble(#[from] radio::ble::BleError),
    /// NFC.
    #[error(transparent)]
    Nfc(#[from] radio::nfc::NfcError),
    /// A reader, or the program that a card is behind.
    #[error(transparent)]
    Reader(#[from] reader::ReaderError),
    /// The data folder has no eUICC.
    #[error("there is no eUICC in the data folder yet")]
    NoChip,
    /// The card is no SIM.
    #[error("the card is no SIM")]
    NoSim,
    /// The program that a card was served to failed.
    #[error("{name} failed: {status}")]
    Program {
        /// Which.
        name: String,
        /// How it ended.
        status: std::process::ExitStatus,
    },
    /// The terminal.
    #[error("the terminal can't be read: {0}")]
    Terminal(std::io::Error),
    /// Standard output.
    #[error("the answer can't be written: {0}")]
    Output(std::io::Error),
    /// The user stopped it.
    #[error("stopped; what was durable is kept, and the same command goes on from there")]
    Stopped,
}

impl Failure {
    /// What the terminal refused. Ctrl-C at a prompt that hides what is typed comes as such an error.
    pub(crate) fn terminal(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::Interrupted { Self::Stopped } else { Self::Terminal(error) }
    }

    /// Whether the same command may succeed later, and what to do: the core's advice, or the command that carries it out.
    #[must_use]
    pub(crate) fn hint(&self) -> (bool, String) {
        let (again, text) = match self {
            Self::App(error) => {
                return (error.retrying_helps(), command(error).map_or_else(|| error.hint(), str::to_owned));
            }
            Self::Account(error) => {
                return (error.retrying_helps(), of_account(error).unwrap_or_else(|| error.hint()).to_owned());
            }
            Self::Sync(error) => {
                return (error.retrying_helps(), of_sync(error).map_or_else(|| error.hint(), str::to_owned));
            }
            Self::Order(error) => {
                return (error.retrying_helps(), of_order(error).map_or_else(|| error.hint(), str::to_owned));
            }
            Self::Tie(error) => {
                return (error.retrying_helps(), of_tie(error).map_or_else(|| error.hint(), str::to_owned));
            }
            Self::Cloud(error) => (error.retrying_helps(), error.hint()),
            Self::Open(error) => (error.retrying_helps(), error.hint()),
            Self::Keystore(error) => (error.retrying_helps(), error.hint()),
            Self::File { .. } => (false, "Check the path and its permissions."),
            Self::Usage(_) => (false, "See --help."),
            Self::Kiosk(_) => (true, "Give the kiosk's start code or address with --kiosk."),
            Self::Unsearched(error) => (error.retrying_helps(), error.hint()),
            Self::Ble(error) => (error.retrying_helps(), error.hint()),
            Self::Nfc(error) => (error.retrying_helps(), error.hint()),
            Self::Reader(error) => (error.retrying_helps(), error.hint()),
            Self::NoChip => (false, "Get a card first: landfall acquire; or name another eUICC: --reader NAME."),
            Self::NoSim => (false, "Put in a SIM, or an eUICC that has a profile enabled: landfall chip enable."),
            Self::Program { .. } => (false, "See what it says; the card itself answered."),
            Self::Terminal(_) => (false, "Give PINs and answers by files and flags: see --help."),
            Self::Output(_) => (false, "Check where the output goes: the command itself was carried out."),
            Self::Stopped => (true, "Run the same command again."),
        };
        (again, text.to_owned())
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

/// The command that does what the core advises.
const fn command(error: &Error) -> Option<&'static str> {
    Some(match error {
        Error::NoSuchCard(_) => "`landfall cards` lists the cards that are here.",
        Error::NoRoots => "Install the operator's root: landfall roots add FILE.",
        Error::UnknownOperator => {
            "If you trust that operator, install its root: landfall roots add FILE. Else walk away."
        }
        Error::Code(CodeError::Blocked) => "Unblock the PIN with the PUK: landfall card pin ICCID unblock.",
        Error::Code(CodeError::NotAllowed) => "If the card has a PIN already: landfall card pin ICCID change.",
        Error::Denied(Denied::PinNotSet) => "Give the card a PIN: landfall card pin ICCID set.",
        Error::Denied(Denied::PinBlocked) => "Unblock the PIN with the PUK: landfall card pin ICCID unblock.",
        Error::Locked => {
            "Unlock it as its owner: landfall remote sign-in; or from another device: landfall remote unlock."
        }
        Error::Account(error) => return of_account(error),
        Error::Away(AwayError::NotEnrolled) => return of_account(&AccountError::None),
        Error::Away(AwayError::NoSuchDevice(_)) => "`landfall account devices` lists them.",
        Error::Away(AwayError::NoSuchOrder(_) | AwayError::TooLate(_)) => "`landfall remote orders` lists them.",
        Error::Away(AwayError::HolderUnknown(_)) => {
            "Run landfall sync, then landfall remote homes; or name the device that has it: --from DEVICE."
        }
        Error::Away(AwayError::LiveThere(_)) => "`landfall remote homes` shows where each card is.",
        Error::Away(AwayError::NoCopy(_)) => {
            "Copy it there first: landfall remote copy. That takes the device that has it: if it is lost for good, ask the card's operator for a new one."
        }
        Error::Vault(VaultError::Destroyed) => {
            "Nothing here can be opened any more. If an order wiped it: landfall remote obey hands in what it owes. Start with a new data folder: --data DIR."
        }
        Error::Vault(VaultError::KeyLost) => {
            "These cards can't be opened any more. Start with a new data folder: --data DIR."
        }
        Error::Vault(VaultError::Corrupt { .. }) => "Run `landfall doctor`: it says what is damaged.",
        _ => return None,
    })
}

/// The same of the account's records.
fn of_sync(error: &SyncError) -> Option<&'static str> {
    match error {
        SyncError::Account(error) => of_account(error),
        SyncError::Phone(error) => command(error),
        SyncError::Breach(Breach::Restored { .. }) => {
            Some("Ask the server's operator whether a backup was restored; if so: landfall sync --believe-restored.")
        }
        SyncError::NoSuchRecord => Some("`landfall records list` shows the records that there are."),
        _ => None,
    }
}

/// The same of an order of a card.
fn of_order(error: &CardOrderError) -> Option<&'static str> {
    match error {
        CardOrderError::Account(error) => of_account(error),
        CardOrderError::Sync(error) => of_sync(error),
        CardOrderError::NoSuchProduct(_) => Some("`landfall order products AGENCY` lists what it sells."),
        CardOrderError::Given => Some("`landfall records list` shows on which device it is, after landfall sync."),
        _ => None,
    }
}

/// The same of accounts that are tied.
fn of_tie(error: &TieError) -> Option<&'static str> {
    match error {
        TieError::Account(error) => of_account(error),
        TieError::Sync(error) => of_sync(error),
        TieError::Phone(error) => command(error),
        TieError::NoSuchAccount(_) | TieError::WhichAccount(_) | TieError::NoSuchCard { .. } => {
            Some("Name it as `landfall account sub list` shows it.")
        }
        TieError::NotLinked(_) => Some("Have its owner accept: landfall account sub accept; then try again."),
        TieError::NoConsent(_) => {
            Some("Its owner lets it be handed on: landfall account sub grant, with --allow see,use,delegate.")
        }
        _ => None,
    }
}

/// The same of an account.
const fn of_account(error: &AccountError) -> Option<&'static str> {
    Some(match error {
        AccountError::None => {
            "Make an account: landfall account create; or sign in: landfall account login, landfall account ask."
        }
        AccountError::Exists(_) => "Sign out first: landfall account sign-out; or use another data folder: --data DIR.",
        AccountError::LoginTaken(_) => "Choose another login; if it is yours, sign in: landfall account login.",
        AccountError::Revoked | AccountError::Cloud(CloudError::NotADevice) => {
            "Forget the account here: landfall account sign-out; if the device is yours still, sign in again."
        }
        AccountError::NoSuchDevice(_) | AccountError::WhichDevice(_) => {
            "Name it by its id, as `landfall account devices` shows it."
        }
        AccountError::Itself => {
            "Sign out of it: landfall account sign-out; new keys for the others: landfall account rotate --root."
        }
        AccountError::HandOver(HandOverError::Missing) => {
            "Forget the account here: landfall account sign-out; then sign in with the new sheet, or: landfall account ask."
        }
        AccountError::NoSuchRequest => {
            "`landfall account approve` lists what waits; on the new device: landfall account ask."
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tables::{Said, check, table};

    fn told(failure: Failure) -> Said {
        let (again, hint) = failure.hint();
        Said::new(failure, again, hint)
    }

    // R: F3
    #[test]
    fn every_failure_says_what_happened_and_what_to_do() {
        let io = || std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        let newer = store::OpenError::Newer { path: "data".into(), found: 9, known: 1 };
        let clock = rsp::cert::ChainError::Expired {
            role: rsp::cert::Role::Kiosk,
            not_after: model::UnixTime(0),
            now: model::UnixTime(1),
        };
        let clock = nearfield::Closed::Untrusted(nearfield::Untrusted::Chain(clock));
        let clock = Error::Session(app::session::SessionError::Closed(clock));
        let full = rsp::lpa::Failure::Storage("the disk is full".to_owned());
        check(table! { Failure as told:
            Failure::App(Error::NoRoots) => Error::NoRoots.into(), false, "landfall roots add";
            Failure::App(Error::UnknownOperator) => Error::UnknownOperator.into(), false, "landfall roots add";
            Failure::App(Error::Code(CodeError::Blocked)) => Error::Code(CodeError::Blocked).into(), false, "unblock";
            Failure::App(Error::Code(CodeError::NotAllowed)) => Error::Code(CodeError::NotAllowed).into(), false, "change";
            Failure::App(Error::Denied(Denied::PinNotSet)) => Error::Denied(Denied::PinNotSet).into(), true, "landfall card pin";
            Failure::App(Error::Denied(Denied::PinBlocked)) => Error::Denied(Denied::PinBlocked).into(), false, "unblock";
            Failure::App(Error::Vault(VaultError::KeyLost)) => Error::Vault(VaultError::KeyLost).into(), false, "--data";
            Failure::App(Error::Vault(VaultError::Corrupt { .. })) =>
                Error::Vault(VaultError::Corrupt { what: "head".to_owned() }).into(), false, "landfall doctor";
            Failure::App(Error::Vault(VaultError::Destroyed)) => Error::Vault(VaultError::Destroyed).into(), false, "remote obey";
            Failure::App(Error::Locked) => Error::Locked.into(), false, "remote sign-in";
            Failure::App(Error::Away(AwayError::NotEnrolled)) => Error::Away(AwayError::NotEnrolled).into(), false, "account create";
            Failure::App(Error::Away(AwayError::NoSuchDevice(_))) => Error::Away(AwayError::NoSuchDevice(String::new())).into(), false, "account devices";
            Failure::App(Error::Away(AwayError::HolderUnknown(_))) => Error::Away(AwayError::HolderUnknown(String::new())).into(), false, "--from";
            Failure::App(Error::Away(AwayError::LiveThere(_))) => Error::Away(AwayError::LiveThere(String::new())).into(), false, "remote homes";
            Failure::App(Error::Away(AwayError::NoCopy(_))) => Error::Away(AwayError::NoCopy(String::new())).into(), false, "remote copy";
            Failure::App(Error::Away(AwayError::TooLate(_))) => Error::Away(AwayError::TooLate("it was answered")).into(), false, "remote orders";
            Failure::App(Error::Session(_)) => clock.into(), false, "Compare the phone's clock";
            Failure::App(Error::Download(_)) => Error::Download(full).into(), true, "Make room";
            Failure::App(_) => Error::Cancelled(app::Cancel::Rejected).into(), false, "change your mind";
            Failure::Account(AccountError::None) => AccountError::None.into(), false, "landfall account create";
            Failure::Account(AccountError::Exists(_)) => AccountError::Exists(String::new()).into(), false, "sign-out";
            Failure::Account(AccountError::LoginTaken(_)) => AccountError::LoginTaken(String::new()).into(), false, "another login";
            Failure::Account(AccountError::Revoked) => AccountError::Revoked.into(), false, "sign-out";
            Failure::Account(AccountError::Itself) => AccountError::Itself.into(), false, "rotate --root";
            Failure::Account(AccountError::HandOver(_)) => AccountError::from(HandOverError::Missing).into(), false, "account ask";
            Failure::Account(AccountError::NoSuchDevice(_)) => AccountError::NoSuchDevice(String::new()).into(), false, "account devices";
            Failure::Account(AccountError::NoSuchRequest) => AccountError::NoSuchRequest.into(), false, "account ask";
            Failure::Account(_) => AccountError::Overtaken.into(), true, "Try again";
            Failure::Sync(SyncError::Account(_)) =>
                SyncError::Account(account::manifest::ManifestError::Fork(3).into()).into(), false, "operator";
            Failure::Sync(SyncError::Breach(Breach::Restored { .. })) =>
                SyncError::Breach(Breach::Restored { known: 0, found: 1 }).into(), false, "--believe-restored";
            Failure::Sync(SyncError::NoSuchRecord) => SyncError::NoSuchRecord.into(), false, "landfall records list";
            Failure::Sync(_) => SyncError::Busy.into(), true, "in a while";
            Failure::Order(CardOrderError::Account(_)) => CardOrderError::Account(AccountError::WhichDevice(String::new())).into(), false, "id";
            Failure::Order(CardOrderError::Sync(_)) => CardOrderError::Sync(SyncError::NotRestored).into(), false, "as usual";
            Failure::Order(CardOrderError::NoSuchProduct(_)) => CardOrderError::NoSuchProduct("x".to_owned()).into(), false, "order products";
            Failure::Order(CardOrderError::Given) => CardOrderError::Given.into(), false, "records list";
            Failure::Order(_) => CardOrderError::Failed { why: "no stock".to_owned(), again: true }.into(), true, "Order anew";
            Failure::Tie(_) => TieError::NoConsent("Ben".to_owned()).into(), false, "sub grant";
            Failure::Cloud(_) => web::cloud::CloudHttpError::Plain("cloud.test".to_owned()).into(), false, "https://";
            Failure::Open(_) => newer.into(), false, "Update";
            Failure::Keystore(_) => vault::KeystoreError::WrongPassphrase.into(), true, "right passphrase";
            Failure::File { .. } => Failure::File { path: "pin.txt".to_owned(), error: io() }, false, "permissions";
            Failure::Usage(_) => Failure::Usage("an entry is written NAME=NUMBER".to_owned()), false, "--help";
            Failure::Kiosk(_) => Failure::Kiosk("no kiosk found nearby".to_owned()), true, "--kiosk";
            Failure::Unsearched(_) =>
                radio::choice::Unsearched::from(radio::choice::BrowseError::Failed("no multicast".to_owned())).into(), true, "start code";
            Failure::Ble(_) => radio::ble::BleError::Off.into(), true, "Switch Bluetooth on";
            Failure::Nfc(_) => radio::nfc::NfcError::NoService.into(), true, "pcscd";
            Failure::Reader(_) => reader::ReaderError::NoService.into(), true, "smart card service";
            Failure::NoChip => Failure::NoChip, false, "landfall acquire";
            Failure::NoSim => Failure::NoSim, false, "landfall chip enable";
            Failure::Program { .. } =>
                Failure::Program { name: "lpac".to_owned(), status: Default::default() }, false, "what it says";
            Failure::Terminal(_) => Failure::terminal(io()), false, "by files";
            Failure::Output(_) => Failure::Output(io()), false, "was carried out";
            Failure::Stopped => Failure::terminal(std::io::ErrorKind::Interrupted.into()), true, "same command";
        });
    }

    #[test]
    fn the_exit_code_tells_what_may_be_tried_again() {
        assert_eq!(Failure::Usage(String::new()).exit_code(), 2);
        assert_eq!(Failure::Stopped.exit_code(), 3);
        assert_eq!(Failure::App(Error::NoRoots).exit_code(), 1);
    }
}

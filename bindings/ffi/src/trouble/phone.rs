//! What fails on the phone itself, and where each of the app's errors is named.

use super::{As, Named, accounts, kiosk, server, sim};
use app::Error;
use vault::{KeystoreError, VaultError};

pub(super) fn of_app(error: &Error) -> Named {
    match error {
        Error::Locked => (As::Locked, "phone.locked", "This phone is locked"),
        Error::Account(error) => accounts::of_account(error),
        Error::Away(error) => accounts::of_away(error),
        Error::Vault(error) => of_vault(error),
        Error::Keystore(error) => of_keystore(error),
        Error::Denied(error) => sim::of_denied(error),
        Error::NoSuchCard(_) => (As::Invalid, "card.missing", "No such SIM"),
        Error::Card(error) => sim::of_card(error),
        Error::Code(error) => sim::of_code(error),
        Error::PhoneBook(error) => sim::of_phone_book(error),
        Error::Euicc(_) => (As::Failed, "euicc", "The eSIM chip failed"),
        Error::Home(error) => sim::of_copy(error.name()),
        Error::Unvouched(_) => (As::Untrusted, "copy.unvouched", "The copy was not made"),
        Error::Session(error) => kiosk::of_session(error),
        Error::Package(error) => kiosk::of_package(error),
        Error::NoRoots => (As::Invalid, "roots.none", "No operator is trusted yet"),
        Error::UnknownOperator => (As::Untrusted, "kiosk.operator", "An operator that you don't trust"),
        Error::OtherKiosk { .. } => (As::Untrusted, "kiosk.other", "Another kiosk answered"),
        Error::BadRoot(_) => (As::Invalid, "roots.bad", "Not an operator's certificate"),
        Error::Refused(refusal) => sim::of_refusal(*refusal),
        Error::NotAuthorised { .. } => (As::Refused, "sale.refused", "The sale was not allowed"),
        Error::BadCertificate(_) => (As::Untrusted, "kiosk.certificate", "A certificate does not hold"),
        Error::BadIdentity(_) => (As::Invalid, "identity", "These files make no eSIM"),
        Error::Server(_) => (As::Unreachable, "server.unreachable", "The server can't be reached"),
        Error::NoEuicc => (As::Invalid, "euicc.none", "No eSIM yet"),
        Error::NoSmds => (As::Refused, "discovery.nobody", "No discovery server"),
        Error::NothingWaits => (As::Refused, "discovery.nothing", "Nothing waits for this phone"),
        Error::Download(failure) => server::of_download(failure),
        Error::NotInstalled { reason } => server::of_installation(*reason),
        Error::Cancelled(_) => (As::Cancelled, "cancelled", "Stopped"),
    }
}

pub(super) const fn of_vault(error: &VaultError) -> Named {
    match error {
        VaultError::Destroyed => (As::Wiped, "phone.wiped", "What was here is destroyed"),
        VaultError::KeyLost => (As::Wiped, "vault.keylost", "The key to this phone's SIMs is gone"),
        VaultError::Held => (As::Locked, "phone.locked", "This phone is locked"),
        VaultError::Keystore(error) => of_keystore(error),
        VaultError::Corrupt { .. } => (As::Failed, "vault.damaged", "The SIMs' storage failed"),
        _ => (As::Failed, "vault", "The SIMs' storage failed"),
    }
}

pub(super) const fn of_keystore(error: &KeystoreError) -> Named {
    match error {
        KeystoreError::Locked => (As::NeedsUser, "keystore.locked", "Unlock the phone"),
        KeystoreError::NeedsUser => (As::NeedsUser, "keystore.user", "Confirm that it is you"),
        KeystoreError::Invalidated(_) => (As::Wiped, "keystore.invalidated", "The phone's lock was changed"),
        _ => (As::Failed, "keystore", "The phone's keystore failed"),
    }
}

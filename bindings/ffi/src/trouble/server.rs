//! What servers that give SIMs, and the eUICC that takes them, say no to.

use super::{As, Named};
use rsp::{lpa::Failure, notification::ErrorReason};

pub(super) const fn of_download(failure: &Failure) -> Named {
    let key = match failure {
        Failure::Version(_) => "download.version",
        Failure::ServerAddress { .. } | Failure::ServerOid { .. } | Failure::ServerRole { .. } => {
            "download.otherserver"
        }
        Failure::Challenge | Failure::Session | Failure::Function => "download.changed",
        Failure::Authentication(_) => "download.untrusted",
        Failure::PolicyRules => "download.rules",
        Failure::NoCode => "download.nocode",
        Failure::NotAgreed(_) => "download.notagreed",
        Failure::Metadata => "download.otherprofile",
        Failure::Package(_) | Failure::Malformed { .. } => "download.malformed",
        Failure::NoCommands | Failure::Commands | Failure::CommandsNotLoaded(_) => "download.commands",
        Failure::Card(_) | Failure::NoResult => "download.card",
        Failure::Interrupted(_) => "download.interrupted",
        Failure::Unreachable(_) => "download.unreachable",
        Failure::Storage(_) => "download.storage",
        // What exactly is in the server's two numbers, or in the eUICC's.
        Failure::Refused { .. } | Failure::Download(_) => "download",
    };
    (As::Refused, key, "The SIM was not downloaded")
}

pub(super) const fn of_installation(reason: ErrorReason) -> Named {
    use ErrorReason as R;
    let key = match reason {
        R::InstallFailedDueToIccidAlreadyExistsOnEuicc => "install.here",
        R::InstallFailedDueToInsufficientMemoryForProfile => "install.full",
        R::InstallFailedDueToInterruption => "install.interrupted",
        R::InstallFailedDueToDataMismatch => "install.otherprofile",
        R::PprNotAllowed => "install.rules",
        R::InvalidSignature | R::InvalidTransactionId | R::Scp03tStructureError | R::Scp03tSecurityError => {
            "install.damaged"
        }
        R::IncorrectInputValues
        | R::UnsupportedCrtValues
        | R::UnsupportedRemoteOperationType
        | R::UnsupportedProfileClass
        | R::InstallFailedDueToPeProcessingError
        | R::TestProfileInstallFailedDueToInvalidNaaKey => "install.unfit",
        _ => "install",
    };
    (As::Failed, key, "The SIM was not installed")
}

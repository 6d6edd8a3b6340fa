//! What kiosks say no to, and how the way to them ends.

use super::{As, Named};
use app::{
    ports::{InstallError, Unfit},
    session::SessionError,
};
use nearfield::{Closed, message::Refusal};
use radio::choice::{BrowseError, Unsearched};

pub(super) const fn of_search(error: &Unsearched) -> Named {
    match error {
        Unsearched::Network(BrowseError::Denied(_)) => {
            (As::Unreachable, "kiosk.search.denied", "The network may not be searched")
        }
        _ => (As::Unreachable, "kiosk.search", "No search for kiosks"),
    }
}

pub(super) fn of_session(error: &SessionError) -> Named {
    match error {
        SessionError::Refused(refusal) => of_refusal(refusal),
        SessionError::Link(_) => (As::Unreachable, "kiosk.unreachable", "The kiosk can't be reached"),
        SessionError::Closed(Closed::Version) => (As::Refused, "kiosk.version", "No version in common"),
        error if error.retrying_helps() => (As::Unreachable, "kiosk.lost", "The kiosk was lost"),
        _ => (As::Untrusted, "kiosk.untrusted", "This kiosk can't be trusted"),
    }
}

fn of_refusal(refusal: &Refusal) -> Named {
    let key = match refusal {
        Refusal::NoMatch { .. } => "kiosk.refused.nomatch",
        Refusal::SoldOut => "kiosk.refused.soldout",
        Refusal::Quota { .. } => "kiosk.refused.quota",
        Refusal::VoucherNeeded => "kiosk.refused.voucherneeded",
        Refusal::VoucherInvalid => "kiosk.refused.voucherinvalid",
        Refusal::VoucherUsed => "kiosk.refused.voucherused",
        Refusal::VoucherExpired => "kiosk.refused.voucherexpired",
        Refusal::CsrRejected { .. } => "kiosk.refused.request",
        Refusal::AssuranceTooLow { .. } => "kiosk.refused.assurance",
        Refusal::PackageUnavailable { .. } => "kiosk.refused.package",
        Refusal::NotAuthorised => "kiosk.refused.notyet",
        Refusal::UnknownMatchingId => "kiosk.refused.reservation",
        Refusal::ClockWrong { .. } => "kiosk.refused.clock",
        Refusal::OutOfService => "kiosk.refused.outofservice",
        Refusal::Busy => "kiosk.refused.busy",
        Refusal::NotUnderstood => "kiosk.refused.notunderstood",
        Refusal::Internal => "kiosk.refused.failed",
        Refusal::Other { .. } => "kiosk.refused",
    };
    (As::Refused, key, "The kiosk says no")
}

pub(super) const fn of_package(error: &InstallError) -> Named {
    let key = match error {
        InstallError::NotGenuine(_) => "package.notgenuine",
        InstallError::Unfit(Unfit::Older { .. }) => "package.older",
        InstallError::Unfit(_) => "package.unfit",
        InstallError::Refused(_) => "package.refused",
    };
    (As::Refused, key, "A program was not installed")
}

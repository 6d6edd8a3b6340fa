use super::convert;
use rsp::{
    bpp::OpenError,
    notification::{BppCommandId, ErrorReason},
};
use saip::{EuiccResponse, PeStatus, ResolvedProfile, Status};
use uicc::BuildError;

/// Why a package was not installed, as its result will say (SGP.22 §2.5.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) command: BppCommandId,
    pub(crate) reason: ErrorReason,
    pub(crate) sima_response: Option<Vec<u8>>,
}

impl Broken {
    pub(crate) const fn at(command: BppCommandId, reason: ErrorReason) -> Self {
        Self { command, reason, sima_response: None }
    }

    pub(crate) const fn in_elements(reason: ErrorReason) -> Self {
        Self::at(BppCommandId::LoadProfileElements, reason)
    }

    /// A package whose parts contradict each other, with the number of the element at fault.
    pub(crate) fn build(error: &BuildError, resolved: &ResolvedProfile) -> Self {
        let status = PeStatus::new(convert::problem(error), convert::culprit(error, resolved));
        Self::element(&EuiccResponse { statuses: vec![status], aborted: true })
    }

    fn element(response: &EuiccResponse) -> Self {
        let full = response.statuses.iter().any(|status| status.status == Status::NOT_ENOUGH_MEMORY);
        let reason = if full {
            ErrorReason::InstallFailedDueToInsufficientMemoryForProfile
        } else {
            ErrorReason::InstallFailedDueToPeProcessingError
        };
        Self { sima_response: Some(response.encode()), ..Self::in_elements(reason) }
    }
}

impl From<OpenError> for Broken {
    fn from(error: OpenError) -> Self {
        Self::at(error.command, error.reason())
    }
}

impl From<saip::Error> for Broken {
    fn from(error: saip::Error) -> Self {
        Self::element(&error.response())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use saip::{Place, Problem};

    #[test]
    fn files_larger_than_the_card_are_a_lack_of_memory_not_a_fault_of_the_package() {
        let at = Place { index: 3, identification: Some(4) };
        let reason = |problem| Broken::from(saip::Error { at, problem }).reason;
        assert_eq!(reason(Problem::TooLarge), ErrorReason::InstallFailedDueToInsufficientMemoryForProfile);
        assert_eq!(reason(Problem::Template), ErrorReason::InstallFailedDueToPeProcessingError);
    }
}

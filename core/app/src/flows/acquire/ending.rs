//! What becomes of an acquisition that failed. Its order may be bound, and the answer lost: only what is final for the *order* ends it,
//! anything else leaves the nonce by which the kiosk knows it (F1).

use super::{Acquisition, Origin, Stage};
use crate::{Cancel, Error, Landfall, error::may_be_mended, session::SessionError};
use model::Batch;
use nearfield::message::Refusal;
use rsp::{lpa::Failure, reason::explain};
use vault::{KeyId, Records};

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is over: going on with the same reservation can't help.
    Over,
    /// The package that is here is worth nothing; the same order may give another one.
    Anew,
    /// The same call goes on from here.
    Stays,
}

/// Whether the kiosk may hold a number for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// It was asked for the first time just now: what a kiosk refuses before it reserves, it holds nothing for.
    NotYet,
    /// It may, and a package may be bound.
    Maybe,
}

/// What `error` means for an acquisition.
pub(crate) fn fate(error: &Error, held: Held) -> Fate {
    match error {
        Error::Session(SessionError::Refused(refusal)) => of_refusal(refusal, held),
        Error::NotAuthorised { .. } | Error::NoSuchCard(_) | Error::Cancelled(Cancel::Rejected) => Fate::Over,
        Error::NotInstalled { reason } if may_be_mended(*reason) => Fate::Anew,
        Error::NotInstalled { .. } => Fate::Over,
        // A code that has no words here says nothing of the order.
        Error::Download(Failure::Refused { status, .. }) if explain(status).is_none() => Fate::Stays,
        Error::Download(failure) if !failure.retrying_helps() => Fate::Over,
        _ => Fate::Stays,
    }
}

fn of_refusal(refusal: &Refusal, held: Held) -> Fate {
    match refusal {
        // It has ended there, or never was; a sold-out kiosk would have found it first.
        Refusal::UnknownMatchingId | Refusal::SoldOut => Fate::Over,
        // Asked for before a kiosk looks whether it knows the order already.
        Refusal::NoMatch { .. }
        | Refusal::VoucherNeeded
        | Refusal::VoucherInvalid
        | Refusal::VoucherUsed
        | Refusal::VoucherExpired
        | Refusal::CsrRejected { .. }
        | Refusal::AssuranceTooLow { .. }
        | Refusal::PackageUnavailable { .. } => match held {
            Held::NotYet => Fate::Over,
            Held::Maybe => Fate::Stays,
        },
        Refusal::Quota { .. }
        | Refusal::NotAuthorised
        | Refusal::ClockWrong { .. }
        | Refusal::OutOfService
        | Refusal::Busy
        | Refusal::NotUnderstood
        | Refusal::Internal
        | Refusal::Other { .. } => Fate::Stays,
    }
}

impl Landfall {
    /// Writes down what `error` means for this acquisition.
    pub(crate) fn settle(&self, acquisition: &Acquisition, error: &Error, held: Held) -> Result<(), Error> {
        match fate(error, held) {
            Fate::Over => self.end(acquisition),
            // An order at a server is asked for again by its code; nothing is held for it here.
            Fate::Anew if matches!(acquisition.origin, Origin::Server { .. }) => self.end(acquisition),
            Fate::Anew => {
                let mut batch = Batch::new();
                Acquisition { stage: Stage::Reserving, ..acquisition.clone() }.put(&mut batch);
                Ok(self.vault.commit(batch)?)
            }
            Fate::Stays => Ok(()),
        }
    }

    /// Ends an acquisition without a card: its journal entry goes, and the key that was made for an eUICC that never came to be.
    pub(crate) fn end(&self, acquisition: &Acquisition) -> Result<(), Error> {
        let mut batch = Batch::new();
        acquisition.remove(&mut batch);
        self.vault.commit(batch)?;
        let euiccs = self.all_euiccs()?;
        if euiccs.iter().all(|driver| driver.card().state().identity.key.0 != acquisition.key) {
            self.ports.keystore.destroy(&KeyId(acquisition.key.clone()))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Criterion, UnixTime};
    use rsp::{notification::ErrorReason, reason::StatusCode};

    // R: F1
    #[test]
    fn only_what_is_final_for_the_order_ends_it() {
        let detail = String::new;
        let table = [
            (Refusal::UnknownMatchingId, Fate::Over, Fate::Over),
            (Refusal::SoldOut, Fate::Over, Fate::Over),
            (Refusal::NoMatch { criterion: Criterion::Stock, detail: detail() }, Fate::Over, Fate::Stays),
            (Refusal::VoucherNeeded, Fate::Over, Fate::Stays),
            (Refusal::VoucherInvalid, Fate::Over, Fate::Stays),
            (Refusal::VoucherUsed, Fate::Over, Fate::Stays),
            (Refusal::VoucherExpired, Fate::Over, Fate::Stays),
            (Refusal::CsrRejected { detail: detail() }, Fate::Over, Fate::Stays),
            (Refusal::AssuranceTooLow { needed: 2, offered: 1 }, Fate::Over, Fate::Stays),
            (Refusal::PackageUnavailable { detail: detail() }, Fate::Over, Fate::Stays),
            (Refusal::Quota { retry_after: 1 }, Fate::Stays, Fate::Stays),
            (Refusal::NotAuthorised, Fate::Stays, Fate::Stays),
            (Refusal::ClockWrong { kiosk: UnixTime(0) }, Fate::Stays, Fate::Stays),
            (Refusal::OutOfService, Fate::Stays, Fate::Stays),
            (Refusal::Busy, Fate::Stays, Fate::Stays),
            (Refusal::NotUnderstood, Fate::Stays, Fate::Stays),
            (Refusal::Internal, Fate::Stays, Fate::Stays),
            (Refusal::Other { code: 99, detail: detail() }, Fate::Stays, Fate::Stays),
        ];
        for (refusal, first, later) in table {
            let error = Error::Session(SessionError::Refused(refusal));
            assert_eq!((fate(&error, Held::NotYet), fate(&error, Held::Maybe)), (first, later), "{error:?}");
        }
    }

    // R: F1
    #[test]
    fn a_server_that_ended_the_order_ends_the_acquisition_and_one_that_failed_does_not() {
        let refused = |subject, reason| {
            let status = StatusCode::new(subject, reason);
            fate(&Error::Download(Failure::Refused { function: "GetBoundProfilePackage", status }), Held::Maybe)
        };
        assert_eq!(refused("8.8.5", "4.10"), Fate::Over);
        assert_eq!(refused("8.8", "4.2"), Fate::Stays);
        assert_eq!(refused("9.9", "9.9"), Fate::Stays, "unknown");
        let ended = |reason| fate(&Error::NotInstalled { reason }, Held::Maybe);
        assert_eq!(ended(ErrorReason::InstallFailedDueToInsufficientMemoryForProfile), Fate::Anew);
        assert_eq!(ended(ErrorReason::InstallFailedDueToPeProcessingError), Fate::Over);
    }
}

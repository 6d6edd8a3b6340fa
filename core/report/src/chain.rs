use crate::{Event, KioskId};
use account::{
    signed::{Kind, Signed, Signer},
    wire::Bytes,
};
use serde::{Deserialize, Serialize};

/// So many events stand in one report at most.
pub const MOST_EVENTS: usize = 500;

/// What happened at a kiosk since its report before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Whose.
    pub kiosk: KioskId,
    /// How often the kiosk was restored from a backup: each restored one begins a chain of its own.
    pub epoch: u64,
    /// From 1, without gaps.
    pub number: u64,
    /// SHA-256 of the payload of the report before; empty in the first.
    pub previous: Bytes,
    /// When it was signed, by the kiosk's clock.
    pub time: u64,
    /// In the order in which they happened; not more than [`MOST_EVENTS`].
    pub events: Vec<Event>,
}

/// Where a kiosk's reports end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// The epoch.
    pub epoch: u64,
    /// The last report's number; 0 before the first.
    pub number: u64,
    /// The last report's digest; empty before the first.
    pub previous: Bytes,
}

impl Chain {
    /// Before the first report of an epoch.
    #[must_use]
    pub const fn new(epoch: u64) -> Self {
        Self { epoch, number: 0, previous: Bytes(Vec::new()) }
    }

    /// The next report.
    #[must_use]
    pub fn next(&self, kiosk: &KioskId, events: Vec<Event>, now: u64) -> Report {
        Report {
            kiosk: kiosk.clone(),
            epoch: self.epoch,
            number: self.number + 1,
            previous: self.previous.clone(),
            time: now,
            events,
        }
    }

    /// With this report at its end.
    #[must_use]
    pub fn after(report: &Report, signed: &Signed) -> Self {
        Self { epoch: report.epoch, number: report.number, previous: Bytes::from(signed.digest()) }
    }
}

/// The report signed: `sign` answers the kiosk key's signature over the message (64 bytes, raw r‖s).
///
/// # Errors
/// Those of `sign`.
pub fn sign<E>(report: &Report, sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>) -> Result<Signed, E> {
    Signed::make(Kind::Report, report, Signer::Kiosk(report.kiosk.clone().into()), sign)
}

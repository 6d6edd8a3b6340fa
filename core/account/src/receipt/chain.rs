use crate::{
    signed::{Kind, Signed, Signer},
    wire::{Bytes, Order, Outcome, Receipt},
};
use serde::{Deserialize, Serialize};

/// Where a device's receipts of one enrolment end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    number: u64,
    previous: Bytes,
}

impl Chain {
    /// Before the first receipt.
    pub const EMPTY: Self = Self { number: 0, previous: Bytes(Vec::new()) };

    /// The next receipt: of `order`, whose payload has this digest, by the device's clock.
    #[must_use]
    pub fn next(&self, order: &Order, digest: &Bytes, outcome: Outcome, now: u64) -> Receipt {
        let refused = matches!(outcome, Outcome::Refused(_));
        Receipt {
            account: order.account.clone(),
            device: order.device.clone(),
            epoch: order.epoch,
            order: digest.clone(),
            number: self.number + 1,
            previous: self.previous.clone(),
            outcome,
            cards: if refused { Vec::new() } else { order.cards.clone() },
            time: now,
        }
    }

    /// Whether it is the next one.
    #[must_use]
    pub fn is_next(&self, receipt: &Receipt) -> bool {
        receipt.number == self.number + 1 && receipt.previous == self.previous
    }

    /// With this receipt at its end.
    #[must_use]
    pub fn after(&self, signed: &Signed) -> Self {
        Self { number: self.number + 1, previous: Bytes::from(signed.digest()) }
    }

    /// The last receipt's number; 0 before the first.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// The last receipt's digest; empty before the first.
    #[must_use]
    pub const fn previous(&self) -> &Bytes {
        &self.previous
    }
}

/// The receipt signed: `sign` answers the device key's signature over the message (64 bytes, raw r‖s).
///
/// # Errors
/// Those of `sign`.
pub fn sign<E>(receipt: &Receipt, sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>) -> Result<Signed, E> {
    Signed::make(Kind::Receipt, receipt, Signer::Device(receipt.device.clone()), sign)
}

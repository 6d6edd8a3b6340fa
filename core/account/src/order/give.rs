use crate::{
    signed::{Kind, Signed, Signer},
    wire::{Bytes, Device, Manifest, Order, Verb},
};

/// What an owner wants of a device.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    /// What to do.
    pub verb: Verb,
    /// The cards that it is about, by ICCID.
    pub cards: Vec<String>,
    /// As [`Order::parameters`].
    pub parameters: serde_json::Value,
    /// To whom.
    pub device: &'a Device,
    /// Above the last order's to this enrolment, by the same kind of key.
    pub counter: u64,
    /// 16 random bytes.
    pub id: [u8; 16],
    /// Seconds since 1970.
    pub now: u64,
    /// For how many seconds it can be taken back; counts only where the order erases.
    pub grace: u64,
    /// For how many seconds after the grace it is good.
    pub good_for: u64,
}

impl Wish<'_> {
    /// The order.
    #[must_use]
    pub fn order(self, manifest: &Manifest) -> Order {
        let not_before = self.now.saturating_add(if self.verb.erases() { self.grace } else { 0 });
        Order {
            account: manifest.account.clone(),
            order: Bytes::from(self.id),
            verb: self.verb,
            device: self.device.id.clone(),
            epoch: self.device.epoch,
            counter: self.counter,
            issued: self.now,
            deadline: not_before.saturating_add(self.good_for),
            not_before,
            cards: self.cards,
            parameters: self.parameters,
            manifest: manifest.version,
        }
    }
}

/// The order signed: `sign` answers the signature over the message (64 bytes, raw r‖s), a passkey the JSON of its assertion.
///
/// # Errors
/// Those of `sign`.
pub fn give<E>(order: &Order, signer: Signer, sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>) -> Result<Signed, E> {
    Signed::make(Kind::Order, order, signer, sign)
}

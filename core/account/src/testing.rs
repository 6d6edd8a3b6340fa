//! What the unit tests of several modules need.

use crate::{
    hand_over::{HandOverError, publish},
    keys::{AccountId, AgreementKey},
    signed::{Kind, Signed, Signer},
    wire::{Bytes, Device},
};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use rand::{RngCore, SeedableRng, rngs::StdRng};

/// Randomness that a seed repeats.
pub(crate) fn random(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut rng = StdRng::seed_from_u64(seed);
    move |out: &mut [u8]| rng.fill_bytes(out)
}

/// A device that has not been enrolled.
pub(crate) fn device(id: u8) -> Device {
    let (name, key) = (format!("phone {id}"), Bytes::from([id; 65]));
    Device { id: Bytes::from([id; 16]), name, key, epoch: 0, revoked: false, agreement: None }
}

/// A device with keys of its own.
pub(crate) struct Phone {
    pub(crate) device: Device,
    pub(crate) agreement: AgreementKey,
    key: SigningKey,
}

impl Phone {
    pub(crate) fn new(id: u8, account: &AccountId) -> Self {
        let key = SigningKey::from(p256::SecretKey::from_slice(&[id; 32]).expect("in range"));
        let agreement = AgreementKey::draw(&mut random(id.into()));
        let point = Bytes::from(key.verifying_key().to_sec1_point(false).as_bytes());
        let mut phone = Self { device: Device { key: point, ..device(id) }, agreement, key };
        let sign = |message: &[u8]| Ok::<_, HandOverError>(phone.sign(message));
        let published = publish(&phone.agreement, account, &phone.device.id, sign).expect("a key");
        phone.device.agreement = Some(published);
        phone
    }

    pub(crate) fn signs<T: serde::Serialize>(&self, kind: Kind, what: &T) -> Signed {
        let signer = Signer::Device(self.device.id.clone());
        Signed::make(kind, what, signer, |message| Ok::<_, HandOverError>(self.sign(message))).expect("signs")
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let signature: Signature = self.key.sign(message);
        signature.to_bytes().to_vec()
    }
}

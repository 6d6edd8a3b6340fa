use super::{HandOverError, LABEL, bound, published};
use crate::{
    keys::{AccountKeys, AgreementKey},
    wire::{Bytes, Device, HandOver, Manifest},
};
use model::Random;
use zeroize::Zeroizing;

/// The devices to which whoever makes a new root hands it over: all that are the account's still, but `author`.
pub fn due<'a>(manifest: &'a Manifest, author: &'a Bytes) -> impl Iterator<Item = &'a Device> {
    manifest.devices.iter().filter(move |device| !device.revoked && device.id != *author)
}

/// Seals root ‖ secret key to a device, as `manifest` lists it.
///
/// # Errors
/// [`HandOverError::Agreement`] if it has no key that it has signed.
pub fn seal(
    keys: &AccountKeys,
    manifest: &Manifest,
    device: &Device,
    random: &mut dyn Random,
) -> Result<HandOver, HandOverError> {
    let agreement = published(&manifest.account, device)?;
    let one_time = AgreementKey::draw(random);
    let public = one_time.public_key().ok_or(HandOverError::Agreement)?;
    let key = one_time.agree(&agreement.0, &keys.account.0, LABEL).ok_or(HandOverError::Agreement)?;
    let mut plain = Zeroizing::new([0; 32 + 16]);
    let (root, secret) = plain.split_at_mut(32);
    root.copy_from_slice(keys.root.expose());
    secret.copy_from_slice(keys.secret.expose());
    let bound = bound(&manifest.account, device, &manifest.owner_key, &public, &agreement.0);
    let sealed = Bytes(key.seal(&bound, &plain[..], random));
    Ok(HandOver { device: device.id.clone(), key: Bytes::from(public), sealed })
}

use super::{HandOverError, checks};
use crate::{
    keys::{AccountId, AgreementKey},
    signed::{self, Kind},
    wire::{Agreement, Bytes, Device},
};

/// A device's agreement key as the manifest lists it: `sign` answers the signature of the device's key over the message (64 bytes, raw r‖s).
///
/// # Errors
/// Those of `sign`; [`HandOverError::Agreement`] if the key is none.
pub fn publish<E: From<HandOverError>>(
    key: &AgreementKey,
    account: &AccountId,
    device: &Bytes,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<Agreement, E> {
    let key = Bytes::from(key.public_key().ok_or(HandOverError::Agreement)?);
    let message = signed::message(Kind::Agreement, &said(&account.bytes(), device, &key));
    Ok(Agreement { signature: Bytes(sign(&message)?), key })
}

/// The device's agreement key, if its own key has signed it.
///
/// # Errors
/// [`HandOverError::Agreement`].
pub fn published<'a>(account: &Bytes, device: &'a Device) -> Result<&'a Bytes, HandOverError> {
    let Agreement { key, signature } = device.agreement.as_ref().ok_or(HandOverError::Agreement)?;
    let own = signed::verify(Kind::Agreement, &said(account, &device.id, key), signature, &device.key.0);
    if checks::AGREEMENT.on() && own.is_err() {
        return Err(HandOverError::Agreement);
    }
    Ok(key)
}

/// Account id (16) ‖ device id (16) ‖ key (65).
fn said(account: &Bytes, device: &Bytes, key: &Bytes) -> Vec<u8> {
    [&account.0[..], &device.0, &key.0].concat()
}

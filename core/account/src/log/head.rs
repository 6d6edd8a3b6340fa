//! Heads: where a device stands, signed by its key, so that the server can't tell devices different things for long.

use crate::{
    signed::{Kind, Signed, SignedError, Signer},
    wire::{Bytes, Device, Head},
};

/// The head signed: `sign` answers the device key's signature over the message (64 bytes, raw r‖s).
///
/// # Errors
/// Those of `sign`.
pub fn sign<E>(head: &Head, sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>) -> Result<Signed, E> {
    Signed::make(Kind::Head, head, Signer::Device(head.device.clone()), sign)
}

/// Reads whose head it is, unverified.
#[must_use]
pub const fn signer(signed: &Signed) -> Option<&Bytes> {
    match &signed.signer {
        Signer::Device(id) => Some(id),
        _ => None,
    }
}

/// The head, if this device of this account signed it.
///
/// # Errors
/// [`SignedError`].
pub fn verify(signed: &Signed, device: &Device, account: &Bytes) -> Result<Head, SignedError> {
    let head: Head = signed.verify(Kind::Head, &device.key.0)?;
    let own = signer(signed) == Some(&device.id) && head.device == device.id && head.account == *account;
    if own { Ok(head) } else { Err(SignedError::Signature) }
}

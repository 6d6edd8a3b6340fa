use super::{HandOverError, LABEL, bound, checks};
use crate::{
    keys::{AccountId, AgreementKey, Root, SecretKey, SigningKey},
    wire::{Bytes, Device, HandOver, Manifest},
};

/// The new root and secret key: `device` is this one and `manifest` the last that was followed.
///
/// # Errors
/// [`HandOverError::Sealed`], [`HandOverError::Other`]: perhaps it was handed over with a later manifest.
pub fn open(
    handed: &HandOver,
    own: &AgreementKey,
    device: &Device,
    manifest: &Manifest,
) -> Result<(Root, SecretKey), HandOverError> {
    let account = AccountId::read(&manifest.account).ok_or(HandOverError::Other)?;
    let public = own.public_key().ok_or(HandOverError::Agreement)?;
    let key = own.agree(&handed.key.0, &account.0, LABEL).ok_or(HandOverError::Sealed)?;
    let bound = bound(&manifest.account, device, &manifest.owner_key, &handed.key.0, &public);
    let plain = key.open(&bound, &handed.sealed.0).ok_or(HandOverError::Sealed)?;
    let (root, secret) = plain.expose().split_at_checked(32).ok_or(HandOverError::Sealed)?;
    let (root, secret) = Root::read(root).zip(SecretKey::read(secret)).ok_or(HandOverError::Sealed)?;
    let owner = Bytes::from(SigningKey::owner(&account, &root).public_key());
    let sheet = Bytes::from(SigningKey::sheet(&account, &secret).public_key());
    if checks::OWNER.on() && owner != manifest.owner_key || checks::SHEET.on() && sheet != manifest.sheet_key {
        return Err(HandOverError::Other);
    }
    Ok((root, secret))
}

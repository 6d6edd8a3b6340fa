//! What a request's members may measure.

use super::ServiceError;
use account::wire::{Agreement, Bytes, Device, HandOver, Manifest, PushAddress, PushService, SealedKeys, Write};

/// Devices that an account's list may have, revoked ones too.
const DEVICES: usize = 1_000;
/// Passkeys of an account.
const PASSKEYS: usize = 100;
/// Bytes of a name.
const NAME: usize = 256;
/// Bytes of the longest of the sealed keys: the keyring, 36 bytes an epoch.
const SEALED: usize = 256 << 10;
/// Bytes of a record, sealed.
const RECORD: usize = 4 << 20;
/// Bytes of an eUICC's notification.
const NOTIFICATION: usize = 8 << 10;
/// Bytes of a record's kind.
const KIND: usize = 64;

/// An id: 16 bytes.
pub(super) fn id(bytes: &Bytes, what: &'static str) -> Result<[u8; 16], ServiceError> {
    bytes.0.as_slice().try_into().map_err(|_| ServiceError::Malformed(what))
}

/// A login as it is kept.
pub(super) fn login(text: &str) -> Result<String, ServiceError> {
    let login = account::opaque::login(text);
    let fits = (1..=254).contains(&login.len()) && !login.chars().any(char::is_control);
    fits.then_some(login).ok_or(ServiceError::Malformed("a login has 1 to 254 bytes, none of them a control character"))
}

/// Sealed keys.
pub(super) fn sealed(keys: &SealedKeys) -> Result<(), ServiceError> {
    let SealedKeys { root, root_by_sheet, lock, keyring } = keys;
    let fits = [root, root_by_sheet, lock, keyring].into_iter().all(|blob| (1..=SEALED).contains(&blob.0.len()));
    fits.then_some(()).ok_or(ServiceError::Malformed("sealed keys are empty or too long"))
}

/// What a manifest lists.
pub(super) fn manifest(manifest: &Manifest) -> Result<(), ServiceError> {
    let few = manifest.devices.len() <= DEVICES && manifest.passkeys.len() <= PASSKEYS;
    let keys = [&manifest.owner_key, &manifest.lock_key, &manifest.sheet_key];
    let named = manifest.passkeys.iter().all(|passkey| passkey.name.len() <= NAME && passkey.rp_id.len() <= NAME);
    let fits = few && named && keys.into_iter().all(is_point) && manifest.devices.iter().all(is_device);
    fits.then_some(()).ok_or(ServiceError::Malformed("a device list of too many devices, or with keys that are none"))
}

/// A device: id of 16 bytes, an uncompressed point, a name.
pub(super) fn is_device(device: &Device) -> bool {
    let agrees = |Agreement { key, signature }: &Agreement| is_point(key) && signature.0.len() == 64;
    device.id.0.len() == 16
        && is_point(&device.key)
        && device.name.len() <= NAME
        && device.agreement.as_ref().is_none_or(agrees)
}

/// A new root as it is handed over: nonce ‖ root ‖ secret key ‖ tag.
pub(super) fn is_hand_over(handed: &HandOver) -> bool {
    is_point(&handed.key) && handed.sealed.0.len() == 12 + 32 + 16 + 16
}

fn is_point(key: &Bytes) -> bool {
    key.0.len() == 65 && key.0.first() == Some(&4)
}

/// An address that goes into a path or a message as it is.
pub(super) fn push(address: &PushAddress) -> Result<(), ServiceError> {
    let PushAddress { service, token } = address;
    let fits = (1..=4_096).contains(&token.len())
        && match service {
            PushService::Fcm => token.bytes().all(|b| b.is_ascii_graphic()),
            PushService::Apns => token.bytes().all(|b| b.is_ascii_hexdigit()),
        };
    fits.then_some(()).ok_or(ServiceError::Malformed("the push address is none of its service"))
}

/// What an eUICC signed: its certificates are the most of it.
pub(super) fn notification(bytes: &[u8]) -> Result<(), ServiceError> {
    (bytes.len() <= NOTIFICATION).then_some(()).ok_or(ServiceError::Malformed("a notification has at most 8 KiB"))
}

/// Writes of a batch.
pub(super) fn writes(writes: &[Write]) -> Result<(), ServiceError> {
    if !(1..=1_000).contains(&writes.len()) {
        return Err(ServiceError::Malformed("a batch has 1 to 1,000 writes"));
    }
    let fits = |write: &Write| {
        write.record.0.len() == 16
            && (1..=KIND).contains(&write.kind.len())
            && write.version > 0
            && write.sealed.0.len() <= RECORD
    };
    writes
        .iter()
        .all(fits)
        .then_some(())
        .ok_or(ServiceError::Malformed("a write has no id, kind or version, or is too long"))
}

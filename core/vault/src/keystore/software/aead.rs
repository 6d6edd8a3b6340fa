use super::{KeystoreError, no_random};
use model::SecretBytes;
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    rand::{SecureRandom, SystemRandom},
};
use zeroize::Zeroizing;

/// Fills `out` from the system.
pub(super) fn random(out: &mut [u8]) -> Result<(), KeystoreError> {
    SystemRandom::new().fill(out).map_err(|_| no_random())
}

/// A new AES-256 key.
pub(super) fn random_key() -> Result<SecretBytes, KeystoreError> {
    let mut key = Zeroizing::new(vec![0; 32]);
    random(&mut key)?;
    Ok(SecretBytes::new(std::mem::take(&mut *key)))
}

/// AES-256-GCM: nonce ‖ ciphertext ‖ tag. The nonce is random; each key seals few messages.
pub(super) fn seal(key: &[u8], associated: &[u8], plain: &[u8]) -> Result<Vec<u8>, KeystoreError> {
    let mut nonce = [0; NONCE_LEN];
    random(&mut nonce)?;
    let mut out = [&nonce, plain].concat();
    let (_, body) = out.split_at_mut(NONCE_LEN);
    let tag = cipher(key)
        .and_then(|key| {
            key.seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(associated), body).ok()
        })
        .ok_or(KeystoreError::BadArgument)?;
    out.extend_from_slice(tag.as_ref());
    Ok(out)
}

/// Opens what [`seal`] made with the same key and associated data.
pub(super) fn open(key: &[u8], associated: &[u8], sealed: &[u8]) -> Option<SecretBytes> {
    let (nonce, body) = sealed.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut buffer = Zeroizing::new(body.to_vec());
    let length = cipher(key)?.open_in_place(nonce, Aad::from(associated), &mut buffer).ok()?.len();
    let mut plain = std::mem::take(&mut *buffer);
    plain.truncate(length);
    Some(SecretBytes::new(plain))
}

fn cipher(key: &[u8]) -> Option<LessSafeKey> {
    UnboundKey::new(&AES_256_GCM, key).ok().map(LessSafeKey::new)
}

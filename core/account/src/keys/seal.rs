//! AES-256-GCM with random nonces: a key seals few things (a record's versions, a blob per password), far below the 2³² of NIST SP 800-38D §8.3.

use model::{Random, SecretBytes};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce};
use zeroize::Zeroizing;

pub(super) fn seal(key: &LessSafeKey, associated: &[u8], plain: &[u8], random: &mut dyn Random) -> Vec<u8> {
    let mut nonce = [0; NONCE_LEN];
    random.fill(&mut nonce);
    let mut out = Vec::with_capacity(NONCE_LEN + plain.len() + AES_256_GCM.tag_len());
    out.extend_from_slice(&nonce);
    out.extend_from_slice(plain);
    let (_, body) = out.split_at_mut(NONCE_LEN);
    let tag = key
        .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(associated), body)
        .expect("what is sealed is far below the AEAD's limit of 64 GiB");
    out.extend_from_slice(tag.as_ref());
    out
}

pub(super) fn open(key: &LessSafeKey, associated: &[u8], sealed: &[u8]) -> Option<SecretBytes> {
    let (nonce, body) = sealed.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut buffer = Zeroizing::new(body.to_vec());
    let length = key.open_in_place(nonce, Aad::from(associated), &mut buffer).ok()?.len();
    let mut plain = std::mem::take(&mut *buffer);
    plain.truncate(length);
    Some(SecretBytes::new(plain))
}

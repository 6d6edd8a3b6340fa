use super::SharedSecret;
use model::SecretBytes;
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, KeyType, Salt},
};
use zeroize::Zeroizing;

/// A key of AES-256-GCM that seals one message: it is derived by HKDF-SHA-256 over a header that is never the same twice, and so its nonce is zero.
pub struct OnceKey {
    key: LessSafeKey,
    header: Vec<u8>,
}

impl OnceKey {
    /// From what two sides agreed on, for `purpose` and this header, which is authenticated with what is sealed.
    #[must_use]
    pub fn agreed(secret: &SharedSecret, purpose: &str, header: &[u8]) -> Self {
        Self::derive(secret.expose(), purpose, header)
    }

    /// From a secret that both sides have.
    #[must_use]
    pub fn shared(secret: &SecretBytes, purpose: &str, header: &[u8]) -> Self {
        Self::derive(secret.expose(), purpose, header)
    }

    fn derive(secret: &[u8], purpose: &str, header: &[u8]) -> Self {
        let info: [&[u8]; 3] = [purpose.as_bytes(), &[0], header];
        let derived = Salt::new(HKDF_SHA256, &[]).extract(secret);
        let mut key = Zeroizing::new([0; 32]);
        derived
            .expand(&info, KeyBytes)
            .and_then(|okm| okm.fill(&mut key[..]))
            .expect("HKDF gives up to 255 blocks, and this is one");
        let key = UnboundKey::new(&AES_256_GCM, &key[..]).expect("32 bytes are a key of AES-256");
        Self { key: LessSafeKey::new(key), header: header.to_vec() }
    }

    /// `plain`, encrypted, with its tag of 16 bytes behind it.
    #[must_use]
    pub fn seal(self, plain: &[u8]) -> Vec<u8> {
        // Room from the start, so that growing leaves no copies behind.
        let mut out = Vec::with_capacity(plain.len() + AES_256_GCM.tag_len());
        out.extend_from_slice(plain);
        let tag = self
            .key
            .seal_in_place_separate_tag(Self::nonce(), Aad::from(&self.header), &mut out)
            .expect("what is sealed is far below the AEAD's limit of 64 GiB");
        out.extend_from_slice(tag.as_ref());
        out
    }

    /// What was sealed with this key; `None` if it was another, or the bytes were changed.
    #[must_use]
    pub fn open(self, sealed: &[u8]) -> Option<SecretBytes> {
        let mut buffer = Zeroizing::new(sealed.to_vec());
        let length = self.key.open_in_place(Self::nonce(), Aad::from(&self.header), &mut buffer).ok()?.len();
        let mut plain = std::mem::take(&mut *buffer);
        plain.truncate(length);
        Some(SecretBytes::new(plain))
    }

    fn nonce() -> Nonce {
        Nonce::assume_unique_for_key([0; NONCE_LEN])
    }
}

impl std::fmt::Debug for OnceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OnceKey(..)")
    }
}

/// 32 bytes.
struct KeyBytes;

impl KeyType for KeyBytes {
    fn len(&self) -> usize {
        32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_opens_what_was_sealed_for_its_purpose_and_header() {
        let secret = SecretBytes::from([7; 32]);
        let key = |purpose: &str, header: &[u8]| OnceKey::shared(&secret, purpose, header);
        let sealed = key("a", b"h").seal(b"plain");
        assert_eq!(key("a", b"h").open(&sealed).as_ref().map(SecretBytes::expose), Some(&b"plain"[..]));
        for other in [key("b", b"h"), key("a", b"i"), OnceKey::shared(&SecretBytes::from([8; 32]), "a", b"h")] {
            assert!(other.open(&sealed).is_none());
        }
        for length in 0..sealed.len() {
            assert!(key("a", b"h").open(&sealed[..length]).is_none());
        }
    }
}

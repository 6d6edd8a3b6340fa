use super::SharedSecret;
use crate::checks;
use model::Eid;
use ring::digest::{Context, SHA256};
use tlv::write_length;
use zeroize::Zeroizing;

/// ANSI X9.63 key derivation with SHA-256: block i is SHA-256(secret ‖ i ‖ shared info), i from 1, four bytes.
#[must_use]
pub fn x963_kdf(secret: &[u8], shared_info: &[u8], length: usize) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(length.next_multiple_of(32)));
    let mut counter = 1u32;
    while out.len() < length {
        let mut block = Context::new(&SHA256);
        block.update(secret);
        block.update(&counter.to_be_bytes());
        block.update(shared_info);
        out.extend_from_slice(block.finish().as_ref());
        counter += 1;
    }
    out.truncate(length);
    out
}

/// The keys of a protected channel: S-ENC, S-MAC and the first MAC chaining value, or a protected profile's own
/// (PPK-ENC, PPK-MAC).
#[derive(Clone, PartialEq, Eq)]
pub struct SessionKeys {
    /// The value that the first segment's MAC chains to.
    pub initial_mac_chaining_value: Zeroizing<[u8; 16]>,
    /// AES-128 key for encryption.
    pub enc: Zeroizing<[u8; 16]>,
    /// AES-128 key for MACs.
    pub mac: Zeroizing<[u8; 16]>,
}

/// AES (GlobalPlatform Card Specification, table 11-16).
pub(crate) const KEY_TYPE_AES: u8 = 0x88;
/// AES-128.
pub(crate) const KEY_LENGTH: u8 = 16;

impl SessionKeys {
    /// Session keys of a download (SGP.22 §2.6.4.1, Annex G): SharedInfo is key type ‖ key length ‖ host id with its
    /// length ‖ EID with its length.
    #[must_use]
    pub fn derive(secret: &SharedSecret, host_id: &[u8], eid: &Eid) -> Self {
        let number: &[u8] = if checks::EID_IN_KEYS.on() { eid.as_bytes() } else { &[] };
        let mut info = vec![KEY_TYPE_AES, KEY_LENGTH];
        write_length(host_id.len(), &mut info);
        info.extend_from_slice(host_id);
        write_length(number.len(), &mut info);
        info.extend_from_slice(number);
        let out = x963_kdf(secret.expose(), &info, 48);
        let part = |at: usize| Zeroizing::new(out[at..at + 16].try_into().expect("48 bytes hold three keys"));
        Self { initial_mac_chaining_value: part(0), enc: part(16), mac: part(32) }
    }
}

impl std::fmt::Debug for SessionKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionKeys(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ANSI X9.63 KDF example of NIST CAVS (SHA-256, 192-bit secret, no shared info, 128-bit key).
    #[test]
    fn kdf_agrees_with_a_published_example() {
        let secret = hex::decode("96c05619d56c328ab95fe84b18264b08725b85e33fd34f08").expect("hex");
        assert_eq!(hex::encode(&*x963_kdf(&secret, &[], 16)), "443024c3dae66b95e6f5670601558f71");
    }

    #[test]
    fn derivation_is_a_prefix_of_a_longer_one() {
        let long = x963_kdf(b"secret", b"info", 100);
        assert_eq!(long.len(), 100);
        assert_eq!(&*x963_kdf(b"secret", b"info", 33), &long[..33]);
    }
}

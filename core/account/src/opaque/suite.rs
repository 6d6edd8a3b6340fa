use crate::scheme::Scheme;
use argon2::{Algorithm, Argon2, Params, Version};
use model::Random;
use opaque_ke::{CipherSuite, Ristretto255, TripleDh};

/// RFC 9807 §7: OPAQUE-3DH with ristretto255-SHA512, HKDF-SHA-512, HMAC-SHA-512, SHA-512.
pub(super) struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, sha2::Sha512>;
    type Ksf = Argon2<'static>;
}

/// What both sides know they speak, bound into the key exchange.
pub(super) const CONTEXT: &[u8] = b"landfall/1";

/// Argon2id as the scheme says: 16 zero bytes of salt, 64 bytes out (RFC 9807 §7).
pub(super) fn stretch(scheme: Scheme) -> Argon2<'static> {
    let kdf = scheme.kdf();
    let params = Params::new(kdf.memory, kdf.passes, kdf.lanes, None).expect("each scheme's parameters are in range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The caller's randomness, as `rand` wants it.
pub(super) struct Source<'a>(pub(super) &'a mut dyn Random);

impl rand::RngCore for Source<'_> {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, out: &mut [u8]) {
        self.0.fill(out);
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), rand::Error> {
        self.0.fill(out);
        Ok(())
    }
}

// `Random` promises bytes fit for keys.
impl rand::CryptoRng for Source<'_> {}

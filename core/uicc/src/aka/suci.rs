//! The concealed identity of 5G: ECIES profiles A and B (TS 33.501 Annex C.3).

use aes::{
    Aes128Enc, Block,
    cipher::{BlockCipherEncrypt, KeyInit},
};
use model::{Random, SecretBytes};
use p256::elliptic_curve::sec1::ToSec1Point;
use ring::{digest, hmac};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

const MAC_SIZE: usize = 8;

/// Which protection scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Profile A: X25519. Home network key: 32 bytes.
    A,
    /// Profile B: P-256. Home network key: a point, compressed (33 bytes) or not (65).
    B,
}

/// Why an identity was not concealed or not revealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SuciError {
    /// The home network's key is not one of this scheme's.
    #[error("the home network's key does not belong to the protection scheme")]
    HomeKey,
    /// The scheme output is too short, or its one-time key is no key.
    #[error("the concealed identity is malformed")]
    Malformed,
    /// The tag is wrong: changed on the way, or meant for another key.
    #[error("the concealed identity was changed, or concealed for another key")]
    Tag,
    /// The source of random bytes gave no key in many tries.
    #[error("the source of randomness is broken")]
    Random,
}

impl SuciError {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::Random)
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::HomeKey => "Give the home network's key of that scheme: X25519 for profile A, P-256 for profile B.",
            Self::Malformed => "Have the identity concealed anew.",
            Self::Tag => "Have the identity concealed anew, for the key that the home network has now.",
            Self::Random => "Try again; if it stays, restart the device.",
        }
    }
}

impl Scheme {
    /// The identifier in a SUCI and in EF.SUCI_Calc_Info.
    #[must_use]
    pub const fn identifier(self) -> u8 {
        match self {
            Self::A => 1,
            Self::B => 2,
        }
    }

    const fn one_time_key_size(self) -> usize {
        match self {
            Self::A => 32,
            Self::B => 33,
        }
    }

    /// Conceals `identity` (the MSIN's digits as TS 23.003 §2.2B packs them, or a user name) for the home network.
    /// Gives the scheme output: one-time public key ‖ ciphertext ‖ tag of 8 bytes.
    ///
    /// # Errors
    /// [`SuciError::HomeKey`] or [`SuciError::Random`].
    pub fn conceal(self, home_key: &[u8], identity: &[u8], random: &mut dyn Random) -> Result<Vec<u8>, SuciError> {
        let mut secret = Zeroizing::new([0; 32]);
        random.fill(secret.as_mut_slice());
        let (mut out, shared) = match self {
            Self::A => {
                let secret = x25519_dalek::StaticSecret::from(*secret);
                let public = x25519_dalek::PublicKey::from(&secret);
                (public.as_bytes().to_vec(), x25519(&secret, home_key).ok_or(SuciError::HomeKey)?)
            }
            Self::B => {
                let secret = p256_secret(&mut secret, random).ok_or(SuciError::Random)?;
                let public = secret.public_key().to_sec1_point(true);
                (public.as_bytes().to_vec(), p256(&secret, home_key).ok_or(SuciError::HomeKey)?)
            }
        };
        let keys = Keys::new(&shared, &out);
        let mut text = Zeroizing::new(identity.to_vec());
        keys.apply_ctr(&mut text);
        out.extend_from_slice(&text);
        out.extend_from_slice(&keys.tag(&text));
        Ok(out)
    }

    /// Reveals what [`conceal`](Self::conceal) gave: the home network's side.
    ///
    /// # Errors
    /// [`SuciError`].
    pub fn reveal(self, home_secret: &[u8; 32], output: &[u8]) -> Result<SecretBytes, SuciError> {
        let (one_time_key, rest) = output.split_at_checked(self.one_time_key_size()).ok_or(SuciError::Malformed)?;
        let (text, tag) = rest.split_last_chunk::<MAC_SIZE>().ok_or(SuciError::Malformed)?;
        let shared = match self {
            Self::A => x25519(&x25519_dalek::StaticSecret::from(*home_secret), one_time_key),
            Self::B => {
                let secret = p256::SecretKey::from_slice(home_secret).map_err(|_| SuciError::HomeKey)?;
                p256(&secret, one_time_key)
            }
        };
        let keys = Keys::new(&*shared.ok_or(SuciError::Malformed)?, one_time_key);
        if !bool::from(keys.tag(text).ct_eq(tag)) {
            return Err(SuciError::Tag);
        }
        let mut text = text.to_vec();
        keys.apply_ctr(&mut text);
        Ok(text.into())
    }
}

/// The shared secret; none if `public` is not 32 bytes or a point of small order.
fn x25519(secret: &x25519_dalek::StaticSecret, public: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
    let public: [u8; 32] = public.try_into().ok()?;
    let shared = secret.diffie_hellman(&public.into());
    shared.was_contributory().then(|| Zeroizing::new(shared.to_bytes()))
}

/// The shared secret: a point's x; none if `public` is no point of the curve.
fn p256(secret: &p256::SecretKey, public: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
    let public = p256::PublicKey::from_sec1_bytes(public).ok()?;
    Some(Zeroizing::new((*secret.diffie_hellman(&public).raw_secret_bytes()).into()))
}

/// A key of `bytes`, or of the next random ones: of 2^32 numbers one is too high for the curve.
fn p256_secret(bytes: &mut [u8; 32], random: &mut dyn Random) -> Option<p256::SecretKey> {
    for _ in 0..8 {
        if let Ok(secret) = p256::SecretKey::from_slice(bytes) {
            return Some(secret);
        }
        random.fill(bytes);
    }
    None
}

/// Encryption key, first counter block and MAC key (C.3.2).
struct Keys {
    cipher: Aes128Enc,
    counter: u128,
    mac: hmac::Key,
}

impl Keys {
    /// ANSI X9.63's derivation with SHA-256, the one-time public key as the shared information.
    fn new(shared: &[u8; 32], one_time_key: &[u8]) -> Self {
        let block = |counter: u32| {
            let mut context = digest::Context::new(&digest::SHA256);
            context.update(shared);
            context.update(&counter.to_be_bytes());
            context.update(one_time_key);
            super::Secret::new(context.finish().as_ref())
        };
        let first = block(1);
        let (key, counter) = first.split_at(16);
        Self {
            cipher: Aes128Enc::new(&super::functions::first(key).into()),
            counter: u128::from_be_bytes(super::functions::first(counter)),
            mac: hmac::Key::new(hmac::HMAC_SHA256, &block(2)),
        }
    }

    /// AES-128 in counter mode, there and back.
    fn apply_ctr(&self, text: &mut [u8]) {
        for (part, n) in text.chunks_mut(16).zip(0_u128..) {
            let mut stream = Block::from(self.counter.wrapping_add(n).to_be_bytes());
            self.cipher.encrypt_block(&mut stream);
            part.iter_mut().zip(stream).for_each(|(byte, with)| *byte ^= with);
        }
    }

    fn tag(&self, ciphertext: &[u8]) -> [u8; MAC_SIZE] {
        super::functions::first(hmac::sign(&self.mac, ciphertext).as_ref())
    }
}

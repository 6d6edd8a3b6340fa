//! A subscriber's keys as the cloud keeps them: AES-256-GCM under a key that does not lie in the database, so that a copy of the database opens none.

use super::Subscription;
use crate::service::ServerKey;
use model::{Algorithm, Iccid, Imsi, SecretBytes};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, Salt},
    rand::{SecureRandom, SystemRandom},
};
use zeroize::Zeroizing;

const FORMAT: u8 = 1;

/// Seals and opens keys of subscribers.
#[derive(Clone)]
pub struct Sealer(LessSafeKey);

/// Ki and algorithm of a subscriber.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsealed {
    /// Subscriber key.
    pub ki: SecretBytes,
    /// The algorithm and its own secret.
    pub algorithm: Algorithm,
}

/// Sealed keys don't open: the key is another, or they are another subscriber's. Says nothing about their content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a subscriber's keys don't open: the server's sealing key is another one than when they were imported")]
pub struct NotOpened;

impl Sealer {
    /// By the server's key.
    #[must_use]
    pub fn of(key: &ServerKey) -> Self {
        let prk = Salt::new(HKDF_SHA256, b"").extract(key.expose());
        let key = prk.expand(&[b"landfall/1 server subscribers"], &AES_256_GCM).map(UnboundKey::from);
        Self(LessSafeKey::new(key.expect("32 bytes are less than HKDF's limit of 255 hashes")))
    }

    /// Seals the keys of a subscription for its ICCID and IMSI.
    ///
    /// # Panics
    /// If the system has no randomness.
    #[must_use]
    pub fn seal(&self, of: &Subscription) -> Vec<u8> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).expect("the system has randomness");
        let mut body = Zeroizing::new(plain(&of.ki, &of.algorithm));
        let aad = Aad::from(name(&of.iccid, &of.imsi));
        let tag = self
            .0
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), aad, &mut body)
            .expect("keys are far below 2^36 bytes");
        [&nonce, body.as_slice(), tag.as_ref()].concat()
    }

    /// Opens what was sealed for this ICCID and IMSI.
    ///
    /// # Errors
    /// [`NotOpened`]
    pub fn open(&self, iccid: &Iccid, imsi: &Imsi, sealed: &[u8]) -> Result<Unsealed, NotOpened> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(NotOpened)?;
        let mut body = Zeroizing::new(body.to_vec());
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let plain = self.0.open_in_place(nonce, Aad::from(name(iccid, imsi)), &mut body).map_err(|_| NotOpened)?;
        read(plain).ok_or(NotOpened)
    }
}

fn name(iccid: &Iccid, imsi: &Imsi) -> Vec<u8> {
    format!("landfall subscriber 1 {iccid} {}", imsi.as_str()).into_bytes()
}

/// Format ‖ algorithm ‖ two parameters ‖ size of Ki ‖ Ki ‖ the algorithm's own key.
fn plain(ki: &SecretBytes, algorithm: &Algorithm) -> Vec<u8> {
    let none = SecretBytes::default();
    let (kind, parameters, own) = match algorithm {
        Algorithm::Milenage { opc } => (1, [0, 0], opc),
        Algorithm::Tuak { topc, iterations, res_size } => (2, [*iterations, *res_size], topc),
        Algorithm::Comp128 { version } => (3, [*version, 0], &none),
    };
    let mut out = Vec::with_capacity(5 + ki.len() + own.len());
    out.extend([FORMAT, kind, parameters[0], parameters[1], u8::try_from(ki.len()).unwrap_or(u8::MAX)]);
    out.extend(ki.expose());
    out.extend(own.expose());
    out
}

fn read(plain: &[u8]) -> Option<Unsealed> {
    let ([FORMAT, kind, first, second, size], rest) = plain.split_first_chunk::<5>()? else { return None };
    let (ki, own) = rest.split_at_checked(usize::from(*size))?;
    let algorithm = match kind {
        1 => Algorithm::Milenage { opc: own.into() },
        2 => Algorithm::Tuak { topc: own.into(), iterations: *first, res_size: *second },
        3 => Algorithm::Comp128 { version: *first },
        _ => return None,
    };
    Some(Unsealed { ki: ki.into(), algorithm })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subscription(algorithm: Algorithm) -> Subscription {
        Subscription {
            iccid: "8999901000000000001".parse().expect("an ICCID"),
            imsi: "999010000000001".parse().expect("an IMSI"),
            msisdn: None,
            ki: [0xA5; 16].into(),
            algorithm,
        }
    }

    // R: A12
    #[test]
    fn keys_open_for_their_own_subscriber_and_server_only() {
        let server = |n: u8| ServerKey::read(&[n; 32]).expect("32 bytes");
        let sealer = Sealer::of(&server(7));
        let other: Imsi = "999010000000002".parse().expect("an IMSI");
        for algorithm in [
            Algorithm::Milenage { opc: [0x5A; 16].into() },
            Algorithm::Tuak { topc: [0x5A; 32].into(), iterations: 2, res_size: 16 },
            Algorithm::Comp128 { version: 3 },
        ] {
            let of = subscription(algorithm.clone());
            let sealed = sealer.seal(&of);
            assert!(!sealed.windows(4).any(|part| part == [0xA5; 4] || part == [0x5A; 4]), "keys lie open");
            assert_eq!(sealer.open(&of.iccid, &of.imsi, &sealed), Ok(Unsealed { ki: of.ki.clone(), algorithm }));
            assert_eq!(sealer.open(&of.iccid, &other, &sealed), Err(NotOpened));
            assert_eq!(Sealer::of(&server(8)).open(&of.iccid, &of.imsi, &sealed), Err(NotOpened));
            for end in [0, 11, 12, sealed.len() - 1] {
                assert_eq!(sealer.open(&of.iccid, &of.imsi, &sealed[..end]), Err(NotOpened));
            }
        }
    }
}

use crate::message::PublicKey;
use model::Random;
use p256::SecretKey;
use zeroize::Zeroizing;

/// The bytes are no point of P-256 (or, for a private key, not in range).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a key on the curve P-256")]
pub struct BadPoint;

impl BadPoint {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Get the key anew from whoever made it."
    }
}

/// A one-time key pair for key agreement: otSK/otPK.DP.ECKA or otSK/otPK.EUICC.ECKA (SGP.22 §2.6.3).
#[derive(Clone)]
pub struct OneTimeKey(SecretKey);

impl OneTimeKey {
    /// A new pair.
    #[must_use]
    pub fn generate(random: &mut dyn Random) -> Self {
        loop {
            let mut bytes = Zeroizing::new([0; 32]);
            random.fill(&mut bytes[..]);
            // All but 2⁻³² of candidates are in range.
            if let Ok(key) = Self::from_bytes(&bytes) {
                return key;
            }
        }
    }

    /// From the private scalar, 32 bytes, big-endian.
    ///
    /// # Errors
    /// [`BadPoint`] if it is zero or not below the group's order.
    pub fn from_bytes(scalar: &[u8; 32]) -> Result<Self, BadPoint> {
        SecretKey::from_slice(scalar).map(Self).map_err(|_| BadPoint)
    }

    /// The private scalar, to be kept by whoever must resume a session.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes().into())
    }

    /// The public half, uncompressed.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        let point = self.0.public_key().to_sec1_bytes();
        point.as_ref().try_into().expect("an uncompressed P-256 point has 65 bytes")
    }

    /// ECKA-EG: the x coordinate of the shared point (BSI TR-03111 §4.3).
    ///
    /// # Errors
    /// [`BadPoint`] if `peer` is no point of the curve.
    pub fn agree(&self, peer: &PublicKey) -> Result<SharedSecret, BadPoint> {
        let peer = p256::PublicKey::from_sec1_bytes(peer).map_err(|_| BadPoint)?;
        let shared = self.0.diffie_hellman(&peer);
        Ok(SharedSecret(Zeroizing::new((*shared.raw_secret_bytes()).into())))
    }
}

impl std::fmt::Debug for OneTimeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OneTimeKey(..)")
    }
}

/// What both sides of a key agreement know: 32 bytes.
pub struct SharedSecret(Zeroizing<[u8; 32]>);

impl SharedSecret {
    pub(crate) fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for SharedSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SharedSecret(..)")
    }
}

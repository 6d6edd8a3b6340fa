use super::ApproveError;
use crate::{
    keys::{AccountId, AeadKey, digest, scalar},
    wire::{ApprovalRequest, Bytes, Device},
};
use model::Random;
use zeroize::Zeroizing;

/// What both users compare: six digits, in two groups of three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code(u32);

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:03} {:03}", self.0 / 1000, self.0 % 1000)
    }
}

/// One-time key (65 bytes) ‖ half of the code (16 bytes), and the private key to it.
pub(super) struct Half {
    key: p256::SecretKey,
    pub(super) public: [u8; 81],
}

impl Half {
    pub(super) fn make(random: &mut dyn Random) -> Self {
        let key = scalar(|_| {
            let mut bytes = Zeroizing::new([0; 32]);
            random.fill(&mut bytes[..]);
            bytes
        });
        let mut public = [0; 81];
        let (point, code) = public.split_at_mut(65);
        point.copy_from_slice(&key.public_key().to_sec1_bytes());
        random.fill(code);
        Self { key, public }
    }

    /// The key that seals to the owner of the other half, by ECDH over both one-time keys.
    pub(super) fn agree(&self, other: &[u8; 81], transcript: &[u8; 32]) -> Result<AeadKey, ApproveError> {
        let (point, _) = other.split_at(65);
        let point = p256::PublicKey::from_sec1_bytes(point).map_err(|_| ApproveError::Malformed)?;
        let shared = self.key.diffie_hellman(&point);
        Ok(AeadKey::derive(shared.raw_secret_bytes(), transcript, b"landfall/1 approval keys"))
    }
}

/// A half as it came.
pub(super) fn half(bytes: &Bytes) -> Result<[u8; 81], ApproveError> {
    bytes.0.as_slice().try_into().map_err(|_| ApproveError::Malformed)
}

/// What the new device commits to before it sees anything.
pub(super) fn commitment(approval: &Bytes, device: &Device, half: &[u8; 81]) -> [u8; 32] {
    let name = device.name.as_bytes();
    digest(&[b"landfall/1 approval commitment", &approval.0, &device.id.0, name, &device.key.0, half])
}

/// Everything that both sides said.
pub(super) fn transcript(
    account: &AccountId,
    request: &ApprovalRequest,
    opened: &[u8; 81],
    answered: &[u8; 81],
) -> [u8; 32] {
    let ApprovalRequest { approval, device, commitment, .. } = request;
    let name = device.name.as_bytes();
    let label = b"landfall/1 approval transcript";
    digest(&[label, &account.0, &approval.0, &device.id.0, name, &device.key.0, &commitment.0, opened, answered])
}

/// Six digits of the transcript: its own hash, so that they say nothing of the key that is made from it.
pub(super) fn code(transcript: &[u8; 32]) -> Code {
    let hash = digest(&[b"landfall/1 approval code", transcript]);
    let number = hash.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    // 2^64 is so far above a million that no digit is likelier than another.
    Code((number % 1_000_000) as u32)
}

use crate::Limits;
use model::SecretBytes;

/// A certificate chain under one operator root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// Subject key identifier of the operator root.
    pub root_key_id: Vec<u8>,
    /// DER certificates, the kiosk's own first, without the root.
    pub certificates: Vec<Vec<u8>>,
}

/// What a kiosk brings.
#[derive(Debug, Clone)]
pub struct Config {
    /// The X25519 private key, 32 bytes, whose public half the chains certify.
    pub private_key: SecretBytes,
    /// The chains, best first; the phone's roots pick one.
    pub chains: Vec<Chain>,
    /// What the kiosk takes from a phone.
    pub limits: Limits,
    /// How many sessions are kept; when full, the one longest without a link gives way, else newcomers are told "busy".
    pub max_sessions: usize,
    /// How long a session without a link is kept, in milliseconds.
    pub session_lifetime: u64,
    /// How many bytes of answers are kept for phones without a link; beyond, the session longest without one ends.
    pub max_kept: usize,
}

impl Config {
    /// The usual limits: 256 phones, ten minutes without a link, 64 MiB of answers kept.
    #[must_use]
    pub const fn new(private_key: SecretBytes, chains: Vec<Chain>) -> Self {
        let (max_sessions, session_lifetime, max_kept) = (256, 600_000, 64 << 20);
        Self { private_key, chains, limits: Limits::KIOSK, max_sessions, session_lifetime, max_kept }
    }
}

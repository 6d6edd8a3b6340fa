//! What the phone's platform says of a key, checked offline, as an [`Assurance`] level.
//!
//! One kind is done: Android key attestation. Its verdict rests on the platform's attestation roots, which an operator
//! installs beside the CI roots; a phone without attestation is [`Assurance::KioskBorn`] at best.

mod android;
mod x509;

pub use android::{ANDROID_KEY, verify_android};

use super::{Assurance, csr::Csr};
use model::UnixTime;
use std::collections::BTreeSet;

/// What an operator trusts in attestations.
#[derive(Debug, Clone, Default)]
pub struct AttestationTrust {
    /// Root certificates (DER) of the platforms, such as Google's hardware attestation roots.
    pub roots: Vec<Vec<u8>>,
    /// Serial numbers of attestation certificates that were revoked, big-endian without leading zeros.
    pub revoked: BTreeSet<Vec<u8>>,
}

/// Why an attestation proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AttestationError {
    /// A kind that is not done.
    #[error("attestation of kind {kind:?} is not known here")]
    Kind {
        /// The kind.
        kind: String,
    },
    /// A certificate or the attestation record can't be read.
    #[error("the attestation is malformed")]
    Malformed,
    /// The chain does not end at an installed attestation root, or a signature in it is wrong.
    #[error("the attestation chain does not lead to an installed root")]
    Chain,
    /// A certificate of the chain is not valid at this time.
    #[error("a certificate of the attestation chain is not valid now ({now}): is the clock right?")]
    Time {
        /// The clock.
        now: UnixTime,
    },
    /// A certificate of the chain was revoked.
    #[error("a certificate of the attestation chain was revoked")]
    Revoked,
    /// It was made over another challenge: it is old, or of another session.
    #[error("the attestation was made for another session")]
    Challenge,
    /// It is about another key.
    #[error("the attestation is about another key")]
    Key,
    /// The key was not made inside, or may be used for more than signing.
    #[error("the attested key was not generated for signing inside the device")]
    Origin,
}

impl AttestationError {
    /// Whether the same attestation may prove something later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Kind { .. } => "Choose a product that demands no attestation, or a phone whose kind is known here.",
            Self::Malformed => "Have the phone attest its key anew.",
            Self::Chain => "Install the root of the phone's platform, if you trust it.",
            Self::Time { .. } => "Compare the clock with another one; if it is right, use another phone.",
            Self::Revoked => "Do not trust that phone's keys: the maker took its certificate back.",
            Self::Challenge => "Have the phone attest its key anew, in this session.",
            Self::Key => "Have the phone attest the key that it asks a certificate for.",
            Self::Origin => "Have the phone make its key inside its secure hardware, for signing alone.",
        }
    }
}

/// The assurance that a request deserves which was received by an EUM itself: what its attestation proves; without
/// one, [`Assurance::KioskBorn`]. The request must have been verified against its session.
///
/// # Errors
/// [`AttestationError`] if there is an attestation that proves nothing. The caller may refuse, or go on with
/// [`Assurance::KioskBorn`], as its products demand.
pub fn assess(csr: &Csr, trust: &AttestationTrust, now: Option<UnixTime>) -> Result<Assurance, AttestationError> {
    let Some(attestation) = csr.attestation() else { return Ok(Assurance::KioskBorn) };
    match attestation.kind.as_str() {
        ANDROID_KEY => verify_android(&attestation.chain, csr.binding(), csr.public_key(), trust, now),
        other => Err(AttestationError::Kind { kind: other.to_owned() }),
    }
}

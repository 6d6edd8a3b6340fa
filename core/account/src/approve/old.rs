use super::{ApproveError, COMMITMENT, Code, transcript};
use crate::{
    keys::{AccountId, AccountKeys},
    manifest::Pinned,
    wire::{ApprovalAnswer, ApprovalRequest, Bytes},
};
use model::Random;
use subtle::ConstantTimeEq;
use transcript::Half;
use zeroize::Zeroizing;

/// An old device that answered a request.
pub struct Answered {
    account: AccountId,
    request: ApprovalRequest,
    half: Half,
}

impl Answered {
    /// Answers `request`: whoever asked is bound to its half by now.
    #[must_use]
    pub fn begin(account: AccountId, request: ApprovalRequest, random: &mut dyn Random) -> (Self, ApprovalAnswer) {
        let half = Half::make(random);
        let answer = ApprovalAnswer { half: Bytes::from(half.public) };
        (Self { account, request, half }, answer)
    }

    /// The new device opened its half: the code can be shown.
    ///
    /// # Errors
    /// [`ApproveError`].
    pub fn opened(self, request: &ApprovalRequest) -> Result<Confirmed, ApproveError> {
        let opened = transcript::half(request.opened.as_ref().ok_or(ApproveError::NotOpened)?)?;
        let commitment = transcript::commitment(&self.request.approval, &self.request.device, &opened);
        let same: bool = commitment[..].ct_eq(&self.request.commitment.0).into();
        if COMMITMENT.on() && !same {
            return Err(ApproveError::Commitment);
        }
        let transcript = transcript::transcript(&self.account, &self.request, &opened, &self.half.public);
        Ok(Confirmed { request: self.request, half: self.half, other: opened, transcript })
    }
}

/// An old device that shows the code; once the user says that both are the same, it grants.
pub struct Confirmed {
    request: ApprovalRequest,
    half: Half,
    other: [u8; 81],
    transcript: [u8; 32],
}

impl Confirmed {
    /// What the user compares.
    #[must_use]
    pub fn code(&self) -> Code {
        transcript::code(&self.transcript)
    }

    /// What asked to be approved, as the code vouches for it: this goes into the next manifest.
    #[must_use]
    pub const fn device(&self) -> &crate::wire::Device {
        &self.request.device
    }

    /// Seals the account's keys to the new device. `enrolled` is pinned with the manifest that has it.
    ///
    /// # Errors
    /// [`ApproveError::Malformed`] if the new device's key is none.
    pub fn seal(&self, keys: &AccountKeys, enrolled: &Pinned, random: &mut dyn Random) -> Result<Bytes, ApproveError> {
        let mark = enrolled.mark().ok_or(ApproveError::Malformed)?;
        let keyring = keys.keyring.to_bytes();
        // Room from the start, so that growing leaves no copies behind.
        let mut plain = Zeroizing::new(Vec::with_capacity(32 + 16 + 8 + 32 + keyring.len()));
        plain.extend_from_slice(keys.root.expose());
        plain.extend_from_slice(keys.secret.expose());
        plain.extend_from_slice(&mark.version.to_be_bytes());
        plain.extend_from_slice(&mark.digest.0);
        plain.extend_from_slice(keyring.expose());
        let key = self.half.agree(&self.other, &self.transcript)?;
        Ok(Bytes(key.seal(&self.transcript, &plain, random)))
    }
}

impl std::fmt::Debug for Answered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Answered(..)")
    }
}

impl std::fmt::Debug for Confirmed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Confirmed(..)")
    }
}

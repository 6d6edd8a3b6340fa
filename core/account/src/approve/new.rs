use super::{ApproveError, Code, transcript};
use crate::{
    keys::{AccountId, AccountKeys, Keyring, Root, SecretKey},
    manifest::{Mark, Pinned},
    scheme::Scheme,
    wire::{ApprovalAnswer, ApprovalGrant, ApprovalRequest, Bytes, Device},
};
use model::Random;
use transcript::Half;

/// A new device that asked.
pub struct Asking {
    account: AccountId,
    request: ApprovalRequest,
    half: Half,
}

impl Asking {
    /// Makes the request. `device` is this one; its epoch is not its own to say.
    #[must_use]
    pub fn begin(account: AccountId, device: Device, random: &mut dyn Random) -> (Self, ApprovalRequest) {
        let mut approval = [0; 16];
        random.fill(&mut approval);
        let (approval, half) = (Bytes::from(approval), Half::make(random));
        let device = Device { epoch: 0, revoked: false, ..device };
        let commitment = Bytes::from(transcript::commitment(&approval, &device, &half.public));
        let request = ApprovalRequest { approval, device, commitment, opened: None };
        (Self { account, request: request.clone(), half }, request)
    }

    /// The old device answered: what was committed to may be opened now, and the code be shown.
    ///
    /// # Errors
    /// [`ApproveError::Malformed`].
    pub fn answered(self, answer: &ApprovalAnswer) -> Result<(Compared, ApprovalRequest), ApproveError> {
        let other = transcript::half(&answer.half)?;
        let transcript = transcript::transcript(&self.account, &self.request, &self.half.public, &other);
        let opened = ApprovalRequest { opened: Some(Bytes::from(self.half.public)), ..self.request };
        Ok((Compared { account: self.account, half: self.half, other, transcript }, opened))
    }
}

/// A new device that shows its code.
pub struct Compared {
    account: AccountId,
    half: Half,
    other: [u8; 81],
    transcript: [u8; 32],
}

impl Compared {
    /// What the user compares.
    #[must_use]
    pub fn code(&self) -> Code {
        transcript::code(&self.transcript)
    }

    /// Opens what the old device sealed: the account's keys, and what to hold the server to, which is at least the manifest that enrols this
    /// device.
    ///
    /// # Errors
    /// [`ApproveError::Keys`].
    pub fn granted(&self, grant: &ApprovalGrant, scheme: Scheme) -> Result<(AccountKeys, Pinned), ApproveError> {
        let key = self.half.agree(&self.other, &self.transcript)?;
        let plain = key.open(&self.transcript, &grant.sealed.0).ok_or(ApproveError::Keys)?;
        let (keys, mark) = read(self.account, plain.expose()).ok_or(ApproveError::Keys)?;
        let pinned = Pinned::anchor(&keys.account, &keys.owner().public_key(), scheme).at_least(mark);
        Ok((keys, pinned))
    }
}

/// root ‖ secret key ‖ version (u64, big-endian) ‖ digest ‖ keyring.
fn read(account: AccountId, plain: &[u8]) -> Option<(AccountKeys, Mark)> {
    let (root, rest) = plain.split_at_checked(32)?;
    let (secret, rest) = rest.split_at_checked(16)?;
    let (version, rest) = rest.split_first_chunk::<8>()?;
    let (digest, keyring) = rest.split_at_checked(32)?;
    let keys = AccountKeys {
        account,
        root: Root::read(root)?,
        secret: SecretKey::read(secret)?,
        keyring: Keyring::read(keyring)?,
    };
    Some((keys, Mark { version: u64::from_be_bytes(*version), digest: Bytes::from(digest) }))
}

impl std::fmt::Debug for Asking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Asking(..)")
    }
}

impl std::fmt::Debug for Compared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Compared(..)")
    }
}

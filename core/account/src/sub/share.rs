use super::{AgreementKey, SubError, agreement::transcript, checks};
use crate::{
    keys::SigningKey,
    signed::{Kind, Signed, Signer},
    wire::{Bytes, Member, Share, Shared},
};
use model::Random;
use zeroize::Zeroizing;

/// Whose cards are shown to whom.
#[derive(Debug, Clone, Copy)]
pub struct Sealing<'a> {
    /// The account whose they are.
    pub from: &'a Bytes,
    /// Who is shown them.
    pub to: &'a Member,
    /// Above the last one's.
    pub number: u64,
}

/// Seals `shared` to the other account: by ECDH of a key that is made for this alone with the other's agreement key, HKDF-SHA-256 and AES-256-GCM. Whoever
/// was shown cards before has nothing that opens the next.
///
/// # Errors
/// [`SubError::Member`] if the other's key is none.
pub fn seal_share(
    owner: &SigningKey,
    sealing: &Sealing<'_>,
    shared: &Shared,
    random: &mut dyn Random,
) -> Result<Signed, SubError> {
    let Sealing { from, to, number } = *sealing;
    let once = AgreementKey::once(random);
    let public = once.public_key();
    let transcript = transcript(&from.0, &to.account.0, number, &public, &to.agreement_key.0);
    let key = once.agree(&to.agreement_key.0, &transcript).ok_or(SubError::Member)?;
    let plain = Zeroizing::new(serde_json::to_vec(shared).expect("what is shown has string keys only"));
    let sealed = Bytes(key.seal(&transcript, &plain, random));
    let (from, to) = (from.clone(), to.account.clone());
    Ok(owner.sign(Kind::Share, &Share { from, to, number, key: Bytes::from(public), sealed }))
}

/// Opens what `from` shows to the account `to`, and answers its number; `seen` is that of the last one.
///
/// # Errors
/// [`SubError::Share`], [`SubError::Older`], [`SubError::Sealed`].
pub fn open_share(
    signed: &Signed,
    from: &Member,
    to: (&Bytes, &AgreementKey),
    seen: u64,
) -> Result<(u64, Shared), SubError> {
    let verified = signed.verify::<Share>(Kind::Share, &from.owner_key.0);
    let share = match verified {
        Err(_) if !checks::SHARE.on() => serde_json::from_slice(&signed.payload.0).map_err(|_| SubError::Share),
        verified => verified.map_err(|_| SubError::Share),
    }?;
    if checks::SHARE.on() && !(signed.signer == Signer::Owner && share.from == from.account && share.to == *to.0) {
        return Err(SubError::Share);
    }
    if checks::SHARE_NUMBER.on() && share.number < seen {
        return Err(SubError::Older { found: share.number, seen });
    }
    let own = to.1.public_key();
    let transcript = transcript(&share.from.0, &share.to.0, share.number, &share.key.0, &own);
    let key = to.1.agree(&share.key.0, &transcript).ok_or(SubError::Share)?;
    let plain = key.open(&transcript, &share.sealed.0).ok_or(SubError::Sealed)?;
    let shared = serde_json::from_slice(plain.expose()).map_err(|_| SubError::Share)?;
    Ok((share.number, shared))
}

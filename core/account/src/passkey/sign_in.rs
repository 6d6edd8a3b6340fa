use crate::{
    order::{BadAssertion, passkey},
    signed::{Kind, Signed, Signer, message},
    wire::{Bytes, Manifest, SessionProof},
};

/// What is signed to sign in by a passkey, and what its authenticator is asked. The account is not in it: who has only the passkey in hand learns from it
/// (`userHandle`) whose it is.
#[must_use]
pub fn proof(challenge: Bytes) -> (Bytes, Bytes) {
    let proof = SessionProof { account: Bytes::default(), device: Bytes::default(), epoch: 0, challenge };
    let payload = Bytes(serde_json::to_vec(&proof).expect("what is signed has string keys only"));
    let asked = passkey::challenge(&message(Kind::Session, &payload.0));
    (payload, asked)
}

/// What was signed, and by which of the account's passkeys, if it is one.
///
/// # Errors
/// [`BadAssertion`]: what does not hold.
pub fn signed_in(manifest: &Manifest, signed: &Signed) -> Result<(SessionProof, Bytes), BadAssertion> {
    let Signer::Passkey(id) = &signed.signer else { return Err(BadAssertion::Unreadable) };
    let known = manifest.passkeys.iter().find(|known| known.id == *id).ok_or(BadAssertion::Signature)?;
    passkey::verify(known, &message(Kind::Session, &signed.payload.0), &signed.signature)?;
    let said: SessionProof = serde_json::from_slice(&signed.payload.0).map_err(|_| BadAssertion::Unreadable)?;
    Ok((said, id.clone()))
}

use super::{Violation, must, works};
use crate::{KeyId, Keystore, KeystoreError};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

/// Checks `keystore`; makes and destroys keys whose names start with `contract.`.
///
/// # Errors
/// The first [`Violation`].
pub fn keystore_contract(keystore: &dyn Keystore) -> Result<(), Violation> {
    let names = ["contract.sign", "contract.wrap", "contract.other", "contract.number"].map(KeyId::from);
    let clear =
        || names.iter().try_for_each(|id| works(keystore.destroy(id), "destroying what isn't there is no error"));
    clear()?;
    let [sign, wrap, other, number] = &names;
    signing(keystore, sign, wrap)?;
    wrapping(keystore, wrap, other, sign)?;
    rising(keystore, number, other)?;
    clear()?;
    for id in &names {
        must(is_gone(keystore.sign(id, b"m")), "a destroyed key signs no more")?;
        must(is_gone(keystore.wrap(id, b"m")), "a destroyed key wraps no more")?;
    }
    Ok(())
}

fn signing(keystore: &dyn Keystore, id: &KeyId, absent: &KeyId) -> Result<(), Violation> {
    must(is_gone(keystore.attest(absent)), "an absent key is named as such")?;
    must(is_gone(keystore.sign(absent, b"m")), "an absent key can't sign")?;
    let made = works(keystore.generate_signing_key(id, b"challenge"), "makes a signing key")?;
    let again = works(keystore.generate_signing_key(id, b"challenge"), "making it again finds it")?;
    must(made.public_key == again.public_key, "making it again answers the same key")?;
    let found = works(keystore.attest(id), "tells of a key")?;
    must(found.public_key == made.public_key, "tells of the same key")?;
    let other = works(keystore.sign(id, b"another message"), "signs")?;
    let signature = works(keystore.sign(id, b"message"), "signs")?;
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, made.public_key);
    must(key.verify(b"message", &signature).is_ok(), "its signature verifies")?;
    must(key.verify(b"message", &other).is_err(), "a signature is over its message")?;
    must(is_gone(keystore.wrap(id, b"m")), "a signing key doesn't wrap")?;
    works(keystore.destroy(id), "destroys a key")?;
    must(is_gone(keystore.sign(id, b"m")), "a destroyed key signs no more")?;
    let fresh = works(keystore.generate_signing_key(id, b"challenge"), "makes a key of the same name")?;
    must(fresh.public_key != made.public_key, "a destroyed key doesn't come back")
}

fn wrapping(keystore: &dyn Keystore, id: &KeyId, other: &KeyId, signing: &KeyId) -> Result<(), Violation> {
    works(keystore.make_wrapping_key(id), "makes a wrapping key")?;
    works(keystore.make_wrapping_key(other), "makes another")?;
    let wrapped = works(keystore.wrap(id, b"a vault key"), "wraps")?;
    works(keystore.make_wrapping_key(id), "making it again finds it")?;
    let plain = works(keystore.unwrap(id, &wrapped), "unwraps")?;
    must(plain.expose() == b"a vault key", "unwrapping gives back what was wrapped")?;
    must(!wrapped.windows(11).any(|w| w == b"a vault key"), "wrapped bytes don't show what they wrap")?;
    must(keystore.unwrap(other, &wrapped).is_err(), "another key doesn't unwrap it")?;
    let moved = works(keystore.rewrap(id, other, &wrapped), "wraps anew with another key")?;
    let plain = works(keystore.unwrap(other, &moved), "that one opens it")?;
    must(plain.expose() == b"a vault key", "wrapping anew keeps what was wrapped")?;
    must(keystore.unwrap(id, &moved).is_err(), "the first key doesn't open it then")?;
    must(is_gone(keystore.sign(id, b"m")), "a wrapping key doesn't sign")?;
    must(is_gone(keystore.unwrap(signing, &wrapped)), "a signing key doesn't unwrap")?;
    for at in 0..wrapped.len() {
        let mut bent = wrapped.clone();
        if let Some(byte) = bent.get_mut(at) {
            *byte ^= 1;
        }
        let refused = matches!(keystore.unwrap(id, &bent), Err(KeystoreError::Damaged(_)));
        must(refused, "changed bytes are refused as damaged")?;
    }
    must(keystore.unwrap(id, &[]).is_err(), "no bytes are refused")?;
    works(keystore.destroy(id), "destroys a wrapping key")?;
    works(keystore.make_wrapping_key(id), "makes a wrapping key of the same name")?;
    must(keystore.unwrap(id, &wrapped).is_err(), "what a destroyed key wrapped stays closed")
}

fn rising(keystore: &dyn Keystore, id: &KeyId, key: &KeyId) -> Result<(), Violation> {
    let is = |number, what| must(keystore.number(id).is_ok_and(|found| found == number), what);
    is(0, "there is no number yet")?;
    works(keystore.raise(id, 7), "keeps a number")?;
    works(keystore.raise(id, 5), "a lower number is no error")?;
    is(7, "a number does not fall")?;
    works(keystore.raise(id, u64::MAX), "keeps a higher one")?;
    is(u64::MAX, "a number rises")?;
    works(keystore.make_wrapping_key(key), "makes a key")?;
    must(keystore.raise(key, 1).is_err(), "a key is no number")?;
    must(is_gone(keystore.sign(id, b"m")), "a number doesn't sign")?;
    works(keystore.destroy(id), "destroys a number")?;
    is(0, "a destroyed number is gone")
}

fn is_gone<T>(result: Result<T, KeystoreError>) -> bool {
    matches!(result, Err(KeystoreError::NoSuchKey(_)))
}

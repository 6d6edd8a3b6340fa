use super::{Checked, Checks};
use crate::ports::{Keystore, KeystoreFailure, KeystorePort};
use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier};
use std::sync::Arc;
use vault::KeyId;

/// Judges a keystore. It makes keys under names that begin with `contract.`, and destroys them.
#[uniffi::export]
#[must_use]
pub fn check_keystore(keystore: Arc<dyn Keystore>) -> Vec<Checked> {
    let mut checks = Checks::new();
    let (own, other) = ("contract.sign".to_owned(), "contract.other".to_owned());
    let clean = |id: &str| keystore.destroy(id.to_owned()).map_err(|failure| failure.to_string());
    for id in ["contract.sign", "contract.other", "contract.wrap", "contract.wrap2", "contract.number", "contract.none"]
    {
        checks.that("destroying what is not there is no failure", clean(id).map(|()| true));
    }
    let text = |failure: KeystoreFailure| failure.to_string();
    let made = keystore.generate_signing_key(own.clone(), b"challenge".to_vec()).map_err(text);
    let again = keystore.generate_signing_key(own.clone(), b"another".to_vec()).map_err(text);
    let point = made.as_ref().map(|made| made.public_key.clone()).unwrap_or_default();
    checks.that("a signing key is a P-256 point of 65 bytes", Ok(VerifyingKey::from_sec1_bytes(&point).is_ok()));
    checks.that("making a key that is there answers that key", again.map(|again| again.public_key == point));
    let attested = keystore.attest(own.clone()).map_err(text);
    checks.that("a key can be asked for its public half", attested.map(|attested| attested.public_key == point));
    let different = keystore.generate_signing_key(other.clone(), b"challenge".to_vec()).map_err(text);
    checks.that("another name is another key", different.map(|different| different.public_key != point));
    let port = KeystorePort(keystore.clone());
    let signed = vault::Keystore::sign(&port, &KeyId(own.clone()), b"message").map_err(|error| error.to_string());
    let holds = |message: &[u8], signature: &[u8; 64]| {
        let key = VerifyingKey::from_sec1_bytes(&point).map_err(|error| error.to_string())?;
        let signature = Signature::from_slice(signature).map_err(|error| error.to_string())?;
        Ok::<_, String>(key.verify(message, &signature).is_ok())
    };
    checks.that("it signs with ECDSA over SHA-256", signed.clone().and_then(|signature| holds(b"message", &signature)));
    checks
        .that("a signature is of its message alone", signed.and_then(|signature| Ok(!holds(b"massage", &signature)?)));
    let missing = keystore.sign("contract.none".to_owned(), b"message".to_vec());
    checks.that("a key that is not there does not sign", Ok(missing == Err(KeystoreFailure::NoSuchKey)));
    wrapping(&*keystore, &mut checks);
    numbers(&*keystore, &mut checks);
    checks.that("a key is destroyed", clean(&own).map(|()| true));
    let gone = keystore.sign(own, b"message".to_vec());
    checks.that("a destroyed key signs nothing", Ok(gone == Err(KeystoreFailure::NoSuchKey)));
    let stays = keystore.attest(other.clone()).map_err(text);
    checks.that("destroying one key leaves the others", stays.map(|_| true));
    checks.that("the other goes as well", clean(&other).map(|()| true));
    checks.done()
}

fn wrapping(keystore: &dyn Keystore, checks: &mut Checks) {
    let text = |failure: KeystoreFailure| failure.to_string();
    let (one, two) = ("contract.wrap".to_owned(), "contract.wrap2".to_owned());
    let made = keystore.make_wrapping_key(one.clone()).and_then(|()| keystore.make_wrapping_key(two.clone()));
    checks.that("wrapping keys are made", made.map_err(text).map(|()| true));
    let plain = vec![7_u8; 256];
    let wrapped = keystore.wrap(one.clone(), plain.clone()).map_err(text);
    checks.that("what is wrapped is not the plain text", wrapped.clone().map(|bytes| bytes != plain));
    let wrapped = wrapped.unwrap_or_default();
    let twice = keystore.wrap(one.clone(), plain.clone()).map_err(text);
    checks.that("the same is never wrapped the same", twice.map(|twice| twice != wrapped));
    let opened = keystore.unwrap(one.clone(), wrapped.clone()).map_err(text);
    checks.that("what was wrapped comes back", opened.map(|opened| opened == plain));
    let other = keystore.unwrap(two.clone(), wrapped.clone());
    checks.that("another key does not open it", Ok(other == Err(KeystoreFailure::Damaged)));
    for at in [0, wrapped.len() / 2, wrapped.len().saturating_sub(1)] {
        let mut changed = wrapped.clone();
        if let Some(byte) = changed.get_mut(at) {
            *byte ^= 1;
        }
        let opened = keystore.unwrap(one.clone(), changed);
        checks.that("what was changed does not open", Ok(opened == Err(KeystoreFailure::Damaged)));
    }
    let short = keystore.unwrap(one.clone(), wrapped[..wrapped.len().min(3)].to_vec());
    checks.that("what was cut off does not open", Ok(short == Err(KeystoreFailure::Damaged)));
    let moved = keystore.rewrap(one.clone(), two.clone(), wrapped.clone());
    let moved = moved.and_then(|moved| keystore.unwrap(two.clone(), moved)).map_err(text);
    checks.that("it is wrapped anew by another key", moved.map(|moved| moved == plain));
    checks.that("a wrapping key is destroyed", keystore.destroy(one.clone()).map_err(text).map(|()| true));
    let gone = keystore.unwrap(one, wrapped);
    checks.that("a destroyed key opens nothing", Ok(gone == Err(KeystoreFailure::NoSuchKey)));
    checks.that("the other goes as well", keystore.destroy(two).map_err(text).map(|()| true));
}

fn numbers(keystore: &dyn Keystore, checks: &mut Checks) {
    let text = |failure: KeystoreFailure| failure.to_string();
    let id = "contract.number".to_owned();
    checks.that("a number that is not there is 0", keystore.number(id.clone()).map_err(text).map(|number| number == 0));
    for (raised, stands) in [(3, 3), (2, 3), (u64::from(u32::MAX) + 9, u64::from(u32::MAX) + 9)] {
        let now = keystore.raise(id.clone(), raised).and_then(|()| keystore.number(id.clone())).map_err(text);
        checks.that("a number only rises", now.map(|number| number == stands));
    }
    let gone = keystore.destroy(id.clone()).and_then(|()| keystore.number(id)).map_err(text);
    checks.that("a destroyed number is 0", gone.map(|number| number == 0));
}

//! A passkey's word for an order: a WebAuthn assertion (Web Authentication Level 3, §7.2) whose challenge is SHA-256 of the message that any
//! other key would sign.

use super::checks;
use crate::wire::{Bytes, Passkey};
use ring::{
    digest::{SHA256, digest},
    signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey},
};
use serde::{Deserialize, Serialize};

/// What a browser's `navigator.credentials.get` answers; as JSON it is the `signature` of a `Signed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assertion {
    /// clientDataJSON, exactly as the browser made it.
    pub client_data: Bytes,
    /// authenticatorData (§6.1): SHA-256 of the relying party's id (32 bytes), flags, signature counter (4 bytes), …
    pub authenticator_data: Bytes,
    /// ECDSA P-256 over SHA-256, DER.
    pub signature: Bytes,
}

/// Why an assertion does not stand for an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum BadAssertion {
    /// Not the three parts of one.
    #[error("it is no passkey's assertion")]
    Unreadable,
    /// Of something else than a sign-in.
    #[error("the passkey was used for something else than to sign in")]
    Type,
    /// About other bytes.
    #[error("the passkey signed something else")]
    Challenge,
    /// On a site that is not the relying party's.
    #[error("the passkey was used on another site")]
    Origin,
    /// For another relying party.
    #[error("the passkey is of another relying party")]
    Party,
    /// Nobody was asked for a finger or a PIN.
    #[error("the passkey's user was not verified")]
    User,
    /// Of another key.
    #[error("the signature is not of this passkey")]
    Signature,
}

impl BadAssertion {
    /// What to do about it.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::User => "Use a passkey that asks for a finger, a face or a PIN, and sign anew.",
            Self::Unreadable | Self::Type | Self::Challenge | Self::Origin | Self::Party | Self::Signature => {
                "Nothing was done. Open the account's own site and give the order anew."
            }
        }
    }

    /// The same assertion never becomes a good one.
    #[must_use]
    pub const fn retrying_helps(self) -> bool {
        false
    }
}

/// CollectedClientData (§5.8.1), as far as it counts.
#[derive(Deserialize)]
pub(crate) struct ClientData {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) challenge: Bytes,
    origin: String,
    #[serde(default, rename = "crossOrigin")]
    cross_origin: bool,
}

impl ClientData {
    /// Whether it was said on the relying party's own site, and not in a frame of another's.
    pub(crate) fn is_of(&self, rp_id: &str) -> bool {
        !self.cross_origin && is_of(&self.origin, rp_id)
    }
}

/// The challenge that a passkey is asked to sign for this message.
#[must_use]
pub fn challenge(message: &[u8]) -> Bytes {
    Bytes::from(digest(&SHA256, message))
}

/// Whether `signature` is this passkey's word for `message`, with its user verified.
///
/// The authenticator's signature counter is not looked at: synced passkeys don't keep one, and an order has a counter of its own.
///
/// # Errors
/// [`BadAssertion`].
pub fn verify(passkey: &Passkey, message: &[u8], signature: &Bytes) -> Result<(), BadAssertion> {
    const USER_PRESENT_AND_VERIFIED: u8 = 0b101;
    let assertion: Assertion = serde_json::from_slice(&signature.0).map_err(|_| BadAssertion::Unreadable)?;
    let client: ClientData = serde_json::from_slice(&assertion.client_data.0).map_err(|_| BadAssertion::Unreadable)?;
    let data = &assertion.authenticator_data.0;
    let (Some(party), Some(&flags), true) = (data.get(..32), data.get(32), data.len() >= 37) else {
        return Err(BadAssertion::Unreadable);
    };
    let signed = [data.as_slice(), digest(&SHA256, &assertion.client_data.0).as_ref()].concat();
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &passkey.key.0);
    for (check, holds, bad) in [
        (checks::SIGNATURE, key.verify(&signed, &assertion.signature.0).is_ok(), BadAssertion::Signature),
        (checks::PASSKEY_TYPE, client.kind == "webauthn.get", BadAssertion::Type),
        (checks::PASSKEY_CHALLENGE, client.challenge == challenge(message), BadAssertion::Challenge),
        (checks::PASSKEY_ORIGIN, client.is_of(&passkey.rp_id), BadAssertion::Origin),
        (checks::PASSKEY_PARTY, party == digest(&SHA256, passkey.rp_id.as_bytes()).as_ref(), BadAssertion::Party),
        (checks::PASSKEY_USER, flags & USER_PRESENT_AND_VERIFIED == USER_PRESENT_AND_VERIFIED, BadAssertion::User),
    ] {
        if check.on() && !holds {
            return Err(bad);
        }
    }
    Ok(())
}

/// Whether an origin is the relying party's: its host is the id or ends in `.id` (§5.1.2). Without TLS only on this machine. An app on Android is an
/// origin of its own; the system lets it use the passkeys of those relying parties alone that name it (Digital Asset Links; from memory).
fn is_of(origin: &str, rp_id: &str) -> bool {
    if origin.starts_with("android:apk-key-hash:") {
        return !rp_id.is_empty();
    }
    let (host, safe) = match (origin.strip_prefix("https://"), origin.strip_prefix("http://")) {
        (Some(host), _) => (host, true),
        (_, Some(host)) => (host, rp_id == "localhost"),
        _ => return false,
    };
    let host = host.split_once(':').map_or(host, |(host, _port)| host);
    safe && !rp_id.is_empty() && (host == rp_id || host.strip_suffix(rp_id).is_some_and(|sub| sub.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::is_of;

    // R: F4
    #[test]
    fn an_origin_is_the_relying_partys_or_an_app_that_it_names() {
        for good in [
            "https://cloud.example",
            "https://cloud.example:8443",
            "https://www.cloud.example",
            "android:apk-key-hash:AAAA",
        ] {
            assert!(is_of(good, "cloud.example"), "{good}");
        }
        for bad in [
            "http://cloud.example",
            "https://evilcloud.example",
            "https://cloud.example.evil",
            "ios:bundle-id:a",
            "android:AAAA",
            "",
        ] {
            assert!(!is_of(bad, "cloud.example"), "{bad}");
        }
        assert!(
            is_of("http://localhost:8080", "localhost")
                && !is_of("https://a", "")
                && !is_of("android:apk-key-hash:A", "")
        );
    }
}

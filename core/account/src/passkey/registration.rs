use crate::{
    order::passkey::ClientData,
    wire::{Bytes, Passkey},
};
use model::Check;
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

/// A new passkey answers what this account's device asked, on the account's own site.
pub const CREATE: Check = Check::named("passkey: registration");

/// What a browser's `navigator.credentials.create` answers (Web Authentication Level 3, §7.1), without an attestation: who made the authenticator is
/// not asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// clientDataJSON, exactly as the browser made it.
    pub client_data: Bytes,
    /// authenticatorData (§6.1), with the attested credential data (§6.5.2): `response.getAuthenticatorData()`.
    pub authenticator_data: Bytes,
}

/// Why a new passkey was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum BadRegistration {
    /// Not the two parts of one.
    #[error("it is no new passkey")]
    Unreadable,
    /// Made for something else: another question, another site, another relying party.
    #[error("the passkey was made for something else than this account")]
    Foreign,
    /// Nobody was asked for a finger or a PIN.
    #[error("the passkey's user was not verified")]
    User,
    /// Another algorithm than ECDSA P-256 with SHA-256.
    #[error("the passkey's key is none of ECDSA on P-256")]
    Algorithm,
}

impl BadRegistration {
    /// The same answer never becomes a good one.
    #[must_use]
    pub const fn retrying_helps(self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Unreadable | Self::Foreign => "Nothing was added. Begin anew, on the account's own site.",
            Self::User => "Use a passkey that asks for a finger, a face or a PIN.",
            Self::Algorithm => "Use an authenticator that has ES256, as all but very few have.",
        }
    }
}

/// The map of a public key of ES256 up to `x` and between `x` and `y`, as CTAP2 has its one form: kty 2, alg −7, crv 1 (RFC 9053 §7.1.1).
const COSE: ([u8; 10], [u8; 3]) = ([0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20], [0x22, 0x58, 0x20]);

/// The passkey that was made on `challenge` for the relying party `rp_id`, by its user, whom it verified.
///
/// # Errors
/// [`BadRegistration`].
pub fn registered(
    registration: &Registration,
    challenge: &Bytes,
    rp_id: &str,
    name: &str,
) -> Result<Passkey, BadRegistration> {
    const PRESENT_VERIFIED_AND_ATTESTED: u8 = 0b100_0101;
    let client: ClientData =
        serde_json::from_slice(&registration.client_data.0).map_err(|_| BadRegistration::Unreadable)?;
    let (party, rest) = registration.authenticator_data.0.split_at_checked(32).ok_or(BadRegistration::Unreadable)?;
    let good = client.kind == "webauthn.create"
        && client.challenge == *challenge
        && client.is_of(rp_id)
        && party == digest(&SHA256, rp_id.as_bytes()).as_ref();
    if CREATE.on() && !good {
        return Err(BadRegistration::Foreign);
    }
    // Flags, the signature counter (4), the AAGUID (16), the length of the id (2), the id, the key.
    let (&flags, rest) = rest.split_first().ok_or(BadRegistration::Unreadable)?;
    if flags & PRESENT_VERIFIED_AND_ATTESTED != PRESENT_VERIFIED_AND_ATTESTED {
        return Err(BadRegistration::User);
    }
    let (_, rest) = rest.split_at_checked(4 + 16).ok_or(BadRegistration::Unreadable)?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or(BadRegistration::Unreadable)?;
    let (id, key) = rest.split_at_checked(u16::from_be_bytes(*length).into()).ok_or(BadRegistration::Unreadable)?;
    if id.is_empty() {
        return Err(BadRegistration::Unreadable);
    }
    let (id, key) = (Bytes::from(id), point(key).ok_or(BadRegistration::Algorithm)?);
    Ok(Passkey { id, key, rp_id: rp_id.to_owned(), name: name.to_owned() })
}

/// `04 ‖ x ‖ y` of a COSE key; extensions may follow it.
fn point(cose: &[u8]) -> Option<Bytes> {
    let (x, rest) = cose.strip_prefix(&COSE.0)?.split_at_checked(32)?;
    let y = rest.strip_prefix(&COSE.1)?.get(..32)?;
    let point = [&[4], x, y].concat();
    // One that is not on the curve verifies nothing.
    p256::PublicKey::from_sec1_bytes(&point).ok()?;
    Some(Bytes(point))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::without;

    const RP: &str = "cloud.example";

    fn made(kind: &str, challenge: &str, origin: &str, party: &str, flags: u8, key: &[u8]) -> Registration {
        let challenge = Bytes::from(challenge).text();
        let client = serde_json::json!({"type": kind, "challenge": challenge, "origin": origin}).to_string();
        let party = digest(&SHA256, party.as_bytes());
        let data = [party.as_ref(), &[flags, 0, 0, 0, 0], &[0; 16], &[0, 3], b"key", key];
        Registration { client_data: Bytes::from(client), authenticator_data: Bytes(data.concat()) }
    }

    fn key() -> (Vec<u8>, Bytes) {
        let point = crate::sub::AgreementKey::once(&mut crate::testing::random(1)).public_key();
        let cose = [&COSE.0[..], &point[1..33], &COSE.1, &point[33..]].concat();
        (cose, Bytes::from(point))
    }

    // R: F4
    #[test]
    fn a_passkey_is_taken_as_its_user_made_it_for_this_account() {
        let (cose, point) = key();
        let read = |registration: &Registration| registered(registration, &Bytes::from("question"), RP, "ring");
        let good = ("webauthn.create", "question", "https://cloud.example", RP);
        let make = |(kind, challenge, origin, party): (&str, &str, &str, &str)| {
            made(kind, challenge, origin, party, 0x45, &cose)
        };
        let passkey = read(&make(good)).expect("as it was made");
        assert_eq!((passkey.id, passkey.key, passkey.name.as_str()), (Bytes::from("key"), point, "ring"));
        for foreign in [
            ("webauthn.get", good.1, good.2, good.3),
            (good.0, "another", good.2, good.3),
            (good.0, good.1, "https://evil.example", good.3),
            (good.0, good.1, good.2, "evil.example"),
        ] {
            assert_eq!(read(&make(foreign)), Err(BadRegistration::Foreign), "{foreign:?}");
            assert!(without(&[CREATE], || read(&make(foreign))).is_ok(), "it is the check");
        }
        for flags in [0x41, 0x44, 0x05] {
            let made = made(good.0, good.1, good.2, RP, flags, &cose);
            assert_eq!(read(&made), Err(BadRegistration::User), "{flags:x}");
        }
        let mut rsa = cose.clone();
        rsa[4] = 0x39;
        let mut off = cose.clone();
        off[20] ^= 1;
        for key in [&rsa, &off, &cose[..76].to_vec()] {
            let made = made(good.0, good.1, good.2, RP, 0x45, key);
            assert_eq!(read(&made), Err(BadRegistration::Algorithm));
        }
        let whole = make(good);
        for length in 0..=(32 + 5 + 16 + 2) {
            let cut = Bytes(whole.authenticator_data.0[..length].to_vec());
            assert!(read(&Registration { authenticator_data: cut, ..whole.clone() }).is_err(), "{length}");
        }
    }
}

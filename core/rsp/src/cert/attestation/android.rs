use super::{
    AttestationError, AttestationTrust,
    x509::{Link, verify_chain},
};
use crate::cert::{Assurance, oid};
use model::UnixTime;
use subtle::ConstantTimeEq;
use tlv::{Reader, Tag};

/// Kind of attestation: Android key attestation, the chain as `KeyStore.getCertificateChain` gives it.
pub const ANDROID_KEY: &str = "android-key";

const ENUMERATED: Tag = Tag(0x0A);
/// AuthorizationList tags: `[1]` purpose, `[702]` origin, `[704]` root of trust.
const PURPOSE: Tag = Tag(0xA1);
const ORIGIN: Tag = Tag(0xBF_853E);
const ROOT_OF_TRUST: Tag = Tag(0xBF_8540);
const PURPOSE_SIGN: u64 = 2;
const ORIGIN_GENERATED: u64 = 0;

/// Verifies an Android key attestation offline: the chain up to an installed root, that the attested challenge is
/// `challenge` and the attested key is `key`, and that the key was generated inside to sign.
///
/// The level is that of the attestation and of the key, whichever is less; a device whose bootloader is not locked, or
/// whose system is not verified, is [`Assurance::None`], since what runs there may ask the hardware to sign anything.
///
/// # Errors
/// [`AttestationError`]: which check refused.
pub fn verify_android(
    chain: &[Vec<u8>],
    challenge: &[u8],
    key: &[u8; 65],
    trust: &AttestationTrust,
    now: Option<UnixTime>,
) -> Result<Assurance, AttestationError> {
    let chain = chain.iter().map(|der| Link::parse(der)).collect::<Result<Vec<_>, _>>()?;
    let (leaf, issuers) = chain.split_first().ok_or(AttestationError::Malformed)?;
    verify_chain(&chain, trust, now)?;
    // An attested key could sign a certificate with an attestation of its own making: only the first may have one.
    if issuers.iter().any(|link| link.extension(oid::ANDROID_KEY_DESCRIPTION).is_some()) {
        return Err(AttestationError::Chain);
    }
    if leaf.key()? != key {
        return Err(AttestationError::Key);
    }
    let record = leaf.extension(oid::ANDROID_KEY_DESCRIPTION).ok_or(AttestationError::Malformed)?;
    let record = Description::read(record).map_err(|_| AttestationError::Malformed)?;
    if !bool::from(record.challenge.ct_eq(challenge)) {
        return Err(AttestationError::Challenge);
    }
    if record.attestation_level == 0 || record.key_level == 0 {
        return Ok(Assurance::None);
    }
    let hardware = record.hardware_enforced;
    let origin = explicit(hardware, ORIGIN, Tag::INTEGER)?.ok_or(AttestationError::Origin)?;
    if number(origin)? != ORIGIN_GENERATED || !only_signs(hardware)? {
        return Err(AttestationError::Origin);
    }
    if !boots_verified(hardware)? {
        return Ok(Assurance::None);
    }
    Ok(match record.attestation_level.min(record.key_level) {
        1 => Assurance::Tee,
        2 => Assurance::SecureElement,
        _ => Assurance::None,
    })
}

/// KeyDescription, as far as it is looked at.
struct Description<'a> {
    attestation_level: u64,
    key_level: u64,
    challenge: &'a [u8],
    hardware_enforced: Reader<'a>,
}

impl<'a> Description<'a> {
    fn read(value: &'a [u8]) -> Result<Self, tlv::Error> {
        let mut fields = tlv::parse_one(value, Tag::SEQUENCE)?.children();
        fields.expect(Tag::INTEGER)?;
        let attestation_level = fields.expect(ENUMERATED)?.as_u64()?;
        fields.expect(Tag::INTEGER)?;
        let key_level = fields.expect(ENUMERATED)?.as_u64()?;
        let challenge = fields.expect(Tag::OCTET_STRING)?.value;
        fields.expect(Tag::OCTET_STRING)?;
        fields.expect(Tag::SEQUENCE)?;
        let hardware_enforced = fields.expect(Tag::SEQUENCE)?.children();
        Ok(Self { attestation_level, key_level, challenge, hardware_enforced })
    }
}

/// The one object of type `inner` inside the explicit tag `tag`.
fn explicit<'a>(list: Reader<'a>, tag: Tag, inner: Tag) -> Result<Option<tlv::Tlv<'a>>, AttestationError> {
    let found = list.find(tag).map_err(|_| AttestationError::Malformed)?;
    found.map(|t| tlv::parse_one(t.value, inner).map_err(|_| AttestationError::Malformed)).transpose()
}

fn number(found: tlv::Tlv<'_>) -> Result<u64, AttestationError> {
    found.as_u64().map_err(|_| AttestationError::Malformed)
}

fn only_signs(list: Reader<'_>) -> Result<bool, AttestationError> {
    let Some(purposes) = explicit(list, PURPOSE, Tag::SET)? else { return Ok(false) };
    let mut reader = purposes.children();
    let mut signs = false;
    while let Some(purpose) = reader.next().map_err(|_| AttestationError::Malformed)? {
        if number(purpose)? != PURPOSE_SIGN {
            return Ok(false);
        }
        signs = true;
    }
    Ok(signs)
}

/// RootOfTrust: verified boot key, device locked, boot state (0 verified, 1 self-signed, 2 unverified, 3 failed).
fn boots_verified(list: Reader<'_>) -> Result<bool, AttestationError> {
    let Some(root) = explicit(list, ROOT_OF_TRUST, Tag::SEQUENCE)? else { return Ok(false) };
    let read = || -> Result<bool, tlv::Error> {
        let mut fields = root.children();
        fields.expect(Tag::OCTET_STRING)?;
        let locked = fields.expect(Tag::BOOLEAN)?.value == [0xFF];
        Ok(locked && fields.expect(ENUMERATED)?.as_u64()? == 0)
    };
    read().map_err(|_| AttestationError::Malformed)
}

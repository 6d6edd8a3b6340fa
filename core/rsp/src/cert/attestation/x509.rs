use super::{AttestationError, AttestationTrust};
use crate::cert::{certificate::time, oid};
use der::{Decode, Encode};
use model::UnixTime;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey,
    VerificationAlgorithm,
};
use x509_cert::ext::pkix::BasicConstraints;

/// A certificate of an attestation chain: other algorithms than SGP.22's, other rules.
pub(super) struct Link {
    pub(super) parsed: x509_cert::Certificate,
    tbs: Vec<u8>,
}

impl Link {
    pub(super) fn parse(der: &[u8]) -> Result<Self, AttestationError> {
        let parsed = x509_cert::Certificate::from_der(der).map_err(|_| AttestationError::Malformed)?;
        let outer = tlv::parse_one(der, tlv::Tag::SEQUENCE).map_err(|_| AttestationError::Malformed)?;
        let tbs = outer.children().expect(tlv::Tag::SEQUENCE).map_err(|_| AttestationError::Malformed)?;
        Ok(Self { parsed, tbs: tbs.raw.to_vec() })
    }

    /// The key's bits: a point, or an RSA key as PKCS#1 has it.
    pub(super) fn key(&self) -> Result<&[u8], AttestationError> {
        let info = self.parsed.tbs_certificate().subject_public_key_info();
        info.subject_public_key.as_bytes().ok_or(AttestationError::Malformed)
    }

    pub(super) fn extension(&self, id: der::asn1::ObjectIdentifier) -> Option<&[u8]> {
        let list = self.parsed.tbs_certificate().extensions()?;
        Some(list.iter().find(|e| e.extn_id == id)?.extn_value.as_bytes())
    }

    fn is_ca(&self) -> bool {
        let value = self.extension(oid::BASIC_CONSTRAINTS);
        value.and_then(|v| BasicConstraints::from_der(v).ok()).is_some_and(|b| b.ca)
    }

    fn same_key(&self, other: &Self) -> bool {
        let info = |link: &Self| link.parsed.tbs_certificate().subject_public_key_info().to_der().ok();
        info(self).is_some_and(|a| info(other) == Some(a))
    }

    fn is_signed_by(&self, issuer: &Self) -> Result<bool, AttestationError> {
        let info = issuer.parsed.tbs_certificate().subject_public_key_info();
        let curve = info.algorithm.parameters.as_ref().and_then(|p| p.decode_as::<der::asn1::ObjectIdentifier>().ok());
        let signed_with = self.parsed.signature_algorithm().oid;
        let algorithm: &'static dyn VerificationAlgorithm = match (signed_with, info.algorithm.oid, curve) {
            (oid::ECDSA_SHA256, oid::EC_PUBLIC_KEY, Some(oid::P256)) => &ECDSA_P256_SHA256_ASN1,
            (oid::ECDSA_SHA256, oid::EC_PUBLIC_KEY, Some(oid::P384)) => &ring::signature::ECDSA_P384_SHA256_ASN1,
            (oid::ECDSA_SHA384, oid::EC_PUBLIC_KEY, Some(oid::P384)) => &ECDSA_P384_SHA384_ASN1,
            (oid::RSA_SHA256, oid::RSA, _) => &RSA_PKCS1_2048_8192_SHA256,
            _ => return Ok(false),
        };
        let signature = self.parsed.signature().as_bytes().ok_or(AttestationError::Malformed)?;
        Ok(UnparsedPublicKey::new(algorithm, issuer.key()?).verify(&self.tbs, signature).is_ok())
    }

    fn serial(&self) -> &[u8] {
        match self.parsed.tbs_certificate().serial_number().as_bytes() {
            [0, rest @ ..] => rest,
            all => all,
        }
    }
}

/// Checks that each certificate is signed by the next, and the last by an installed root, or is one itself.
pub(super) fn verify_chain(
    chain: &[Link],
    trust: &AttestationTrust,
    now: Option<UnixTime>,
) -> Result<(), AttestationError> {
    let roots = trust.roots.iter().map(|der| Link::parse(der)).collect::<Result<Vec<_>, _>>()?;
    for link in chain {
        let validity = link.parsed.tbs_certificate().validity();
        if let Some(now) = now.filter(|now| *now < time(validity.not_before) || *now > time(validity.not_after)) {
            return Err(AttestationError::Time { now });
        }
        if trust.revoked.contains(link.serial()) {
            return Err(AttestationError::Revoked);
        }
    }
    for pair in chain.windows(2) {
        let [child, issuer] = pair else { return Err(AttestationError::Chain) };
        let names = child.parsed.tbs_certificate().issuer() == issuer.parsed.tbs_certificate().subject();
        if !names || !issuer.is_ca() || !child.is_signed_by(issuer)? {
            return Err(AttestationError::Chain);
        }
    }
    let last = chain.last().ok_or(AttestationError::Chain)?;
    for root in &roots {
        if last.same_key(root) && chain.len() > 1 || last.is_signed_by(root)? {
            return Ok(());
        }
    }
    Err(AttestationError::Chain)
}

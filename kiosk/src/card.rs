//! An eUICC certificate for a phone that was never online (E8): the kiosk as its EUM.

use crate::{
    Kiosk, Peer,
    entropy::Entropy,
    identity::{Identity, NotValid},
    keys::KeyName,
};
use model::{Eid, Random, UnixTime};
use ring::digest;
use rsp::cert::{
    Assurance, ChainError, attestation,
    chain::verify_eum,
    csr::{Csr, CsrError},
    issue::{self, IssueError, Validity},
};
use store::{SqlError, Transaction, params};
use vault::KeystoreError;

/// A certificate made for a phone, not yet durable.
#[derive(Debug, Clone)]
pub(crate) struct NewCard {
    key_hash: Vec<u8>,
    eid: Eid,
    certificate: Vec<u8>,
    /// What is known of how the phone guards its key.
    pub(crate) assurance: Assurance,
}

/// Why a phone gets no certificate.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CardError {
    /// The request is malformed, not signed, or of another session.
    #[error(transparent)]
    Request(#[from] CsrError),
    /// The request names another phone.
    #[error("the certificate request names another hardware id")]
    OtherPhone,
    /// The EUM certificate is not valid now.
    #[error(transparent)]
    Eum(#[from] NotValid),
    /// The EUM certificate was taken back.
    #[error("the kiosk's EUM certificate: {0}")]
    Revoked(#[from] ChainError),
    /// The certificate can't be made.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The EUM's EID range is malformed.
    #[error("the kiosk's EID range is malformed")]
    Range,
    /// The keystore refused.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
}

/// Checks a certificate request and makes the certificate.
pub(crate) fn make(
    kiosk: &Kiosk,
    csr: &[u8],
    hardware_id: &str,
    peer: &Peer,
    now: UnixTime,
) -> Result<NewCard, CardError> {
    let eum = &*kiosk.eum();
    Identity::check_eum(eum, now)?;
    let server = kiosk.server();
    verify_eum(eum, &server.config().roots, &server.config().crls, Some(now))?;
    let csr = Csr::parse(csr)?;
    csr.verify(&peer.binding)?;
    if csr.hardware_id() != hardware_id {
        return Err(CardError::OtherPhone);
    }
    // An attestation that proves nothing is as good as none: the product says whether that is enough.
    let assurance = attestation::assess(&csr, &kiosk.attestation(), Some(now)).unwrap_or_else(|error| {
        tracing::info!(%error, "the phone's key attestation proves nothing");
        Assurance::KioskBorn
    });
    let prefix = eum.permitted().first().map(|p| p.eid_prefix.as_str()).ok_or(CardError::Range)?;
    let eid = eid(prefix)?;
    let validity = Validity::days(UnixTime(now.0.saturating_sub(3_600)), kiosk.settings.card_days);
    let unsigned = issue::euicc(eum, &csr, &eid, assurance, validity, &mut Entropy)?;
    let signature = kiosk.keys.sign(KeyName::Eum, &unsigned.message)?;
    let certificate = unsigned.signed(signature).as_der().to_vec();
    let key_hash = digest::digest(&digest::SHA256, csr.public_key()).as_ref().to_vec();
    Ok(NewCard { key_hash, eid, certificate, assurance })
}

/// A random EID in the kiosk's range: no counter, so nothing to restore wrongly.
fn eid(prefix: &str) -> Result<Eid, CardError> {
    let mut body = prefix.to_owned();
    let mut byte = [0];
    while body.len() < 30 {
        Entropy.fill(&mut byte);
        // 250 = 25 · 10: what is above would favour the low digits.
        if byte[0] < 250 {
            body.push(char::from(b'0' + byte[0] % 10));
        }
    }
    Eid::with_check_digits(&body).map_err(|_| CardError::Range)
}

/// Keeps a new certificate, or answers the one that this key got before: a phone that asks again has one card, not two.
pub(crate) fn keep(tx: &Transaction<'_>, card: &NewCard, now: UnixTime) -> Result<Vec<u8>, SqlError> {
    let known =
        tx.query_optional("SELECT certificate FROM card WHERE key_hash = ?1", params![card.key_hash], |row| {
            row.get::<_, Vec<u8>>(0)
        })?;
    if let Some(certificate) = known.filter(|c| still_good(c, now)) {
        return Ok(certificate);
    }
    tx.execute(
        "INSERT INTO card (key_hash, eid, certificate, at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (key_hash) DO UPDATE SET eid = excluded.eid, certificate = excluded.certificate, at = excluded.at",
        params![card.key_hash, card.eid.as_bytes().as_slice(), card.certificate, now.0 as i64],
    )?;
    Ok(card.certificate.clone())
}

/// Whether it lives for another day at least.
fn still_good(certificate: &[u8], now: UnixTime) -> bool {
    rsp::cert::Certificate::parse(certificate).is_ok_and(|c| now.plus(86_400) <= c.not_after())
}

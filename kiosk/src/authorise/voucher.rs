//! Vouchers: signed by an issuer that the kiosk knows, single use, for a time and perhaps for one product. Checked with no
//! network; the text can be typed or scanned.
//!
//! Text: Crockford base32 with a check symbol over: version 1 (1 byte) ‖ issuer key id (4, the first bytes of SHA-256 of its
//! Ed25519 key) ‖ expiry (4, hours since 1970, big-endian) ‖ product scope (4, the first bytes of SHA-256 of the class id, or
//! zeros for any) ‖ serial (10, random) ‖ Ed25519 signature (64) over all before it, behind a fixed prefix.

use super::{Authoriser, DecideError, Decision, Denied, Sale, tally};
use crate::{checks, crockford};
use model::{Random, UnixTime};
use ring::{digest, signature};
use store::{Store, Transaction, params};

const CONTEXT: &[u8] = b"landfall voucher 1\0";
const SIGNED: usize = 23;
const SIZE: usize = SIGNED + 64;
/// Wrong vouchers that all phones together may try in an hour, and one phone.
const GUESSES: (u32, u32) = (200, 10);

/// What an issuer decides about a voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// When it ends; rounded down to hours.
    pub expires: UnixTime,
    /// The only product it is good for; any, if none.
    pub class_id: Option<String>,
}

/// The bytes that the issuer signs with Ed25519.
#[must_use]
pub fn to_sign(issuer: &[u8; 32], terms: &Terms, random: &mut dyn Random) -> Vec<u8> {
    let mut serial = [0; 10];
    random.fill(&mut serial);
    let hours = u32::try_from(terms.expires.0 / tally::HOUR).unwrap_or(u32::MAX);
    let mut out = CONTEXT.to_vec();
    out.push(1);
    out.extend_from_slice(&key_id(issuer));
    out.extend_from_slice(&hours.to_be_bytes());
    out.extend_from_slice(&terms.class_id.as_deref().map_or([0; 4], scope));
    out.extend_from_slice(&serial);
    out
}

/// The text of a voucher: what [`to_sign`] gave, with its signature. Groups of five symbols, for reading aloud.
#[must_use]
pub fn text(signed: &[u8], signature: &[u8; 64]) -> String {
    let body = signed.strip_prefix(CONTEXT).unwrap_or(signed);
    let code = crockford::encode_checked(&[body, signature].concat());
    let mut out = String::with_capacity(code.len() * 6 / 5);
    for (i, symbol) in code.chars().enumerate() {
        if i > 0 && i % 5 == 0 {
            out.push('-');
        }
        out.push(symbol);
    }
    out
}

/// Names an issuer's key: the first four bytes of its SHA-256.
#[must_use]
pub fn key_id(public_key: &[u8; 32]) -> [u8; 4] {
    first(public_key)
}

fn scope(class_id: &str) -> [u8; 4] {
    first(class_id.as_bytes())
}

fn first(bytes: &[u8]) -> [u8; 4] {
    let hash = digest::digest(&digest::SHA256, bytes);
    hash.as_ref().first_chunk().copied().expect("SHA-256 has 32 bytes")
}

/// A voucher whose signature was checked. What is left to decide is decided in the sale's transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher {
    hash: Vec<u8>,
    issuer: String,
    expires: UnixTime,
    scope: [u8; 4],
    once: bool,
}

/// Why a voucher was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VoucherError {
    /// It is not good.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<store::SqlError> for VoucherError {
    fn from(error: store::SqlError) -> Self {
        Self::Store(error.into())
    }
}

/// Reads and verifies a voucher's text. A wrong one is counted, durably, before this answers.
///
/// # Errors
/// [`VoucherError`]
pub fn check(store: &Store, text: &str, hardware_id: &str, now: UnixTime) -> Result<Voucher, VoucherError> {
    let by_phone = format!("guess:{hardware_id}");
    let guesses: (u32, u32) = store.read::<_, store::Error>(|tx| {
        Ok((tally::read(tx, "guess", tally::HOUR, now)?, tally::read(tx, &by_phone, tally::HOUR, now)?))
    })?;
    if (guesses.0 >= GUESSES.0 || guesses.1 >= GUESSES.1) && checks::GUESSES.on() {
        return Err(Denied::TooManyGuesses.into());
    }
    match verify(store, text)? {
        Some(voucher) => Ok(voucher),
        None => {
            store
                .write::<_, store::Error, _>(move |tx| {
                    tally::count(tx, "guess", tally::HOUR, now)?;
                    tally::count(tx, &by_phone, tally::HOUR, now)?;
                    Ok(())
                })
                .wait()?;
            Err(Denied::BadVoucher.into())
        }
    }
}

fn verify(store: &Store, text: &str) -> Result<Option<Voucher>, store::Error> {
    let Some(bytes) = crockford::decode_checked(text).filter(|b| b.len() == SIZE) else { return Ok(None) };
    let (signed, signature) = bytes.split_at(SIGNED);
    let Some((1, rest)) = signed.split_first() else { return Ok(None) };
    let Some((key_id, rest)) = rest.split_first_chunk::<4>() else { return Ok(None) };
    let Some((hours, rest)) = rest.split_first_chunk::<4>() else { return Ok(None) };
    let Some((scope, _serial)) = rest.split_first_chunk::<4>() else { return Ok(None) };
    let issuer = store.read::<_, store::Error>(|tx| {
        Ok(tx.query_optional(
            "SELECT name, public_key FROM voucher_issuer WHERE key_id = ?1",
            params![key_id.as_slice()],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?)),
        )?)
    })?;
    let Some((issuer, public_key)) = issuer else { return Ok(None) };
    let message = [CONTEXT, signed].concat();
    let key = signature::UnparsedPublicKey::new(&signature::ED25519, public_key);
    let genuine = key.verify(&message, signature).is_ok() || !checks::VOUCHER_SIGNATURE.on();
    Ok(genuine.then(|| Voucher {
        // Ed25519 signatures can be varied by a third party; the signed part can't.
        hash: digest::digest(&digest::SHA256, &message).as_ref().to_vec(),
        issuer,
        expires: UnixTime(u64::from(u32::from_be_bytes(*hours)) * tally::HOUR),
        scope: *scope,
        once: checks::VOUCHER_ONCE.on(),
    }))
}

impl Authoriser for Voucher {
    fn decide(&self, tx: &Transaction<'_>, sale: &Sale<'_>, now: UnixTime) -> Result<Decision, DecideError> {
        if now >= self.expires {
            return Err(Denied::ExpiredVoucher.into());
        }
        if self.scope != [0; 4] && self.scope != scope(sale.class_id) {
            return Err(Denied::OtherProduct.into());
        }
        let used = tx.query_optional("SELECT 1 FROM voucher WHERE hash = ?1", params![self.hash], |_| Ok(()))?;
        match used {
            Some(()) if self.once => Err(Denied::UsedVoucher.into()),
            _ => Ok(Decision::Authorised { by: format!("voucher of {}", self.issuer) }),
        }
    }

    fn settle(&self, tx: &Transaction<'_>, reservation: i64, now: UnixTime) -> Result<(), DecideError> {
        tx.execute(
            "INSERT INTO voucher (hash, at, reservation) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            params![self.hash, now.0 as i64, reservation],
        )?;
        Ok(())
    }
}

/// Gives back the voucher of a sale that ended without a package.
pub(crate) fn give_back(tx: &Transaction<'_>, reservation: i64) -> Result<(), store::SqlError> {
    tx.execute("DELETE FROM voucher WHERE reservation = ?1", params![reservation])?;
    Ok(())
}

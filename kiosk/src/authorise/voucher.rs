//! Vouchers: signed by an issuer that the kiosk knows, single use, for a time and perhaps for one product. Checked with no
//! network; the text can be typed or scanned.
//!
//! Text: Crockford base32 with a check symbol over: version 2 (1 byte) ‖ issuer key id (4, the first bytes of SHA-256 of its
//! Ed25519 key) ‖ issue (4, minutes since 1970, big-endian) ‖ expiry (4, hours, likewise) ‖ product scope (4, the first bytes of
//! SHA-256 of the class id, or zeros for any) ‖ serial (10, random) ‖ Ed25519 signature (64) over all before it, behind a
//! fixed prefix.
//!
//! A backup does not know which vouchers were redeemed after it. So a kiosk that was reconciled takes only vouchers issued
//! since then, unless its operator said which ones were redeemed, or that none was (F8).

use super::{Authoriser, DecideError, Decision, Denied, Sale, tally};
use crate::{checks, crockford, reserve::Reservation, schema::Stage};
use model::{Random, UnixTime};
use ring::{digest, signature};
use store::{Store, Transaction, params};

const CONTEXT: &[u8] = b"landfall voucher 2\0";
const SIGNED: usize = 27;
const SIZE: usize = SIGNED + 64;
/// Wrong vouchers that all phones together may try in an hour, and one phone.
const GUESSES: (u32, u32) = (200, 10);
const MINUTE: u64 = 60;
/// How often in a day a voucher is good again although a package was made for it. A card can lie about its failure.
const SECOND_CHANCES: u32 = 3;
/// The setting that says from when on vouchers must have been issued.
const SINCE: &str = "vouchers-since";

/// What an issuer decides about a voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// When it is made; rounded down to minutes.
    pub issued: UnixTime,
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
    let in_units = |time: UnixTime, of: u64| u32::try_from(time.0 / of).unwrap_or(u32::MAX).to_be_bytes();
    let mut out = CONTEXT.to_vec();
    out.push(2);
    out.extend_from_slice(&key_id(issuer));
    out.extend_from_slice(&in_units(terms.issued, MINUTE));
    out.extend_from_slice(&in_units(terms.expires, tally::HOUR));
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
    issued: UnixTime,
    expires: UnixTime,
    scope: [u8; 4],
    once: bool,
    restored: bool,
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

impl From<VoucherError> for crate::reserve::ReserveError {
    fn from(error: VoucherError) -> Self {
        match error {
            VoucherError::Denied(denied) => Self::Denied(denied),
            VoucherError::Store(error) => Self::Store(error),
        }
    }
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
            store.write_now::<_, store::Error, _>(move |tx| {
                tally::count(tx, "guess", tally::HOUR, now)?;
                tally::count(tx, &by_phone, tally::HOUR, now)?;
                Ok(())
            })?;
            Err(Denied::BadVoucher.into())
        }
    }
}

/// Reads a voucher's text; `None` if no known issuer signed it.
pub(crate) fn verify(store: &Store, text: &str) -> Result<Option<Voucher>, store::Error> {
    let Some(bytes) = crockford::decode_checked(text).filter(|b| b.len() == SIZE) else { return Ok(None) };
    let (signed, signature) = bytes.split_at(SIGNED);
    let Some((2, rest)) = signed.split_first() else { return Ok(None) };
    let Some((key_id, rest)) = rest.split_first_chunk::<4>() else { return Ok(None) };
    let Some((issued, rest)) = rest.split_first_chunk::<4>() else { return Ok(None) };
    let Some((expires, rest)) = rest.split_first_chunk::<4>() else { return Ok(None) };
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
    let time = |count: &[u8; 4], of: u64| UnixTime(u64::from(u32::from_be_bytes(*count)) * of);
    Ok(genuine.then(|| Voucher {
        // Ed25519 signatures can be varied by a third party; the signed part can't.
        hash: digest::digest(&digest::SHA256, &message).as_ref().to_vec(),
        issuer,
        issued: time(issued, MINUTE),
        expires: time(expires, tally::HOUR),
        scope: *scope,
        once: checks::VOUCHER_ONCE.on(),
        restored: checks::VOUCHER_RESTORED.on(),
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
        if self.restored && self.issued < since(tx)? {
            return Err(Denied::VoucherBeforeRestore.into());
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

/// Gives back the voucher of a sale that ended without a card on a phone. Where a package had been made, only a few times
/// a day: a card that lies about its failure would else take one number after the other by one voucher.
pub(crate) fn give_back(tx: &Transaction<'_>, sale: &Reservation, now: UnixTime) -> Result<(), store::SqlError> {
    let hash = tx.query_optional("SELECT hash FROM voucher WHERE reservation = ?1", params![sale.id], |row| {
        row.get::<_, Vec<u8>>(0)
    })?;
    let Some(hash) = hash else { return Ok(()) };
    if sale.stage > Stage::Authorised {
        let again = tally::count(tx, &format!("voucher:{}", hex::encode(&hash)), tally::DAY, now)?;
        if again > SECOND_CHANCES {
            return Ok(());
        }
    }
    tx.execute("DELETE FROM voucher WHERE hash = ?1", params![hash])?;
    Ok(())
}

/// From now on only vouchers are taken that were issued after `now`: others may have been redeemed after the backup.
pub(crate) fn take_only_new(tx: &Transaction<'_>, now: UnixTime) -> Result<(), store::SqlError> {
    tx.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)", params![SINCE, now.0 as i64])?;
    Ok(())
}

/// Notes vouchers as redeemed, by no sale that is known here.
pub(crate) fn redeemed(tx: &Transaction<'_>, vouchers: &[Voucher], now: UnixTime) -> Result<(), store::SqlError> {
    for voucher in vouchers {
        tx.execute(
            "INSERT INTO voucher (hash, at, reservation) VALUES (?1, ?2, 0) ON CONFLICT DO NOTHING",
            params![voucher.hash, now.0 as i64],
        )?;
    }
    Ok(())
}

/// Since when a voucher must have been issued.
fn since(tx: &Transaction<'_>) -> Result<UnixTime, store::SqlError> {
    let found =
        tx.query_optional("SELECT value FROM setting WHERE name = ?1", params![SINCE], |row| row.get::<_, i64>(0))?;
    Ok(UnixTime(found.unwrap_or(0).unsigned_abs()))
}

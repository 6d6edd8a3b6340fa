//! A physical SIM, read as far as its owner may (B2): what its files hold, kept as they are. What authenticates it, no card gives away.

mod decode;
mod dialect;
mod files;
mod record;

pub use files::FileName;

use super::{CodeError, Entry, PinStatus, read_phone_book};
use crate::card::{Apdu, CardError};
use dialect::Dialect;
use files::{GSM, UICC};
use model::{Iccid, SecretBytes, UnixTime};

/// What was read of a SIM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadSim {
    /// Its number.
    pub iccid: Iccid,
    /// When.
    pub read: UnixTime,
    /// Its files, in the order of the standard. One that the card does not have is not here.
    pub files: Vec<ReadFile>,
    /// Its phone book.
    pub phone_book: Vec<Entry>,
}

/// One file of a SIM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFile {
    /// Which.
    pub name: FileName,
    /// What it holds.
    pub content: Content,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Bytes.
    Transparent(Vec<u8>),
    /// Records, the first first.
    Records(Vec<Vec<u8>>),
    /// It is there and may not be read so far, for want of the PIN perhaps: the card's status.
    Closed(u16),
}

/// A SIM that is being read.
pub struct Reading<'c> {
    card: &'c mut dyn Apdu,
    dialect: Dialect,
}

impl<'c> Reading<'c> {
    /// Begins with a card that was just reset: a UICC with a USIM, or a SIM of 2G.
    ///
    /// # Errors
    /// [`CardError`]; its status if the card is neither.
    pub fn open(card: &'c mut dyn Apdu) -> Result<Self, CardError> {
        let dialect = Dialect::find(card)?;
        Ok(Self { card, dialect })
    }

    /// Where its PIN stands. Costs no try.
    ///
    /// # Errors
    /// [`CardError`].
    pub fn pin_status(&mut self) -> Result<PinStatus, CardError> {
        self.dialect.pin_status(self.card)
    }

    /// Gives it its PIN.
    ///
    /// # Errors
    /// [`CodeError`].
    pub fn verify_pin(&mut self, pin: &SecretBytes) -> Result<(), CodeError> {
        self.dialect.verify_pin(self.card, pin)
    }

    /// Reads what may be read. Session keys (EF.Keys, EF.Kc) are left where they are: no other card may use them.
    ///
    /// # Errors
    /// [`CardError`] if the card goes away, or has no number that can be read.
    pub fn read(&mut self, now: UnixTime) -> Result<ReadSim, CardError> {
        let names = match self.dialect {
            Dialect::Uicc => UICC,
            Dialect::Gsm => GSM,
        };
        let mut files = Vec::new();
        for name in names {
            if let Some(content) = self.dialect.read(self.card, name.path)? {
                files.push(ReadFile { name: *name, content });
            }
        }
        let iccid = files.iter().find_map(|file| match &file.content {
            Content::Transparent(bytes) if file.name.name == "EF.ICCID" => Iccid::from_ef(bytes).ok(),
            _ => None,
        });
        let phone_book = match self.dialect {
            // A card without one, or whose PIN is missing.
            Dialect::Uicc => read_phone_book(self.card).unwrap_or_default(),
            Dialect::Gsm => decode::entries(&files, "EF.ADN"),
        };
        let iccid = iccid.ok_or(CardError::Malformed("READ EF.ICCID"))?;
        Ok(ReadSim { iccid, read: now, files, phone_book })
    }
}

#[cfg(test)]
mod tests;

//! Readers of the system, through PC/SC.

use crate::ReaderError;
use app::card::{Apdu, CardError, Response, whole};
use pcsc::{Context, Error, MAX_BUFFER_SIZE_EXTENDED, Protocols, Scope, ShareMode};
use std::ffi::CString;
use zeroize::Zeroizing;

/// Whether other programs may use the card meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sharing {
    /// No: it is refused if another program has it, and nobody gets it until we are done.
    #[default]
    Exclusive,
    /// Others may be connected. Each command is a transaction with the answer that it announces; others' commands may come in between.
    Shared,
}

/// A card in a reader. It is reset when this is dropped.
pub struct PcscCard {
    card: pcsc::Card,
    atr: Vec<u8>,
    /// What an answer holds may be keys that the card derived.
    buffer: Zeroizing<Vec<u8>>,
}

/// The names of the readers.
///
/// # Errors
/// [`ReaderError::NoService`], [`ReaderError::Failed`].
pub fn readers() -> Result<Vec<String>, ReaderError> {
    let names = names(&Context::establish(Scope::User).map_err(|error| told(error, ""))?)?;
    Ok(names.iter().map(|name| name.to_string_lossy().into_owned()).collect())
}

impl PcscCard {
    /// Connects to the card in `reader`: its name, or a part that no other reader's name has. By T=0 or T=1, as the card offers.
    ///
    /// # Errors
    /// [`ReaderError`] says what is missing.
    pub fn connect(reader: &str, sharing: Sharing) -> Result<Self, ReaderError> {
        let context = Context::establish(Scope::User).map_err(|error| told(error, reader))?;
        let name = choose(names(&context)?, reader)?;
        let mode = match sharing {
            Sharing::Exclusive => ShareMode::Exclusive,
            Sharing::Shared => ShareMode::Shared,
        };
        let failed = |error| told(error, &name.to_string_lossy());
        let card = context.connect(&name, mode, Protocols::T0 | Protocols::T1).map_err(failed)?;
        let atr = card.status2_owned().map_err(failed)?.atr().to_vec();
        Ok(Self { card, atr, buffer: Zeroizing::new(vec![0; MAX_BUFFER_SIZE_EXTENDED]) })
    }

    /// The card's answer to reset.
    #[must_use]
    pub fn atr(&self) -> &[u8] {
        &self.atr
    }
}

impl Apdu for PcscCard {
    fn transmit(&mut self, command: &[u8]) -> Result<Response, CardError> {
        // Whatever is wrong with the reader or the way to it, the card is out of reach.
        let gone = |error: Error| CardError::Gone(error.to_string());
        let transaction = self.card.transaction().map_err(gone)?;
        whole(command, |command| Response::parse(transaction.transmit(command, &mut self.buffer).map_err(gone)?))
    }
}

fn names(context: &Context) -> Result<Vec<CString>, ReaderError> {
    match context.list_readers_owned() {
        Err(Error::NoReadersAvailable) => Ok(Vec::new()),
        other => other.map_err(|error| told(error, "")),
    }
}

fn choose(mut names: Vec<CString>, wanted: &str) -> Result<CString, ReaderError> {
    let text = |name: &CString| name.to_string_lossy().into_owned();
    let exact = names.iter().position(|name| text(name) == wanted);
    let part = names.iter().position(|name| text(name).contains(wanted));
    let alone = names.iter().filter(|name| text(name).contains(wanted)).count() == 1;
    match exact.or(part.filter(|_| alone)) {
        Some(place) => Ok(names.swap_remove(place)),
        None => Err(ReaderError::NoSuchReader { wanted: wanted.to_owned(), there: names.iter().map(text).collect() }),
    }
}

fn told(error: Error, reader: &str) -> ReaderError {
    let reader = reader.to_owned();
    match error {
        Error::NoService | Error::ServiceStopped => ReaderError::NoService,
        Error::UnknownReader | Error::ReaderUnavailable => {
            ReaderError::NoSuchReader { wanted: reader, there: Vec::new() }
        }
        Error::NoSmartcard | Error::RemovedCard | Error::UnresponsiveCard | Error::UnpoweredCard => {
            ReaderError::NoCard(reader)
        }
        Error::SharingViolation => ReaderError::Busy(reader),
        other => ReaderError::Failed(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: F7
    #[test]
    fn a_reader_is_found_by_its_name_or_a_part_that_is_its_own() {
        let names =
            || ["Virtual PCD 00 00", "Virtual PCD 00 01"].map(|name| CString::new(name).expect("no zero")).to_vec();
        let found = |wanted| choose(names(), wanted).map(|name| name.to_string_lossy().into_owned());
        assert_eq!(found("Virtual PCD 00 00").ok().as_deref(), Some("Virtual PCD 00 00"));
        assert_eq!(found("00 01").ok().as_deref(), Some("Virtual PCD 00 01"));
        assert!(matches!(found("Virtual"), Err(ReaderError::NoSuchReader { there, .. }) if there.len() == 2));
        assert!(matches!(found("OmniKey"), Err(ReaderError::NoSuchReader { .. })));
    }
}

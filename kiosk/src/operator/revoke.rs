//! Certificates that are taken back.

use super::{BOOK, Operator, OperatorError, client::book_name, slug};
use model::UnixTime;
use rsp::cert::issue;

/// A revocation list, signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationList {
    /// Rises with each list.
    pub number: u64,
    /// How many certificates it names.
    pub revoked: usize,
    /// The list.
    pub der: Vec<u8>,
}

/// Whose certificates are taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose<'a> {
    /// A kiosk's, by its name.
    Kiosk(&'a str),
    /// A client's that orders (ES2+), by its name.
    Client(&'a str),
}

impl Operator {
    /// Takes back every certificate of one of them that lives still, and signs a list of all that were taken back.
    ///
    /// # Errors
    /// [`OperatorError`]
    pub fn revoke(
        &mut self,
        whose: Option<Whose<'_>>,
        days: u32,
        now: UnixTime,
    ) -> Result<RevocationList, OperatorError> {
        if let Some(whose) = whose {
            let name = match whose {
                Whose::Kiosk(kiosk) => slug(kiosk),
                Whose::Client(client) => book_name(client),
            };
            let mut own = self.book.issued.iter_mut().filter(|i| i.kiosk == name).peekable();
            match whose {
                Whose::Kiosk(_) if !self.book.kiosks.contains(&name) => return Err(OperatorError::NoKiosk(name)),
                Whose::Client(client) if own.peek().is_none() => {
                    return Err(OperatorError::NoClient(client.to_owned()));
                }
                _ => own.for_each(|i| i.revoked = true),
            }
        }
        self.book.crl += 1;
        self.save()?;
        let named = self.book.issued.iter().filter(|i| i.revoked && i.until > now.0);
        let malformed = |_| OperatorError::Malformed { file: BOOK, why: "a serial number is not hex".to_owned() };
        let serials = named.map(|i| hex::decode(&i.serial)).collect::<Result<Vec<_>, _>>().map_err(malformed)?;
        let serials: Vec<&[u8]> = serials.iter().map(Vec::as_slice).collect();
        let next = now.plus(u64::from(days) * 86_400);
        let der = self.sign(issue::crl(&self.root, self.book.crl, now, next, &serials)?)?;
        Ok(RevocationList { number: self.book.crl, revoked: serials.len(), der })
    }
}

//! Certificates that are taken back.

use super::{BOOK, Operator, OperatorError, slug};
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

impl Operator {
    /// Takes back every certificate of a kiosk that lives still, and signs a list of all that were taken back.
    ///
    /// # Errors
    /// [`OperatorError`]
    pub fn revoke(&mut self, kiosk: Option<&str>, days: u32, now: UnixTime) -> Result<RevocationList, OperatorError> {
        if let Some(kiosk) = kiosk {
            let name = slug(kiosk);
            if !self.book.kiosks.contains(&name) {
                return Err(OperatorError::NoKiosk(name));
            }
            self.book.issued.iter_mut().filter(|i| i.kiosk == name).for_each(|i| i.revoked = true);
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

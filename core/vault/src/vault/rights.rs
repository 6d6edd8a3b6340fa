use super::Vault;
use crate::{Caller, Denied, Grant, PinState, Purpose, Purposes, VaultError};
use model::{Iccid, record::Batch};

/// The rights table. Id: 10 bytes of EF.ICCID, then the program's name. A card's rights go with it: its deletion adds
/// [`Vault::end_rights`] to its batch.
pub(crate) const RIGHTS: &str = "vault.rights";

impl Vault {
    /// Asks whether `caller` may do this with `card` (`None`: with all cards), given what the card says of its PIN.
    /// The owner may do everything that the PIN allows, others what the owner has given them; nobody anything while the vault is held.
    ///
    /// # Errors
    /// [`Denied`] says what is missing.
    pub fn check(
        &self,
        caller: &Caller,
        purpose: Purpose,
        card: Option<&Iccid>,
        pin: PinState,
    ) -> Result<Grant, Denied> {
        if self.is_held() {
            return Err(Denied::Held);
        }
        let stored = match (caller, card) {
            (Caller::Program(name), Some(card)) => self.stored(name, card)?,
            _ => Purposes::NONE,
        };
        Grant::decide(caller, purpose, card, pin, stored)
    }

    /// Gives `program` exactly these rights to `card`; [`Purposes::NONE`] takes all away. `by` is the owner's grant to
    /// manage this card or all.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn set_rights(&self, by: &Grant, program: &str, card: &Iccid, purposes: Purposes) -> Result<(), Denied> {
        manages(by, card)?;
        let mut batch = Batch::new();
        if purposes == Purposes::NONE {
            batch.delete(RIGHTS, record(program, card));
        } else {
            batch.put(RIGHTS, record(program, card), purposes.to_bytes());
        }
        Ok(self.commit_any(batch)?)
    }

    /// What the owner has given to whom for `card`.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn rights(&self, by: &Grant, card: &Iccid) -> Result<Vec<(Caller, Purposes)>, Denied> {
        manages(by, card)?;
        let rows = self.scan_any(RIGHTS, card.as_ef())?;
        let parse = |(id, value): (Vec<u8>, model::SecretBytes)| {
            let name = String::from_utf8(id.get(card.as_ef().len()..)?.to_vec()).ok()?;
            Some((Caller::Program(name), Purposes::from_bytes(value.expose())?))
        };
        let rights: Option<Vec<_>> = rows.into_iter().map(parse).collect();
        Ok(rights.ok_or_else(|| VaultError::corrupt(RIGHTS))?)
    }

    /// The changes that end every right to `card`; they belong into the batch that deletes it.
    #[must_use]
    pub fn end_rights(card: &Iccid) -> Batch {
        let mut batch = Batch::new();
        batch.delete_prefix(RIGHTS, card.as_ef().as_slice());
        batch
    }

    fn stored(&self, program: &str, card: &Iccid) -> Result<Purposes, VaultError> {
        let Some(value) = self.get_any(RIGHTS, &record(program, card))? else { return Ok(Purposes::NONE) };
        Purposes::from_bytes(value.expose()).ok_or_else(|| VaultError::corrupt(RIGHTS))
    }
}

fn record(program: &str, card: &Iccid) -> Vec<u8> {
    [card.as_ef().as_slice(), program.as_bytes()].concat()
}

fn manages(by: &Grant, card: &Iccid) -> Result<(), Denied> {
    let this = by.card().is_none_or(|own| own == card);
    if *by.caller() == Caller::Owner && by.purpose() == Purpose::Manage && this {
        Ok(())
    } else {
        Err(Denied::NoRight { caller: by.caller().clone(), purpose: Purpose::Manage })
    }
}

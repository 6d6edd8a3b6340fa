//! The recovery sheet: shown once. Whether it was is kept, so that a kill before that loses nothing.

use super::{AccountError, state::TABLE};
use crate::Landfall;
use account::sheet::Sheet;
use model::Batch;
use vault::Records;

impl Landfall {
    /// The sheet, if it was not shown yet.
    ///
    /// # Errors
    /// [`AccountError::SheetShown`]; [`AccountError::None`].
    pub fn recovery_sheet(&self) -> Result<Sheet, AccountError> {
        let state = self.account()?;
        if self.vault.get(TABLE, b"sheet")?.is_none() {
            return Err(AccountError::SheetShown);
        }
        Ok(Sheet { account: state.account(), secret: state.keys.secret })
    }

    /// The user has it: it is not shown again.
    ///
    /// # Errors
    /// [`AccountError::Vault`].
    pub fn sheet_was_shown(&self) -> Result<(), AccountError> {
        self.owner()?;
        let mut batch = Batch::new();
        batch.delete(TABLE, *b"sheet");
        Ok(self.vault.commit(batch)?)
    }
}

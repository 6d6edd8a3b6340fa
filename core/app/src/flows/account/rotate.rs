//! Rotate: a data key of a new epoch, which everything is sealed with from then on. Keyring and manifest are replaced together.

use super::{AccountError, AccountState};
use crate::{Landfall, ports::Cloud};
use std::sync::Arc;

impl Landfall {
    /// Rotates the data keys. Older records stay readable; sync seals them again by and by.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn rotate_keys(&self, port: Arc<dyn Cloud>) -> Result<AccountState, AccountError> {
        self.change_keys(port, |_| Ok(true)).await
    }
}

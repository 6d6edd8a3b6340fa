//! Login: this phone becomes a device of an account by login, password and recovery sheet. Without the sheet an old device has to approve it
//! (`ask.rs`).

use super::{
    AccountError, AccountMended, AccountState, OwnDevice, journal::Sent, newcomer::Read, state::Prepared,
    stretch::login,
};
use crate::{Landfall, cloud::CloudClient, ports::Cloud};
use account::{
    keys::{AccountId, AccountKeys},
    sheet::Sheet,
    wire::ReplaceKeys,
};
use model::SecretBytes;
use std::sync::Arc;

/// Who signs in, where, and what this phone is called then.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// The server's address, `https://…`; kept for the next time.
    pub server: String,
    /// What the user signs in with.
    pub login: String,
    /// The password.
    pub password: SecretBytes,
    /// A name for this device.
    pub device: String,
}

impl Landfall {
    /// Signs in with password and sheet, and enrols this phone. Where an earlier call was interrupted and the server has it, it is done.
    ///
    /// # Errors
    /// [`AccountError::Password`] if either is wrong, [`AccountError::OtherAccount`] if they are of two accounts, [`AccountError::Manifest`] if the
    /// server lies; [`AccountError`].
    pub async fn log_in(
        &self,
        port: Arc<dyn Cloud>,
        sign_in: &SignIn,
        sheet: &Sheet,
    ) -> Result<AccountState, AccountError> {
        let login = login(&sign_in.login)?;
        if self.mend_account(port.clone()).await? == AccountMended::Finished {
            // An earlier call had sent it.
            let state = self.account()?;
            return if state.login == login { Ok(state) } else { Err(AccountError::Exists(state.login)) };
        }
        self.newcomer()?;
        let anybody = CloudClient::anybody(port);
        let (logged_in, export) = self.prove_password(&anybody, &login, &sign_in.password).await?;
        if AccountId::read(&logged_in.account) != Some(sheet.account) {
            return Err(AccountError::OtherAccount);
        }
        // The password alone lets nobody in: the sheet has to be proved, too.
        let cloud = self.prove_sheet(&anybody, sheet).await?;
        let (account, secret) = (sheet.account, &sheet.secret);
        let open = |sealed: &_| AccountKeys::open_root(sealed, &account, &export, secret);
        let Prepared { device, agreement } = self.own_device(&account, &sign_in.device)?;
        for _ in 0..super::TRIES {
            let Read { keys, pinned, view } = self.read_account(&cloud, account, secret, open).await?;
            let mut epoch = 0;
            let (manifest, pinned) = pinned.next(&keys.owner(), |manifest| epoch = manifest.enrol(device.clone()))?;
            let replace = ReplaceKeys { record: None, sealed: view.sealed, manifest, hand_overs: Vec::new() };
            let own = OwnDevice { id: device.id.clone(), epoch };
            let (login, server) = (login.clone(), sign_in.server.clone());
            let next = AccountState { login, server, device: own, keys, agreement: agreement.clone(), pinned };
            match self.carry_out_change(&cloud, Sent::Keys(Box::new(replace)), next).await {
                Err(AccountError::Overtaken) => {}
                done => return done,
            }
        }
        Err(AccountError::Overtaken)
    }
}

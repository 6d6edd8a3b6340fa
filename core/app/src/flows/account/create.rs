//! Create: an account with this phone as its first device.

use super::{
    AccountError, AccountState, OwnDevice, SignIn, devices::device_name, journal::Sent, state::Prepared, stretch::login,
};
use crate::{Landfall, OsRandom, cloud::CloudClient, cloud::ProblemKind, ports::Cloud};
use account::{
    keys::{AccountKeys, LockSeed, SigningKey},
    manifest::{Founding, first},
    sheet::Sheet,
    wire::Register,
};
use std::sync::Arc;

/// A new account.
#[derive(Debug)]
pub struct Created {
    /// As this phone keeps it.
    pub state: AccountState,
    /// To be shown once, and kept by the user: [`Landfall::sheet_was_shown`].
    pub sheet: Sheet,
    /// An earlier call had begun it: the password is the one that was given then.
    pub resumed: bool,
}

impl Landfall {
    /// Makes an account. After a kill, or without an answer, the same call goes on with what was begun: the server has it once.
    ///
    /// # Errors
    /// [`AccountError::LoginTaken`], [`AccountError::WeakPassword`], [`AccountError::Exists`]; [`AccountError`].
    pub async fn create_account(&self, port: Arc<dyn Cloud>, sign_in: &SignIn) -> Result<Created, AccountError> {
        self.owner()?;
        let begun = matches!(self.pending_change()?, Some(Sent::Register(_)));
        self.mend_account(port.clone()).await.map_err(|error| taken(error, &sign_in.login))?;
        if let Some(state) = AccountState::load(&self.vault)? {
            let same = begun && state.login == login(&sign_in.login)?;
            let sheet = Sheet { account: state.account(), secret: state.keys.secret.clone() };
            return if same {
                Ok(Created { state, sheet, resumed: true })
            } else {
                Err(AccountError::Exists(state.login))
            };
        }
        let (login, name) = (login(&sign_in.login)?, device_name(&sign_in.device)?);
        let cloud = CloudClient::anybody(port);
        let registered = self.register_password(&cloud, &login, &sign_in.password).await?;
        let random = &mut OsRandom::new();
        let (keys, seed) = (AccountKeys::make(random), LockSeed::make(random));
        let Prepared { device, agreement } = OwnDevice::prepare(&self.vault, &keys.account, name, random)?;
        let id = device.id.clone();
        let lock = SigningKey::lock(&keys.account, &seed);
        let (manifest, pinned) = first(Founding { keys: &keys, lock: &lock, device, scheme: self.scheme })?;
        let sealed = keys.seal(&registered.export, &seed, random);
        let register = Register {
            login: login.clone(),
            account: keys.account.bytes(),
            record: registered.record,
            sealed,
            manifest,
        };
        let sheet = Sheet { account: keys.account, secret: keys.secret.clone() };
        let device = OwnDevice { id, epoch: 1 };
        let next = AccountState { login, server: sign_in.server.clone(), device, keys, agreement, pinned };
        let sent = Sent::Register(Box::new(register));
        let made = self.carry_out_change(&cloud, sent, next).await.map_err(|error| taken(error, &sign_in.login))?;
        Ok(Created { state: made, sheet, resumed: false })
    }
}

fn taken(error: AccountError, login: &str) -> AccountError {
    if error.is(ProblemKind::Conflict) { AccountError::LoginTaken(login.to_owned()) } else { error }
}

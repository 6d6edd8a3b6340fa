//! Recover: the sheet alone lets a phone in when the password is forgotten or all devices are gone, with a new password.

use super::{AccountError, AccountMended, AccountState, OwnDevice, journal::Sent, newcomer::Read, state::Prepared};
use crate::{Landfall, OsRandom, cloud::CloudClient, ports::Cloud};
use account::{
    keys::{AccountKeys, LockSeed, SigningKey},
    sheet::Sheet,
    wire::{Bytes, ReplaceKeys},
};
use model::SecretBytes;
use std::sync::Arc;

/// What a recovery needs.
#[derive(Debug, Clone)]
pub struct Recovery {
    /// The server's address.
    pub server: String,
    /// The recovery sheet.
    pub sheet: Sheet,
    /// The new password.
    pub password: SecretBytes,
    /// A name for this device.
    pub device: String,
    /// Takes every other device out of the account, and makes a new root, and so a new sheet: they have the old one.
    pub revoke_others: bool,
}

impl Landfall {
    /// Recovers the account: a new password, this phone enrolled; the login stays what it is. If the others are taken out the new sheet is to be
    /// shown then ([`Landfall::recovery_sheet`]); a kill in between leaves them out, and the root what it was: [`Landfall::replace_root`].
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn recover_account(
        &self,
        port: Arc<dyn Cloud>,
        recovery: &Recovery,
    ) -> Result<AccountState, AccountError> {
        let state = self.enter_by_sheet(port.clone(), recovery).await?;
        if !recovery.revoke_others {
            return Ok(state);
        }
        Ok(self.replace_root(port, &recovery.password, None).await?.state)
    }

    async fn enter_by_sheet(&self, port: Arc<dyn Cloud>, recovery: &Recovery) -> Result<AccountState, AccountError> {
        if self.mend_account(port.clone()).await? == AccountMended::Finished {
            // An earlier call had sent it.
            let state = self.account()?;
            let same = state.account() == recovery.sheet.account;
            return if same { Ok(state) } else { Err(AccountError::Exists(state.login)) };
        }
        self.newcomer()?;
        let anybody = CloudClient::anybody(port);
        let Sheet { account, secret } = &recovery.sheet;
        let cloud = self.prove_sheet(&anybody, &recovery.sheet).await?;
        let login = cloud.export().await?.login;
        let open = |sealed: &_| AccountKeys::open_root_by_sheet(sealed, account, secret);
        let Prepared { device, agreement } = self.own_device(account, &recovery.device)?;
        for _ in 0..super::TRIES {
            let Read { mut keys, pinned, .. } = self.read_account(&cloud, *account, secret, open).await?;
            let registered = self.register_password(&anybody, &login, &recovery.password).await?;
            let random = &mut OsRandom::new();
            let seed = LockSeed::make(random);
            if recovery.revoke_others {
                keys.keyring = keys.keyring.rotated(random);
            }
            let sealed = keys.seal(&registered.export, &seed, random);
            let mut epoch = 0;
            let (manifest, pinned) = pinned.next(&keys.owner(), |manifest| {
                if recovery.revoke_others {
                    for id in manifest.devices.iter().map(|device| device.id.clone()).collect::<Vec<_>>() {
                        manifest.revoke(&id);
                    }
                }
                epoch = manifest.enrol(device.clone());
                manifest.lock_key = Bytes::from(SigningKey::lock(account, &seed).public_key());
                manifest.names(&sealed, &keys.keyring);
            })?;
            let replace = ReplaceKeys { record: Some(registered.record), sealed, manifest, hand_overs: Vec::new() };
            let own = OwnDevice { id: device.id.clone(), epoch };
            let (login, server) = (login.clone(), recovery.server.clone());
            let next = AccountState { login, server, device: own, keys, agreement: agreement.clone(), pinned };
            match self.carry_out_change(&cloud, Sent::Keys(Box::new(replace)), next).await {
                Err(AccountError::Overtaken) => {}
                done => return done,
            }
        }
        Err(AccountError::Overtaken)
    }
}

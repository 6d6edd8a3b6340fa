//! Recover: the sheet alone lets a phone in when the password is forgotten or all devices are gone, with a new password.

use super::{
    AccountError, AccountMended, AccountState, OwnDevice,
    journal::Sent,
    newcomer::Read,
    state::{Prepared, TABLE},
};
use crate::{Landfall, OsRandom, cloud::CloudClient, ports::Cloud};
use account::{
    keys::{AccountKeys, LockSeed, SigningKey},
    sheet::Sheet,
    wire::{Bytes, ReplaceKeys},
};
use model::{Batch, SecretBytes};
use std::sync::Arc;
use vault::Records;

/// Where the owner key lies that devices have which a recovery took out.
const OTHERS: &[u8] = b"others";

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
    /// shown then ([`Landfall::recovery_sheet`]). After a kill the same call goes on.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn recover_account(
        &self,
        port: Arc<dyn Cloud>,
        recovery: &Recovery,
    ) -> Result<AccountState, AccountError> {
        let state = match self.enter_by_sheet(port.clone(), recovery).await {
            // An earlier call came this far.
            Err(AccountError::Exists(_)) if self.has_others_root(&recovery.sheet)? => self.account()?,
            entered => entered?,
        };
        if !recovery.revoke_others || !self.has_others_root(&recovery.sheet)? {
            return Ok(state);
        }
        Ok(self.replace_root(port, &recovery.password, None).await?.state)
    }

    /// Whether this phone took devices out as it recovered the account, and the root is still the one that they have.
    fn has_others_root(&self, sheet: &Sheet) -> Result<bool, AccountError> {
        let known = self.vault.get(TABLE, OTHERS)?.zip(AccountState::load(&self.vault)?);
        Ok(known.is_some_and(|(others, own)| {
            own.account() == sheet.account && others.expose() == own.keys.owner().public_key()
        }))
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
                let mut batch = Batch::new();
                batch.put(TABLE, OTHERS, keys.owner().public_key());
                self.vault.commit(batch)?;
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

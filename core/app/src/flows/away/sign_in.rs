//! A locked phone is used again once its owner signs in on it.

use super::{AwayError, duty::Duty};
use crate::{
    Error, Landfall,
    cloud::{CloudClient, CloudError},
    flows::account::AccountError,
    ports::Cloud,
};
use account::{
    keys::{AccountKeys, SigningKey},
    sheet::Sheet,
};
use model::SecretBytes;
use std::sync::Arc;

impl Landfall {
    /// Unlocks this phone by the account's password, in contact with its server; orders come first. Locked again it can be at any time.
    ///
    /// # Errors
    /// [`Error::Account`] if it is not the account's; [`AwayError::NotEnrolled`]; as [`Landfall::contact`].
    pub async fn sign_in(&self, port: Arc<dyn Cloud>, password: &SecretBytes) -> Result<(), Error> {
        let phone = self.past_hold()?;
        let own = phone.own_account()?.ok_or(AwayError::NotEnrolled)?;
        self.contact(port.clone()).await?;
        self.away.get().filter(|outbox| outbox.erased.is_none()).ok_or(vault::VaultError::Destroyed)?;
        match phone.follow_account(&phone.cloud_of(&own, port.clone())).await {
            // One that was taken out of the account is its owner's still.
            Ok(_)
            | Err(
                AccountError::HandOver(_) | AccountError::Cloud(CloudError::NotADevice | CloudError::Refused { .. }),
            ) => {}
            Err(error) => return Err(error.into()),
        }
        let own = phone.own_account()?.ok_or(AwayError::NotEnrolled)?;
        let anybody = CloudClient::anybody(port);
        let (logged_in, export) = phone.prove_password(&anybody, &own.login, password).await?;
        let account = own.account();
        if logged_in.account != account.bytes() {
            return Err(AwayError::OtherAccount.into());
        }
        // The server's word alone unlocks nothing: the password opens the key that this phone has seen in the account's manifest.
        let seed = AccountKeys::open_lock(&logged_in.sealed, &account, &export).map_err(AwayError::from)?;
        let key = SigningKey::lock(&account, &seed).public_key();
        if crate::checks::SIGN_IN.on() && own.manifest()?.lock_key.0 != key {
            return Err(AwayError::OtherAccount.into());
        }
        Duty::of(&self.away, &self.ports, phone).unlock()
    }

    /// Unlocks this phone by the recovery sheet, without the server, where the owner allowed that ([`Landfall::set_lease`]).
    ///
    /// # Errors
    /// [`AwayError::OnlyOnline`], [`AwayError::OtherSheet`], [`AwayError::NotEnrolled`].
    pub fn sign_in_by_sheet(&self, sheet: &Sheet) -> Result<(), Error> {
        let phone = self.past_hold()?;
        let own = phone.own_account()?.ok_or(AwayError::NotEnrolled)?;
        if !phone.may_unlock_offline()? {
            return Err(AwayError::OnlyOnline.into());
        }
        // Compared in constant time.
        if sheet.account != own.account() || sheet.secret != own.keys.secret {
            return Err(AwayError::OtherSheet.into());
        }
        let duty = Duty::of(&self.away, &self.ports, phone);
        duty.carry_out()?;
        duty.unlock()
    }
}

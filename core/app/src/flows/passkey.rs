//! Passkeys of the account: a second way to sign in and to order, from any browser. A device of the account adds one, on the word of its authenticator,
//! and takes it out; a server can do neither.

use super::account::AccountError;
use crate::{AccountState, Landfall, OsRandom, ports::Cloud};
use account::{
    passkey::{Registration, registered},
    wire::{Bytes, Manifest, Passkey},
};
use model::Random;
use std::sync::Arc;

/// What an authenticator is asked to make a new passkey on (`PublicKeyCredentialCreationOptions`, Web Authentication Level 3 §5.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyAsked {
    /// `challenge`, 32 bytes.
    pub challenge: Bytes,
    /// `rp.id`: the host of the account's site.
    pub rp_id: String,
    /// `user.id`: the account, which a passkey tells whoever it signs in (`userHandle`).
    pub user: Bytes,
    /// `user.name`.
    pub login: String,
    /// `excludeCredentials`: those that there are.
    pub known: Vec<Bytes>,
}

impl Landfall {
    /// Begins to add a passkey for the site `rp_id`.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn ask_passkey(&self, port: Arc<dyn Cloud>, rp_id: &str) -> Result<PasskeyAsked, AccountError> {
        let (state, _) = self.account_session(port).await?;
        let challenge = Bytes::from(OsRandom::new().array::<32>());
        let known = state.manifest()?.passkeys.into_iter().map(|passkey| passkey.id).collect();
        let (user, login) = (state.account().bytes(), state.login);
        Ok(PasskeyAsked { challenge, rp_id: rp_id.to_owned(), user, login, known })
    }

    /// Adds the passkey that an authenticator has made on that.
    ///
    /// # Errors
    /// [`AccountError::Passkey`]; [`AccountError::BadName`]; [`AccountError`].
    pub async fn add_passkey(
        &self,
        port: Arc<dyn Cloud>,
        asked: &PasskeyAsked,
        name: &str,
        registration: &Registration,
    ) -> Result<AccountState, AccountError> {
        let name = super::account::device_name(name)?;
        let passkey = registered(registration, &asked.challenge, &asked.rp_id, &name)?;
        self.change_devices(port, |manifest: &mut Manifest| {
            let known = manifest.passkeys.iter().any(|known| known.id == passkey.id);
            if !known {
                manifest.passkeys.push(passkey.clone());
            }
            Ok(!known)
        })
        .await
    }

    /// The account's passkeys.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn passkeys(&self, port: Arc<dyn Cloud>) -> Result<Vec<Passkey>, AccountError> {
        let (state, _) = self.account_session(port).await?;
        Ok(state.manifest()?.passkeys)
    }

    /// Takes a passkey (its id, or its name) out of the account: it neither signs in nor orders any more.
    ///
    /// # Errors
    /// [`AccountError::NoSuchPasskey`], also if more than one is called so; [`AccountError`].
    pub async fn remove_passkey(&self, port: Arc<dyn Cloud>, wanted: &str) -> Result<AccountState, AccountError> {
        self.change_devices(port, |manifest: &mut Manifest| {
            let is = |passkey: &&Passkey| passkey.id.text() == wanted || passkey.name == wanted;
            let mut found = manifest.passkeys.iter().filter(is);
            let id = match (found.next(), found.next()) {
                (Some(passkey), None) => passkey.id.clone(),
                _ => return Err(AccountError::NoSuchPasskey(wanted.to_owned())),
            };
            manifest.passkeys.retain(|passkey| passkey.id != id);
            Ok(true)
        })
        .await
    }
}

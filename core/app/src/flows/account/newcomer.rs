//! What a phone does that has the account's root, and is not one of its devices yet.

use super::{AccountError, AccountState, OwnDevice, TRIES, devices::device_name, state::Prepared};
use crate::{
    Landfall, OsRandom,
    cloud::{CloudClient, ProblemKind},
};
use account::{
    keys::{AccountId, AccountKeys, KeyError, Root, SecretKey, SigningKey},
    manifest::Pinned,
    sheet::Sheet,
    signed::Kind,
    wire::{AccountView, Bytes, SealedKeys, SessionProof},
};

/// The account as a newcomer reads it, verified.
pub(super) struct Read {
    pub(super) keys: AccountKeys,
    pub(super) pinned: Pinned,
    pub(super) view: AccountView,
}

impl Landfall {
    /// Nobody is signed in here.
    pub(super) fn newcomer(&self) -> Result<(), AccountError> {
        match AccountState::load(&self.vault)? {
            Some(state) => Err(AccountError::Exists(state.login)),
            None => Ok(()),
        }
    }

    /// Reads device list and data keys: `open` opens the root, from which the owner key is made that the list must be signed by.
    pub(super) async fn read_account(
        &self,
        cloud: &CloudClient,
        account: AccountId,
        secret: &SecretKey,
        open: impl Fn(&SealedKeys) -> Result<Root, KeyError>,
    ) -> Result<Read, AccountError> {
        let mut why = KeyError::OtherKeyring;
        for _ in 0..TRIES {
            let view = cloud.account().await?;
            let root = open(&view.sealed)?;
            let owner = SigningKey::owner(&account, &root);
            let pinned = Pinned::anchor(&account, &owner.public_key(), self.scheme);
            let pinned = pinned.follow(&cloud.manifests(0).await?)?;
            let manifest = pinned.manifest().ok_or(AccountError::Unreadable)?;
            if pinned.owner_key().0 != owner.public_key() {
                // The root was replaced between the two questions, or what is sealed is older than the list.
                why = KeyError::Root;
                continue;
            }
            let keyring = match manifest.open_keyring(&view.sealed, &account, &root) {
                // Rotated between the two questions.
                Err(KeyError::OldKeyring { found, wanted }) if found < wanted => continue,
                Err(KeyError::OtherKeyring) => continue,
                opened => opened?,
            };
            pinned.told(view.manifest)?;
            let keys = AccountKeys { account, root, secret: secret.clone(), keyring };
            return Ok(Read { keys, pinned, view });
        }
        Err(why.into())
    }

    /// Proves the sheet to the server: a token that replaces keys, with a manifest by which this phone is enrolled.
    pub(super) async fn prove_sheet(&self, anybody: &CloudClient, sheet: &Sheet) -> Result<CloudClient, AccountError> {
        let (account, challenge) = (sheet.account.bytes(), anybody.challenge().await?.challenge);
        let proof = SessionProof { account, device: Bytes::default(), epoch: 0, challenge };
        let proof = SigningKey::sheet(&sheet.account, &sheet.secret).sign(Kind::Session, &proof);
        let recovered = anybody.recovery(&proof).await.map_err(|error| match error {
            error if error.is(ProblemKind::Unauthorised) => AccountError::Keys(KeyError::Root),
            error => error.into(),
        })?;
        Ok(anybody.visitor(recovered.token))
    }

    /// This phone as a device that asks to be enrolled.
    pub(super) fn own_device(&self, account: &AccountId, name: &str) -> Result<Prepared, AccountError> {
        OwnDevice::prepare(&self.vault, account, device_name(name)?, &mut OsRandom::new())
    }
}

//! What the vault keeps of the account, in one table:
//!
//! | id | what |
//! |---|---|
//! | `account` | login, server, this device: JSON |
//! | `secrets` | root ‖ secret key ‖ this device's agreement key |
//! | `keyring` | [`Keyring::to_bytes`] |
//! | `pinned` | the device list that was seen last: JSON |
//! | `leaving` | keys of a device that signed out, to be destroyed: JSON |
//! | `deleting` | there once the account's deletion was asked for |
//! | `device` | the id of a device that is about to be enrolled |
//! | `agreement` | its agreement key |
//! | `sheet` | there while the recovery sheet was not shown |
//! | `next.…` | the same, once the server has what `pending` says |
//! | `pending` | what was sent, or is about to be |

use super::AccountError;
use crate::cloud::Identity;
use account::{
    hand_over::publish,
    keys::{AccountId, AccountKeys, AgreementKey, Keyring, Root, SecretKey},
    manifest::Pinned,
    wire::{Bytes, Device, Manifest},
};
use model::{Batch, Random, SecretBytes};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use vault::{KeyId, Keystore, Records, Vault};
use zeroize::Zeroizing;

pub(super) const TABLE: &str = "app.account";
/// Before the ids of what is kept once the server has what was sent.
const NEXT: &str = "next.";

/// The account as this phone keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountState {
    /// What the user signs in with.
    pub login: String,
    /// The server's address, `https://…`.
    pub server: String,
    /// This device.
    pub device: OwnDevice,
    /// The account's keys; its id among them.
    pub keys: AccountKeys,
    /// What other devices seal to this one.
    pub agreement: AgreementKey,
    /// What the server is held to.
    pub pinned: Pinned,
}

/// This device in its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnDevice {
    /// 16 bytes.
    pub id: Bytes,
    /// Its enrolment.
    pub epoch: u64,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    account: Bytes,
    login: String,
    server: String,
    device: OwnDevice,
}

impl OwnDevice {
    /// The name of its key in the keystore.
    #[must_use]
    pub fn key(&self) -> KeyId {
        key_of(&self.id)
    }

    /// This phone as it will be enrolled, and its agreement key: the same ones until it is.
    pub(super) fn prepare(
        vault: &Vault,
        account: &AccountId,
        name: String,
        random: &mut dyn Random,
    ) -> Result<Prepared, AccountError> {
        let kept = vault.get(TABLE, b"device")?.zip(vault.get(TABLE, b"agreement")?);
        let (id, agreement) = match kept {
            Some((id, key)) => (id, AgreementKey::read(key.expose()).ok_or(AccountError::Unreadable)?),
            None => {
                let (mut id, agreement) = ([0; 16], AgreementKey::draw(random));
                random.fill(&mut id);
                let mut batch = Batch::new();
                batch.put(TABLE, *b"device", id);
                batch.put(TABLE, *b"agreement", *agreement.expose());
                vault.commit(batch)?;
                (id.into(), agreement)
            }
        };
        let (id, keystore) = (Bytes::from(id.expose()), vault.keystore());
        let key = keystore.generate_signing_key(&key_of(&id), &id.0)?;
        let sign = |message: &[u8]| Ok::<_, AccountError>(keystore.sign(&key_of(&id), message)?.to_vec());
        let published = publish(&agreement, account, &id, sign)?;
        let (key, epoch) = (Bytes::from(key.public_key), 0);
        let device = Device { id, name, key, epoch, revoked: false, agreement: Some(published) };
        Ok(Prepared { device, agreement })
    }

    /// Adds to `batch` that this phone is enrolled: the next time it will be under another id.
    pub(super) fn enrolled(batch: &mut Batch) {
        batch.delete(TABLE, *b"device");
        batch.delete(TABLE, *b"agreement");
    }
}

/// A phone that is about to be enrolled.
pub(super) struct Prepared {
    /// As it asks to be listed; its epoch is not its own to say.
    pub(super) device: Device,
    /// The private half of its agreement key.
    pub(super) agreement: AgreementKey,
}

pub(super) fn key_of(device: &Bytes) -> KeyId {
    KeyId(format!("device.{}", device.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>()))
}

impl AccountState {
    /// The account's id.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.keys.account
    }

    /// The data keys.
    #[must_use]
    pub const fn keyring(&self) -> &Keyring {
        &self.keys.keyring
    }

    /// This device, as it proves itself.
    #[must_use]
    pub fn identity(&self, keystore: Arc<dyn Keystore>) -> Identity {
        let OwnDevice { id, epoch } = self.device.clone();
        Identity { account: self.account(), device: id, epoch, key: self.device.key(), keystore }
    }

    /// The last manifest that was verified.
    ///
    /// # Errors
    /// [`AccountError::Unreadable`].
    pub fn manifest(&self) -> Result<Manifest, AccountError> {
        self.pinned.manifest().ok_or(AccountError::Unreadable)
    }

    /// Whether this device is one of the account's, in this enrolment, as far as it knows.
    #[must_use]
    pub fn is_enrolled(&self) -> bool {
        self.pinned.device(&self.device.id).is_some_and(|device| device.epoch == self.device.epoch)
    }

    /// Whether it has the account's root of now.
    #[must_use]
    pub fn has_root(&self) -> bool {
        self.pinned.owner_key().0 == self.keys.owner().public_key()
    }

    /// What the vault keeps, if anything.
    ///
    /// # Errors
    /// [`AccountError::Unreadable`], [`AccountError::Vault`].
    pub fn load(vault: &Vault) -> Result<Option<Self>, AccountError> {
        Self::load_as(vault, "")
    }

    /// What will be kept once the server has what was sent.
    pub(super) fn load_next(vault: &Vault) -> Result<Option<Self>, AccountError> {
        Self::load_as(vault, NEXT)
    }

    fn load_as(vault: &Vault, prefix: &str) -> Result<Option<Self>, AccountError> {
        let get = |id: &str| vault.get(TABLE, format!("{prefix}{id}").as_bytes());
        let Some(kept) = get("account")? else { return Ok(None) };
        let rest = (get("secrets")?, get("keyring")?, get("pinned")?);
        let (Some(secrets), Some(keyring), Some(pinned)) = rest else { return Err(AccountError::Unreadable) };
        let read = || {
            let kept: Kept = serde_json::from_slice(kept.expose()).ok()?;
            let (root, rest) = secrets.expose().split_at_checked(32)?;
            let (secret, agreement) = rest.split_at_checked(16)?;
            let agreement = AgreementKey::read(agreement)?;
            let keys = AccountKeys {
                account: AccountId::read(&kept.account)?,
                root: Root::read(root)?,
                secret: SecretKey::read(secret)?,
                keyring: Keyring::read(keyring.expose())?,
            };
            let pinned = serde_json::from_slice(pinned.expose()).ok()?;
            Some(Self { login: kept.login, server: kept.server, device: kept.device, keys, agreement, pinned })
        };
        read().map(Some).ok_or(AccountError::Unreadable)
    }

    /// Adds the writing of all of it to `batch`.
    pub fn put(&self, batch: &mut Batch) {
        self.put_as(batch, "");
    }

    pub(super) fn put_next(&self, batch: &mut Batch) {
        self.put_as(batch, NEXT);
    }

    fn put_as(&self, batch: &mut Batch, prefix: &str) {
        let account = self.account().bytes();
        let (login, server, device) = (self.login.clone(), self.server.clone(), self.device.clone());
        let mut secrets = Zeroizing::new(Vec::with_capacity(32 + 16 + 32));
        secrets.extend_from_slice(self.keys.root.expose());
        secrets.extend_from_slice(self.keys.secret.expose());
        secrets.extend_from_slice(self.agreement.expose());
        let mut put = |id: &str, value: SecretBytes| batch.put(TABLE, format!("{prefix}{id}"), value);
        put("account", json(&Kept { account, login, server, device }));
        put("secrets", SecretBytes::new(std::mem::take(&mut *secrets)));
        put("keyring", self.keys.keyring.to_bytes());
        put("pinned", json(&self.pinned));
    }

    /// Adds the removal of what was to be kept next, and of what was sent for it.
    pub(super) fn drop_next(batch: &mut Batch) {
        batch.delete_prefix(TABLE, NEXT);
        batch.delete(TABLE, *b"pending");
    }
}

pub(super) fn json(what: &impl Serialize) -> SecretBytes {
    SecretBytes::new(serde_json::to_vec(what).expect("what is kept has string keys only"))
}

use super::{AccountId, AeadKey, ExportKey, KeyError, Keyring, LockSeed, NameKey, Root, SecretKey, SigningKey};
use crate::wire::{Bytes, SealedKeys};
use model::Random;
use zeroize::Zeroizing;

const ROOT: &[u8] = b"landfall/1 root";
const SHEET: &[u8] = b"landfall/1 sheet";
const LOCK: &[u8] = b"landfall/1 lock";

/// What a device of the account keeps in its vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountKeys {
    /// The account.
    pub account: AccountId,
    /// What everything hangs on.
    pub root: Root,
    /// What stands on the sheet.
    pub secret: SecretKey,
    /// The data keys.
    pub keyring: Keyring,
}

impl AccountKeys {
    /// A new account's.
    #[must_use]
    pub fn make(random: &mut dyn Random) -> Self {
        let (account, root) = (AccountId::make(random), Root::make(random));
        Self { account, root, secret: SecretKey::make(random), keyring: Keyring::make(random) }
    }

    /// The key that signs manifests and orders.
    #[must_use]
    pub fn owner(&self) -> SigningKey {
        SigningKey::owner(&self.account, &self.root)
    }

    /// The key that the recovery sheet orders with.
    #[must_use]
    pub fn sheet(&self) -> SigningKey {
        SigningKey::sheet(&self.account, &self.secret)
    }

    /// The same account's under a new root, with a new secret key, and so another sheet, and a new data key. The ids of its records stay what they are.
    #[must_use]
    pub fn succeeded(&self, random: &mut dyn Random) -> Self {
        let keyring = self.keyring.rotated(random).named(&self.names());
        Self { account: self.account, root: Root::make(random), secret: SecretKey::make(random), keyring }
    }

    /// What ids of records are made with.
    #[must_use]
    pub fn names(&self) -> NameKey {
        self.keyring.names().cloned().unwrap_or_else(|| NameKey::of(&self.account, &self.root))
    }

    /// All of it for the server, under a new password: the lock's seed is a new one too, and the manifest names its key.
    #[must_use]
    pub fn seal(&self, export: &ExportKey, lock: &LockSeed, random: &mut dyn Random) -> SealedKeys {
        let account = &self.account;
        let mut put = |key: AeadKey, label, plain: &[u8]| Bytes(key.seal(&associated(account, label), plain, random));
        SealedKeys {
            root: put(by_both(account, export, &self.secret), ROOT, self.root.expose()),
            root_by_sheet: put(by_sheet(account, &self.secret), SHEET, self.root.expose()),
            lock: put(by_password(account, export), LOCK, lock.expose()),
            keyring: self.keyring.seal(account, &self.root, random),
        }
    }

    /// The root, by password and secret key.
    ///
    /// # Errors
    /// [`KeyError::Root`].
    pub fn open_root(
        sealed: &SealedKeys,
        account: &AccountId,
        export: &ExportKey,
        secret: &SecretKey,
    ) -> Result<Root, KeyError> {
        let plain = by_both(account, export, secret).open(&associated(account, ROOT), &sealed.root.0);
        plain.and_then(|plain| Root::read(plain.expose())).ok_or(KeyError::Root)
    }

    /// The root, by the recovery sheet alone.
    ///
    /// # Errors
    /// [`KeyError::Root`].
    pub fn open_root_by_sheet(sealed: &SealedKeys, account: &AccountId, secret: &SecretKey) -> Result<Root, KeyError> {
        let plain = by_sheet(account, secret).open(&associated(account, SHEET), &sealed.root_by_sheet.0);
        plain.and_then(|plain| Root::read(plain.expose())).ok_or(KeyError::Root)
    }

    /// The lock's seed, by the password alone: that is all that it opens.
    ///
    /// # Errors
    /// [`KeyError::Lock`].
    pub fn open_lock(sealed: &SealedKeys, account: &AccountId, export: &ExportKey) -> Result<LockSeed, KeyError> {
        let plain = by_password(account, export).open(&associated(account, LOCK), &sealed.lock.0);
        plain.and_then(|plain| LockSeed::read(plain.expose())).ok_or(KeyError::Lock)
    }
}

fn by_both(account: &AccountId, export: &ExportKey, secret: &SecretKey) -> AeadKey {
    let mut both = Zeroizing::new([0; 64 + 16]);
    let (password, sheet) = both.split_at_mut(64);
    password.copy_from_slice(export.expose());
    sheet.copy_from_slice(secret.expose());
    AeadKey::derive(&both[..], &account.0, ROOT)
}

fn by_sheet(account: &AccountId, secret: &SecretKey) -> AeadKey {
    AeadKey::derive(secret.expose(), &account.0, SHEET)
}

fn by_password(account: &AccountId, export: &ExportKey) -> AeadKey {
    AeadKey::derive(export.expose(), &account.0, LOCK)
}

fn associated(account: &AccountId, label: &[u8]) -> Vec<u8> {
    [label, &[0], &account.0].concat()
}

use super::{AccountId, AeadKey, KeyError, NameKey, Root, secrets::secret};
use crate::{manifest::checks, wire::Bytes};
use model::{Random, SecretBytes};
use std::collections::BTreeMap;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

secret! {
    /// What the records of one epoch are sealed with.
    DataKey, 32
}

impl DataKey {
    /// Seals a record's content: nonce ‖ ciphertext ‖ tag.
    #[must_use]
    pub fn seal(&self, account: &AccountId, associated: &[u8], plain: &[u8], random: &mut dyn Random) -> Vec<u8> {
        self.aead(account).seal(associated, plain, random)
    }

    /// Opens a record's content; none if it was sealed by another key or as something else.
    #[must_use]
    pub fn open(&self, account: &AccountId, associated: &[u8], sealed: &[u8]) -> Option<SecretBytes> {
        self.aead(account).open(associated, sealed)
    }

    fn aead(&self, account: &AccountId) -> AeadKey {
        AeadKey::derive(&self.0, &account.0, b"landfall/1 record")
    }
}

const LABEL: &[u8] = b"landfall/1 keyring";
/// An entry: epoch (u32, big-endian) ‖ key.
const ENTRY: usize = 4 + 32;

/// The epoch under which the key of ids stands.
const NAMES: u32 = 0;

/// The account's data keys by epoch; there is at least one. Once the root was replaced, the key that ids of records are made with, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyring {
    keys: BTreeMap<u32, DataKey>,
    names: Option<NameKey>,
}

impl Keyring {
    /// A new account's: one key, of epoch 1.
    #[must_use]
    pub fn make(random: &mut dyn Random) -> Self {
        Self { keys: BTreeMap::from([(1, DataKey::make(random))]), names: None }
    }

    /// The epoch that new records are sealed with.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.keys.last_key_value().map_or(0, |(epoch, _)| *epoch)
    }

    /// The key of an epoch.
    ///
    /// # Errors
    /// [`KeyError::NoEpoch`].
    pub fn key(&self, epoch: u32) -> Result<&DataKey, KeyError> {
        self.keys.get(&epoch).ok_or(KeyError::NoEpoch(epoch))
    }

    /// The epochs that there are keys of, in order.
    pub fn epochs(&self) -> impl Iterator<Item = u32> {
        self.keys.keys().copied()
    }

    /// The same with a new key of the next epoch. A manifest with that epoch goes with it, whole or not at all.
    #[must_use]
    pub fn rotated(&self, random: &mut dyn Random) -> Self {
        let mut rotated = self.clone();
        rotated.keys.insert(self.epoch().saturating_add(1), DataKey::make(random));
        rotated
    }

    /// The same without the epochs before `epoch`: no record is sealed with them any more.
    #[must_use]
    pub fn since(&self, epoch: u32) -> Self {
        let mut kept = self.clone();
        let last = self.epoch();
        kept.keys.retain(|own, _| *own >= epoch || *own == last);
        kept
    }

    /// What ids of records are made with, if it does not follow from the root any more.
    #[must_use]
    pub const fn names(&self) -> Option<&NameKey> {
        self.names.as_ref()
    }

    /// The same, keeping what ids of records are made with.
    #[must_use]
    pub(super) fn named(self, names: &NameKey) -> Self {
        Self { names: Some(names.clone()), ..self }
    }

    /// The plain keyring, to be kept in a vault: entries of epoch (u32, big-endian) ‖ key, by rising epoch; of epoch 0 is the key of ids.
    #[must_use]
    pub fn to_bytes(&self) -> SecretBytes {
        let names = self.names.iter().map(|key| (NAMES, key.expose()));
        let keys = self.keys.iter().map(|(epoch, key)| (*epoch, key.expose()));
        let mut out = Zeroizing::new(Vec::with_capacity((self.keys.len() + 1) * ENTRY));
        for (epoch, key) in names.chain(keys) {
            out.extend_from_slice(&epoch.to_be_bytes());
            out.extend_from_slice(key);
        }
        SecretBytes::new(std::mem::take(&mut *out))
    }

    /// Reads [`to_bytes`](Self::to_bytes); none if it is no keyring.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (entries, rest) = bytes.as_chunks::<ENTRY>();
        let (mut keys, mut names) = (BTreeMap::new(), None);
        for entry in entries {
            let (epoch, key) = entry.split_first_chunk::<4>()?;
            let epoch = u32::from_be_bytes(*epoch);
            if epoch == NAMES && keys.is_empty() && names.is_none() {
                names = Some(NameKey::read(key)?);
                continue;
            }
            let rising = keys.last_key_value().is_none_or(|(last, _)| *last < epoch);
            (rising && epoch > NAMES).then_some(())?;
            keys.insert(epoch, DataKey::read(key)?);
        }
        (rest.is_empty() && !keys.is_empty()).then_some(Self { keys, names })
    }

    /// Seals it for the server, under the root.
    #[must_use]
    pub fn seal(&self, account: &AccountId, root: &Root, random: &mut dyn Random) -> Bytes {
        let key = AeadKey::derive(root.expose(), &account.0, LABEL);
        Bytes(key.seal(&associated(account), self.to_bytes().expose(), random))
    }

    /// Opens what the server keeps. `epoch` is the manifest's: a keyring that ends elsewhere is of another time.
    ///
    /// # Errors
    /// [`KeyError::Keyring`], [`KeyError::OldKeyring`].
    pub fn open(sealed: &Bytes, account: &AccountId, root: &Root, epoch: u32) -> Result<Self, KeyError> {
        let key = AeadKey::derive(root.expose(), &account.0, LABEL);
        let plain = key.open(&associated(account), &sealed.0).ok_or(KeyError::Keyring)?;
        let keyring = Self::read(plain.expose()).ok_or(KeyError::Keyring)?;
        if checks::KEYRING_EPOCH.on() && keyring.epoch() != epoch {
            return Err(KeyError::OldKeyring { found: keyring.epoch(), wanted: epoch });
        }
        Ok(keyring)
    }
}

fn associated(account: &AccountId) -> Vec<u8> {
    [LABEL, &[0], &account.0].concat()
}

use super::{KeystoreError, aead};
use argon2::{Algorithm, Argon2, Params, Version};
use model::SecretBytes;
use zeroize::Zeroizing;

/// First bytes of the key file: format 1.
const MAGIC: &[u8; 5] = b"LFKS\x01";
const PLAIN: u8 = 0;
const SEALED: u8 = 1;
/// Argon2id's memory in KiB, passes and lanes.
const COST: Cost = Cost { memory: 64 * 1024, passes: 3, lanes: 1 };
/// A file that asks for more is not ours, and shall not exhaust the machine.
const MOST: Cost = Cost { memory: 1024 * 1024, passes: 64, lanes: 16 };

/// What opens a software keystore.
#[derive(Debug, Clone)]
pub enum Unlock {
    /// The key file alone: whoever can read the owner's files can use the keys.
    KeyFile,
    /// A passphrase, through Argon2id.
    Passphrase(SecretBytes),
}

/// The key of one data file.
pub(super) struct Root {
    pub(super) generation: u32,
    pub(super) key: SecretBytes,
}

/// How the root key stands in the key file: after the magic, the kind (1 byte) and the generation (4), the key itself, or
/// salt (16), memory, passes, lanes (4 each) and the key sealed under the passphrase, all before it associated.
pub(super) enum Guard {
    Plain,
    Passphrase { salt: [u8; 16], cost: Cost, key: SecretBytes },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cost {
    memory: u32,
    passes: u32,
    lanes: u32,
}

impl Root {
    pub(super) fn make(generation: u32) -> Result<Self, KeystoreError> {
        Ok(Self { generation, key: aead::random_key()? })
    }
}

impl Guard {
    pub(super) fn make(unlock: &Unlock) -> Result<Self, KeystoreError> {
        let Unlock::Passphrase(passphrase) = unlock else { return Ok(Self::Plain) };
        let mut salt = [0; 16];
        aead::random(&mut salt)?;
        Ok(Self::Passphrase { salt, cost: COST, key: COST.stretch(passphrase, &salt)? })
    }

    pub(super) fn seal(&self, root: &Root) -> Result<Vec<u8>, KeystoreError> {
        let mut out = MAGIC.to_vec();
        match self {
            Self::Plain => {
                out.reserve_exact(64);
                out.push(PLAIN);
                out.extend_from_slice(&root.generation.to_be_bytes());
                out.extend_from_slice(root.key.expose());
            }
            Self::Passphrase { salt, cost, key } => {
                out.push(SEALED);
                out.extend_from_slice(&root.generation.to_be_bytes());
                out.extend_from_slice(salt);
                for number in [cost.memory, cost.passes, cost.lanes] {
                    out.extend_from_slice(&number.to_be_bytes());
                }
                let sealed = aead::seal(key.expose(), &out, root.key.expose())?;
                out.extend_from_slice(&sealed);
            }
        }
        Ok(out)
    }

    /// Reads the key file.
    pub(super) fn open(file: &[u8], unlock: &Unlock) -> Result<(Self, Root), KeystoreError> {
        let sealed = is_sealed(file)?;
        let (generation, body) =
            file.get(MAGIC.len() + 1..).and_then(|rest| rest.split_first_chunk::<4>()).ok_or_else(short)?;
        let generation = u32::from_be_bytes(*generation);
        if !sealed {
            let key = <[u8; 32]>::try_from(body).map_err(|_| short())?;
            return Ok((Self::Plain, Root { generation, key: SecretBytes::from(key) }));
        }
        let Unlock::Passphrase(passphrase) = unlock else { return Err(KeystoreError::WrongPassphrase) };
        let (salt, body) = body.split_first_chunk::<16>().ok_or_else(short)?;
        let (numbers, body) = body.split_first_chunk::<12>().ok_or_else(short)?;
        let cost = Cost::parse(numbers)?;
        let key = cost.stretch(passphrase, salt)?;
        let header = file.get(..file.len() - body.len()).ok_or_else(short)?;
        let root = aead::open(key.expose(), header, body).ok_or(KeystoreError::WrongPassphrase)?;
        Ok((Self::Passphrase { salt: *salt, cost, key }, Root { generation, key: root }))
    }
}

/// Whether a key file asks for a passphrase.
pub(super) fn is_sealed(file: &[u8]) -> Result<bool, KeystoreError> {
    match file.strip_prefix(MAGIC).and_then(<[u8]>::first) {
        Some(&PLAIN) => Ok(false),
        Some(&SEALED) => Ok(true),
        _ => Err(KeystoreError::BadFile("keystore.key is of another format".to_owned())),
    }
}

impl Cost {
    fn parse(bytes: &[u8; 12]) -> Result<Self, KeystoreError> {
        let (words, _) = bytes.as_chunks::<4>();
        let mut words = words.iter().map(|word| u32::from_be_bytes(*word));
        let mut next = || words.next().unwrap_or_default();
        let cost = Self { memory: next(), passes: next(), lanes: next() };
        if cost.memory > MOST.memory || cost.passes > MOST.passes || cost.lanes > MOST.lanes {
            return Err(KeystoreError::BadFile("keystore.key asks for too much memory or time".to_owned()));
        }
        Ok(cost)
    }

    fn stretch(self, passphrase: &SecretBytes, salt: &[u8; 16]) -> Result<SecretBytes, KeystoreError> {
        let bad = |error: argon2::Error| KeystoreError::BadFile(format!("keystore.key: {error}"));
        let params = Params::new(self.memory, self.passes, self.lanes, Some(32)).map_err(bad)?;
        let mut out = Zeroizing::new(vec![0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose(), salt, &mut out)
            .map_err(bad)?;
        Ok(SecretBytes::new(std::mem::take(&mut *out)))
    }
}

fn short() -> KeystoreError {
    KeystoreError::BadFile("keystore.key is cut short".to_owned())
}

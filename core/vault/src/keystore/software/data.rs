use super::{KeyId, KeystoreError, aead, root::Root};
use model::SecretBytes;
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// First bytes of a data file: format 1.
const MAGIC: &[u8; 5] = b"LFKD\x01";
const SIGNING: u8 = 1;
const WRAPPING: u8 = 2;
const NUMBER: u8 = 3;

/// A key of the keystore.
#[derive(Clone)]
pub(super) enum Entry {
    /// P-256, PKCS#8.
    Signing(SecretBytes),
    /// AES-256.
    Wrapping(SecretBytes),
    /// A number that only rises: 8 bytes, big-endian.
    Number(SecretBytes),
}

/// All keys. In the file: for each kind (1 byte), name and key, each led by its length in 2 bytes.
#[derive(Clone, Default)]
pub(super) struct Keys(BTreeMap<KeyId, Entry>);

impl Keys {
    pub(super) fn get(&self, id: &KeyId) -> Option<&Entry> {
        self.0.get(id)
    }

    pub(super) fn insert(&mut self, id: KeyId, entry: Entry) {
        self.0.insert(id, entry);
    }

    /// Whether it was there.
    pub(super) fn remove(&mut self, id: &KeyId) -> bool {
        self.0.remove(id).is_some()
    }

    pub(super) fn seal(&self, root: &Root) -> Result<Vec<u8>, KeystoreError> {
        let room = self.0.keys().map(|id| id.0.len() + 160).sum();
        // Enough room from the start, so that growing leaves no copies of keys behind.
        let mut plain = Zeroizing::new(Vec::with_capacity(room));
        for (id, entry) in &self.0 {
            let (kind, key) = match entry {
                Entry::Signing(key) => (SIGNING, key),
                Entry::Wrapping(key) => (WRAPPING, key),
                Entry::Number(number) => (NUMBER, number),
            };
            plain.push(kind);
            for part in [id.0.as_bytes(), key.expose()] {
                let length = u16::try_from(part.len()).map_err(|_| KeystoreError::BadArgument)?;
                plain.extend_from_slice(&length.to_be_bytes());
                plain.extend_from_slice(part);
            }
        }
        let sealed = aead::seal(root.key.expose(), &associated(root.generation), &plain)?;
        Ok([MAGIC.as_slice(), &sealed].concat())
    }

    pub(super) fn open(file: &[u8], root: &Root) -> Result<Self, KeystoreError> {
        let sealed = file.strip_prefix(MAGIC).ok_or_else(|| bad("it is of another format"))?;
        let plain = aead::open(root.key.expose(), &associated(root.generation), sealed);
        let plain = plain.ok_or_else(|| bad("it was changed, or belongs to another key file"))?;
        parse(plain.expose()).ok_or_else(|| bad("an entry in it is malformed"))
    }
}

fn parse(mut rest: &[u8]) -> Option<Keys> {
    let mut keys = Keys::default();
    while let Some((kind, tail)) = rest.split_first() {
        rest = tail;
        let id = String::from_utf8(take(&mut rest)?.to_vec()).ok()?;
        let key = SecretBytes::from(take(&mut rest)?);
        let entry = match *kind {
            SIGNING => Entry::Signing(key),
            WRAPPING => Entry::Wrapping(key),
            NUMBER => Entry::Number(key),
            _ => return None,
        };
        keys.insert(KeyId(id), entry);
    }
    Some(keys)
}

fn take<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let (length, tail) = rest.split_first_chunk::<2>()?;
    let (part, tail) = tail.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
    *rest = tail;
    Some(part)
}

fn associated(generation: u32) -> Vec<u8> {
    [MAGIC.as_slice(), &generation.to_be_bytes()].concat()
}

fn bad(why: &str) -> KeystoreError {
    KeystoreError::BadFile(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn malformed_entries_never_panic(bytes: Vec<u8>) {
            let _ = parse(&bytes);
        }
    }
}

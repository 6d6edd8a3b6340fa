//! Accounts with one device, put into the database as they are: how they come there is not what is measured.

use crate::common;
use account::{
    keys::{AccountId, AccountKeys, LockSeed, SigningKey},
    manifest::{Founding, first},
    scheme::Scheme,
    signed::{Kind, Signed, Signer},
    wire::{Bytes, Device, Head, SealedKeys, Write},
};
use landfall_cloud::storage::{Appended, Batch, Created, NewAccount, NewManifest, Session, Storage, TokenKind};
use landfall_kiosk::Entropy;
use model::Random;
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};

/// Bytes of a record, sealed.
pub(crate) const SIZE: usize = 1_000;
/// Sessions are good for so long, in seconds.
const DAY: u64 = 86_400;

pub(crate) struct Owner {
    pub(crate) account: AccountId,
    pub(crate) device: Bytes,
    pub(crate) token: String,
    /// Where the device stands: at the beginning.
    pub(crate) head: Signed,
}

impl Owner {
    pub(crate) async fn make(storage: &dyn Storage, name: &str) -> Self {
        let (keys, seed) = (AccountKeys::make(&mut Entropy), LockSeed::make(&mut Entropy));
        let (system, now) = (SystemRandom::new(), common::now().0);
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &system).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &system).expect("a key");
        let id = Bytes::from(Entropy.array::<16>());
        let public = Bytes::from(key.public_key());
        let device =
            Device { id: id.clone(), name: name.to_owned(), key: public, agreement: None, epoch: 1, revoked: false };
        let lock = SigningKey::lock(&keys.account, &seed);
        let founding = Founding { keys: &keys, lock: &lock, device: device.clone(), scheme: Scheme::V1 };
        let (manifest, _) = first(founding).expect("a first manifest");
        let part = || Bytes::from([7; 64]);
        let new = NewAccount {
            id: keys.account,
            login: name.to_owned(),
            record: part(),
            sealed: SealedKeys { root: part(), root_by_sheet: part(), lock: part(), keyring: part() },
            manifest: NewManifest { signed: manifest, version: 1, devices: vec![device] },
            created: now,
        };
        assert_eq!(storage.create(new).await.expect("creates"), Created::New);
        let token = Entropy.array::<32>();
        let kept = digest(&SHA256, &token).as_ref().try_into().expect("32 bytes");
        let session =
            Session { account: keys.account, kind: TokenKind::Device, device: Some(id.clone()), expires: now + DAY };
        assert!(storage.put_session(kept, session, None).await.expect("keeps"));
        let head = Head {
            account: keys.account.bytes(),
            device: id.clone(),
            seq: 0,
            chain: Bytes::from([0; 32]),
            restore_epoch: 0,
            time: now,
        };
        let sign = |message: &[u8]| key.sign(&system, message).map(|signature| signature.as_ref().to_vec());
        let head = Signed::make(Kind::Head, &head, Signer::Device(id.clone()), sign).expect("signs");
        Self { account: keys.account, device: id, token: Bytes::from(token).text(), head }
    }

    /// Writes so many new records.
    pub(crate) async fn write(&self, storage: &dyn Storage, count: usize) {
        let mut noise = vec![0; 64 << 10];
        Entropy.fill(&mut noise);
        for from in (0..count).step_by(1_000) {
            let write = |n: usize| Write {
                record: Bytes::from((n as u128).to_be_bytes()),
                kind: "card".to_owned(),
                version: 1,
                key_epoch: 1,
                deleted: false,
                sealed: Bytes::from(&noise[n % (noise.len() - SIZE)..][..SIZE]),
            };
            let (id, device) = (Bytes::from(Entropy.array::<16>()), self.device.clone());
            let writes = (from..count.min(from + 1_000)).map(write).collect();
            let batch = Batch { id, device, writes, head: self.head.clone(), head_seq: 0 };
            let appended = storage.append(&self.account, batch).await.expect("writes");
            assert_eq!(appended, Appended::At(from as u64 + 1));
        }
    }
}

//! An account with keys of every kind, a device, and orders to it.

use landfall_account::{
    order::{Counters, Held, Refusal, accept, give, passkey::Assertion, passkey::challenge},
    signed::{Signed, Signer},
    wire::{Bytes, Device, Kdf, Manifest, Order, Passkey, Verb},
};
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};

pub(crate) const NOW: u64 = 1_800_000_000;
pub(crate) const CARD: &str = "8999900000000000001";
pub(crate) const OTHER_CARD: &str = "8999900000000000002";
pub(crate) const RP: &str = "cloud.example";

pub(crate) struct Key {
    raw: EcdsaKeyPair,
    der: EcdsaKeyPair,
}

impl Key {
    pub(crate) fn new() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let raw = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap();
        let der = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).unwrap();
        Self { raw, der }
    }

    pub(crate) fn public(&self) -> Bytes {
        Bytes::from(self.raw.public_key())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, ()> {
        self.raw.sign(&SystemRandom::new(), message).map(|signature| signature.as_ref().to_vec()).map_err(drop)
    }

    /// What a browser's passkey answers.
    pub(crate) fn assertion(&self, said: &Said<'_>, message: &[u8]) -> Assertion {
        let challenge = challenge(said.about.unwrap_or(message)).text();
        let client = serde_json::json!({ "type": said.kind, "challenge": challenge, "origin": said.origin, "crossOrigin": said.cross });
        let client = client.to_string().into_bytes();
        let data = [digest(&SHA256, said.party.as_bytes()).as_ref(), &[said.flags, 0, 0, 0, 0]].concat();
        let signed = [data.as_slice(), digest(&SHA256, &client).as_ref()].concat();
        let signature = Bytes::from(self.der.sign(&SystemRandom::new(), &signed).unwrap());
        Assertion { client_data: Bytes(client), authenticator_data: Bytes(data), signature }
    }
}

/// What a passkey's assertion says.
pub(crate) struct Said<'a> {
    pub(crate) kind: &'a str,
    pub(crate) origin: &'a str,
    pub(crate) party: &'a str,
    pub(crate) flags: u8,
    pub(crate) cross: bool,
    pub(crate) about: Option<&'a [u8]>,
}

pub(crate) const HONEST: Said<'_> =
    Said { kind: "webauthn.get", origin: "https://cloud.example", party: RP, flags: 5, cross: false, about: None };

pub(crate) struct World {
    pub(crate) owner: Key,
    pub(crate) lock: Key,
    pub(crate) sheet: Key,
    pub(crate) passkey: Key,
    pub(crate) device: Key,
    pub(crate) stranger: Key,
    pub(crate) manifest: Manifest,
    pub(crate) cards: Vec<String>,
    pub(crate) counters: Counters,
    pub(crate) now: u64,
}

impl World {
    pub(crate) fn new() -> Self {
        let [owner, lock, sheet, passkey, device, stranger] = std::array::from_fn(|_| Key::new());
        let row = Device {
            id: Bytes::from([7; 16]),
            name: "phone".into(),
            key: device.public(),
            epoch: 3,
            revoked: false,
            agreement: None,
        };
        let (id, rp_id, name) = (Bytes::from([9; 16]), RP.to_owned(), "ring".to_owned());
        let manifest = Manifest {
            account: Bytes::from([1; 16]),
            version: 4,
            previous: Bytes::from([2; 32]),
            owner_key: owner.public(),
            lock_key: lock.public(),
            sheet_key: sheet.public(),
            passkeys: vec![Passkey { id, key: passkey.public(), rp_id, name }],
            devices: vec![row],
            key_epoch: 1,
            keyring: Bytes::default(),
            kdf: Kdf { memory: 65_536, passes: 3, lanes: 1 },
            revocation_epoch: 2,
            succession: None,
        };
        let counters = Counters { owner: 10, lock: 10, by_right: 0 };
        Self { owner, lock, sheet, passkey, device, stranger, manifest, cards: vec![CARD.into()], counters, now: NOW }
    }

    pub(crate) fn row(&self) -> &Device {
        &self.manifest.devices[0]
    }

    /// An order that this device obeys, by whoever may give it.
    pub(crate) fn order(&self, verb: Verb) -> Order {
        let cards = match verb {
            Verb::Delete | Verb::Send | Verb::Activate | Verb::Deactivate => vec![CARD.to_owned()],
            Verb::Prepare | Verb::Copy => vec![OTHER_CARD.to_owned()],
            Verb::Overwrite => vec![CARD.to_owned(), OTHER_CARD.to_owned()],
            Verb::Lock | Verb::Unlock | Verb::Wipe | Verb::TakeBack => Vec::new(),
        };
        let parameters = match verb {
            Verb::TakeBack => serde_json::json!({ "order": Bytes::from([5; 32]) }),
            _ => serde_json::Value::Null,
        };
        let wish = landfall_account::order::Wish {
            verb,
            cards,
            parameters,
            device: self.row(),
            counter: 11,
            id: [4; 16],
            now: NOW,
            grace: 600,
            good_for: 86_400,
        };
        wish.order(&self.manifest)
    }

    pub(crate) fn signers() -> [Signer; 6] {
        let (passkey, device) = (Signer::Passkey(Bytes::from([9; 16])), Signer::Device(Bytes::from([7; 16])));
        [Signer::Owner, Signer::Sheet, Signer::Lock, passkey, device, Signer::Kiosk(Bytes::from([8; 16]))]
    }

    pub(crate) fn give(&self, order: &Order, signer: Signer) -> Signed {
        let key = match &signer {
            Signer::Owner => &self.owner,
            Signer::Lock => &self.lock,
            Signer::Sheet => &self.sheet,
            Signer::Device(_) => &self.device,
            Signer::Passkey(_) => return self.give_by_passkey(order, signer, &self.passkey, &HONEST),
            Signer::Kiosk(_) | Signer::Sub(_) => &self.stranger,
        };
        give(order, signer, |message| key.sign(message)).unwrap()
    }

    pub(crate) fn give_by_passkey(&self, order: &Order, signer: Signer, key: &Key, said: &Said<'_>) -> Signed {
        let sign = |message: &[u8]| serde_json::to_vec(&key.assertion(said, message));
        give(order, signer, sign).unwrap()
    }

    pub(crate) fn accept(&self, signed: &Signed) -> Result<Order, Refusal> {
        let device = &self.row().id;
        let (counters, now) = (self.counters, self.now);
        accept(&Held { device, epoch: 3, counters, manifest: &self.manifest, cards: &self.cards, now }, signed)
    }
}

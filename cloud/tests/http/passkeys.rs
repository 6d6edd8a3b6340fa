//! Signing in and ordering by a passkey.

use crate::world::*;
use account::{
    order::passkey::{Assertion, challenge},
    passkey::proof,
    signed::{Kind, Signed, Signer, message},
    wire::{Bytes, NextManifest, OrderView, Passkey, PasskeySignIn, Session, Verb},
};
use landfall_cloud::service::checks;
use model::without;
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};

pub(crate) const RP: &str = "cloud.example";

/// An authenticator on its owner's finger.
pub(crate) struct Ring {
    id: Bytes,
    key: EcdsaKeyPair,
}

impl Ring {
    pub(crate) fn new() -> Self {
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new()).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &SystemRandom::new());
        Self { id: id(), key: key.unwrap() }
    }

    pub(crate) fn row(&self) -> Passkey {
        let key = Bytes::from(self.key.public_key());
        Passkey { id: self.id.clone(), key, rp_id: RP.into(), name: "ring".into() }
    }

    pub(crate) fn signer(&self) -> Signer {
        Signer::Passkey(self.id.clone())
    }

    /// What a browser on the account's site brings back.
    pub(crate) fn assertion(&self, message: &[u8]) -> Vec<u8> {
        let client = serde_json::json!({
            "type": "webauthn.get",
            "challenge": challenge(message),
            "origin": format!("https://{RP}"),
            "crossOrigin": false,
        });
        let client = client.to_string().into_bytes();
        let data = [digest(&SHA256, RP.as_bytes()).as_ref(), &[5, 0, 0, 0, 0]].concat();
        let signed = [data.as_slice(), digest(&SHA256, &client).as_ref()].concat();
        let signature = Bytes::from(self.key.sign(&SystemRandom::new(), &signed).unwrap());
        let assertion = Assertion { client_data: Bytes(client), authenticator_data: Bytes(data), signature };
        serde_json::to_vec(&assertion).unwrap()
    }
}

impl Owner {
    /// The same manifest each time, so that it may be asked for at will.
    pub(crate) async fn passkey_token(&self, world: &World) -> String {
        let (manifest, _) =
            self.pinned.next(&self.keys.owner(), |manifest| manifest.passkeys = vec![self.ring.row()]).unwrap();
        let token = self.device_token(world).await;
        world.post("/v1/manifests", Some(&token), &NextManifest { manifest }).await.expect(204);
        self.token_by_passkey(world).await
    }

    /// Of an account that has it.
    pub(crate) async fn token_by_passkey(&self, world: &World) -> String {
        let sign_in = self.passkey_sign_in(world, &self.ring).await;
        world.post("/v1/passkeys/sign-in", None, &sign_in).await.expect(200).read::<Session>().token
    }

    async fn passkey_sign_in(&self, world: &World, ring: &Ring) -> PasskeySignIn {
        let (payload, _) = proof(world.challenge().await);
        let signature = Bytes(ring.assertion(&message(Kind::Session, &payload.0)));
        let account = self.keys.account.bytes();
        PasskeySignIn { account, proof: Signed { payload, signer: ring.signer(), signature } }
    }
}

// R: F4 F6
#[tokio::test]
async fn a_passkey_of_the_account_signs_in_once_by_each_challenge_and_no_other_does() {
    let world = World::new().await;
    let (ann, ben) = (world.owner("ann").await, world.owner("ben").await);
    ann.passkey_token(&world).await;
    let ask = async |sign_in: &PasskeySignIn| world.post("/v1/passkeys/sign-in", None, sign_in).await;
    let good = ann.passkey_sign_in(&world, &ann.ring).await;
    ask(&good).await.expect(200);
    assert_eq!(ask(&good).await.expect(401).word(), "unauthorised", "not twice");
    let fresh = ann.passkey_sign_in(&world, &ann.ring).await;
    let other = ann.passkey_sign_in(&world, &ben.ring).await;
    let nobody = PasskeySignIn { account: id(), ..fresh.clone() };
    let elsewhere = PasskeySignIn { account: ben.keys.account.bytes(), ..fresh.clone() };
    let by_device = PasskeySignIn { proof: ann.proof(&world, &ann.phone).await, ..fresh.clone() };
    let mut made_up = fresh.clone();
    made_up.proof.payload = proof(Bytes::from([1; 32])).0;
    for wrong in [other, nobody, elsewhere, by_device, made_up] {
        assert_eq!(ask(&wrong).await.expect(401).word(), "unauthorised", "nobody is told what was wrong");
    }
    ask(&fresh).await.expect(200);
    let late = ann.passkey_sign_in(&world, &ann.ring).await;
    world.later(61);
    ask(&late).await.expect(401);
}

// R: F4
#[tokio::test]
async fn a_passkey_gives_every_order_by_its_own_token() {
    let world = World::new().await;
    let mut ann = world.owner("ann").await;
    let ring = ann.ring.row();
    let manifest = ann.next(|manifest| manifest.passkeys.push(ring));
    let device = ann.device_token(&world).await;
    world.post("/v1/manifests", Some(&device), &NextManifest { manifest }).await.expect(204);
    let token = ann.token_by_passkey(&world).await;
    let mut counter = 0;
    for verb in Verb::ALL.into_iter().filter(|verb| *verb != Verb::TakeBack) {
        counter += 1;
        let unsigned = ann.order(verb, counter, world.time(), Signer::Owner);
        let signature = Bytes(ann.ring.assertion(&message(Kind::Order, &unsigned.payload.0)));
        let order = Signed { signer: ann.ring.signer(), signature, ..unsigned };
        let view: OrderView = ann.give(&world, &token, &order).await.expect(201).read();
        assert_eq!(view.order, order, "{verb:?}");
    }
    world.get("/v1/orders", &token).await.expect(200);
    assert_eq!(world.get("/v1/log", &token).await.expect(403).word(), "forbidden", "it reads nothing of the records");
}

// R: F4 F6
#[test]
fn a_passkeys_token_ends_with_the_passkey() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let world = runtime.block_on(World::new());
    let mut ann = runtime.block_on(world.owner("ann"));
    let ring = ann.ring.row();
    let token = runtime.block_on(async {
        let device = ann.device_token(&world).await;
        let manifest = ann.next(|manifest| manifest.passkeys.push(ring));
        world.post("/v1/manifests", Some(&device), &NextManifest { manifest }).await.expect(204);
        let token = ann.token_by_passkey(&world).await;
        let manifest = ann.next(|manifest| manifest.passkeys.clear());
        world.post("/v1/manifests", Some(&device), &NextManifest { manifest }).await.expect(204);
        token
    });
    let see = || runtime.block_on(world.get("/v1/account", &token)).status;
    assert_eq!(see(), 401);
    assert_eq!(without(&[checks::PASSKEY], see), 200, "it is the check");
}

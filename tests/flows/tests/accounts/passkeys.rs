//! A passkey is added by a device of the account, signs in from anywhere, and orders; taken out, it does nothing more.

use crate::world::{Phone, World};
use ::account::{
    order::{
        Wish, give,
        passkey::{Assertion, challenge},
    },
    passkey::{BadRegistration, Registration, proof},
    signed::{Kind, Signed, Signer, message},
    wire::{Bytes, PasskeySignIn, PutOrder, Verb},
};
use app::{AccountError, cloud::CloudClient};
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use std::convert::Infallible;

const SITE: &str = "cloud.test";

/// An authenticator, with the browser before it.
struct Ring(EcdsaKeyPair);

impl Ring {
    fn new() -> Self {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a key");
        Self(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, made.as_ref(), &random).expect("a key"))
    }

    fn client(kind: &str, asked: &Bytes) -> Vec<u8> {
        serde_json::json!({"type": kind, "challenge": asked, "origin": format!("https://{SITE}")}).to_string().into()
    }

    /// `navigator.credentials.create`.
    fn create(&self, asked: &Bytes) -> Registration {
        let point = self.0.public_key().as_ref();
        let key = [
            &[0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20][..],
            &point[1..33],
            &[0x22, 0x58, 0x20],
            &point[33..],
        ]
        .concat();
        let party = digest(&SHA256, SITE.as_bytes());
        let data = [party.as_ref(), &[0x45, 0, 0, 0, 0], &[0; 16], &[0, 4], b"ring", &key];
        let client = Self::client("webauthn.create", asked);
        Registration { client_data: Bytes(client), authenticator_data: Bytes(data.concat()) }
    }

    /// `navigator.credentials.get`.
    fn get(&self, message: &[u8]) -> Vec<u8> {
        let client = Self::client("webauthn.get", &challenge(message));
        let data = [digest(&SHA256, SITE.as_bytes()).as_ref(), &[5, 0, 0, 0, 0]].concat();
        let signed = [data.as_slice(), digest(&SHA256, &client).as_ref()].concat();
        let signature = Bytes::from(self.0.sign(&SystemRandom::new(), &signed).expect("signs"));
        let assertion = Assertion { client_data: Bytes(client), authenticator_data: Bytes(data), signature };
        serde_json::to_vec(&assertion).expect("JSON")
    }

    fn signer() -> Signer {
        Signer::Passkey(Bytes::from("ring"))
    }

    async fn sign_in(&self, world: &World, user: &Bytes) -> Option<CloudClient> {
        let anybody = CloudClient::anybody(world.port());
        let (payload, _) = proof(anybody.challenge().await.expect("the server answers").challenge);
        let signature = Bytes(self.get(&message(Kind::Session, &payload.0)));
        let proof = Signed { payload, signer: Self::signer(), signature };
        let session = anybody.sign_in_by_passkey(&PasskeySignIn { account: user.clone(), proof }).await.ok()?;
        Some(anybody.visitor(session.token))
    }
}

fn lock(phone: &Phone, ring: &Ring, counter: u64) -> PutOrder {
    let manifest = phone.account().manifest().expect("one");
    let now = app::ports::Clock::now(&app::ports::SystemClock).0;
    let wish = Wish {
        verb: Verb::Lock,
        cards: Vec::new(),
        parameters: serde_json::Value::Null,
        device: &manifest.devices[0],
        counter,
        id: [9; 16],
        now,
        grace: 0,
        good_for: 600,
    };
    let sign = |message: &[u8]| Ok::<_, Infallible>(ring.get(message));
    let Ok(order) = give(&wish.order(&manifest), Ring::signer(), sign);
    PutOrder { order }
}

// R: F4 B5 B6
#[tokio::test]
async fn a_passkey_that_a_device_has_added_signs_in_and_orders_until_it_is_taken_out() {
    let world = World::new().await;
    let (phone, _) = world.owner("ann@example.test").await;
    let (landfall, ring) = (phone.landfall(), Ring::new());
    let asked = landfall.ask_passkey(world.port(), SITE).await.expect("a device of the account");
    assert!(ring.sign_in(&world, &asked.user).await.is_none(), "it is none of the account's yet");
    let foreign = ring.create(&Bytes::from([1; 32]));
    let refused = landfall.add_passkey(world.port(), &asked, "ring", &foreign).await;
    assert!(matches!(refused, Err(AccountError::Passkey(BadRegistration::Foreign))));
    for _ in 0..2 {
        let made = ring.create(&asked.challenge);
        landfall.add_passkey(world.port(), &asked, "ring", &made).await.expect("it is added, once");
    }
    assert_eq!(landfall.passkeys(world.port()).await.expect("lists").len(), 1);
    landfall.contact(world.port()).await.expect("the server answers");
    let browser = ring.sign_in(&world, &asked.user).await.expect("it may");
    let order = lock(&phone, &ring, 1);
    browser.put_order(&order).await.expect("it may order");
    let told = landfall.contact(world.port()).await.expect("the server answers");
    assert!(told.locked, "{:?}", told.refused);
    landfall.sign_in(world.port(), &crate::world::secret(crate::world::PASSWORD)).await.expect("the owner");
    landfall.remove_passkey(world.port(), "ring").await.expect("it is there");
    assert!(matches!(landfall.remove_passkey(world.port(), "ring").await, Err(AccountError::NoSuchPasskey(_))));
    assert!(browser.orders().await.is_err(), "its token has ended with it");
    assert!(ring.sign_in(&world, &asked.user).await.is_none());
}

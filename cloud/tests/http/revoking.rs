//! Every kind of token × every action that takes tokens back.

use crate::world::*;
use account::{
    keys::{LockSeed, SigningKey},
    signed::Signer,
    wire::{NextManifest, ReplaceKeys, Verb},
};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Holder {
    Visitor,
    Recovery,
    Phone,
    OtherPhone,
    Passkey,
}

#[derive(Debug, Clone, Copy)]
enum Action {
    SignOut(Holder),
    RevokePhone,
    EnrolPhoneAnew,
    ChangePassword,
    Recover,
    Delete,
    Lock,
    Wipe,
    RotateKeys,
    DropPasskey,
}

use Holder::{OtherPhone, Passkey, Phone as ThePhone, Recovery, Visitor};

const ALL: [Holder; 5] = [Visitor, Recovery, ThePhone, OtherPhone, Passkey];

impl Action {
    const ALL: [Self; 14] = [
        Self::SignOut(Visitor),
        Self::SignOut(Recovery),
        Self::SignOut(ThePhone),
        Self::SignOut(OtherPhone),
        Self::SignOut(Passkey),
        Self::RevokePhone,
        Self::EnrolPhoneAnew,
        Self::ChangePassword,
        Self::Recover,
        Self::Delete,
        Self::Lock,
        Self::Wipe,
        Self::RotateKeys,
        Self::DropPasskey,
    ];

    /// Whose tokens end.
    fn ends(self, holder: Holder) -> bool {
        match self {
            Self::SignOut(who) => who == holder,
            Self::RevokePhone | Self::EnrolPhoneAnew | Self::Lock | Self::Wipe => holder == ThePhone,
            Self::ChangePassword | Self::Recover | Self::Delete => true,
            Self::RotateKeys => false,
            Self::DropPasskey => holder == Passkey,
        }
    }

    async fn run(self, world: &World, owner: &mut Owner, tokens: &BTreeMap<Holder, String>) {
        let (phone, other) = (&tokens[&ThePhone], &tokens[&OtherPhone]);
        match self {
            Self::SignOut(who) => {
                world.ask("DELETE", "/v1/sessions", Some(&tokens[&who]), None).await.expect(204);
            }
            Self::RevokePhone | Self::EnrolPhoneAnew => {
                let row = owner.phone.row.clone();
                let manifest = owner.next(|manifest| match self {
                    Self::RevokePhone => assert!(manifest.revoke(&row.id)),
                    _ => assert_eq!(manifest.enrol(row), 3),
                });
                world.post("/v1/manifests", Some(other), &NextManifest { manifest }).await.expect(204);
            }
            Self::DropPasskey => {
                let manifest = owner.next(|manifest| manifest.passkeys.clear());
                world.post("/v1/manifests", Some(other), &NextManifest { manifest }).await.expect(204);
            }
            Self::ChangePassword | Self::Recover | Self::RotateKeys => {
                let seed = LockSeed::make(&mut random);
                let lock = SigningKey::lock(&owner.keys.account, &seed);
                let mut keys = ReplaceKeys {
                    record: None,
                    sealed: owner.keys.seal(&owner.export, &seed, &mut random),
                    manifest: owner.next(|manifest| manifest.lock_key = lock.public_key().into()),
                    hand_overs: Vec::new(),
                };
                if matches!(self, Self::ChangePassword) {
                    keys.record = Some(set_password(world, &owner.login, "battery staple").await.0);
                }
                let by = if matches!(self, Self::Recover) { &tokens[&Recovery] } else { phone };
                world.put("/v1/keys", by, &keys).await.expect(204);
            }
            Self::Delete => {
                let proof = owner.own_proof(world, &owner.keys.sheet()).await;
                world.ask("DELETE", "/v1/account", None, serde_json::to_vec(&proof).ok()).await.expect(204);
            }
            Self::Lock | Self::Wipe => {
                let verb = if matches!(self, Self::Lock) { Verb::Lock } else { Verb::Wipe };
                let order = owner.order(verb, 1, world.time(), Signer::Owner);
                owner.give(world, other, &order).await.expect(201);
            }
        }
    }
}

// R: B6, F4
#[tokio::test]
async fn each_action_ends_at_once_the_tokens_that_hang_on_it_and_no_others() {
    for action in Action::ALL {
        let world = World::new().await;
        let mut owner = world.owner("ann").await;
        let bystander = world.owner("ben").await;
        let bystander = bystander.device_token(&world).await;
        let mut other = Phone::new(2);
        let row = other.row.clone();
        let ring = owner.ring.row();
        let manifest = owner.next(|manifest| {
            assert_eq!(manifest.enrol(row), 2);
            manifest.passkeys.push(ring);
        });
        let token = owner.device_token(&world).await;
        world.post("/v1/manifests", Some(&token), &NextManifest { manifest }).await.expect(204);
        other.row.epoch = 2;
        let tokens = BTreeMap::from([
            (Visitor, owner.visitor_token(&world).await),
            (Recovery, owner.recovery_token(&world).await),
            (ThePhone, token),
            (OtherPhone, owner.token_of(&world, &other).await),
            (Passkey, owner.token_by_passkey(&world).await),
        ]);
        for token in tokens.values() {
            world.get("/v1/account", token).await.expect(200);
        }
        action.run(&world, &mut owner, &tokens).await;
        for holder in ALL {
            let status = world.get("/v1/account", &tokens[&holder]).await.status;
            assert_eq!(status == 401, action.ends(holder), "{action:?}, {holder:?}: {status}");
        }
        world.get("/v1/account", &bystander).await.expect(200);
    }
}

use crate::{
    server::{Port, Server},
    world::{Handset, NOW, enrolled_by},
};
use account::{
    order::Refusal,
    scheme::Scheme,
    wire::{OrderState, Outcome, Verb},
};
use app::{Error, Given, Landfall, Proof, ports::Cloud};
use landfall_flows::{Phone, Shop, Stock, acquired};
use model::Iccid;
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use vault::VaultError;

/// A phone with one card that is in use, in an account whose owner has a desk at home.
struct Abroad {
    port: Arc<dyn Cloud>,
    home: Handset,
    phone: Phone,
    card: Iccid,
    _server: tempfile::TempDir,
    /// What the server's connections live in.
    runtime: Runtime,
}

impl Abroad {
    fn new() -> Self {
        let mut shop = Shop::closed(&Stock::new("visitor", "free", 3));
        let (phone, card) = acquired(&mut shop, "visitor", b"2580");
        let folder = tempfile::tempdir().expect("a folder");
        let home = Handset::new();
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let port: Arc<dyn Cloud> = Arc::new(Port(runtime.block_on(Server::open(folder.path(), NOW))));
        runtime.block_on(enrolled_by(&port, home.landfall(), &Self::cheap(&phone)));
        Self { port, home, phone, card, _server: folder, runtime }
    }

    fn cheap(phone: &Phone) -> Landfall {
        phone.landfall().with_scheme(Scheme::CHEAP)
    }

    async fn give(&self, verb: Verb, cards: &[Iccid]) {
        let giver = self.home.landfall().giver(self.port.clone()).await.expect("a device of the account");
        let given = Given { cards: cards.to_vec(), ..Given::new(verb, "phone") };
        giver.give(given).await.expect("it is stored");
        self.phone.landfall().contact(self.port.clone()).await.expect("the server answers");
    }

    async fn last(&self) -> app::Ordered {
        let giver = self.home.landfall().giver(self.port.clone()).await.expect("a device of the account");
        giver.orders().await.expect("lists").swap_remove(0)
    }

    /// What the owner sees of the last order.
    async fn seen(&self) -> (OrderState, Option<Outcome>) {
        let last = self.last().await;
        match last.proof.clone() {
            Proof::Receipt(receipt) => (last.state(), Some(receipt.outcome)),
            other => panic!("no receipt: {other:?}"),
        }
    }
}

// R: B5 B6
#[test]
fn a_card_that_is_in_use_is_deleted_and_the_phone_signs_for_it() {
    let abroad = Abroad::new();
    let landfall = abroad.phone.landfall();
    assert!(landfall.card(&abroad.card).expect("it is there").enabled);
    let other = Iccid::with_check_digit("899990100000000001").expect("18 digits");
    abroad.runtime.block_on(async {
        // Exactly the cards that are named, or nothing.
        abroad.give(Verb::Delete, &[abroad.card, other]).await;
        assert_eq!(
            abroad.seen().await,
            (OrderState::Refused, Some(Outcome::Refused(Refusal::Cards.name().to_owned())))
        );
        assert!(landfall.card(&abroad.card).is_ok());
        abroad.give(Verb::Delete, &[abroad.card]).await;
        assert_eq!(abroad.seen().await, (OrderState::Erased, Some(Outcome::Erased)));
        assert!(matches!(landfall.card(&abroad.card), Err(Error::NoSuchCard(_))));
    });
}

// R: B6 F4
#[test]
fn a_card_is_deleted_on_a_locked_phone_too_and_one_that_is_handed_out_stops_when_it_is_locked() {
    let abroad = Abroad::new();
    let landfall = abroad.phone.landfall();
    let eid = landfall.euiccs().expect("lists")[0];
    let mut served = landfall.chip(&eid, app::card::Transport::Block).expect("it is here");
    abroad.runtime.block_on(async {
        abroad.give(Verb::Lock, &[]).await;
        assert!(app::chip::disable(&mut served, &abroad.card).is_err(), "a card in a reader is not used either");
        drop(served);
        abroad.give(Verb::Delete, &[abroad.card]).await;
        assert_eq!(abroad.seen().await, (OrderState::Erased, Some(Outcome::Erased)));
        abroad.give(Verb::Unlock, &[]).await;
    });
    assert!(landfall.cards().expect("it is used again").is_empty());
}

// R: B6 F4
#[test]
fn a_wipe_takes_the_keys_of_the_cards_with_it() {
    let abroad = Abroad::new();
    let landfall = abroad.phone.landfall().clone();
    let eid = landfall.euiccs().expect("lists")[0];
    let served = landfall.chip(&eid, app::card::Transport::Block).expect("it is here");
    let key = vault::KeyId(served.card().state().identity.key.0.clone());
    let keystore = landfall.vault().expect("the owner").keystore().clone();
    keystore.attest(&key).expect("it is there");
    let events = app::Events::new();
    abroad.runtime.block_on(async {
        // What the account knows to be live there is barred with the order.
        for of in [&landfall, abroad.home.landfall()] {
            of.sync(abroad.port.clone(), &events).await.expect("the server answers");
        }
        abroad.give(Verb::Wipe, &[]).await;
    });
    let order = abroad.runtime.block_on(abroad.last()).order;
    assert_eq!(order.barred(), [abroad.card.to_string()]);
    assert!(matches!(landfall.cards(), Err(Error::Vault(VaultError::Destroyed))));
    assert!(keystore.attest(&key).is_err(), "the card signs nothing more");
    assert_eq!(abroad.runtime.block_on(abroad.seen()), (OrderState::Erased, Some(Outcome::Erased)));
}

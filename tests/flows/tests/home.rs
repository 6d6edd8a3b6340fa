//! A card on two phones of one account: sold by the kiosk as portable, copied, activated, moved.

use account::{
    signed::{Kind, Signed, Signer},
    wire::{Bytes, CardKey, Device, Kdf, Manifest},
};
use app::{
    CardView, Error, Vouched, checks,
    sim::{self, Authentication},
};
use euicc::HomeError;
use landfall_flows::{Key, Phone, Shop, Stock, wish};
use model::{Iccid, SecretBytes, without};
use uicc::aka::{Aka, Vector};

const PIN: &[u8; 4] = b"2580";

/// Two phones of an account, each with a card of its own from the kiosk.
struct Owner {
    phones: [Phone; 2],
    cards: [Iccid; 2],
    keys: [Key; 2],
    manifest: Manifest,
}

impl Owner {
    async fn new(terms: &str) -> Self {
        let stock = Stock { terms: terms.to_owned(), ..Stock::new("visitor", "free", 4) };
        let shop = Shop::open(&stock).await;
        let phones = ["phone one", "phone two"].map(|name| Phone::new(name, shop.root()));
        let mut cards = Vec::new();
        for phone in &phones {
            let mut visit = phone.visit(shop.address()).await.expect("the kiosk proves itself");
            cards.push(visit.acquire(&wish("visitor")).await.expect("a card").iccid);
            visit.leave().await;
        }
        let cards: [Iccid; 2] = cards.try_into().expect("two cards");
        for (phone, card) in phones.iter().zip(&cards) {
            phone.landfall().set_first_pin(card, &SecretBytes::from(*PIN)).expect("the first PIN");
        }
        let keys = [Key::generate(), Key::generate()];
        let device = |at: u8| Device {
            id: Bytes::from([at; 16]),
            name: format!("phone {at}"),
            key: Bytes::from(keys[usize::from(at)].public()),
            epoch: u64::from(at) + 1,
            revoked: false,
            agreement: None,
        };
        let manifest = Manifest {
            account: Bytes::from([7; 16]),
            version: 1,
            previous: Bytes::default(),
            owner_key: Bytes::default(),
            lock_key: Bytes::default(),
            sheet_key: Bytes::default(),
            passkeys: Vec::new(),
            devices: vec![device(0), device(1)],
            key_epoch: 1,
            keyring: Bytes::default(),
            kdf: Kdf { memory: 65_536, passes: 3, lanes: 1 },
            revocation_epoch: 0,
            succession: None,
        };
        Self { phones, cards, keys, manifest }
    }

    /// What phone two tells of its key for the card, as its device signs it; by `key`.
    fn told(&self, card: &Iccid, key: &Key) -> Signed {
        let statement = Bytes(self.phones[1].landfall().home_key(card, None).expect("a key"));
        let (account, device) = (self.manifest.account.clone(), self.manifest.devices[1].id.clone());
        let said = CardKey { account, device: device.clone(), epoch: 2, card: card.to_string(), statement };
        let sign = |message: &[u8]| Ok::<_, Error>(key.sign(message).to_vec());
        Signed::make(Kind::CardKey, &said, Signer::Device(device), sign).expect("signed")
    }

    fn vouched(&self, card: &Iccid) -> Vouched {
        Vouched::by(&self.manifest, &self.told(card, &self.keys[1])).expect("its device signed it")
    }

    fn view(&self, phone: usize, card: usize) -> Option<CardView> {
        self.phones[phone].landfall().card(&self.cards[card]).ok()
    }
}

fn vector(seq: u64) -> Vector {
    let algorithm = model::Algorithm::Milenage { opc: [0xC3; 16].into() };
    let centre = Aka::new(&algorithm, &[0x5A; 16].into()).expect("keys");
    centre.vector(&[seq as u8; 16], seq << 5, &[0x80, 0]).expect("MILENAGE")
}

fn answers(phone: &Phone, card: &Iccid, vector: &Vector) -> bool {
    let mut card = phone.landfall().sim(card).expect("enabled");
    sim::select_usim(&mut card).expect("a USIM");
    sim::verify_pin(&mut card, &SecretBytes::from(*PIN)).expect("the right PIN");
    match sim::authenticate(&mut card, &vector.rand, &vector.autn).expect("answers") {
        Authentication::Success { res } => {
            assert_eq!(res.expose(), &vector.xres[..]);
            true
        }
        _ => false,
    }
}

// R: B5 F5
#[tokio::test(flavor = "multi_thread")]
async fn a_portable_card_moves_from_phone_to_phone() {
    let mut owner = Owner::new("portable = true").await;
    let card = owner.cards[0];
    let (seen, unseen) = (vector(1), vector(2));
    let key = owner.vouched(&card);
    let copy = owner.phones[0].landfall().copy_out(&key).expect("a copy");
    assert!(answers(&owner.phones[0], &card, &seen), "the first goes on meanwhile");
    assert_eq!(owner.phones[1].landfall().copy_in(&copy, None).expect("it comes in"), card);
    assert!(owner.view(1, 0).is_some_and(|view| view.dormant && !view.enabled));
    let refused = owner.phones[1].landfall().enable(&card);
    assert!(matches!(refused, Err(Error::Home(HomeError::Dormant))), "{refused:?}");

    let statement = owner.phones[0].landfall().make_dormant(&card, key.eid()).expect("it hands over");
    assert!(owner.view(0, 0).is_some_and(|view| view.dormant && !view.enabled));
    owner.phones.iter_mut().for_each(Phone::start);
    owner.phones[1].landfall().make_live(&card, &statement).expect("it takes the role");
    owner.phones[1].landfall().enable(&card).expect("live");
    assert!(!answers(&owner.phones[1], &card, &seen), "the first answered it");
    assert!(answers(&owner.phones[1], &card, &unseen));
    owner.phones[0].landfall().delete(&card).expect("the move ends");
    assert!(owner.view(0, 0).is_none());
    assert!(owner.view(1, 0).is_some_and(|view| view.enabled));
}

// R: B5
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_takes_another_cards_place_and_is_forced_live() {
    let owner = Owner::new("portable = true").await;
    let (card, old) = (owner.cards[0], owner.cards[1]);
    let copy = owner.phones[0].landfall().copy_out(&owner.vouched(&card)).expect("a copy");
    owner.phones[1].landfall().copy_in(&copy, Some(&old)).expect("it comes in");
    assert!(owner.view(1, 1).is_none(), "the old card is gone");
    owner.phones[1].landfall().force_live(&card).expect("the first is lost");
    owner.phones[1].landfall().enable(&card).expect("live");
    assert!(!answers(&owner.phones[1], &card, &vector(1)), "one resynchronisation");
    assert!(answers(&owner.phones[1], &card, &vector((1 << 32) + 1)));
}

// R: B5
#[tokio::test(flavor = "multi_thread")]
async fn a_card_goes_to_no_device_that_a_server_made_up() {
    let mut owner = Owner::new("portable = true").await;
    let card = owner.cards[0];
    let forged = owner.told(&card, &Key::generate());
    let refused = Vouched::by(&owner.manifest, &forged);
    assert!(matches!(refused, Err(Error::Unvouched(_))), "{refused:?}");
    let taken = without(&[checks::VOUCHED], || Vouched::by(&owner.manifest, &forged)).expect("without its check");
    assert!(owner.phones[0].landfall().copy_out(&taken).is_ok(), "the card would be out");
    let genuine = owner.told(&card, &owner.keys[1]);
    owner.manifest.devices[1].epoch = 3;
    assert!(matches!(Vouched::by(&owner.manifest, &genuine), Err(Error::Unvouched(_))), "an earlier enrolment");
    owner.manifest.devices[1].revoked = true;
    assert!(matches!(Vouched::by(&owner.manifest, &genuine), Err(Error::Unvouched(_))), "a device that was lost");
    let other = Signed { signer: Signer::Owner, ..genuine };
    assert!(matches!(Vouched::by(&owner.manifest, &other), Err(Error::Unvouched(_))));
}

// R: B5
#[tokio::test(flavor = "multi_thread")]
async fn a_product_is_not_portable_unless_it_says_so() {
    for terms in ["", "portable = false"] {
        let owner = Owner::new(terms).await;
        let refused = owner.phones[0].landfall().copy_out(&owner.vouched(&owner.cards[0]));
        assert!(matches!(refused, Err(Error::Home(HomeError::NotPortable))), "{refused:?}");
    }
}

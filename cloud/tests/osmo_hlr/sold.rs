//! From the kiosk's report to the network and back: the cloud's service over SQLite, its driver, a real osmo-hlr.

use super::{Card, milenage};
use account::{
    claim,
    keys::AccountId,
    signed::{Signed, Signer},
    wire::{Bytes, Claim, Device, SealedKeys},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use landfall_cloud::{
    service::{Config, ServerKey, Service, ServiceError},
    storage::{Created, NewAccount, NewManifest, NewOrder, Put, Session, Storage, TokenKind, sqlite::Sqlite},
    subscribers::{Driver, OsmoHlr, Sealer, Subscription},
};
use landfall_hlr::{Hlr, Msc};
use model::{NumberState, SecretBytes};
use report::{Answer, Call, Chain, Contact, Event, KioskId, Register, Registration, What, sign};
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use std::{convert::Infallible, sync::Arc};
use store::Folder;

const NOW: u64 = 1_800_000_000;

/// A kiosk as its cloud sees it.
struct Kiosk {
    key: EcdsaKeyPair,
    chain: Chain,
    after: u64,
}

impl Kiosk {
    fn new() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).expect("a key");
        Self { key, chain: Chain::new(0), after: 0 }
    }

    fn id(&self) -> KioskId {
        KioskId::of(self.key.public_key().as_ref())
    }

    fn signature(&self, message: &[u8]) -> Result<Vec<u8>, Infallible> {
        Ok(self.key.sign(&SystemRandom::new(), message).expect("signs").as_ref().to_vec())
    }

    async fn register(&self, service: &Service) {
        let token = service.kiosk_token().await.expect("a token");
        let key = Bytes::from(self.key.public_key());
        let registration = Registration { key, name: "Gate 7".to_owned(), address: "kiosk.example".to_owned() };
        let Ok(registration) = registration.sign(|message| self.signature(message));
        let register = Register { token: token.to_string(), registration };
        assert!(service.register_kiosk(register.clone()).await.expect("registered").0);
        assert!(!service.register_kiosk(register.clone()).await.expect("registered").0, "the same again is fine");
        let other = Register { token: "nonsense".to_owned(), ..register };
        assert!(matches!(service.register_kiosk(other).await, Err(ServiceError::Registration)));
    }

    async fn tell(&mut self, service: &Service, events: Vec<Event>) -> Answer {
        let report = self.chain.next(&self.id(), events, NOW);
        let Ok(signed) = sign(&report, |message| self.signature(message));
        let challenge = service.challenge().challenge;
        let call = Call { kiosk: self.id(), challenge, after: self.after, taken: Vec::new() };
        let Ok(call) = call.sign(|message| self.signature(message));
        let contact = Contact { call, reports: vec![signed.clone()] };
        let answer = service.kiosk_contact(&self.id(), contact.clone()).await.expect("heard");
        assert_eq!((&answer.refused, &answer.chain), (&None, &Chain::after(&report, &signed)));
        assert!(service.kiosk_contact(&self.id(), contact).await.is_err(), "the same call again is of another time");
        (self.chain, self.after) = (answer.chain.clone(), answer.after);
        answer
    }
}

fn event(subscription: &Subscription, what: What) -> Event {
    let number = subscription.msisdn.as_ref().expect("a number").as_str().to_owned();
    Event { at: NOW, number, iccid: subscription.iccid, class_id: "jp-7".to_owned(), what }
}

fn signed(says: &str) -> Signed {
    Signed { payload: Bytes::from(says), signer: Signer::Owner, signature: Bytes::from([7; 64]) }
}

/// An account with one device, which is signed in.
async fn account(storage: &dyn Storage, n: u8) -> (AccountId, String) {
    let device = Device {
        id: Bytes::from([1; 16]),
        name: "phone".to_owned(),
        key: Bytes::from([4; 65]),
        epoch: 1,
        revoked: false,
        agreement: None,
    };
    let (id, part) = (AccountId([n; 16]), || Bytes::from([1]));
    let new = NewAccount {
        id,
        login: format!("user{n}@example.org"),
        record: part(),
        sealed: SealedKeys { root: part(), root_by_sheet: part(), lock: part(), keyring: part() },
        manifest: NewManifest { signed: signed("manifest"), version: 1, devices: vec![device] },
        created: NOW,
    };
    assert_eq!(storage.create(new).await.expect("creates"), Created::New);
    let token = [n; 32];
    let kept = digest(&SHA256, &token).as_ref().try_into().expect("32 bytes");
    let session =
        Session { account: id, kind: TokenKind::Device, device: Some(Bytes::from([1; 16])), expires: NOW + 900 };
    assert!(storage.put_session(kept, session, None).await.expect("keeps"));
    (id, URL_SAFE_NO_PAD.encode(token))
}

/// The phone shows that it holds the card.
async fn show(
    service: &Service,
    token: &str,
    account: &AccountId,
    card: &Card,
    iccid: &str,
) -> Result<(), ServiceError> {
    let rand = service.claim_start(Some(token), iccid).await?.rand;
    let bytes: [u8; 16] = rand.0.as_slice().try_into().expect("16 bytes");
    let gsm = card.aka.gsm(&bytes);
    let (sres, kc) = (SecretBytes::from(&gsm.sres[..]), SecretBytes::from(&gsm.kc[..]));
    let proof = claim::proof(account, iccid, &bytes, &sres, &kc);
    service.claim(Some(token), iccid, Claim { rand, proof }).await
}

// R: A8 A12
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_sold_at_a_kiosk_is_served_until_its_owner_has_it_barred() {
    let Some(hlr) = Hlr::run() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let storage: Arc<dyn Storage> =
        Arc::new(Sqlite::open(&Folder::claim(folder.path()).expect("free")).expect("opens"));
    let key = ServerKey::make();
    let sealer = Sealer::of(&key);
    let clock = Arc::new(|| NOW);
    let service = Service::open(Config { clock, ..Config::new(storage.clone(), key) }).await.expect("opens");
    let driver = Driver::new(storage.clone(), Arc::new(OsmoHlr::new(hlr.vty())), sealer);
    let (subscription, iccid) = (milenage(1), milenage(1).iccid.to_string());
    assert_eq!(service.import_subscribers(std::slice::from_ref(&subscription)).await.expect("imports"), 1);
    let mut msc = Msc::connect(hlr.gsup());
    let mut card = Card::of(&subscription);

    // Sold, installed, told by the kiosk: then, and not before, the network serves it.
    let mut kiosk = Kiosk::new();
    kiosk.register(&service).await;
    let price: model::Money = "9.90 EUR".parse().expect("money");
    kiosk.tell(&service, vec![event(&subscription, What::Sold { price, by: "anna".to_owned() })]).await;
    driver.work(NOW).await.expect("works");
    assert!(msc.vectors(subscription.imsi.as_str(), None).is_err(), "it is sold, and on no phone");
    let eid = model::Eid::with_check_digits(&format!("89999{:025}", 1)).expect("digits");
    let installed = What::Distributed { eid, hardware_id: "phone".to_owned(), user_id: "someone".to_owned(), price };
    kiosk.tell(&service, vec![event(&subscription, installed)]).await;
    driver.work(NOW).await.expect("works");
    let vectors = msc.vectors(subscription.imsi.as_str(), None).expect("vectors");
    assert_eq!(card.attaches(&vectors[0]), Ok(true));
    assert_eq!(driver.look(NOW).await.expect("looks"), 1);
    let answer = kiosk.tell(&service, vec![]).await;
    assert_eq!(
        answer.news.iter().map(|news| news.state).collect::<Vec<_>>(),
        [NumberState::InUse],
        "the kiosk hears of it"
    );

    // The owner's phone shows its card; a stranger's can't.
    let ((owner, token), (stranger, other)) = (account(&*storage, 1).await, account(&*storage, 2).await);
    let wrong = Card::of(&Subscription { ki: [9; 16].into(), ..milenage(1) });
    let refused = show(&service, &other, &stranger, &wrong, &iccid).await;
    assert!(matches!(refused, Err(ServiceError::Claim)), "{refused:?}");
    show(&service, &token, &owner, &card, &iccid).await.expect("it holds the card");

    // The phone is lost. A stranger's order bars nothing; the owner's does.
    for (account, barred) in [(stranger, false), (owner, true)] {
        let order = NewOrder {
            signed: signed("wipe"),
            id: Bytes::from([3; 16]),
            digest: signed("wipe").digest(),
            device: Bytes::from([1; 16]),
            epoch: 1,
            counter: 1,
            deadline: NOW + 86_400,
            stored: NOW,
            bar: vec![iccid.clone()],
            end_sessions: true,
        };
        assert_eq!(storage.put_order(&account, order).await.expect("keeps"), Put::New);
        driver.work(NOW).await.expect("works");
        assert_eq!(msc.vectors(subscription.imsi.as_str(), None).is_err(), barred);
    }
    let answer = kiosk.tell(&service, vec![]).await;
    assert_eq!(answer.news.iter().map(|news| news.state).collect::<Vec<_>>(), [NumberState::Suspended]);
}

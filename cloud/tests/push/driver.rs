use account::{
    keys::AccountId,
    signed::{Signed, Signer},
    wire::{Bytes, Device, PushAddress, PushService, SealedKeys},
};
use async_trait::async_trait;
use landfall_cloud::{
    push::{Push, PushDriver, PushError},
    storage::{Accounts as _, NewAccount, NewManifest, NewOrder, Orders as _, Pushes as _, sqlite::Sqlite},
};
use std::sync::{Arc, Mutex};
use store::Folder;

const NOW: u64 = 1_800_000_000;
const ACCOUNT: AccountId = AccountId([1; 16]);

/// Says what it is told to.
#[derive(Default)]
struct Service {
    woken: Mutex<Vec<String>>,
    next: Mutex<Vec<PushError>>,
}

#[async_trait]
impl Push for Service {
    fn service(&self) -> PushService {
        PushService::Fcm
    }

    async fn wake(&self, token: &str, _: u64) -> Result<(), PushError> {
        self.woken.lock().expect("no panic").push(token.to_owned());
        self.next.lock().expect("no panic").pop().map_or(Ok(()), Err)
    }
}

fn signed(says: &str) -> Signed {
    Signed { payload: Bytes::from(says), signer: Signer::Owner, signature: Bytes::from([7; 64]) }
}

fn order(n: u8) -> NewOrder {
    let signed = signed(&format!("order {n}"));
    NewOrder {
        digest: signed.digest(),
        signed,
        id: Bytes::from([n; 16]),
        device: Bytes::from([1; 16]),
        epoch: 1,
        counter: n.into(),
        deadline: NOW + 86_400,
        stored: NOW,
        bar: Vec::new(),
        end_sessions: false,
    }
}

/// An account with one device, which is woken at `phone`.
async fn storage(folder: &std::path::Path) -> Arc<Sqlite> {
    let storage = Arc::new(Sqlite::open(&Folder::claim(folder).expect("free")).expect("opens"));
    let id = Bytes::from([1; 16]);
    let device = Device { id: id.clone(), name: "phone".into(), key: Bytes::from([1; 65]), epoch: 1, revoked: false };
    let part = Bytes::from([1; 4]);
    let sealed =
        SealedKeys { root: part.clone(), root_by_sheet: part.clone(), lock: part.clone(), keyring: part.clone() };
    let manifest = NewManifest { signed: signed("manifest"), version: 1, devices: vec![device] };
    let login = "user@example.org".to_owned();
    let new = NewAccount { id: ACCOUNT, login, record: part, sealed, manifest, created: NOW };
    storage.create(new).await.expect("creates");
    let address = PushAddress { service: PushService::Fcm, token: "phone".into() };
    assert!(storage.put_push(&ACCOUNT, &id, Some(&address)).await.expect("keeps"));
    storage
}

// R: B6 F8
#[tokio::test]
async fn a_phone_is_woken_until_its_service_takes_it_and_forgotten_when_it_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let storage = storage(folder.path()).await;
    let service = Arc::new(Service::default());
    let driver = PushDriver::new(storage.clone(), vec![service.clone()]);
    let woken = || std::mem::take(&mut *service.woken.lock().expect("no panic")).len();
    let says = |error| service.next.lock().expect("no panic").push(error);
    assert_eq!((driver.work(NOW).await.expect("works"), woken()), (0, 0));
    storage.put_order(&ACCOUNT, order(1)).await.expect("keeps");
    says(PushError::Busy { status: 503, after: None });
    assert_eq!((driver.work(NOW).await.expect("works"), woken()), (0, 1));
    assert_eq!((driver.work(NOW + 9).await.expect("works"), woken()), (0, 0));
    says(PushError::Busy { status: 429, after: Some(600) });
    assert_eq!((driver.work(NOW + 10).await.expect("works"), woken()), (0, 1));
    assert_eq!((driver.work(NOW + 609).await.expect("works"), woken()), (0, 0), "the service asked to wait");
    assert_eq!((driver.work(NOW + 610).await.expect("works"), woken()), (1, 1));
    assert_eq!((driver.work(NOW + 9_999).await.expect("works"), woken()), (0, 0), "it was taken");
    storage.put_order(&ACCOUNT, order(2)).await.expect("keeps");
    says(PushError::Gone);
    assert_eq!((driver.work(NOW).await.expect("works"), woken()), (0, 1));
    storage.put_order(&ACCOUNT, order(3)).await.expect("keeps");
    assert_eq!((driver.work(NOW).await.expect("works"), woken()), (0, 0), "nobody is there any more");
}

// R: B6
#[tokio::test]
async fn a_service_that_refuses_for_ever_is_not_asked_for_ever() {
    let folder = tempfile::tempdir().expect("a folder");
    let storage = storage(folder.path()).await;
    let driver = PushDriver::new(storage.clone(), Vec::new());
    storage.put_order(&ACCOUNT, order(1)).await.expect("keeps");
    let mut tries = 0;
    for hour in 0..100 {
        let at = NOW + hour * 3_700;
        tries += storage.take_pushes(at, at, 1).await.expect("reads").len();
        driver.work(at).await.expect("works");
    }
    assert_eq!(tries, 41);
}

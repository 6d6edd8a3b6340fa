//! A thousand phones at once before a kiosk that is a process of its own.

use landfall_flows::{
    Shop, Stock,
    buyer::{Buyer, notification},
    raw::{Door, connector},
};
use landfall_stage::{Kiosk, Scene, build_programs};
use model::{Iccid, NumberState};
use rsp::es9::{
    AuthenticateClientResponse, GetBoundProfilePackageResponse, InitiateAuthenticationResponse, Request, Response,
};
use std::{collections::BTreeSet, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    sync::{Barrier, Semaphore},
    task::JoinSet,
};
use tokio_rustls::TlsConnector;

const PHONES: usize = 1_000;
/// MB (10^6).
const MOST_MEMORY: u64 = 150;
/// How many phones shake hands at once.
const HANDS: usize = 16;
/// How often a phone tries to connect.
const TRIES: u32 = 20;

/// The way of one phone, opened again if it was closed for being idle while the others had their turn.
struct Way {
    tls: TlsConnector,
    /// Who may shake hands: so few at once that none of them runs out of its time.
    hands: Arc<Semaphore>,
    address: SocketAddr,
    door: Option<Door>,
}

impl Way {
    async fn open(&mut self, name: &str) -> &mut Door {
        if let Some(door) = &mut self.door
            && !door.is_open().await
        {
            self.door = None;
        }
        for _ in 0..TRIES {
            if self.door.is_none() {
                let _hand = self.hands.acquire().await.expect("it stays open");
                self.door = Door::tls(&self.tls, name, self.address).await.ok();
            }
            if self.door.is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        self.door.as_mut().expect("a connection")
    }

    async fn ask(&mut self, buyer: &Buyer, der: &[u8]) -> Response {
        let request = Request::decode(der).expect("own encoding");
        let door = self.open(&buyer.address).await;
        let (status, body) = door.ask(request.function(), request.to_json()).await;
        assert!(matches!(status, 200 | 204), "{status}: {}", String::from_utf8_lossy(&body));
        Response::from_json(request.function(), &body).expect("an answer")
    }
}

/// A whole download; its profile.
async fn download(mut way: Way, buyer: Buyer, all: Arc<Barrier>) -> Iccid {
    way.open(&buyer.address).await;
    // Everybody stands before the counter.
    all.wait().await;
    let answer = way.ask(&buyer, &buyer.initiate()).await;
    let Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(ok)) = answer else { panic!("{answer:?}") };
    let answer = way.ask(&buyer, &buyer.authenticate(&ok)).await;
    let Response::AuthenticateClient(AuthenticateClientResponse::Ok(offer)) = answer else { panic!("{answer:?}") };
    let answer = way.ask(&buyer, &buyer.prepare(&offer)).await;
    let Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Ok(package)) = answer else {
        panic!("{answer:?}")
    };
    assert!(buyer.open(&offer, &package).is_some_and(|profile| !profile.is_empty()), "made for this card");
    let answer = way.ask(&buyer, &notification(buyer.result(&offer), &buyer.key)).await;
    assert_eq!(answer, Response::NotificationAccepted);
    offer.profile_metadata.iccid
}

/// Phones with an order each, made on many threads so that they share commits.
fn buyers(shop: &Shop) -> Vec<Buyer> {
    const AT_ONCE: usize = 40;
    let some = |from: usize| {
        let numbers = (from..PHONES).step_by(AT_ONCE);
        numbers.map(|n| Buyer::new(shop, "visitor", &format!("phone {n}"))).collect::<Vec<_>>()
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..AT_ONCE).map(|from| scope.spawn(move || some(from))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("reserved")).collect()
    })
}

// R: A7 E7
#[cfg(target_os = "linux")]
#[test]
fn a_thousand_phones_at_once_get_a_profile_each() {
    build_programs().expect("the programs build");
    let mut shop = Shop::closed(&Stock::new("visitor", "free", PHONES as u32));
    shop.set(|settings| {
        let quotas = &mut settings.quotas;
        (quotas.phone_per_day, quotas.per_hour, quotas.per_day) = (1, u32::MAX, u32::MAX);
    });
    let buyers = buyers(&shop);
    shop.shut();
    let scene = Scene::open().expect("a folder");
    let program = scene.program("landfall-kiosk", shop.data(), scene.at("kiosk.log"));
    let anywhere = "127.0.0.1:0";
    let kiosk = Kiosk::serve(&program, anywhere, Some(anywhere)).expect("it starts").expect("it serves");
    let address: SocketAddr = kiosk.https().expect("HTTPS").parse().expect("an address");

    let (tls, hands) = (connector(shop.root()), Arc::new(Semaphore::new(HANDS)));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let profiles: Vec<Iccid> = runtime.expect("threads").block_on(async {
        let (all, mut downloads) = (Arc::new(Barrier::new(PHONES)), JoinSet::new());
        for buyer in buyers {
            let way = Way { tls: tls.clone(), hands: hands.clone(), address, door: None };
            downloads.spawn(download(way, buyer, all.clone()));
        }
        downloads.join_all().await
    });

    let status = std::fs::read_to_string(format!("/proc/{}/status", kiosk.process().id())).expect("it runs");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux");
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().expect("a number");
    assert!(peak * 1_024 < MOST_MEMORY * 1_000_000, "{peak} KiB");
    kiosk.stop().expect("it ends in order");

    assert_eq!(profiles.iter().collect::<BTreeSet<_>>().len(), PHONES, "each profile once");
    shop.restart();
    assert_eq!(shop.count(NumberState::Distributed), PHONES, "and none is lost");
}

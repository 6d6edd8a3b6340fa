//! Kiosks on the network, as the platform's service shows them: the list, the contract of that port, and a purchase from one that was found.

use crate::{open, platform::ports, wants};
use landfall_ffi::{
    KioskTarget, Landfall, LandfallError, LinkKind, OpenSettings, check_service_browser,
    ports::{FoundService, Ports, ServiceBrowser, ServiceBrowserFailure},
};
use landfall_flows::{Shop, Stock};
use nearfield::discovery::{Announcement, Hint};
use std::{collections::HashMap, path::Path, sync::Arc};

type Answer = Result<Vec<FoundService>, ServiceBrowserFailure>;

/// A platform's service, as far as kiosks are asked of it.
struct Lan(Box<dyn Fn(&str) -> Answer + Send + Sync>);

impl Lan {
    fn of(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self(Box::new(answer)))
    }

    fn with(services: Vec<FoundService>) -> Arc<Self> {
        Self::of(move |service| Ok(if service == "_landfall._tcp" { services.clone() } else { Vec::new() }))
    }
}

impl ServiceBrowser for Lan {
    fn browse(&self, service: String, seconds: u32) -> Answer {
        assert!((1..=60).contains(&seconds));
        (self.0)(&service)
    }
}

fn service(name: &str, address: &str, root_key_id: &[u8]) -> FoundService {
    let said = Announcement {
        version: 1,
        operator: "Nord".to_owned(),
        root_key_ids: vec![root_key_id.to_vec()],
        hint: Some(Hint([7; 4])),
    };
    let fields: HashMap<_, _> = said.to_fields().into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    FoundService { name: name.to_owned(), addresses: vec![address.to_owned()], fields }
}

fn open_with(folder: &Path, browser: Arc<Lan>) -> Arc<Landfall> {
    let settings = OpenSettings { folder: folder.display().to_string(), cloud_roots: None };
    Landfall::open(settings, Ports { service_browser: Some(browser), ..ports(folder) }).expect("opens")
}

// R: A2 A3
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kiosk_that_the_platform_finds_sells() {
    let shop = Shop::open(&Stock::new("visitor", "free", 1)).await;
    let temp = tempfile::tempdir().expect("a folder");
    let root = open(&temp.path().join("other")).expect("opens").add_root(shop.root().to_vec()).await.expect("a root");
    let key =
        (0..root.key_id.len()).step_by(2).map(|at| u8::from_str_radix(&root.key_id[at..at + 2], 16).expect("hex"));
    let there = service("Gate 7.2", &shop.address().to_string(), &key.collect::<Vec<u8>>());
    let foreign = FoundService { fields: HashMap::new(), ..service("A printer", "no port", &[]) };
    let landfall = open_with(&temp.path().join("phone"), Lan::with(vec![there, foreign]));
    let unknown = landfall.find_kiosks(1).await.expect("looks");
    let [kiosk] = &unknown[..] else { panic!("one can be reached: {unknown:?}") };
    assert_eq!((&*kiosk.name, &*kiosk.operator, kiosk.trusted), ("Gate 7.2", "Nord", false));
    assert_eq!(kiosk.links, [LinkKind::Wifi]);
    landfall.add_root(shop.root().to_vec()).await.expect("a root");
    let kiosk = landfall.find_kiosks(1).await.expect("looks").remove(0);
    assert!(kiosk.trusted);
    let visit = landfall.visit(KioskTarget::Found { kiosk }).await.expect("the kiosk proves itself");
    let offer = visit.offers(wants()).await.expect("offers").remove(0);
    let gained = visit.acquire(offer.class_id, None, None).expect("begins").finished().await.expect("a SIM");
    assert!(gained.iccid.is_some());
}

// R: A2 F3
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_that_the_user_forbids_says_what_to_do() {
    let temp = tempfile::tempdir().expect("a folder");
    let denied = Lan::of(|_| Err(ServiceBrowserFailure::Denied { what: "local network".to_owned() }));
    let error = open_with(temp.path(), denied).find_kiosks(1).await.expect_err("nothing was searched");
    assert!(matches!(error, LandfallError::Unreachable { .. }), "{error:?}");
    let trouble = error.trouble();
    assert_eq!((&*trouble.key, trouble.advice.contains("settings")), ("kiosk.search.denied", true));
}

// R: A2
#[test]
fn what_searches_the_network_is_judged() {
    let there = || service("Gate 7", "gate-7.local.:7788", &[0xAB; 20]);
    let judge = |lan: Arc<Lan>| check_service_browser(lan, "Gate 7".to_owned());
    assert_eq!(judge(Lan::with(vec![service("Gate 8", "[fe80::1%3]:7788", &[0xAB; 20]), there()])), None);
    let violated = |lan: Arc<Lan>, what: &str| {
        let judged = judge(lan).expect("it is no good one");
        assert!(judged.contains(what), "{judged}");
    };
    violated(Lan::with(vec![FoundService { name: "Gate\\0327".to_owned(), ..there() }]), "by its own name");
    violated(Lan::with(vec![there(), there()]), "found once");
    violated(Lan::with(vec![FoundService { addresses: vec!["fe80::1%wlan0".to_owned()], ..there() }]), "HOST:PORT");
    violated(Lan::with(vec![FoundService { fields: HashMap::new(), ..there() }]), "TXT");
    violated(Lan::of(move |_| Ok(vec![there()])), "of the type");
    violated(Lan::of(|_| Err(ServiceBrowserFailure::Unavailable { what: "no Wi-Fi".to_owned() })), "no Wi-Fi");
}

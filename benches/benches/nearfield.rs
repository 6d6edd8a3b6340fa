//! An acquire over the simulated Bluetooth link (30 ms a round trip, 700 kbit/s each way, frames of 244 bytes), in virtual
//! time: a real kiosk with sealed stock behind the near-field endpoint, a real eUICC and LPA behind the connection. Its
//! requests are the main flow's: Catalogue, Reserve with a certificate request, InitiateAuthentication,
//! AuthenticateClient, GetBoundProfilePackage, HandleNotification.
//!
//! | figure | |
//! |---|---|
//! | `nearfield.acquire.round_trips` | the time of the whole acquire on that link with unlimited bandwidth, in round trips |
//! | `nearfield.acquire.payload_bytes` | bytes of the encoded requests and responses, in both directions together |
//! | `nearfield.acquire.ms` | the time on the true link |
//! | `nearfield.acquire.over_limit` | that time by its limit: the payload at 700 kbit/s, and the round trips |
//!
//! The link's two directions don't share their bandwidth, but an acquire answers each request before the next, so that
//! its payload goes one way at a time: the limit is what no protocol can go below. What ours adds are the handshake and
//! the frames' headers and seals. Computing takes no virtual time.

#[path = "common/mod.rs"]
mod common;

use app::card::{Card, Driver, Isdr};
use common::{Shop, features, now};
use euicc::{Euicc, Identity, SigningChain, State};
use landfall_benches::{Report, ReportError, Unit};
use landfall_kiosk::{Kiosk, Peer};
use model::ServiceSelection;
use nearfield::{
    client,
    message::{Authorisation, Request, Reserve, Reserved, Response},
    sim::{Conditions, World},
};
use rsp::{
    cert::{
        Certificate,
        chain::{Crls, Roots, verify_euicc},
        csr::Csr,
    },
    es9::{self, HandleNotification},
    lpa::{Answer, Config, Next, Outcome, Session},
    notification::{FinalResult, PendingNotification},
};
use std::{cell::Cell, rc::Rc, sync::Arc};
use store::Folder;
use uicc::{KeyId, Transport};
use vault::{Keystore, MemoryRecords, SoftwareKeystore, keystore::software::Unlock};

const ROUND_TRIP: f64 = 30_000.0;

fn main() -> Result<(), ReportError> {
    let shop = Shop::new();
    shop.import(2);
    let unlimited = acquire(&shop, "phone 1", Conditions { bandwidth: 0, ..Conditions::BLE });
    let over_link = acquire(&shop, "phone 2", Conditions::BLE);

    let round_trips = unlimited.micros / ROUND_TRIP;
    let limit = over_link.payload * 8e6 / Conditions::BLE.bandwidth as f64 + round_trips * ROUND_TRIP;
    let mut report = Report::new("nearfield");
    report.add("nearfield.acquire.round_trips", round_trips, Unit::Count, None);
    report.add("nearfield.acquire.payload_bytes", over_link.payload, Unit::Count, None);
    report.add("nearfield.acquire.ms", over_link.micros / 1e3, Unit::Milliseconds, None);
    report.add("nearfield.acquire.over_limit", over_link.micros / limit, Unit::Ratio, None);
    report.write()
}

struct Acquired {
    micros: f64,
    payload: f64,
}

/// The whole acquire by a phone that never had a card: from the first frame to the accepted report.
fn acquire(shop: &Shop, hardware_id: &str, conditions: Conditions) -> Acquired {
    let kiosk = shop.open(store::Options::default());
    let phone = Phone::new(hardware_id, shop.root().clone());
    let mut link = Link::new(kiosk, &phone, conditions);

    let selection = ServiceSelection::default();
    let offers = match link.ask(&Request::Catalogue { selection, features: features(hardware_id) }) {
        Response::Offers(offers) => offers.offers,
        other => panic!("no offers: {other:?}"),
    };
    let request = phone.reserve(&offers[0].class_id, &link.bind());
    let reserved = match link.ask(&Request::Reserve(Box::new(request))) {
        Response::Reserved(reserved) => *reserved,
        other => panic!("nothing reserved: {other:?}"),
    };
    assert_eq!(reserved.authorisation, Authorisation::Granted);
    let mut card = phone.card(&reserved);
    let notification = download(&mut link, &mut card, &reserved);
    let report = es9::Request::HandleNotification(HandleNotification { pending_notification: notification });
    assert!(link.es9(report.encode()).is_empty(), "the kiosk accepts the report");
    Acquired { micros: link.world.now() as f64, payload: link.world.report().payload as f64 }
}

/// From InitiateAuthentication to the installed profile; what the card signed of it.
fn download(link: &mut Link, card: &mut Driver<Euicc>, reserved: &Reserved) -> PendingNotification {
    let (server_address, matching_id) = (reserved.smdp_address.clone(), Some(reserved.matching_id.clone()));
    let mut session = Session::new(Config { server_address, matching_id, ..Config::default() });
    loop {
        match session.next().clone() {
            Next::Card(data) => {
                let answer = Isdr::open(card).and_then(|mut isdr| isdr.call(&data)).map_err(|e| e.to_string());
                session.card(answer.as_deref().map_err(Clone::clone));
            }
            Next::Server(der) => session.server(Ok(&link.es9(der))),
            Next::Consent(_) | Next::Commands(_) => session.consent(Answer::Agreed { code: None }),
            Next::Keep(_) => session.kept(Ok(())),
            Next::Done(outcome) => match *outcome {
                Outcome::Loaded { result, .. } => {
                    assert!(matches!(result.data.final_result, FinalResult::Success { .. }), "installed");
                    let pending = card.card().state().notifications.iter().next().expect("the card noted it");
                    return PendingNotification::decode(&pending.encoded).expect("the card's own");
                }
                other @ (Outcome::Commanded { .. } | Outcome::Discovered { .. }) => panic!("not installed: {other:?}"),
                Outcome::Failed { failure, .. } => panic!("not installed: {failure}"),
            },
        }
    }
}

/// The phone's connection and the kiosk's endpoint, and the link between them.
struct Link {
    world: World,
    /// The session's binding, which the kiosk's driver hands over with each request.
    binding: Rc<Cell<[u8; 32]>>,
}

impl Link {
    fn new(kiosk: Kiosk, phone: &Phone, conditions: Conditions) -> Self {
        let mut roots = Roots::new();
        roots.add(phone.root.clone()).expect("a root");
        let config = client::Config::for_roots(roots, Crls::default(), Some(now()));
        let endpoint = kiosk.nearfield();
        let binding = Rc::new(Cell::new([0; 32]));
        let peer = binding.clone();
        let serve = move |request| kiosk.handle(&request, &Peer { binding: peer.get() }, now());
        Self { world: World::new(conditions, 1, config, endpoint, Box::new(serve)), binding }
    }

    fn ask(&mut self, request: &Request) -> Response {
        self.world.exchange(request).expect("a good link")
    }

    fn es9(&mut self, der: Vec<u8>) -> Vec<u8> {
        match self.ask(&Request::Es9(der)) {
            Response::Es9(answer) => answer,
            other => panic!("no answer: {other:?}"),
        }
    }

    /// What the certificate request is signed over.
    fn bind(&self) -> [u8; 32] {
        self.binding.set(self.world.phone.binding().expect("connected"));
        self.binding.get()
    }
}

/// What a phone keeps.
struct Phone {
    hardware_id: String,
    root: Certificate,
    keystore: Arc<SoftwareKeystore>,
    key: vault::KeyId,
    _folder: tempfile::TempDir,
}

impl Phone {
    fn new(hardware_id: &str, root: Certificate) -> Self {
        let folder = common::scratch();
        let claimed = Folder::claim(folder.path()).expect("nobody else has it");
        let keystore = Arc::new(SoftwareKeystore::create(&claimed, &Unlock::KeyFile).expect("a keystore"));
        let key = vault::KeyId("euicc".to_owned());
        Self { hardware_id: hardware_id.to_owned(), root, keystore, key, _folder: folder }
    }

    fn reserve(&self, class_id: &str, binding: &[u8; 32]) -> Reserve {
        let key = self.keystore.generate_signing_key(&self.key, binding).expect("a key");
        let unsigned = Csr::make(&key.public_key, binding, &self.hardware_id, None);
        let signature = self.keystore.sign(&self.key, &unsigned.message).expect("signs");
        Reserve {
            class_id: class_id.to_owned(),
            nonce: [7; 16],
            user_id: "traveller".to_owned(),
            features: features(&self.hardware_id),
            voucher: None,
            csr: Some(unsigned.signed(signature).as_der().to_vec()),
            packages: false,
        }
    }

    /// The eUICC that the kiosk certified.
    fn card(&self, reserved: &Reserved) -> Driver<Euicc> {
        let euicc_certificate = reserved.euicc_certificate.clone().expect("one was asked for");
        let eum_certificate = reserved.eum_certificate.clone().expect("one was asked for");
        let mut roots = Roots::new();
        roots.add(self.root.clone()).expect("a root");
        let (euicc, eum) = (Certificate::parse(&euicc_certificate), Certificate::parse(&eum_certificate));
        let (euicc, eum) = (euicc.expect("DER"), eum.expect("DER"));
        let verified = verify_euicc(&euicc, &eum, &roots, &Crls::default(), Some(now())).expect("a good chain");
        let ci_key_id = self.root.subject_key_id().to_vec();
        let identity = Identity {
            eid: verified.eid,
            key: KeyId(self.key.0.clone()),
            chains: vec![SigningChain { ci_key_id, euicc_certificate, eum_certificate }],
            roots: vec![self.root.as_der().to_vec()],
        };
        let euicc = Euicc::new(State::new(identity), Transport::Block);
        let mut card = Driver::new(euicc, Arc::new(MemoryRecords::new()), self.keystore.clone());
        card.reset().expect("it resets");
        card
    }
}

//! What a whole acquire costs on a bad link, in bytes: the real kiosk and a real eUICC and LPA, joined by the simulated link, whose two ends
//! are looked into after each frame.

use landfall_flows::{Shop, Stock, buyer::Buyer, handset::Handset, now};
use landfall_kiosk::Peer;
use model::{NumberState, ServiceSelection};
use nearfield::{
    client,
    message::{PackageKind, Request, Response},
    sim::{Conditions, World},
};
use rsp::cert::{
    Certificate,
    chain::{Crls, Roots},
};
use std::{cell::Cell, rc::Rc};

/// Bytes of the program and of the driver that come along.
const PACKAGE: usize = 180_000;

struct Line {
    world: World,
    binding: Rc<Cell<[u8; 32]>>,
}

impl Line {
    fn new(shop: &Rc<Shop>, seed: u64) -> Self {
        let mut roots = Roots::new();
        roots.add(Certificate::parse(shop.root()).expect("DER")).expect("a root");
        let phone = client::Config::for_roots(roots, Crls::default(), Some(now()));
        let binding = Rc::new(Cell::new([0; 32]));
        let (peer, kiosk) = (binding.clone(), shop.clone());
        let serve = move |request| kiosk.kiosk().handle(&request, &Peer { binding: peer.get() }, now());
        let world = World::new(Conditions::BAD_AIR, seed, phone, shop.kiosk().nearfield(), Box::new(serve));
        Self { world, binding }
    }

    fn ask(&mut self, request: &Request) -> Response {
        self.world.exchange(request).expect("it gets through")
    }

    fn es9(&mut self, der: &[u8]) -> Vec<u8> {
        match self.ask(&Request::Es9(der.to_vec())) {
            Response::Es9(answer) => answer,
            other => panic!("no answer: {other:?}"),
        }
    }
}

// R: A2 A5
#[test]
fn an_acquire_on_a_bad_link_costs_little_more_than_the_loss() {
    let bytes: Vec<u8> = (0..PACKAGE).map(|i| ((i * 31) >> 3) as u8).collect();
    let stock = Stock::new("visitor", "free", 8)
        .with_package(PackageKind::Program, bytes.clone())
        .with_package(PackageKind::Driver, bytes.clone());
    let mut shop = Shop::closed(&stock);
    shop.set(|settings| settings.quotas.per_hour = 100);
    let shop = Rc::new(shop);
    for seed in 1..=4 {
        let mut line = Line::new(&shop, seed);
        line.world.cut_at((1..=10).map(|n| n * 600_000 + seed * 7_919).collect());

        let name = format!("phone {seed}");
        let (mut buyer, mut reserve) = Buyer::asking("visitor", &name, [0; 32]);
        reserve.features.platform = Stock::platform();
        (reserve.features.program_installed, reserve.features.driver_installed, reserve.packages) =
            (false, false, true);
        let selection = ServiceSelection::default();
        let features = reserve.features.clone();
        assert!(matches!(line.ask(&Request::Catalogue { selection, features }), Response::Offers(_)));
        line.binding.set(line.world.phone.binding().expect("connected"));
        reserve.csr = Some(buyer.csr(&name, line.binding.get()));
        let reserved = match line.ask(&Request::Reserve(Box::new(reserve))) {
            Response::Reserved(reserved) => *reserved,
            other => panic!("nothing reserved: {other:?}"),
        };
        let root = *shop.operator().root().public_key().expect("P-256");
        assert_eq!(reserved.packages.len(), 2);
        for package in &reserved.packages {
            package.verify(&root).expect("the operator's");
            assert!(package.bytes == bytes, "every byte in its place");
        }
        buyer.take(&reserved);
        let mut phone = Handset::new(&buyer, shop.root(), seed);
        let ended = phone.download(&buyer, |_, request| Some(line.es9(request)));
        assert_eq!(ended.check(), "installed");
        let report = phone.report();
        assert!(line.es9(&report).is_empty(), "the report is accepted");

        let report = line.world.report();
        assert_eq!((report.cuts, report.executed), (10, 6), "each request is executed once");
        assert_eq!(report.sent_again, 0, "nothing that had arrived before a cut");
        let frames = report.up.frames + report.down.frames;
        let loss = (report.up.lost + report.down.lost) as f64 / frames as f64;
        let sent = (report.up.packet_bytes + report.down.packet_bytes) as f64;
        assert!(loss > 0.25 && report.payload > 200_000, "it was a bad link, with much to carry: {report:?}");
        let ratio = sent / (report.payload as f64 / (1.0 - loss));
        assert!(ratio <= 1.25, "seed {seed}: {ratio:.3} of what the loss alone makes necessary");
    }
    assert_eq!(shop.count(NumberState::Distributed), 4);
}

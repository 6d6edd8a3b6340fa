//! Phones before the kiosk: each looks for an offer, reserves a number, gives it back, and begins anew.

use crate::common::features;
use landfall_kiosk::{Entropy, Kiosk, Peer, distribute};
use model::{Random, ServiceSelection, UnixTime};
use nearfield::message::{Request, Reserve, Response};
use rsp::TransactionId;
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

/// How many phones have a request under way at any time.
pub(crate) const PHONES: usize = 256;
/// Until they have fallen into step, nothing is counted.
const WARM_UP: Duration = Duration::from_millis(500);

/// What happened in a while.
pub(crate) struct While {
    /// Numbers reserved a second; each was given back too.
    pub(crate) rate: f64,
    /// Of each Reserve, from the request to its durable answer, in ms.
    pub(crate) times: Vec<f64>,
    /// Write jobs, both of reserving and of giving back, in one durable commit.
    pub(crate) per_commit: f64,
}

/// Lets the phones come for `length`.
pub(crate) fn come(kiosk: &Kiosk, length: Duration, now: UnixTime) -> While {
    let (counting, over) = (AtomicBool::new(false), AtomicBool::new(false));
    thread::scope(|scope| {
        let phones: Vec<_> = (0..PHONES)
            .map(|n| Phone { kiosk, hardware_id: format!("phone {n}"), now })
            .map(|phone| scope.spawn(|| phone.run(&counting, &over)))
            .collect();
        thread::sleep(WARM_UP);
        let (before, start) = (kiosk.store().counters(), Instant::now());
        counting.store(true, Ordering::Relaxed);
        thread::sleep(length);
        counting.store(false, Ordering::Relaxed);
        let (after, taken) = (kiosk.store().counters(), start.elapsed());
        over.store(true, Ordering::Relaxed);
        let times: Vec<f64> = phones.into_iter().flat_map(|phone| phone.join().expect("served")).collect();
        While {
            rate: times.len() as f64 / taken.as_secs_f64(),
            times,
            per_commit: (after.jobs - before.jobs) as f64 / (after.commits - before.commits) as f64,
        }
    })
}

struct Phone<'k> {
    kiosk: &'k Kiosk,
    hardware_id: String,
    now: UnixTime,
}

impl Phone<'_> {
    fn run(self, counting: &AtomicBool, over: &AtomicBool) -> Vec<f64> {
        let mut times = Vec::new();
        let mut nonce = [0; 16];
        while !over.load(Ordering::Relaxed) {
            Entropy.fill(&mut nonce);
            let counted = counting.load(Ordering::Relaxed);
            let class_id = self.choose();
            let start = Instant::now();
            let matching_id = self.reserve(class_id, nonce);
            if counted {
                times.push(start.elapsed().as_secs_f64() * 1e3);
            }
            self.give_back(&matching_id);
        }
        times
    }

    /// The selection is matched against the catalogue.
    fn choose(&self) -> String {
        let selection = ServiceSelection {
            network_rate: Some(10_000),
            service_area: vec!["JP".parse().expect("a country")],
            tariff_limit: "20 EUR".parse().ok(),
            ..ServiceSelection::default()
        };
        let request = Request::Catalogue { selection, features: features(&self.hardware_id) };
        match self.ask(&request) {
            Response::Offers(offers) => offers.offers.into_iter().next().expect("an offer").class_id,
            other => panic!("no offer: {other:?}"),
        }
    }

    fn reserve(&self, class_id: String, nonce: [u8; 16]) -> String {
        let request = Request::Reserve(Box::new(Reserve {
            class_id,
            nonce,
            user_id: "traveller".to_owned(),
            features: features(&self.hardware_id),
            voucher: None,
            csr: None,
            packages: false,
        }));
        match self.ask(&request) {
            Response::Reserved(reserved) => reserved.matching_id,
            other => panic!("nothing reserved: {other:?}"),
        }
    }

    /// As when its user turns the profile down, before a package was made.
    fn give_back(&self, matching_id: &str) {
        let no_session = TransactionId::from([0; 16]);
        let why = "the phone's user turned it down";
        distribute::cancelled(self.kiosk.store(), matching_id, &no_session, true, why, None, self.now)
            .expect("given back");
    }

    fn ask(&self, request: &Request) -> Response {
        self.kiosk.handle(request, &Peer { binding: [1; 32] }, self.now)
    }
}

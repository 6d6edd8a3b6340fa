//! The protocol over the simulated link.

use landfall_nearfield::{
    message::{Request, Response},
    sim::{Conditions, Dice, ROOT, World, toy_client, toy_server},
};
use model::{DeviceFeatures, Platform, ServiceSelection};

fn echo_world(conditions: Conditions, seed: u64, answer: impl Fn(usize) -> usize + 'static) -> World {
    let serve = move |request| match request {
        Request::Es9(der) => Response::Es9(der.iter().cycle().take(answer(der.len())).copied().collect()),
        _ => Response::Es9(vec![1; answer(0)]),
    };
    let kiosk = toy_server(&mut Dice::new(seed));
    World::new(conditions, seed, toy_client(ROOT), kiosk, Box::new(serve))
}

fn catalogue() -> Request {
    Request::Catalogue {
        selection: ServiceSelection::default(),
        features: DeviceFeatures {
            platform: Platform { os: "linux".to_owned(), cpu: "x86_64".to_owned() },
            secure_storage: false,
            hardware_id: "test".to_owned(),
            program_installed: true,
            driver_installed: true,
        },
    }
}

/// Sizes of an acquire's requests and answers, in bytes.
const ACQUIRE: [(usize, usize); 6] =
    [(150, 1_500), (900, 60_000), (700, 2_200), (2_900, 1_400), (300, 24_000), (400, 20)];

// R: A2
#[test]
fn one_round_trip_a_handshake_and_one_a_request() {
    let unlimited = Conditions { bandwidth: 0, ..Conditions::BLE };
    let mut world = echo_world(unlimited, 1, |n| n);
    for (request, _) in ACQUIRE {
        world.exchange(&Request::Es9(vec![3; request])).expect("a good link");
    }
    assert_eq!(world.now(), 7 * 30_000, "seven round trips of 30 ms");
}

// R: A2
#[test]
fn little_over_the_limit_of_the_link() {
    let mut world = echo_world(Conditions::BLE, 2, |n| ACQUIRE.iter().find(|(r, _)| *r == n).map_or(1, |(_, a)| *a));
    for (request, _) in ACQUIRE {
        world.exchange(&Request::Es9(vec![3; request])).expect("a good link");
    }
    let report = world.report();
    let limit = report.payload * 8_000_000 / 700_000 + 7 * 30_000;
    let ratio = world.now() as f64 / limit as f64;
    assert!(ratio <= 1.15, "{ratio}");
}

// R: A2
#[test]
fn loss_reordering_and_ten_cuts_are_survived_at_little_cost() {
    for seed in 0..20 {
        let mut world = echo_world(Conditions::BAD_AIR, seed, |n| if n == 900 { 300_000 } else { 4 * n });
        world.cut_at((1..=10).map(|n| n * 500_000 + seed * 7_919).collect());
        assert_eq!(world.exchange(&catalogue()).expect("completes"), Response::Es9(vec![1; 0]));
        for (request, _) in ACQUIRE {
            let bytes: Vec<u8> = (0..request).map(|i| (i * 7) as u8).collect();
            let Response::Es9(answer) = world.exchange(&Request::Es9(bytes.clone())).expect("completes") else {
                panic!("another answer");
            };
            assert!(answer.iter().eq(bytes.iter().cycle().take(answer.len())), "every byte in its place");
            assert_eq!(answer.len(), if request == 900 { 300_000 } else { 4 * request });
        }
        let report = world.report();
        assert_eq!(report.cuts, 10);
        assert_eq!(report.executed, 7, "each request once");
        assert_eq!(report.sent_again, 0, "nothing that had arrived before a cut");
        let sent = report.up.packet_bytes + report.down.packet_bytes;
        let limit = report.payload as f64 / 0.7;
        let ratio = sent as f64 / limit;
        assert!(ratio <= 1.25, "{ratio}");
    }
}

// R: A2
#[test]
fn any_link_carries_every_request_once() {
    for seed in 0..40 {
        let mut dice = Dice::new(seed * 31 + 7);
        let percent = |dice: &mut Dice, most| dice.below(most) as f64 / 100.0;
        let conditions = Conditions {
            max_frame: [128, 244, 1_000, 16_384][dice.below(4) as usize],
            latency: dice.below(150_000),
            bandwidth: [0, 50_000, 700_000, 20_000_000][dice.below(4) as usize],
            loss: percent(&mut dice, 50),
            reorder: percent(&mut dice, 50),
            hold: dice.below(100_000),
            duplicate: percent(&mut dice, 20),
            damage: percent(&mut dice, 10),
        };
        let mut world = echo_world(conditions, seed, |n| 5 * n);
        world.cut_at((0..dice.below(20)).map(|_| dice.below(20_000_000)).collect());
        for n in 0..6 {
            let size = dice.below(12_000) as usize + 1;
            let bytes: Vec<u8> = (0..size).map(|i| (i * 7 + n) as u8).collect();
            let response = world.exchange(&Request::Es9(bytes.clone()));
            assert!(response == Ok(Response::Es9(bytes.repeat(5))), "seed {seed}: {conditions:?}");
        }
        let report = world.report();
        assert_eq!((report.executed, report.sent_again), (6, 0), "seed {seed}: {conditions:?}");
    }
}

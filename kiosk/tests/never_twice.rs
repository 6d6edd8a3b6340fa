//! A number is never given to two phones, whatever is asked in whatever order, with answers lost and the kiosk stopped in
//! between: random histories against a model of what phones might hold.

mod common;

use common::{NOW, Phone, Shop, stock};
use landfall_kiosk::{
    authorise, backup, bind, distribute,
    distribute::{DistributeError, Recorded, SignedResult, Verdict},
    reconcile::{Reconciliation, Since, Sold, reconcile},
    schema::Stage,
    stock::{list, release},
    sweep,
};
use model::{Eid, NumberState, UnixTime};
use nearfield::message::Refusal;
use proptest::prelude::*;
use rsp::TransactionId;
use smdp::order::Bound;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};
use store::Folder;

const PHONES: u8 = 4;
const NUMBERS: u32 = 3;

#[derive(Debug, Clone)]
enum Step {
    Reserve { phone: u8, nonce: u8 },
    Decide { place: usize, yes: bool },
    Bind { order: usize, phone: u8 },
    Result { package: usize, verdict: Verdict },
    Cancel { package: usize, for_good: bool },
    Later { seconds: u64 },
    Release { number: u32 },
    Restart,
    Backup,
    Restore { knows: bool },
}

fn step() -> impl Strategy<Value = Step> {
    let verdict = prop_oneof![
        3 => Just(Verdict::Installed),
        1 => any::<bool>().prop_map(|for_good| Verdict::Failed { for_good, reason: "x".to_owned() }),
    ];
    prop_oneof![
        6 => (0..PHONES, 0u8..3).prop_map(|(phone, nonce)| Step::Reserve { phone, nonce }),
        4 => (0usize..4, prop::bool::weighted(0.8)).prop_map(|(place, yes)| Step::Decide { place, yes }),
        6 => (0usize..12, 0..PHONES).prop_map(|(order, phone)| Step::Bind { order, phone }),
        3 => (0usize..12, verdict).prop_map(|(package, verdict)| Step::Result { package, verdict }),
        1 => (0usize..12, any::<bool>()).prop_map(|(package, for_good)| Step::Cancel { package, for_good }),
        3 => (1u64..400).prop_map(|seconds| Step::Later { seconds }),
        1 => (0..NUMBERS).prop_map(|number| Step::Release { number }),
        1 => Just(Step::Restart),
        1 => Just(Step::Backup),
        1 => any::<bool>().prop_map(|knows| Step::Restore { knows }),
    ]
}

/// A package that was made: some card may install it at any time, whether or not its answer arrived.
#[derive(Debug, Clone)]
struct Package {
    number: String,
    matching_id: String,
    card: u8,
    transaction: u8,
    usable: bool,
    /// Made after the backup that was restored: the kiosk knows nothing of it.
    lost: bool,
}

#[derive(Default)]
struct World {
    now: u64,
    orders: Vec<String>,
    packages: Vec<Package>,
    /// Numbers that an operator freed by force: then, and only then, two cards may have one.
    forced: BTreeSet<String>,
    /// The backup, and how many packages there were.
    backup: Option<(PathBuf, usize)>,
}

fn eid(card: u8) -> Eid {
    Eid::with_check_digits(&format!("89999{card:025}")).expect("digits")
}

fn signed(package: &Package, verdict: Verdict) -> SignedResult {
    let transaction_id = vec![package.transaction; 16];
    SignedResult { transaction_id, eid: *eid(package.card).as_bytes(), iccid: None, verdict }
}

impl World {
    fn clock(&self) -> UnixTime {
        NOW.plus(self.now)
    }

    fn run(&mut self, shop: &mut Shop, step: &Step) {
        let now = self.clock();
        match step {
            Step::Reserve { phone, nonce } => {
                match shop.reserve(&Phone::new(&format!("phone-{phone}")).nonce(*nonce), "jp-7", now) {
                    Ok(reserved) if !self.orders.contains(&reserved.matching_id) => {
                        self.orders.push(reserved.matching_id)
                    }
                    Ok(_) | Err(Refusal::SoldOut | Refusal::Busy | Refusal::UnknownMatchingId) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            Step::Decide { place, yes } => {
                let waiting = authorise::pending(shop.kiosk().store()).expect("reads");
                if let Some(sale) = waiting.get(*place) {
                    // A sale whose lease is over may be refused; that is no error of the model.
                    let _ = match yes {
                        true => authorise::authorise(shop.kiosk().store(), sale.id, "anna", now),
                        false => authorise::deny(shop.kiosk().store(), sale.id, "no", now),
                    };
                }
            }
            Step::Bind { order, phone } => self.bind(shop, *order, *phone),
            Step::Result { package, verdict } => self.result(shop, *package, verdict),
            Step::Cancel { package, for_good } => {
                let Some(package) = self.packages.get_mut(*package).filter(|p| p.usable) else { return };
                let id = TransactionId::from([package.transaction; 16]);
                distribute::cancelled(shop.kiosk().store(), &package.matching_id, &id, *for_good, "x", None, now)
                    .expect("writes");
                package.usable &= !for_good;
            }
            Step::Later { seconds } => {
                self.now += seconds;
                sweep::sweep(shop.kiosk().store(), self.clock()).expect("sweeps");
            }
            Step::Release { number } => {
                let number = format!("{}", 99_901_000_000_u64 + u64::from(*number));
                if release::release(shop.kiosk().store(), &number, "decided", now).is_ok() {
                    self.forced.insert(number);
                }
            }
            Step::Restart => shop.restart(),
            Step::Backup => {
                let file = shop.folder.path().join("backup.db");
                backup::backup(shop.kiosk().store(), &file).expect("copies");
                self.backup = Some((file, self.packages.len()));
            }
            Step::Restore { knows } => self.restore(shop, *knows),
        }
    }

    /// Puts the backup back; what was sold since is told, or can't be known.
    fn restore(&mut self, shop: &mut Shop, knows: bool) {
        let Some((file, known)) = self.backup.clone() else { return };
        shop.stop();
        let folder = Folder::claim(shop.data()).expect("nobody has it");
        backup::restore(&folder, &file, self.clock()).expect("restores");
        drop(folder);
        shop.start();
        self.packages.iter_mut().skip(known).for_each(|p| p.lost = true);
        let numbers = self.packages.iter().filter(|p| p.usable).map(|p| p.number.clone()).collect();
        let since = if knows { Since::Sold(Sold { numbers, ..Sold::default() }) } else { Since::Unknown };
        let with = Reconciliation { since: Some(since), believe_clock: false };
        reconcile(shop.kiosk().store(), with, self.clock()).expect("reconciles");
        shop.kiosk().reassess().expect("reads");
    }

    fn bind(&mut self, shop: &Shop, order: usize, card: u8) {
        let Some(matching_id) = self.orders.get(order).cloned() else { return };
        let transaction = u8::try_from(self.packages.len()).expect("short histories");
        let bound = Bound {
            transaction_id: TransactionId::from([transaction; 16]),
            euicc_key: [1; 65],
            euicc_otpk: [1; 65],
            otsk_dp: None,
        };
        if bind::bind(shop.kiosk(), &matching_id, &eid(card), bound, None, self.clock()).is_err() {
            return;
        }
        let number = number_of(shop, &matching_id);
        // The heart of it: whoever else has a package of this number can't use it.
        for other in self.packages.iter().filter(|p| p.number == number && p.usable) {
            assert!(other.card == card || self.forced.contains(&number), "{number} for {card} and {other:?}");
        }
        self.packages.push(Package { number, matching_id, card, transaction, usable: true, lost: false });
    }

    fn result(&mut self, shop: &Shop, package: usize, verdict: &Verdict) {
        let Some(package) = self.packages.get(package).filter(|p| p.usable).cloned() else { return };
        let recorded = distribute::record(shop.kiosk().store(), signed(&package, verdict.clone()), None, self.clock());
        match (verdict, recorded) {
            (Verdict::Installed, Ok(Recorded::Distributed | Recorded::Before)) if !package.lost => {
                assert_eq!(shop.state(&package.number), NumberState::Distributed);
            }
            (Verdict::Installed, Err(DistributeError::SoldAgain)) => {
                assert!(
                    self.forced.contains(&package.number),
                    "only an operator can have sold {} again",
                    package.number
                );
            }
            (Verdict::Failed { for_good, .. }, Ok(Recorded::Failed | Recorded::Freed | Recorded::Before)) => {
                if let Some(own) = self.packages.iter_mut().find(|p| p.transaction == package.transaction) {
                    own.usable &= !for_good;
                }
            }
            (verdict, Err(DistributeError::UnknownTransaction)) if package.lost => {
                let own = self.packages.iter_mut().find(|p| p.transaction == package.transaction).expect("it is there");
                own.usable &= !matches!(verdict, Verdict::Failed { for_good: true, .. });
            }
            (verdict, other) => panic!("{verdict:?} of {package:?}: {other:?}"),
        }
    }

    /// What the database says fits what phones may hold.
    fn check(&self, shop: &Shop) {
        let all = list::numbers(shop.kiosk().store(), None, None, None, 100).expect("reads");
        let segment = &list::products(shop.kiosk().store()).expect("reads")[0].segments[0];
        let available = all.iter().filter(|n| n.state == NumberState::Available).count();
        assert_eq!(available, segment.available as usize);
        let held: BTreeMap<&str, &list::NumberView> = all.iter().map(|n| (n.number.as_str(), n)).collect();
        for package in self.packages.iter().filter(|p| p.usable && !self.forced.contains(&p.number)) {
            let row = held[package.number.as_str()];
            assert_ne!(row.state, NumberState::Available, "{package:?} can be installed still");
            let sale = row.sale.as_deref();
            // A sale that a backup does not know is told of, or its number is retired; so may be one that it knows.
            if matches!(row.state, NumberState::Distributed | NumberState::Retired) {
                continue;
            }
            assert!(
                sale == Some(Stage::Bound.as_str()) || sale == Some(Stage::Distributed.as_str()),
                "{package:?}: {sale:?}"
            );
        }
        shop.kiosk().store().integrity_check().expect("sound");
    }
}

fn number_of(shop: &Shop, matching_id: &str) -> String {
    shop.kiosk()
        .store()
        .read::<_, store::Error>(|tx| {
            Ok(tx.query_row(
                "SELECT n.number FROM reservation r JOIN number n ON n.id = r.number WHERE r.matching_id = ?1",
                store::params![matching_id],
                |row| row.get(0),
            )?)
        })
        .expect("bound")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, ..ProptestConfig::default() })]

    // R: A7
    #[test]
    fn no_history_gives_a_number_to_two_phones(steps in prop::collection::vec(step(), 1..60), free: bool) {
        let mut shop = Shop::with(&stock("jp-7", if free { "free" } else { "attendant" }, NUMBERS));
        let mut world = World::default();
        for step in &steps {
            world.run(&mut shop, step);
        }
        world.check(&shop);
    }
}

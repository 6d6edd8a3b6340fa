use super::{Turn, Turns};
use crate::card::{Apdu, Card, Driver};
use model::{Batch, Eid, Random};
use std::{
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};
use store::Folder;
use uicc::{Outcome, Smartcard, Step};
use vault::{FailingRecords, Keystore, MemoryRecords, Records, SoftwareKeystore, keystore::software::Unlock};

const TABLE: &str = "toy";
/// The record of the number that is given next; the others are named by their numbers.
const NEXT: &[u8] = b"next";
const NUMBERS: &[u8] = b"number ";

/// The commands of a toy card that gives out numbers, as an eUICC gives out those of its notifications.
const GIVE: &[u8] = &[0];
/// The same, and it may wait.
const GIVE_LATER: &[u8] = &[1];
/// Begins what ends with [`GIVE`].
const BEGIN: &[u8] = &[2];
/// Changes nothing; answers the next number.
const LOOK: &[u8] = &[3];

#[derive(Default)]
struct Toy {
    next: u16,
    midway: bool,
    outdated: bool,
    under_way: Vec<u8>,
}

impl Toy {
    fn of(records: &dyn Records) -> Self {
        let next = records.get(TABLE, NEXT).expect("reads");
        Self { next: next.map_or(0, |next| number(next.expose())), ..Self::default() }
    }

    fn begin(&mut self) -> Step {
        let lazy = match self.under_way.as_slice() {
            GIVE => false,
            GIVE_LATER => true,
            command => {
                self.midway |= command == BEGIN;
                return Step::Reply([&self.next.to_be_bytes()[..], &[0x90, 0x00]].concat());
            }
        };
        let mut batch = Batch::new();
        batch.put(TABLE, [NUMBERS, &self.next.to_be_bytes()].concat(), *b"given");
        batch.put(TABLE, NEXT, (self.next + 1).to_be_bytes());
        Step::Commit { batch, lazy }
    }
}

impl Smartcard for Toy {
    fn atr(&self) -> Vec<u8> {
        Vec::new()
    }

    fn reset(&mut self) -> Vec<u8> {
        self.midway = false;
        Vec::new()
    }

    fn transmit(&mut self, command: &[u8], _: &mut dyn Random) -> Step {
        self.under_way = command.to_vec();
        if self.outdated { Step::Load { table: TABLE, prefix: NEXT.to_vec() } } else { self.begin() }
    }

    fn resume(&mut self, outcome: Outcome, _: &mut dyn Random) -> Step {
        match outcome {
            Outcome::Loaded(found) => {
                (self.outdated, self.midway) = (false, false);
                self.next = found.first().map_or(0, |(_, next)| number(next.expose()));
                self.begin()
            }
            Outcome::Committed => {
                self.midway = false;
                self.next += 1;
                Step::Reply([&(self.next - 1).to_be_bytes()[..], &[0x90, 0x00]].concat())
            }
            _ => Step::Reply(vec![0x65, 0x81]),
        }
    }

    fn outdated(&mut self) {
        self.outdated = true;
    }

    fn is_midway(&self) -> bool {
        self.midway
    }
}

fn number(bytes: &[u8]) -> u16 {
    u16::from_be_bytes(bytes.try_into().expect("two bytes"))
}

/// An eUICC's turns and its records.
struct Desk {
    eid: Eid,
    turns: Turns,
    records: Arc<MemoryRecords>,
    keystore: Arc<dyn Keystore>,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let eid = Eid::with_check_digits("890490321234512345123456789012").expect("30 digits");
        let temp = tempfile::tempdir().expect("a folder");
        let folder = Folder::claim(temp.path()).expect("a new folder");
        let keystore = Arc::new(SoftwareKeystore::create(&folder, &Unlock::KeyFile).expect("a keystore"));
        Self { eid, turns: Turns::default(), records: Arc::default(), keystore, _folder: temp }
    }

    fn driver(&self) -> Driver<Toy> {
        self.driver_over(self.records.clone())
    }

    fn driver_over(&self, records: Arc<dyn Records>) -> Driver<Toy> {
        let seat = self.turns.seat(&self.eid);
        Driver::new(Toy::of(&*records), records, self.keystore.clone()).in_turn(seat)
    }

    fn given(&self) -> usize {
        self.records.ids(TABLE, NUMBERS).expect("reads").len()
    }
}

fn ask(driver: &mut Driver<Toy>, command: &[u8]) -> u16 {
    number(&driver.transmit(command).expect("answers").ok("it").expect("it does"))
}

// R: F2
#[test]
fn drivers_in_two_threads_lose_nothing_of_each_other() {
    let desk = Desk::new();
    let drivers = [desk.driver(), desk.driver()];
    let mut numbers: Vec<u16> = thread::scope(|scope| {
        let threads = drivers.map(|mut driver| {
            // Some of it waits, for the next commit of either driver.
            let commands = (0..300).map(|i| if i % 3 == 1 { GIVE_LATER } else { GIVE });
            scope.spawn(move || {
                let numbers: Vec<u16> = commands.map(|command| ask(&mut driver, command)).collect();
                driver.flush().expect("commits");
                numbers
            })
        });
        threads.into_iter().flat_map(|thread| thread.join().expect("ends")).collect()
    });
    numbers.sort_unstable();
    assert_eq!(numbers, (0..600).collect::<Vec<u16>>(), "none twice");
    assert_eq!(desk.given(), 600);
    assert_eq!(Toy::of(&*desk.records).next, 600);
}

// R: F2
#[test]
fn a_driver_reads_again_what_another_one_changed() {
    let desk = Desk::new();
    let (mut early, mut other) = (desk.driver(), desk.driver());
    assert_eq!((ask(&mut other, GIVE), ask(&mut other, GIVE)), (0, 1));
    assert_eq!((ask(&mut early, LOOK), ask(&mut early, GIVE)), (2, 2));
    assert_eq!((ask(&mut other, GIVE), desk.given()), (3, 4));
    // Of another eUICC nobody here knows anything.
    let elsewhere = Eid::with_check_digits("890490320012345123451234567890").expect("30 digits");
    drop(desk.turns.seat(&elsewhere));
    assert_eq!(desk.turns.0.lock().expect("no panic").len(), 2);
}

// R: F1
#[test]
fn what_one_put_off_is_durable_before_another_one_reads() {
    let desk = Desk::new();
    let (mut one, mut other) = (desk.driver(), desk.driver());
    assert_eq!((ask(&mut one, GIVE_LATER), desk.given()), (0, 0));
    assert_eq!((ask(&mut one, GIVE_LATER), desk.given()), (1, 0), "it waits while nobody else comes");
    assert_eq!((ask(&mut other, LOOK), desk.given()), (2, 2));
    let commits = desk.records.commits();
    one.flush().expect("nothing to do");
    assert_eq!(desk.records.commits(), commits, "it is not written a second time");
    assert_eq!((ask(&mut one, GIVE_LATER), ask(&mut other, GIVE_LATER)), (2, 3));
    one.reset().expect("commits");
    assert_eq!(desk.given(), 4);
    // What was only put off goes with its driver, as in a crash.
    assert_eq!(ask(&mut one, GIVE_LATER), 4);
    drop(one);
    assert_eq!((ask(&mut other, GIVE), desk.given()), (4, 5));
}

// R: F1
#[test]
fn what_can_not_be_made_durable_for_another_one_still_waits() {
    let desk = Desk::new();
    let failing = Arc::new(FailingRecords::new(MemoryRecords::new()));
    let (mut one, mut other) = (desk.driver_over(failing.clone()), desk.driver_over(failing.clone()));
    assert_eq!(ask(&mut one, GIVE_LATER), 0);
    failing.fail(0, 1);
    assert!(other.transmit(LOOK).is_err(), "it would read what is about to change");
    assert_eq!((ask(&mut one, LOOK), ask(&mut other, LOOK)), (1, 1), "the turn was given back");
    assert_eq!(failing.inner().ids(TABLE, NUMBERS).expect("reads").len(), 1);
}

/// Has another driver give a number in a thread; whether it could before the first one was done.
fn meanwhile(desk: &Desk, one: Driver<Toy>, ends: impl FnOnce(Driver<Toy>)) -> bool {
    let mut other = desk.driver();
    let (tell, told) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(move || {
            ask(&mut other, GIVE);
            tell.send(()).expect("it is waited for");
        });
        let before = told.recv_timeout(Duration::from_millis(100)).is_ok();
        ends(one);
        if !before {
            told.recv().expect("it gets its turn");
        }
        before
    })
}

// R: F1
#[test]
fn nobody_comes_between_commands_that_belong_together() {
    let desk = Desk::new();
    let mut one = desk.driver();
    ask(&mut one, LOOK);
    assert!(meanwhile(&desk, one, drop), "it is in the middle of nothing");
    let ends: [fn(Driver<Toy>); 4] = [
        |mut driver| assert_eq!(ask(&mut driver, GIVE), 1),
        |mut driver| drop(driver.reset().expect("resets")),
        drop,
        // Given up with the thread that had it.
        |driver| {
            let gone = thread::spawn(move || {
                let _held = driver;
                std::panic::resume_unwind(Box::new("on purpose"));
            });
            assert!(gone.join().is_err());
        },
    ];
    for end in ends {
        let desk = Desk::new();
        let mut one = desk.driver();
        ask(&mut one, GIVE);
        ask(&mut one, BEGIN);
        assert!(!meanwhile(&desk, one, end));
    }
}

// R: F1
#[test]
fn one_that_does_nothing_more_is_not_waited_for() {
    let desk = Desk::new();
    let turn = Turn { patience: Duration::from_millis(20), ..Turn::default() };
    desk.turns.0.lock().expect("no panic").insert(desk.eid, Arc::new(turn));
    let (mut one, mut other) = (desk.driver(), desk.driver());
    ask(&mut one, BEGIN);
    assert_eq!(ask(&mut other, GIVE), 0);
    assert!(one.card().midway);
    assert_eq!(ask(&mut one, LOOK), 1);
    assert!(!one.card().midway, "what it had begun is gone: it has to begin anew");
}

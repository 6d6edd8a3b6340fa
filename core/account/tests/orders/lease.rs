use landfall_account::lease::{
    Lease, Reading,
    Standing::{self, Erased, Locked, Open},
    Terms, checks,
};
use model::without;
use proptest::prelude::{Strategy, any, prop, prop_assert, proptest};

const DAY: u64 = 86_400;
const TERMS: Terms = Terms { lock_after: 7 * DAY, erase_after: 30 * DAY };
const START: u64 = 1_800_000_000;

fn at(wall: u64, uptime: u64, boot: u8) -> Reading {
    Reading { wall, uptime, boot: [boot; 16] }
}

fn lease() -> Lease {
    Lease::new(TERMS, at(START, 100, 1))
}

// R: F4
// R: F8
#[test]
fn a_clock_set_back_does_not_stop_the_lease() {
    let attack = || {
        let mut lease = lease();
        let set_back = at(0, 100 + 7 * DAY, 1);
        assert!(lease.is_set_back(&set_back), "and is named");
        lease.read(set_back, 0)
    };
    assert_eq!(attack(), Locked);
    assert_eq!(without(&[checks::UPTIME], attack), Open, "it is the check");
}

// R: F4
#[test]
fn a_device_that_was_off_is_locked_by_the_clock_and_not_erased() {
    let attack = || lease().read(at(START + 365 * DAY, 5, 2), 0);
    assert_eq!(attack(), Locked, "a clock set forward locks, which contact undoes, and erases nothing");
    assert_eq!(without(&[checks::WALL], attack), Open, "it is the check");
}

// R: F4
#[test]
fn powered_on_time_is_summed_over_boots_and_erases() {
    let attack = || {
        let mut lease = lease();
        (2..62).map(|boot| lease.read(at(START, DAY / 2, boot), 0)).collect::<Vec<_>>()
    };
    let standings = attack();
    assert_eq!((standings[12], standings[13], standings[58], standings[59]), (Open, Locked, Locked, Erased));
    assert_eq!(without(&[checks::SUM], attack)[59], Open, "it is the check");
}

// R: F4
#[test]
fn contact_ends_a_lock_and_not_an_erasure() {
    let mut lease = lease();
    assert_eq!(lease.read(at(START + 8 * DAY, 100 + 8 * DAY, 1), 0), Locked);
    assert_eq!(lease.read(at(START, 100 + 8 * DAY, 1), 0), Locked, "a clock does not");
    assert_eq!(lease.contact(at(START + 8 * DAY, 100 + 8 * DAY, 1), 0), Open);
    assert_eq!(lease.powered_on(), 8 * DAY, "what it was on is not forgotten");
    assert_eq!(lease.read(at(START + 37 * DAY, 100 + 37 * DAY, 1), 0), Locked, "T2 begins anew");
    assert_eq!(lease.read(at(START + 38 * DAY, 100 + 38 * DAY, 1), 0), Erased);
    assert_eq!(lease.contact(at(START + 38 * DAY, 100 + 38 * DAY, 1), 0), Erased);
}

// R: F4
// R: F8
#[test]
fn restored_old_data_is_locked_until_there_is_contact() {
    let attack = || {
        let old = lease();
        let mut used = old;
        used.read(at(START + DAY, 100 + DAY, 1), old.number());
        let mut restored = old;
        let anchor = used.number();
        let first = restored.read(at(START, 5, 2), anchor);
        let then = restored.read(at(START, 6, 2), restored.number() - 1);
        (first, then, restored.contact(at(START, 7, 2), restored.number() - 1))
    };
    assert_eq!(attack(), (Locked, Locked, Open));
    assert_eq!(without(&[checks::ANCHOR], attack).0, Open, "it is the check");
    assert_eq!(without(&[checks::STICKY], attack).1, Open, "it is the check");
}

// R: F8
#[test]
fn a_kill_between_saving_the_lease_and_its_anchor_locks_nothing() {
    let mut lease = lease();
    let anchor = lease.number();
    lease.read(at(START + 1, 101, 1), anchor);
    assert_eq!(lease.read(at(START + 2, 102, 1), anchor), Open);
}

fn readings() -> impl Strategy<Value = Vec<(u64, u64, bool)>> {
    prop::collection::vec((any::<u64>(), 0..DAY, any::<bool>()), 1..80)
}

proptest! {
    // R: F8
    #[test]
    fn whatever_the_clock_says_powered_on_time_decides_erasure_and_nothing_goes_back(readings in readings()) {
        let mut lease = lease();
        let (mut on, mut uptime, mut boot, mut before) = (0, 100, 1, Standing::Open);
        for (wall, more, reboot) in readings {
            if reboot {
                boot += 1;
                uptime = 0;
            }
            uptime += more;
            on += more;
            let standing = lease.read(at(wall, uptime, boot), 0);
            prop_assert!(standing >= before);
            prop_assert!((standing == Erased) == (on >= TERMS.erase_after));
            prop_assert!(standing != Open || on < TERMS.lock_after);
            before = standing;
        }
    }
}

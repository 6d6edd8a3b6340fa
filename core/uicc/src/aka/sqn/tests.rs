use super::{Exhausted, NotFresh, OtherCard, SQN_MAX, SqnArray, SqnConfig};

fn sqn(seq: u64, ind: u64) -> u64 {
    seq << 5 | ind
}

// R: A10
#[test]
fn each_index_counts_for_itself() {
    let mut array = SqnArray::new(SqnConfig::default());
    assert_eq!(array.highest(), 0);
    assert_eq!(array.accept(sqn(0, 3)), Err(NotFresh::Repeated), "zero is below the first");
    assert_eq!(array.accept(sqn(5, 3)), Ok(()));
    assert_eq!(array.accept(sqn(5, 3)), Err(NotFresh::Repeated));
    assert_eq!(array.accept(sqn(4, 3)), Err(NotFresh::Repeated));
    assert_eq!(array.accept(sqn(2, 4)), Ok(()), "older, and the first of its index");
    assert_eq!(array.highest(), sqn(5, 3));
    assert_eq!(array.accept(sqn(5, 7)), Ok(()));
    assert_eq!(array.highest(), sqn(5, 7));
}

// R: A10
#[test]
fn delta_stops_a_jump() {
    let mut array = SqnArray::new(SqnConfig { delta: Some(10), ..SqnConfig::default() });
    assert_eq!(array.accept(sqn(11, 0)), Err(NotFresh::TooFarAhead));
    assert_eq!(array.accept(sqn(10, 0)), Ok(()));
    assert_eq!(array.accept(sqn(20, 1)), Ok(()));
    assert_eq!(array.accept(sqn(31, 0)), Err(NotFresh::TooFarAhead));
    let mut free = SqnArray::new(SqnConfig { delta: None, ..SqnConfig::default() });
    assert_eq!(free.accept(SQN_MAX), Ok(()));
}

// R: A10
#[test]
fn the_age_limit_counts_from_the_highest() {
    let mut array = SqnArray::new(SqnConfig { age_limit: Some(10), ..SqnConfig::default() });
    assert_eq!(array.accept(sqn(100, 0)), Ok(()));
    assert_eq!(array.accept(sqn(90, 1)), Err(NotFresh::TooOld), "as much as the limit");
    assert_eq!(array.accept(sqn(91, 1)), Ok(()), "less than the limit");
}

// R: A10
#[test]
fn the_first_use_may_be_free_of_delta_once() {
    let config = SqnConfig { delta: Some(10), first_use_free: true, ..SqnConfig::default() };
    let mut array = SqnArray::new(config);
    assert_eq!(array.accept(sqn(1_000_000, 0)), Ok(()));
    assert_eq!(array.accept(sqn(2_000_000, 0)), Err(NotFresh::TooFarAhead));
    let mut stored = SqnArray::from_bytes(array.to_bytes().expose()).expect("what was written");
    assert_eq!(stored.accept(sqn(2_000_000, 0)), Err(NotFresh::TooFarAhead), "a restart frees nothing");
}

// R: A10
#[test]
fn a_package_says_how_numbers_are_judged() {
    let number = [0, 0, 0x10, 0, 0, 0];
    assert_eq!(SqnConfig::from_package(2, number), SqnConfig::default());
    assert_eq!(SqnConfig::from_package(0, number).delta, None);
    let mut array = SqnArray::starting_at(SqnConfig::default(), &[7, 9]);
    assert_eq!(array.highest(), sqn(9, 1));
    assert_eq!(array.accept(sqn(7, 0)), Err(NotFresh::Repeated));
    assert_eq!(array.accept(sqn(8, 0)), Ok(()));
}

// R: B5
#[test]
fn a_copy_goes_on_above_what_another_accepted() {
    let (mut one, mut two) = (SqnArray::new(SqnConfig::default()), SqnArray::new(SqnConfig::default()));
    for (seq, ind) in [(9, 3), (5, 4)] {
        assert_eq!(one.accept(sqn(seq, ind)), Ok(()));
    }
    assert_eq!(two.accept(sqn(7, 4)), Ok(()));
    assert_eq!(two.raise(&one), Ok(()));
    assert_eq!(two.accept(sqn(9, 3)), Err(NotFresh::Repeated));
    assert_eq!(two.accept(sqn(7, 4)), Err(NotFresh::Repeated), "its own too");
    assert_eq!(two.accept(sqn(8, 4)), Ok(()));
    let before = two.clone();
    let other = SqnArray::new(SqnConfig { ind_bits: 4, ..SqnConfig::default() });
    assert_eq!((two.raise(&other), &two), (Err(OtherCard), &before));
}

// R: B5
#[test]
fn a_leap_leaves_everything_stale_and_has_an_end() {
    let mut array = SqnArray::new(SqnConfig::default());
    assert_eq!(array.accept(sqn(1_000, 3)), Ok(()));
    assert_eq!(array.leap(), Ok(()));
    let leapt = 1_000 + (1 << 32);
    for ind in 0..32 {
        assert_eq!(array.accept(sqn(leapt, ind)), Err(NotFresh::Repeated), "index {ind}");
    }
    assert_eq!(array.highest(), sqn(leapt, 31), "what AUTS tells");
    assert_eq!(array.accept(sqn(leapt + 1, 0)), Ok(()), "and what follows it is fresh");
    let leaps = (0..5_000).take_while(|_| array.leap().is_ok()).count();
    assert!((2_000..2_048).contains(&leaps), "{leaps}");
    let before = array.clone();
    assert_eq!((array.leap(), &array), (Err(Exhausted), &before));
    assert_eq!(array.accept(sqn((array.highest() >> 5) + 1, 0)), Ok(()), "the last one is of use still");
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn config() -> impl Strategy<Value = SqnConfig> {
        let limit = || proptest::option::of(0..=SQN_MAX);
        (0..=8_u8, limit(), limit(), any::<bool>()).prop_map(|(ind_bits, delta, age_limit, first_use_free)| SqnConfig {
            ind_bits,
            delta,
            age_limit,
            first_use_free,
        })
    }

    proptest! {
        // R: A10
        #[test]
        fn no_number_is_accepted_twice(config in config(), numbers in prop::collection::vec(0..5_000_u64, 0..200)) {
            let mut array = SqnArray::new(config);
            let mut accepted = std::collections::BTreeSet::new();
            for number in numbers {
                let before = array.clone();
                match array.accept(number) {
                    Ok(()) => prop_assert!(accepted.insert(number), "{number} twice"),
                    Err(_) => prop_assert_eq!(&array, &before),
                }
                prop_assert_eq!(SqnArray::from_bytes(array.to_bytes().expose()), Ok(array.clone()));
            }
        }

        // R: B5
        #[test]
        fn nothing_is_accepted_by_two_copies(
            config in config(),
            one in prop::collection::vec(0..5_000_u64, 0..100),
            two in prop::collection::vec(0..5_000_u64, 0..100),
        ) {
            let mut first = SqnArray::new(config);
            let accepted: Vec<u64> = one.into_iter().filter(|number| first.accept(*number).is_ok()).collect();
            let mut second = SqnArray::new(config);
            prop_assert_eq!(second.raise(&first), Ok(()));
            for number in two.into_iter().chain(accepted.clone()) {
                prop_assert!(second.accept(number).is_err() || !accepted.contains(&number), "{number} twice");
            }
        }

        // R: A10
        #[test]
        fn damaged_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(array) = SqnArray::from_bytes(&bytes) {
                prop_assert_eq!(SqnArray::from_bytes(array.to_bytes().expose()), Ok(array));
            }
        }
    }
}

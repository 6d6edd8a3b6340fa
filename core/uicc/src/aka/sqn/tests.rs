use super::{NotFresh, SQN_MAX, SqnArray, SqnConfig};

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

        // R: A10
        #[test]
        fn damaged_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(array) = SqnArray::from_bytes(&bytes) {
                prop_assert_eq!(SqnArray::from_bytes(array.to_bytes().expose()), Ok(array));
            }
        }
    }
}

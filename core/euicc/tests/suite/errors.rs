use landfall_euicc::{HomeError, LoadError};
use tables::{check, table};

// R: F3
#[test]
fn every_error_says_what_happened_and_what_to_do() {
    check(table! { LoadError:
        LoadError::Missing => LoadError::Missing, false, "Restore";
        LoadError::Damaged(_) => LoadError::Damaged("settings"), false, "Restore";
    });
}

// R: F3 B5
#[test]
fn every_reason_against_a_copy_says_what_to_do() {
    check(table! { HomeError:
        HomeError::NoSuchCard => HomeError::NoSuchCard, false, "List";
        HomeError::NotPortable => HomeError::NotPortable, false, "of its own";
        HomeError::Unfit => HomeError::Unfit, false, "of its own";
        HomeError::Dormant => HomeError::Dormant, false, "whose card is live";
        HomeError::Here => HomeError::Here, false, "Delete the card";
        HomeError::NotCopied => HomeError::NotCopied, false, "Copy the card";
        HomeError::HandedOver => HomeError::HandedOver, false, "Activate";
        HomeError::Malformed => HomeError::Malformed, false, "Update";
        HomeError::NotGenuine => HomeError::NotGenuine, false, "certified";
        HomeError::Signature => HomeError::Signature, false, "lies";
        HomeError::Address => HomeError::Address, false, "anew";
        HomeError::Assurance => HomeError::Assurance, false, "hardware";
        HomeError::NoKey => HomeError::NoKey, false, "one use";
        HomeError::Sealed => HomeError::Sealed, false, "made anew";
        HomeError::Older => HomeError::Older, false, "made anew";
        HomeError::Policy => HomeError::Policy, false, "operator";
        HomeError::Busy => HomeError::Busy, true, "in a moment";
        HomeError::Full => HomeError::Full, false, "not needed";
        HomeError::Exhausted => HomeError::Exhausted, false, "new card";
        HomeError::Damaged => HomeError::Damaged, false, "Restore";
        HomeError::Unsigned => HomeError::Unsigned, true, "Try again";
        HomeError::Unkept => HomeError::Unkept, true, "Try again";
        HomeError::Unable => HomeError::Unable, false, "operator";
    });
    for error in HomeError::ALL {
        assert_eq!(HomeError::of_status(error.status()), Some(error));
        assert_eq!(HomeError::named(error.name()), Some(error));
    }
    assert_eq!([0x9000, 0x6F3F, 0x6F57, 0xFFFF].map(HomeError::of_status), [None; 4]);
}

//! The profile and the cards that tests of ES2+ and of ES9+ speak of.

use model::{Eid, Iccid};

pub(crate) fn iccid() -> Iccid {
    Iccid::with_check_digit("890010100000000001").expect("18 digits")
}

pub(crate) fn eid() -> Eid {
    Eid::with_check_digits("890490320012345123451234567890").expect("30 digits")
}

pub(crate) fn other_eid() -> Eid {
    Eid::with_check_digits("890490320099999999999999999999").expect("30 digits")
}

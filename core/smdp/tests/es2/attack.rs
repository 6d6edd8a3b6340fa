use crate::names::iccid;
use crate::stock::{OPERATOR, at, cancel, confirm, confirmed, download, header, in_stock, others};
use landfall_smdp::checks;
use landfall_smdp::es2::{Sought, cancel_order, download_order, release_profile};
use landfall_smdp::order::State;
use model::without;
use rsp::es2::{FinalProfileStatus, ReleaseProfileRequest};
use rsp::json::IccidText;

/// What an operator gets done to a profile of another.
fn to_anothers() -> [bool; 4] {
    let (available, allocated) = (others(in_stock()), others(at(State::Allocated)));
    let release = ReleaseProfileRequest { header: header(), iccid: IccidText(iccid()) };
    [
        download_order(&download(), OPERATOR, &Sought::Profile(Some(&available))).is_ok(),
        confirmed(&confirm(), &allocated).is_ok(),
        cancel_order(&cancel(FinalProfileStatus::Unavailable), OPERATOR, Some(&allocated)).is_ok(),
        release_profile(&release, OPERATOR, Some(&others(at(State::Confirmed)))).is_ok(),
    ]
}

// R: A7
// R: E7
#[test]
fn an_operator_has_no_power_over_anothers_profiles() {
    assert_eq!(to_anothers(), [false; 4]);
    assert_eq!(without(&[checks::OWN_STOCK], to_anothers), [true; 4]);
}

//! Every refusal of ES2+: its words, whether trying again helps, what to do.

use crate::stock::in_stock;
use landfall_smdp::es2::OrderRefused;
use tables::{check, table};

// R: F3
#[test]
fn every_refusal_of_an_operators_call_says_what_to_do() {
    use OrderRefused as R;
    let (iccid, profile_type) = (|| "8999901200000000001".to_owned(), || "week".to_owned());
    let (eid, address) = (|| "89".repeat(16), || "sm-ds.test".to_owned());
    let why = in_stock().order.release().expect_err("it is not ordered");
    let matching_id = || "A-1".to_owned();
    check(table! { OrderRefused:
        R::NothingNamed => R::NothingNamed, false, "Name it";
        R::Missing { .. } => R::Missing { what: "finalProfileStatusIndicator" }, false, "Name it";
        R::UnknownProfile { .. } => R::UnknownProfile { iccid: iccid() }, false, "stock";
        R::OthersProfile { .. } => R::OthersProfile { iccid: iccid() }, false, "your own";
        R::InUse { .. } => R::InUse { iccid: iccid() }, false, "another profile";
        R::Transition { .. } => R::Transition { iccid: iccid(), why }, false, "where the order stands";
        R::UnknownType { .. } => R::UnknownType { profile_type: profile_type() }, false, "stock";
        R::OthersType { .. } => R::OthersType { profile_type: profile_type() }, false, "your own";
        R::NoneLeft { .. } => R::NoneLeft { profile_type: profile_type() }, true, "more of this type";
        R::OtherType { .. } => R::OtherType { profile_type: profile_type(), found: "day".to_owned() }, false, "stock";
        R::UnknownEid { .. } => R::UnknownEid { eid: eid() }, false, "the card says";
        R::EidMissing => R::EidMissing, false, "Name it";
        R::OtherEid { .. } => R::OtherEid { eid: eid() }, false, "order anew";
        R::NotForEid { .. } => R::NotForEid { iccid: iccid() }, false, "order anew";
        R::MatchingIdInUse { .. } => R::MatchingIdInUse { matching_id: matching_id() }, false, "another matching id";
        R::MatchingIdForm { .. } => R::MatchingIdForm { matching_id: matching_id() }, false, "another matching id";
        R::MatchingIdMissing => R::MatchingIdMissing, false, "Name it";
        R::OtherMatchingId { .. } => R::OtherMatchingId { matching_id: matching_id() }, false, "order anew";
        R::SmdsInaccessible { .. } => R::SmdsInaccessible { address: address() }, true, "SM-DS";
        R::SmdsFailed { .. } => R::SmdsFailed { address: address() }, true, "SM-DS";
    });
}

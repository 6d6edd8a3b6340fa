//! Data of vendors in a profile's metadata, our mark among them.

use crate::samples::iccid;
use landfall_rsp::{
    Message,
    cert::Assurance,
    metadata::{Portable, StoreMetadataRequest, VendorSpecific},
};

fn with(items: Vec<VendorSpecific>) -> StoreMetadataRequest {
    StoreMetadataRequest { service_specific_data: items, ..StoreMetadataRequest::new(iccid(), "SP", "Name") }
}

// R: B5
#[test]
fn the_mark_is_read_as_it_was_written_and_others_items_are_kept() {
    let other = VendorSpecific { vendor_oid: vec![0x88, 0x37], rest: hex::decode("A103040100C00101").expect("digits") };
    for least_assurance in Assurance::ALL {
        let metadata = with(vec![other.clone(), Portable { least_assurance }.item()]);
        let again = StoreMetadataRequest::decode(&metadata.encode()).expect("its own encoding");
        assert_eq!(again, metadata);
        assert_eq!(again.portable(), Some(Portable { least_assurance }));
    }
    let mark = with(vec![Portable { least_assurance: Assurance::Tee }.item()]).encode();
    let digits = hex::encode_upper(&mark);
    assert!(digits.ends_with("BF22133011800A2B0601040181FD591405A103020102"), "{digits}");
    assert_eq!(with(vec![other]).portable(), None, "another vendor's");
    assert_eq!(with(Vec::new()).portable(), None);
}

// R: B5
#[test]
fn a_mark_that_can_not_be_read_allows_nothing() {
    let genuine = Portable { least_assurance: Assurance::None }.item();
    for rest in ["", "A100", "A103020104", "A10302017F", "A1030201FF", "8101 00", "A1 02 0500", "A103"] {
        let rest = hex::decode(rest.replace(' ', "")).expect("digits");
        assert_eq!(with(vec![VendorSpecific { rest, ..genuine.clone() }]).portable(), None);
    }
    // A newer mark says more behind what this version knows.
    let rest = hex::decode("A106020100020105").expect("digits");
    assert!(with(vec![VendorSpecific { rest, ..genuine }]).portable().is_some());
}

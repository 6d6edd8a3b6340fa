//! A download that is begun again, by a card that keeps its one-time key, or that names no order.

use landfall_flows::{
    Shop, Stock,
    buyer::{self, Buyer},
    now,
};
use rsp::es9::{self, GetBoundProfilePackageOk, InitiateAuthenticationResponse};

/// otPK.DP, and all of a package but the request that is signed anew for each session.
fn material(package: &GetBoundProfilePackageOk) -> (Vec<u8>, Vec<u8>) {
    let mut parts = tlv::parse_one(&package.bound_profile_package, 0xBF36).expect("a package").children();
    let initialise = parts.next().expect("reads").expect("InitialiseSecureChannelRequest");
    let otpk = initialise.children().require(0x5F49).expect("otPK.DP").value.to_vec();
    let rest = std::iter::from_fn(|| parts.next().expect("reads")).flat_map(|section| section.raw.to_vec());
    (otpk, rest.collect())
}

// R: E7
// R: F1
// R: F8
#[test]
fn after_a_restart_too_a_retry_gets_the_same_package() {
    let mut shop = Shop::closed(&Stock::new("visitor", "free", 3));
    let mut buyer = Buyer::new(&shop, "visitor", "phone");
    let offer = buyer.offered(&shop).expect("its own");
    let first = material(&buyer.package(&shop, &offer).expect("its own"));
    shop.restart();
    let offer = buyer.offered(&shop).expect("its own");
    assert_eq!(offer.smdp_signed2.bpp_euicc_otpk, Some(buyer.one_time.public_key()));
    let again = buyer.package(&shop, &offer).expect("its own");
    assert!(material(&again) == first, "the same keys and the same bytes under them");
    assert!(buyer.open(&offer, &again).is_some_and(|profile| !profile.is_empty()), "signed for the new session");
    // A card that has lost its key gets another package.
    buyer.one_time = rsp::crypto::OneTimeKey::generate(&mut landfall_flows::random);
    let offer = buyer.offered(&shop).expect("its own");
    let other = material(&buyer.package(&shop, &offer).expect("its own"));
    assert!(other.0 != first.0 && other.1 != first.1);
}

// R: E7
#[test]
fn a_card_that_names_no_order_gets_the_one_that_waits_for_it() {
    let shop = Shop::closed(&Stock::new("visitor", "free", 3));
    let mut buyer = Buyer::new(&shop, "visitor", "phone");
    let matching_id = std::mem::take(&mut buyer.matching_id);
    let none = Some("8.1.1/3.8".to_owned());
    assert_eq!(buyer.offered(&shop).err(), none, "nothing is known to be for it yet");
    // Its sale is linked to it, as an order by EID is.
    let link = |buyer: &Buyer| {
        let eid = *buyer.eid.as_bytes();
        let linked = shop.kiosk().store().write::<_, store::Error, _>(move |tx| {
            tx.execute("UPDATE reservation SET eid = ?1 WHERE eid IS NULL", store::params![eid.as_slice()])?;
            Ok(())
        });
        linked.wait().expect("writes");
    };
    link(&buyer);
    let offer = buyer.offered(&shop).expect("the sale that waits for it");
    let other = Buyer { matching_id: String::new(), ..Buyer::new(&shop, "visitor", "other") };
    assert_eq!(other.offered(&shop).err(), none, "another card's is not found");
    // From its package on it waits without a lease, by either name.
    buyer.package(&shop, &offer).expect("its own");
    let unnamed = buyer.clone();
    unnamed.offered(&shop).expect("bound to it");
    buyer.matching_id = matching_id;
    buyer.offered(&shop).expect("bound to it");
    link(&other);
    other.offered(&shop).expect("linked to it, within its lease");
    let late = now().plus(301);
    let offered_late = |buyer: &Buyer| match buyer::answer(shop.es9_at(&buyer.initiate(), late))? {
        es9::Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(ok)) => {
            buyer::offer(shop.es9_at(&buyer.authenticate(&ok), late))
        }
        other => panic!("another answer: {other:?}"),
    };
    assert_eq!(offered_late(&other).err(), none, "its lease is over");
    offered_late(&unnamed).expect("bound to it");
}

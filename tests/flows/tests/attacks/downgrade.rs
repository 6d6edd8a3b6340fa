use landfall_flows::{
    Shop, Stock,
    buyer::{self, Buyer},
};
use model::without;
use rsp::{
    checks,
    es9::{InitiateAuthenticationOk, InitiateAuthenticationResponse, Response},
};

/// The middle makes the card's offer end at its minimum. The card signs what it has; who notices?
fn lowered() -> Result<InitiateAuthenticationOk, String> {
    let shop = Shop::closed(&Stock::new("visitor", "free", 1));
    let buyer = Buyer::new(&shop, "visitor", "phone");
    let mut info = buyer.info1();
    info.highest_svn = None;
    let ok = match buyer::answer(shop.es9(&buyer.initiate_with(info)))? {
        Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(ok)) => *ok,
        other => panic!("another answer: {other:?}"),
    };
    buyer::offer(shop.es9(&buyer.authenticate(&ok)))?;
    Ok(ok)
}

// R: E8
#[test]
fn the_middle_lowers_no_version() {
    assert_eq!(lowered().err(), Some("8.1/6.1".to_owned()));
    let held = without(&[checks::VERSIONS], lowered).expect("the attack works");
    assert_eq!(held.server_signed1.session_context, None, "the session is held at the minimum");
}

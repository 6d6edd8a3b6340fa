//! An activation code may name its server by object identifier (SGP.22 §4.1).

use crate::scene::{CLASS, count, fetch, open, phone};
use app::Error;
use model::{ActivationCode, NumberState, without};
use rsp::{checks::SERVER_OID, lpa::Failure};

// R: E7
#[test]
fn a_server_of_another_object_identifier_is_not_the_one() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut shop = runtime.block_on(open(3));
    let phone = phone(&shop, "phone");
    let code = shop.issue_with(CLASS, |_| ());
    let named = |oid: &str| ActivationCode { smdp_oid: Some(oid.to_owned()), ..code.clone() };
    let other = runtime.block_on(fetch(&phone, &shop, &named("2.999.77")));
    assert!(matches!(other, Err(Error::Download(Failure::ServerOid { .. }))), "{other:?}");
    assert_eq!(count(&shop, NumberState::Reserved), 1, "the order stays");
    // The first kiosk of its operator.
    assert!(runtime.block_on(fetch(&phone, &shop, &named("2.999.0"))).expect("it is the one").reported);

    let code = shop.issue_with(CLASS, |_| ());
    let wrong = ActivationCode { smdp_oid: Some("2.999.77".to_owned()), ..code };
    let taken = without(&[SERVER_OID], || runtime.block_on(fetch(&phone, &shop, &wrong)));
    assert!(taken.is_ok(), "the attack works: {taken:?}");
    runtime.block_on(shop.stop());
}

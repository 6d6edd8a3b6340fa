//! A card's number that is there already, on the phone. In stock: `kiosk/tests/attacks.rs`.

use landfall_flows::{
    Shop, Stock,
    buyer::{Buyer, request, reserve},
    handset::{Ended, Handset},
};
use model::without;
use rsp::notification::ErrorReason;

/// A shop whose operator made a mistake sells one phone two cards of the same number.
fn twice() -> (Ended, Ended) {
    let shop = Shop::closed(&Stock::new("visitor", "free", 1));
    let mut buyer = Buyer::new(&shop, "visitor", "phone");
    let mut phone = Handset::new(&buyer, shop.root(), 1);
    let first = phone.download(&buyer, |_, request| shop.es9(request).ok());
    // As if it had never been sold: what a kiosk restored from a backup would do if it did not wait for its reconciliation.
    let forget = |tx: &store::Transaction<'_>| {
        tx.execute("DELETE FROM binding", [])?;
        tx.execute("DELETE FROM reservation", [])?;
        tx.execute("UPDATE number SET state = 0", [])?;
        tx.execute("UPDATE segment SET available = 1, open = 1", [])?;
        Ok::<_, store::Error>(())
    };
    shop.kiosk().store().write(forget).wait().expect("writes");
    buyer.matching_id = reserve(&shop, request("visitor", "phone", None)).expect("sold again").matching_id;
    (first, phone.download(&buyer, |_, request| shop.es9(request).ok()))
}

// R: A7
#[test]
fn a_phone_takes_no_second_card_of_a_number() {
    let refused = Ended::NotInstalled(ErrorReason::InstallFailedDueToIccidAlreadyExistsOnEuicc);
    assert_eq!(twice(), (Ended::Installed, refused));
    assert_eq!(without(&[euicc::checks::ICCID], twice), (Ended::Installed, Ended::Installed), "the attack works");
}

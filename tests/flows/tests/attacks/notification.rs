//! Results that were not signed, or not about this: each would move a number.

use landfall_flows::{
    Key, Shop, Stock,
    buyer::{self, Buyer, no_transaction, notification},
};
use model::{Check, NumberState, without};
use rsp::{
    es9::AuthenticateClientOk,
    notification::{BppCommandId, ErrorReason, FinalResult},
};

/// A shop whose first number was bound to a card.
struct Sale {
    shop: Shop,
    buyer: Buyer,
    offer: AuthenticateClientOk,
}

fn bound() -> Sale {
    let shop = Shop::closed(&Stock::new("visitor", "free", 5));
    let buyer = Buyer::new(&shop, "visitor", "phone");
    let offer = buyer.offered(&shop).expect("its own");
    buyer.package(&shop, &offer).expect("its own");
    Sale { shop, buyer, offer }
}

fn failed() -> FinalResult {
    let (bpp_command_id, error_reason) =
        (BppCommandId::LoadProfileElements, ErrorReason::InstallFailedDueToPeProcessingError);
    FinalResult::Error { bpp_command_id, error_reason, sima_response: None }
}

/// What the attack brought: whether the notification was taken, and how many numbers are distributed and free.
type Loot = (bool, usize, usize);

/// Tells the kiosk what `forge` makes, and looks what came of it.
fn told(forge: impl FnOnce(&Sale) -> Vec<u8>) -> Loot {
    let sale = bound();
    let message = forge(&sale);
    let before = sale.shop.books();
    let taken = sale.shop.es9(&message).is_ok();
    assert!(taken || sale.shop.books() == before, "what is refused changes nothing");
    (taken, sale.shop.count(NumberState::Distributed), sale.shop.count(NumberState::Available))
}

const REFUSED: Loot = (false, 0, 4);

fn shown(check: &'static [Check], forge: impl Fn(&Sale) -> Vec<u8>, loot: Loot) {
    assert_eq!(told(&forge), REFUSED);
    assert_eq!(without(check, || told(&forge)), loot, "the attack works");
}

const SIGNATURE: &[Check] = &[rsp::checks::SIGNATURE];

// R: A7
#[test]
fn a_result_by_another_key_distributes_nothing() {
    shown(SIGNATURE, |sale| notification(sale.buyer.result(&sale.offer), &Key::generate()), (true, 1, 4));
}

// R: A7
#[test]
fn a_result_by_another_card_distributes_nothing() {
    let other = |sale: &Sale| Buyer::new(&sale.shop, "visitor", "other").key;
    // The other card has a number of its own by now.
    let forge = |sale: &Sale| notification(sale.buyer.result(&sale.offer), &other(sale));
    let sale = bound();
    assert!(sale.shop.es9(&forge(&sale)).is_err());
    assert_eq!(sale.shop.count(NumberState::Distributed), 0);
    assert!(without(SIGNATURE, || sale.shop.es9(&forge(&sale))).is_ok(), "the attack works");
    assert_eq!(sale.shop.count(NumberState::Distributed), 1);
}

// R: A7
#[test]
fn an_altered_result_changes_nothing() {
    let forge = |sale: &Sale| {
        let installed = sale.buyer.result(&sale.offer);
        let signed = notification(installed.clone(), &sale.buyer.key);
        // The card's own signature, behind a failure that it never signed: a phone that wants to keep the number free.
        let failure = rsp::notification::ProfileInstallationResultData { final_result: failed(), ..installed };
        let mut forged = notification(failure, &Key::generate());
        let at = forged.len() - 64;
        forged[at..].copy_from_slice(&signed[signed.len() - 64..]);
        forged
    };
    shown(SIGNATURE, forge, (true, 0, 5));
}

// R: A7
#[test]
fn a_result_of_another_transaction_moves_nothing() {
    let unknown = |sale: &Sale| {
        let mut data = sale.buyer.result(&sale.offer);
        data.transaction_id = no_transaction();
        notification(data, &sale.buyer.key)
    };
    assert_eq!(told(unknown), REFUSED);
    // A card that was sold a number says that another's card failed, to get that number free.
    let others = |sale: &Sale| {
        let thief = Buyer::new(&sale.shop, "visitor", "thief");
        let mut data = sale.buyer.result(&sale.offer);
        data.final_result = failed();
        notification(data, &thief.key)
    };
    assert_eq!(told(others), (false, 0, 3));
    assert_eq!(without(SIGNATURE, || told(others)), (true, 0, 4), "the attack works");
}

// R: A7
#[test]
fn a_result_about_another_profile_moves_nothing() {
    let forge = |sale: &Sale| {
        let mut data = sale.buyer.result(&sale.offer);
        data.notification_metadata.iccid = Some("8999901000009999991".parse().expect("an ICCID"));
        notification(data, &sale.buyer.key)
    };
    shown(&[smdp::checks::OWN_RESULT], forge, (true, 1, 4));
}

// R: A7
#[test]
fn a_result_that_is_told_again_moves_nothing() {
    let sale = bound();
    let installed = notification(sale.buyer.result(&sale.offer), &sale.buyer.key);
    sale.shop.es9(&installed).expect("its own");
    let books = sale.shop.books();
    sale.shop.es9(&installed).expect("an outbox that did not hear the answer");
    let mut data = sale.buyer.result(&sale.offer);
    data.final_result = failed();
    sale.shop.es9(&notification(data, &sale.buyer.key)).expect("its own word, too late");
    assert_eq!(sale.shop.books(), books);
    assert_eq!(sale.shop.count(NumberState::Distributed), 1);
}

// R: A7 F1
#[test]
fn nobody_else_cancels_a_sale() {
    let cancelled = |forged: bool| {
        let shop = Shop::closed(&Stock::new("visitor", "free", 5));
        let buyer = Buyer::new(&shop, "visitor", "phone");
        let offer = buyer.offered(&shop).expect("its own");
        let before = shop.books();
        let key = if forged { Key::generate() } else { buyer.key.clone() };
        let by = Buyer { key, ..buyer };
        let answer = buyer::answer(shop.es9(&by.cancel(&offer, rsp::es10::CancelSessionReason::EndUserRejection)));
        (answer.map(drop), shop.books() == before)
    };
    assert_eq!(cancelled(false), (Ok(()), false), "its own card does");
    assert_eq!(cancelled(true), (Err("8.1/6.1".to_owned()), true));
    assert_eq!(without(SIGNATURE, || cancelled(true)), (Ok(()), false), "the attack works");
}

/// All bits of a result, and every cut of it.
// R: A7
#[test]
fn every_changed_bit_of_a_result_is_refused() {
    let sale = bound();
    let books = sale.shop.books();
    let good = notification(sale.buyer.result(&sale.offer), &sale.buyer.key);
    let mut by_check = std::collections::BTreeMap::<String, usize>::new();
    let mut count = |result: Result<Vec<u8>, _>| {
        let refused = result.map(|answer| rsp::es9::Response::decode(&answer).map(|r| format!("{r:?}")));
        let why = refused.expect_err("an altered result is taken");
        *by_check.entry(format!("{why:?}")).or_default() += 1;
    };
    for bit in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        count(sale.shop.es9(&bad));
    }
    for length in 0..good.len() {
        count(sale.shop.es9(&good[..length]));
    }
    assert_eq!(sale.shop.books(), books);
    assert_eq!(by_check.keys().collect::<Vec<_>>(), ["NotUnderstood", "UnknownMatchingId"], "{by_check:?}");
    let accepted = without(SIGNATURE, || {
        (0..good.len() * 8).any(|bit| {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            sale.shop.es9(&bad).is_ok()
        })
    });
    assert!(accepted, "the attack works");
}

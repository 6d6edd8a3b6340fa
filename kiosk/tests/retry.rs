//! A package that is made again: the one-time key that is kept for it, and for how long.

mod common;

use common::{NOW, Phone, Shop, stock};
use landfall_kiosk::{
    bind, checks,
    distribute::{self, SignedResult, Verdict},
};
use model::{Eid, without};
use rsp::TransactionId;
use smdp::order::Bound;

const KEY: [u8; 32] = [0x6B; 32];

fn eid() -> Eid {
    Eid::with_check_digits("899990000000000000000000000001").expect("30 digits")
}

/// A kiosk with one sale that was bound under [`KEY`].
fn bound() -> Shop {
    let shop = Shop::with(&stock("jp-7", "free", 1));
    let id = shop.reserve(&Phone::new("phone-1"), "jp-7", NOW).expect("reserved").matching_id;
    let bound = Bound {
        transaction_id: TransactionId::from([1; 16]),
        euicc_key: [1; 65],
        euicc_otpk: [1; 65],
        otsk_dp: Some(KEY.into()),
    };
    bind::bind(shop.kiosk(), &id, &eid(), bound, None, NOW).expect("authorised");
    shop
}

/// Whether the key stands on the kiosk's disk, to be read by whoever gets hold of it.
fn on_disk(shop: &Shop) -> bool {
    std::fs::read_dir(shop.data()).expect("reads").any(|entry| {
        let path = entry.expect("reads").path();
        path.is_file() && std::fs::read(path).expect("reads").windows(KEY.len()).any(|bytes| bytes == KEY)
    })
}

fn kept(shop: &Shop) -> usize {
    let kept = shop
        .kiosk()
        .store()
        .read::<i64, store::Error>(|tx| Ok(tx.query_row("SELECT count(otsk_dp) FROM binding", [], |row| row.get(0))?));
    usize::try_from(kept.expect("reads")).expect("a count")
}

// R: A9
#[test]
fn the_one_time_key_of_a_package_is_kept_sealed() {
    let shop = bound();
    assert_eq!((kept(&shop), on_disk(&shop)), (1, false));
    assert!(on_disk(&without(&[checks::SEAL], bound)), "the attack works");
}

// R: A7
// R: A9
#[test]
fn it_is_forgotten_when_the_sale_is_over() {
    let shop = bound();
    let signed = |verdict| SignedResult { transaction_id: vec![1; 16], eid: *eid().as_bytes(), iccid: None, verdict };
    let later = Verdict::Failed { for_good: false, reason: "no room".to_owned() };
    distribute::record(shop.kiosk().store(), signed(later), None, NOW).expect("its card");
    assert_eq!(kept(&shop), 1, "the card may try again");
    distribute::record(shop.kiosk().store(), signed(Verdict::Installed), None, NOW).expect("its card");
    assert_eq!(kept(&shop), 0);
    let shop = bound();
    let for_good = Verdict::Failed { for_good: true, reason: "not this profile".to_owned() };
    distribute::record(shop.kiosk().store(), signed(for_good), None, NOW).expect("its card");
    assert_eq!(kept(&shop), 0);
}

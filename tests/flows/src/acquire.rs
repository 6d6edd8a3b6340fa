use crate::{Phone, Shop, here};
use app::Wish;
use model::{Iccid, SecretBytes};

/// What a traveller wants of an offer.
#[must_use]
pub fn wish(class: &str) -> Wish {
    Wish { class_id: class.to_owned(), user_id: "traveller".to_owned(), voucher: None }
}

/// A phone that went to the shop and came back with a card of `class` and this PIN. The shop is closed then.
pub fn acquired(shop: &mut Shop, class: &str, pin: &[u8]) -> (Phone, Iccid) {
    let (phone, iccid) = here(async {
        shop.start().await;
        let phone = Phone::new("phone one", shop.root());
        let mut visit = phone.visit(shop.address()).await.expect("the kiosk proves itself");
        let acquired = visit.acquire(&wish(class)).await.expect("a card");
        visit.leave().await;
        shop.stop().await;
        (phone, acquired.iccid)
    });
    phone.landfall().set_first_pin(&iccid, &SecretBytes::from(pin)).expect("the first PIN");
    (phone, iccid)
}

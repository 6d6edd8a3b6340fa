use app::sim::{CodeError, PinStatus, pin_status, verify_pin};
use landfall_flows::{Phone, Shop, Stock, acquired};
use model::{Iccid, SecretBytes, without};
use uicc::checks;

/// Tries PINs from 0000 on, each after a restart of the phone, as whoever pulls the battery does; which one was right.
fn guessed(phone: &mut Phone, iccid: &Iccid) -> Result<u32, CodeError> {
    for guess in 0..20 {
        phone.start();
        let mut card = phone.landfall().sim(iccid).expect("enabled");
        match verify_pin(&mut card, &SecretBytes::from(format!("{guess:04}").as_bytes())) {
            Ok(()) => return Ok(guess),
            Err(CodeError::Wrong { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    panic!("it is among them");
}

// R: A10 A11
#[test]
fn a_pin_is_not_guessed_across_restarts() {
    let mut shop = Shop::closed(&Stock::new("visitor", "free", 2));
    let (mut phone, iccid) = acquired(&mut shop, "visitor", b"0015");
    assert_eq!(without(&[checks::TRY_FIRST], || guessed(&mut phone, &iccid)).ok(), Some(15), "the attack works");
    assert!(
        matches!(guessed(&mut phone, &iccid), Err(CodeError::Blocked)),
        "three tries, however often it is restarted"
    );
    phone.start();
    let mut card = phone.landfall().sim(&iccid).expect("enabled");
    assert_eq!(pin_status(&mut card).expect("answers"), PinStatus::Blocked);
    assert!(
        matches!(verify_pin(&mut card, &SecretBytes::from(*b"0015")), Err(CodeError::Blocked)),
        "nor by the right one"
    );
}

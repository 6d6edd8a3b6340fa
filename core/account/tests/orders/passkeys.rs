use crate::world::{HONEST, RP, Said, World};
use landfall_account::{
    order::{BadAssertion, Refusal, checks},
    signed::Signer,
    wire::{Bytes, Verb},
};
use model::{Check, without};

fn passkey() -> Signer {
    Signer::Passkey(Bytes::from([9; 16]))
}

// R: F4
#[test]
fn a_passkey_stands_for_an_order_only_as_its_user_meant_it() {
    let world = World::new();
    let order = world.order(Verb::Wipe);
    let attacks: [(&'static [Check], BadAssertion, Said<'_>); 9] = [
        (&[checks::PASSKEY_TYPE], BadAssertion::Type, Said { kind: "webauthn.create", ..HONEST }),
        (&[checks::PASSKEY_CHALLENGE], BadAssertion::Challenge, Said { about: Some(b"another order"), ..HONEST }),
        (&[checks::PASSKEY_ORIGIN], BadAssertion::Origin, Said { origin: "https://evilcloud.example", ..HONEST }),
        (&[checks::PASSKEY_ORIGIN], BadAssertion::Origin, Said { origin: "https://cloud.example.evil", ..HONEST }),
        (&[checks::PASSKEY_ORIGIN], BadAssertion::Origin, Said { origin: "http://cloud.example", ..HONEST }),
        (&[checks::PASSKEY_ORIGIN], BadAssertion::Origin, Said { cross: true, ..HONEST }),
        (&[checks::PASSKEY_PARTY], BadAssertion::Party, Said { party: "evil.example", ..HONEST }),
        (&[checks::PASSKEY_USER], BadAssertion::User, Said { flags: 1, ..HONEST }),
        (&[checks::PASSKEY_USER], BadAssertion::User, Said { flags: 4, ..HONEST }),
    ];
    for (check, bad, said) in attacks {
        let signed = world.give_by_passkey(&order, passkey(), &world.passkey, &said);
        assert_eq!(world.accept(&signed), Err(Refusal::Passkey(bad)));
        assert_eq!(without(check, || world.accept(&signed)), Ok(order.clone()), "{bad:?} is the check");
    }
    let signed = world.give_by_passkey(&order, passkey(), &world.stranger, &HONEST);
    assert_eq!(world.accept(&signed), Err(Refusal::Passkey(BadAssertion::Signature)));
    assert_eq!(without(&[checks::SIGNATURE], || world.accept(&signed)), Ok(order.clone()), "it is the check");
    let deeper = Said { origin: "https://console.cloud.example:8443", ..HONEST };
    let signed = world.give_by_passkey(&order, passkey(), &world.passkey, &deeper);
    assert_eq!(world.accept(&signed), Ok(order), "{RP} has a console of its own");
}

// R: F4
#[test]
fn a_passkeys_word_is_no_other_bytes() {
    let world = World::new();
    let good = world.give(&world.order(Verb::Wipe), passkey());
    for length in 0..good.signature.0.len() {
        let mut cut = good.clone();
        cut.signature.0.truncate(length);
        assert_eq!(world.accept(&cut), Err(Refusal::Passkey(BadAssertion::Unreadable)));
    }
    let mut other = good.clone();
    other.payload = world.give(&world.order(Verb::Lock), Signer::Owner).payload;
    assert_eq!(world.accept(&other), Err(Refusal::Passkey(BadAssertion::Challenge)));
}

//! What a phone is handed out as orders.

use crate::{
    attack::{Attack, Caught, Strike, attack},
    stage::{DAY, LOGIN, PASSWORD, Stage, altered, order, sign_in},
};
use account::{
    keys::{AccountKeys, SigningKey},
    opaque::LoggingIn,
    order::{Refusal, checks},
    scheme::Scheme,
    signed::{Kind, Signed, Signer},
    wire::{Bytes, LoginFinish, LoginStart, Order, Verb, Waiting},
};
use app::{AwayError, Error, Given, OsRandom, SignIn};
use landfall_flows::{Key, here};
use model::SecretBytes;
use vault::VaultError;

pub(crate) const ATTACKS: &[Attack] = &[
    attack!("an order is replayed", replayed, [
        checks::COUNTER => Caught::Order(Refusal::Counter),
        app::checks::OUTBOX_PUT_BACK => Caught::App(Error::Away(AwayError::PutBack)),
    ]),
    attack!("a wipe is held back until a newer order was obeyed", counter_sank, [
        checks::COUNTER => Caught::Order(Refusal::Counter),
    ]),
    attack!("an order to another device is handed out", other_device, [
        checks::DEVICE => Caught::Order(Refusal::Device),
        checks::EPOCH => Caught::Order(Refusal::Epoch),
    ]),
    attack!("an order to the enrolment before is handed out", other_enrolment, [
        checks::DEVICE => Caught::Order(Refusal::Device),
        checks::EPOCH => Caught::Order(Refusal::Epoch),
    ]),
    attack!("a lock is made a wipe", unsigned, [checks::SIGNATURE => Caught::Order(Refusal::Signature)]),
    attack!("the server signs a wipe itself", own_signed, [checks::SIGNATURE => Caught::Order(Refusal::Signature)]),
    attack!("the key that locks wipes", by_lock_key, [checks::POWER => Caught::Order(Refusal::Power)]),
    attack!("a device's own key wipes another one", by_device_key, [checks::POWER => Caught::Order(Refusal::Power)]),
    attack!("another account's owner wipes", other_account, [
        checks::SIGNATURE => Caught::Order(Refusal::Signature),
        checks::ACCOUNT => Caught::Order(Refusal::Account),
        checks::DEVICE => Caught::Order(Refusal::Device),
        checks::EPOCH => Caught::Order(Refusal::Epoch),
    ]),
    attack!("an order is handed out after its deadline", expired, [
        checks::DEADLINE => Caught::Order(Refusal::Deadline),
    ]),
    attack!("an order's deadline is put off", prolonged, [checks::SIGNATURE => Caught::Order(Refusal::Signature)]),
    attack!("a wipe's grace is shortened", grace, [checks::SIGNATURE => Caught::Order(Refusal::Signature)]),
    attack!("an unlock is forged", unlock, [checks::SIGNATURE => Caught::Order(Refusal::Signature)]),
    attack!("a wipe is taken back by a forged order", take_back, [
        checks::SIGNATURE => Caught::Order(Refusal::Signature),
    ]),
];

/// The server hands this out, and nothing else.
fn hands_out(stage: &Stage, signed: &Signed) {
    let signed = signed.clone();
    stage.phone.way.answers::<Waiting>("POST /v1/orders/mine", move |waiting| {
        waiting.orders = vec![signed.clone()];
    });
}

/// The phone asks for its orders: whatever it refuses it names. One that it took it may be handed again, and refuse then.
fn asked(stage: &Stage) -> Result<app::Contacted, Caught> {
    let told = stage.phone.contact()?;
    match told.refused.first() {
        Some((_, refusal)) if told.taken.is_empty() => Err(Caught::Order(*refusal)),
        _ => Ok(told),
    }
}

/// It locks itself.
fn locks() -> Strike {
    Box::new(|stage| {
        assert!(asked(stage)?.locked);
        assert!(matches!(stage.phone.landfall.cards(), Err(Error::Locked)));
        Ok(())
    })
}

/// It wipes itself.
fn wipes() -> Strike {
    Box::new(|stage| {
        assert!(asked(stage)?.erased);
        // One that was locked before says so first.
        let used = stage.phone.landfall.cards();
        assert!(matches!(used, Err(Error::Vault(VaultError::Destroyed) | Error::Locked)), "{used:?}");
        Ok(())
    })
}

fn replayed(stage: &mut Stage) -> Strike {
    let lock = stage.obeyed(Verb::Lock);
    stage.obeyed(Verb::Unlock);
    hands_out(stage, &lock.order);
    locks()
}

fn counter_sank(stage: &mut Stage) -> Strike {
    let wipe = stage.order(Verb::Wipe);
    stage.phone.way.answers::<Waiting>("POST /v1/orders/mine", |waiting| {
        waiting.orders.retain(|signed| order(signed).verb != Verb::Wipe);
    });
    stage.obeyed(Verb::Lock);
    stage.phone.way.is_honest();
    hands_out(stage, &wipe.order);
    wipes()
}

fn other_device(stage: &mut Stage) -> Strike {
    let lock = stage.give(Given::new(Verb::Lock, "home"));
    hands_out(stage, &lock.order);
    locks()
}

fn other_enrolment(stage: &mut Stage) -> Strike {
    let lock = stage.order(Verb::Lock);
    let landfall = &stage.phone.landfall;
    here(landfall.sign_out(stage.phone.port())).expect("it signs out");
    here(landfall.log_in(stage.phone.port(), &sign_in("phone"), &stage.sheet)).expect("and in again");
    stage.settle();
    hands_out(stage, &lock.order);
    locks()
}

fn unsigned(stage: &mut Stage) -> Strike {
    let lock = stage.order(Verb::Lock).order;
    hands_out(stage, &altered(&lock, &Order { verb: Verb::Wipe, ..order(&lock) }));
    wipes()
}

/// An order that would be obeyed, of what was given last.
fn wish(stage: &Stage, verb: Verb) -> Order {
    let given = stage.give(Given::new(Verb::Lock, "phone"));
    Order { verb, ..order(&given.order) }
}

fn own_signed(stage: &mut Stage) -> Strike {
    let (key, order) = (Key::generate(), wish(stage, Verb::Wipe));
    let signed = Signed::make(Kind::Order, &order, Signer::Owner, |message| Ok::<_, ()>(key.sign(message).to_vec()));
    hands_out(stage, &signed.expect("signs"));
    wipes()
}

/// Whoever has the password alone has this key.
fn lock_key(stage: &Stage) -> SigningKey {
    let (password, random) = (SecretBytes::from(PASSWORD), &mut OsRandom::new());
    let (logging_in, request) = LoggingIn::begin(&password, random).expect("begins");
    let start = LoginStart { login: LOGIN.to_owned(), request };
    let from = std::net::Ipv4Addr::LOCALHOST.into();
    let started = here(stage.server.service.login_start(start, from)).expect("answers");
    let done = logging_in.finish(&password, &started.response, Scheme::CHEAP, random).expect("it is the password");
    let finish = LoginFinish { attempt: started.attempt, finish: done.finish };
    let known = here(stage.server.service.login_finish(finish)).expect("signs in");
    let account = &stage.sheet.account;
    SigningKey::lock(account, &AccountKeys::open_lock(&known.sealed, account, &done.export).expect("it opens"))
}

fn by_lock_key(stage: &mut Stage) -> Strike {
    let signed = lock_key(stage).sign(Kind::Order, &wish(stage, Verb::Wipe));
    hands_out(stage, &signed);
    wipes()
}

fn by_device_key(stage: &mut Stage) -> Strike {
    let identity = stage.home.account().identity(stage.home.keystore.clone());
    let signed = identity.sign(Kind::Order, &wish(stage, Verb::Wipe)).expect("signs");
    hands_out(stage, &signed);
    wipes()
}

fn other_account(stage: &mut Stage) -> Strike {
    let bea = stage.stranger("bea's phone");
    let login = SignIn { login: "bea".to_owned(), ..sign_in("bea's phone") };
    here(bea.landfall.create_account(bea.port(), &login)).expect("an account");
    stage.later(DAY);
    let wipe = here(async { bea.landfall.giver(bea.port()).await?.give(Given::new(Verb::Wipe, "bea's phone")).await });
    hands_out(stage, &wipe.expect("it is stored").order);
    wipes()
}

fn expired(stage: &mut Stage) -> Strike {
    let wipe = stage.give(Given { good_for: Some(DAY), ..Given::new(Verb::Wipe, "phone") });
    stage.later(2 * DAY);
    hands_out(stage, &wipe.order);
    wipes()
}

fn prolonged(stage: &mut Stage) -> Strike {
    let wipe = stage.give(Given { good_for: Some(DAY), ..Given::new(Verb::Wipe, "phone") }).order;
    stage.later(2 * DAY);
    let said = order(&wipe);
    hands_out(stage, &altered(&wipe, &Order { deadline: said.deadline + 9 * DAY, ..said }));
    wipes()
}

fn grace(stage: &mut Stage) -> Strike {
    let wipe = stage.give(Given { grace: DAY, ..Given::new(Verb::Wipe, "phone") }).order;
    let said = order(&wipe);
    hands_out(stage, &altered(&wipe, &Order { not_before: said.issued, ..said }));
    wipes()
}

fn unlock(stage: &mut Stage) -> Strike {
    let lock = stage.obeyed(Verb::Lock).order;
    let said = order(&lock);
    let unlock = Order { verb: Verb::Unlock, order: Bytes::from([9; 16]), counter: said.counter + 1, ..said };
    hands_out(stage, &altered(&lock, &unlock));
    Box::new(|stage| {
        assert!(!asked(stage)?.locked);
        stage.phone.landfall.cards().expect("whoever holds it uses it");
        Ok(())
    })
}

fn take_back(stage: &mut Stage) -> Strike {
    let wipe = stage.give(Given { grace: DAY, ..Given::new(Verb::Wipe, "phone") }).order;
    assert_eq!(stage.phone.contact().expect("honest").taken.len(), 1, "it waits for its grace");
    let said = order(&wipe);
    let back = Order {
        verb: Verb::TakeBack,
        order: Bytes::from([9; 16]),
        counter: said.counter + 1,
        parameters: serde_json::json!({ "order": Bytes::from(wipe.digest()) }),
        ..said
    };
    hands_out(stage, &altered(&wipe, &back));
    Box::new(|stage| {
        let told = asked(stage);
        if told.is_ok() {
            stage.later(2 * DAY);
            here(stage.phone.landfall.before_use(None))?;
        }
        told.map(drop)
    })
}

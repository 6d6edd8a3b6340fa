//! What lies sealed at the server.

use crate::{
    attack::{Attack, Caught, Caught::Account, Strike, attack},
    stage::{LOGIN, Stage, sign_in},
};
use account::{
    keys::{AccountKeys, KeyError, LockSeed},
    manifest::checks,
    opaque::LoggingIn,
    scheme::Scheme,
    wire::{AccountView, Bytes, LoggedIn, LoginStart, ReplaceKeys, SealedKeys, Verb},
};
use app::{AccountError, AwayError, Error, OsRandom, SignIn};
use landfall_flows::here;
use model::SecretBytes;
use std::sync::{Arc, Mutex};

pub(crate) const ATTACKS: &[Attack] = &[
    attack!("the keyring is of an older epoch", old_keyring, [
        checks::KEYRING_EPOCH => Account(AccountError::Keys(KeyError::OldKeyring { found: 1, wanted: 2 })),
        checks::KEYRING => Account(AccountError::Keys(KeyError::OtherKeyring)),
    ]),
    attack!("the keyring is of a rotation that was not made", other_keyring, [
        checks::KEYRING => Account(AccountError::Keys(KeyError::OtherKeyring)),
    ]),
    attack!("the sealed root is swapped before a rotation", swapped_root, [
        app::checks::SEALED_ROOT => Account(AccountError::Keys(KeyError::Root)),
    ]),
    attack!("a thief's password is taken for the owner's", impostor, [
        app::checks::SIGN_IN => Caught::App(Error::Away(AwayError::OtherAccount)),
    ]),
];

/// What the server keeps now.
fn sealed(stage: &Stage) -> SealedKeys {
    stage.home.asks(async |cloud| cloud.account().await).sealed
}

fn old_keyring(stage: &mut Stage) -> Strike {
    let before = sealed(stage).keyring;
    here(stage.home.landfall.rotate_keys(stage.home.port())).expect("new keys");
    stage.phone.way.answers::<AccountView>("GET /v1/account", move |view| view.sealed.keyring = before.clone());
    Box::new(|stage| {
        stage.phone.devices()?;
        let state = stage.phone.account();
        let epochs = (state.keyring().epoch(), state.manifest().expect("a list").key_epoch);
        assert_eq!(epochs, (1, 2), "what it writes is sealed with the key that was to be left");
        Ok(())
    })
}

fn other_keyring(stage: &mut Stage) -> Strike {
    let heard = Arc::new(Mutex::new(None));
    let kept = heard.clone();
    let keep = move |keys: ReplaceKeys| *kept.lock().expect("no panic") = Some(keys.sealed.keyring);
    stage.home.way.refuses("PUT /v1/keys", 409, keep);
    let refused = here(stage.home.landfall.rotate_keys(stage.home.port()));
    assert!(matches!(refused, Err(AccountError::Overtaken)), "{refused:?}");
    stage.home.way.is_honest();
    here(stage.home.landfall.rotate_keys(stage.home.port())).expect("now they are new");
    let other: Bytes = heard.lock().expect("no panic").take().expect("it was heard");
    stage.phone.way.answers::<AccountView>("GET /v1/account", move |view| view.sealed.keyring = other.clone());
    Box::new(|stage| {
        stage.phone.devices()?;
        assert_ne!(stage.phone.account().keyring(), stage.home.account().keyring(), "nobody reads what it writes");
        Ok(())
    })
}

fn swapped_root(stage: &mut Stage) -> Strike {
    stage.home.way.answers::<AccountView>("GET /v1/account", |view| {
        view.sealed.root_by_sheet.0[20] ^= 1;
    });
    Box::new(|stage| {
        here(stage.home.landfall.rotate_keys(stage.home.port()))?;
        stage.is_honest();
        let opened = AccountKeys::open_root_by_sheet(&sealed(stage), &stage.sheet.account, &stage.sheet.secret);
        assert_eq!(opened, Err(KeyError::Root), "the sheet opens nothing any more, by the owner's own hand");
        Ok(())
    })
}

/// What a server makes up that takes `mallory`'s password for the owner's.
fn made_up(stage: &Stage, password: &SecretBytes) -> LoggedIn {
    let thief = stage.stranger("thief");
    let mallory = SignIn { login: "mallory".to_owned(), password: password.clone(), ..sign_in("thief") };
    here(thief.landfall.create_account(thief.port(), &mallory)).expect("an account");
    let random = &mut OsRandom::new();
    let (logging_in, request) = LoggingIn::begin(password, random).expect("begins");
    let start = LoginStart { login: "mallory".to_owned(), request };
    let started = here(stage.server.service.login_start(start, std::net::Ipv4Addr::LOCALHOST.into()));
    let started = started.expect("answers").response;
    let export = logging_in.finish(password, &started, Scheme::CHEAP, random).expect("it is theirs").export;
    let keys = AccountKeys { account: stage.sheet.account, ..AccountKeys::make(random) };
    let sealed = keys.seal(&export, &LockSeed::make(random), random);
    LoggedIn { account: stage.sheet.account.bytes(), token: String::new(), sealed }
}

fn impostor(stage: &mut Stage) -> Strike {
    let password = SecretBytes::from(b"wide open sesame".as_slice());
    let made_up = made_up(stage, &password);
    stage.obeyed(Verb::Lock);
    stage.phone.way.asks::<LoginStart>("POST /v1/login/start", |start| {
        assert_eq!(start.login, LOGIN);
        "mallory".clone_into(&mut start.login);
    });
    stage.phone.way.answers::<LoggedIn>("POST /v1/login/finish", move |said| *said = made_up.clone());
    Box::new(move |stage| {
        here(stage.phone.landfall.sign_in(stage.phone.port(), &password))?;
        stage.phone.landfall.cards().expect("it is unlocked");
        Ok(())
    })
}

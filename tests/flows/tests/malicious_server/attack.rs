//! What an attack is, and how it is shown.

use crate::stage::Stage;
use account::{order::Refusal, receipt::ChainError, wire::OrderState};
use app::{AccountError, Error, SyncError};
use model::{Check, without};

/// What the client's user does once the server lies. Ok: the attack has succeeded, and what it was for is there (the strike asserts it).
pub(crate) type Strike = Box<dyn FnOnce(&mut Stage) -> Result<(), Caught>>;

/// One attack.
pub(crate) struct Attack {
    /// Its name.
    pub(crate) name: &'static str,
    /// Prepares it: what is honest, then the lie.
    pub(crate) play: fn(&mut Stage) -> Strike,
    /// Every check that keeps it out, in the order in which it meets them.
    pub(crate) guards: &'static [Guard],
    /// What the phones have seen can't be made undone by a server that becomes honest.
    pub(crate) lasting: bool,
}

/// A check, and what the client says by it.
pub(crate) struct Guard {
    pub(crate) check: Check,
    pub(crate) says: fn(&Caught) -> bool,
    pub(crate) words: &'static str,
}

/// How a client names what it refused or noticed.
#[derive(Debug)]
pub(crate) enum Caught {
    Sync(SyncError),
    Account(AccountError),
    App(Error),
    /// A phone does not obey.
    Order(Refusal),
    /// An owner is shown that receipts do not hold.
    Receipt(ChainError),
    /// An owner is shown this of an order, and no more.
    Shown(OrderState),
    /// The user has noticed.
    User,
}

impl From<SyncError> for Caught {
    fn from(error: SyncError) -> Self {
        Self::Sync(error)
    }
}

impl From<AccountError> for Caught {
    fn from(error: AccountError) -> Self {
        Self::Account(error)
    }
}

impl From<Error> for Caught {
    fn from(error: Error) -> Self {
        Self::App(error)
    }
}

/// `attack!("name", play, [check => what the client says, …])`.
macro_rules! attack {
    ($name:literal, $play:path, [$($check:expr => $says:pat),+ $(,)?]) => {
        attack!($name, $play, false, [$($check => $says),+])
    };
    ($name:literal, $play:path, lasting, [$($check:expr => $says:pat),+ $(,)?]) => {
        attack!($name, $play, true, [$($check => $says),+])
    };
    ($name:literal, $play:path, $lasting:literal, [$($check:expr => $says:pat),+]) => {
        $crate::attack::Attack {
            name: $name,
            play: $play,
            guards: &[$($crate::attack::Guard {
                check: $check,
                says: |caught| matches!(caught, $says),
                words: stringify!($says),
            }),+],
            lasting: $lasting,
        }
    };
}
pub(crate) use attack;

/// Shows each of them.
pub(crate) fn run(attacks: &[Attack]) {
    for attack in attacks {
        is_refused(attack);
        if attack.guards.len() > 1 {
            attack.guards.iter().for_each(|guard| is_refused_by(attack, guard));
        }
        succeeds(attack);
    }
}

/// With every check: the client says what it is, nothing is changed, and once the server is honest all goes on.
fn is_refused(attack: &Attack) {
    let name = attack.name;
    let mut stage = Stage::new();
    let strike = (attack.play)(&mut stage);
    let before = stage.seen();
    let Err(caught) = strike(&mut stage) else { panic!("{name}: it is not refused") };
    let first = &attack.guards[0];
    assert!((first.says)(&caught), "{name}: {caught:?} is not {}", first.words);
    stage.is_honest();
    assert_eq!(stage.seen(), before, "{name}: nothing is changed");
    if !attack.lasting {
        stage.goes_on(name);
    }
}

/// By this check, when all the others that keep it out are taken away.
fn is_refused_by(attack: &Attack, guard: &Guard) {
    let others = attack.guards.iter().map(|other| other.check).filter(|other| *other != guard.check);
    let (name, caught) = (attack.name, played(attack, others.collect()));
    let Err(caught) = caught else { panic!("{name}: {} does not keep it out", guard.check.name()) };
    assert!((guard.says)(&caught), "{name}: by {} {caught:?} is not {}", guard.check.name(), guard.words);
}

/// Without the checks that keep it out.
fn succeeds(attack: &Attack) {
    let played = played(attack, attack.guards.iter().map(|guard| guard.check).collect());
    assert!(played.is_ok(), "{}: something else keeps it out: {played:?}", attack.name);
}

fn played(attack: &Attack, off: Vec<Check>) -> Result<(), Caught> {
    without(off.leak(), || {
        let mut stage = Stage::new();
        let strike = (attack.play)(&mut stage);
        strike(&mut stage)
    })
}

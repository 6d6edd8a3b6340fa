//! The checks that keep an attacker out, each named, so that a test can take one away and see the attack succeed.
//! Outside this crate's own tests every check is always on.

/// A check that refuses something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    /// A server's certificate stands under a root that is installed.
    Chain,
    /// A certificate is used in its role alone.
    Role,
    /// What a server signed is what it says.
    Signature,
    /// A server answers the challenge of this session.
    Challenge,
    /// Both certificates of a server are one server's.
    SameServer,
    /// A message belongs to the session under way.
    Session,
    /// An ICCID is installed once.
    Iccid,
    /// A one-time key opens one installation.
    Once,
}

#[cfg(not(test))]
pub(crate) const fn on(_check: Check) -> bool {
    true
}

#[cfg(test)]
pub(crate) use weak::{on, without};

#[cfg(test)]
mod weak {
    use super::Check;
    use std::cell::Cell;

    thread_local! {
        static OFF: Cell<&'static [Check]> = const { Cell::new(&[]) };
    }

    pub(crate) fn on(check: Check) -> bool {
        !OFF.get().contains(&check)
    }

    /// Runs `attack` with checks taken away.
    pub(crate) fn without<T>(checks: &'static [Check], attack: impl FnOnce() -> T) -> T {
        OFF.set(checks);
        let result = attack();
        OFF.set(&[]);
        result
    }
}

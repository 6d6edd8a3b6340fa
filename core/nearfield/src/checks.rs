//! The checks that keep an attacker out, each named, so that a test can take one away and see the attack succeed.
//! Outside this crate's own tests every check is always on.

/// A check that refuses something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    /// Handshake messages and packets are sealed and opened with keys.
    #[cfg(test)]
    Seal,
    /// A packet number is taken once.
    Replay,
    /// The kiosk's chain is verified under an installed root.
    #[cfg(test)]
    Chain,
    /// The handshake used the key that the kiosk's certificate names.
    StaticKey,
    /// Handshake frames carry a checksum. It keeps damage out, not attackers: they would set it right.
    Sum,
    /// What the hello says is part of what the handshake authenticates.
    Transcript,
    /// A session goes over to a link only once a packet has proved the phone on it.
    Proof,
    /// A message is delivered once.
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

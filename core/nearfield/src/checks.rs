//! The checks that keep an attacker out of a session, each named, so that a test can take one away and see the attack succeed.

use model::Check;

/// Handshake messages and packets are sealed and opened with keys. Can be taken away in this crate's own tests only.
#[cfg(test)]
pub(crate) const SEAL: Check = Check::named("nearfield: seal");
/// A packet number is taken once.
pub const REPLAY: Check = Check::named("nearfield: replay");
/// The kiosk's chain is verified under an installed root. Can be taken away in this crate's own tests only.
#[cfg(test)]
pub(crate) const CHAIN: Check = Check::named("nearfield: chain");
/// The handshake used the key that the kiosk's certificate names.
pub const STATIC_KEY: Check = Check::named("nearfield: static key");
/// Handshake frames carry a checksum. It keeps damage out, not attackers: they would set it right.
pub const SUM: Check = Check::named("nearfield: checksum");
/// What the hello says is part of what the handshake authenticates.
pub const TRANSCRIPT: Check = Check::named("nearfield: transcript");
/// A session goes over to a link only once a packet has proved the phone on it.
pub const PROOF: Check = Check::named("nearfield: proof");
/// A message is delivered once.
pub const ONCE: Check = Check::named("nearfield: once");

#[cfg(test)]
pub(crate) use model::without;

//! The checks that keep attackers out, each named, so that a test can take one away and see the attack succeed (`model::Check`).

use model::Check;

/// Records are sealed before they are written.
pub const SEAL: Check = Check::named("vault: sealed records");
/// Records of cards are read by card drivers only.
pub const PROTECTED: Check = Check::named("vault: protected records");
/// Nobody uses a card while the phone is locked.
pub const HOLD: Check = Check::named("vault: hold");

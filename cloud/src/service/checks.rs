//! The checks that keep others out of an account, each named, so that a test can take one away and see the attack succeed (`model::Check`).

use model::Check;

/// A token does what the table gives its kind.
pub const POWER: Check = Check::named("cloud: token's power");
/// Who shows that he is there signs with the key that the manifest names.
pub const PROOF_SIGNATURE: Check = Check::named("cloud: proof's signature");
/// A device shows its present enrolment.
pub const PROOF_EPOCH: Check = Check::named("cloud: proof's enrolment");
/// What is signed was given out here, a minute ago at most, and is signed once.
pub const PROOF_CHALLENGE: Check = Check::named("cloud: proof's challenge");
/// A device's head is signed by it.
pub const HEAD: Check = Check::named("cloud: head's signature");
/// Nobody who holds old keys alone writes after a rotation.
pub const KEY_EPOCH: Check = Check::named("cloud: key epoch");
/// An order comes by a token whose holder may hand in orders of its signer.
pub const ORDER_TOKEN: Check = Check::named("cloud: order's token");
/// Guesses of a password are counted.
pub const GUESSES: Check = Check::named("cloud: guesses");
/// What another account orders or is shown goes as far as its rights do.
pub const RIGHTS: Check = Check::named("cloud: rights");
/// How two accounts stand counts as long as whoever said so is tied to them.
pub const STANDS: Check = Check::named("cloud: standing's ties");
/// A passkey's token is good as long as the account has the passkey.
pub const PASSKEY: Check = Check::named("cloud: passkey");

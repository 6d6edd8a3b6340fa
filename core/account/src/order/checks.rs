//! The checks between an order and what it does, each named, so that a test can take one away and see the attack succeed (`model::Check`).

use model::Check;

/// Somebody whom the manifest names signed these bytes as an order.
pub const SIGNATURE: Check = Check::named("order: signature");
/// The signer's key may give this order.
pub const POWER: Check = Check::named("order: power");
/// It is of this account.
pub const ACCOUNT: Check = Check::named("order: account");
/// It is for this device.
pub const DEVICE: Check = Check::named("order: device");
/// It is for this enrolment of the device.
pub const EPOCH: Check = Check::named("order: epoch");
/// It is newer than every order that was obeyed.
pub const COUNTER: Check = Check::named("order: counter");
/// Its time has not passed.
pub const DEADLINE: Check = Check::named("order: deadline");
/// An erasure waits until it can no longer be taken back.
pub const GRACE: Check = Check::named("order: grace");
/// It is about exactly the cards that it names.
pub const CARDS: Check = Check::named("order: cards");
/// A passkey's assertion is a sign-in, not a registration.
pub const PASSKEY_TYPE: Check = Check::named("order: passkey type");
/// A passkey's assertion is about this order.
pub const PASSKEY_CHALLENGE: Check = Check::named("order: passkey challenge");
/// A passkey was used on its own site.
pub const PASSKEY_ORIGIN: Check = Check::named("order: passkey origin");
/// A passkey is the relying party's own.
pub const PASSKEY_PARTY: Check = Check::named("order: passkey relying party");
/// The passkey's authenticator knew its user, not only that somebody was there.
pub const PASSKEY_USER: Check = Check::named("order: passkey user");

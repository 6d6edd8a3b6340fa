//! The checks that keep the stock from being drained or sold twice, each named, so that a test can take one away and see the
//! attack succeed. They are asked where a request comes in, not on the database's writer, whose thread is no test's.

use model::Check;

/// Free cards are given within quotas.
pub const QUOTA: Check = Check::named("kiosk: quota");
/// So many sales wait for the attendant at once, and no more.
pub const WAITING: Check = Check::named("kiosk: waiting");
/// A voucher carries its issuer's signature.
pub const VOUCHER_SIGNATURE: Check = Check::named("kiosk: voucher signature");
/// A voucher is redeemed once.
pub const VOUCHER_ONCE: Check = Check::named("kiosk: voucher once");
/// After a restore, only vouchers issued since are taken.
pub const VOUCHER_RESTORED: Check = Check::named("kiosk: voucher restored");
/// Wrong vouchers are counted, and too many are too many.
pub const GUESSES: Check = Check::named("kiosk: guesses");
/// A package is made for an authorised sale only.
pub const AUTHORISED: Check = Check::named("kiosk: authorised");
/// A package is made for the card that the first one was made for.
pub const SAME_CARD: Check = Check::named("kiosk: same card");
/// Commands are ordered for cards alone that this kiosk has given out.
pub const OWN_CARDS: Check = Check::named("kiosk: commands for its own cards");
/// An operator that orders stands under the root that the kiosk's owner has named for it.
pub const CLIENT_ROOT: Check = Check::named("kiosk: client root");
/// Stock is sealed before it is written.
pub const SEAL: Check = Check::named("kiosk: sealed stock");

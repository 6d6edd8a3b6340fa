//! The checks that keep attackers out, each named, so that a test can take one away and see the attack succeed (`model::Check`).

use model::Check;

/// A package is installed only for what its operator signed it for.
pub const PACKAGE_FITS: Check = Check::named("app: package fits");
/// A caller does only what the owner gave it the right to.
pub const RIGHTS: Check = Check::named("app: rights");
/// The record of orders is not older than the vault knows.
pub const OUTBOX_PUT_BACK: Check = Check::named("app: outbox put back");
/// The password that unlocks a phone opens the lock key of its own account.
pub const SIGN_IN: Check = Check::named("app: sign-in");
/// A card is copied to a device of the account alone.
pub const VOUCHED: Check = Check::named("app: vouched for by a device");
/// What this account has no right to, it does not order of another's.
pub const OWN_RIGHTS: Check = Check::named("app: own rights");

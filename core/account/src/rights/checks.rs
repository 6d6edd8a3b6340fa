//! The checks between a sub-account and a card, each named (`model::Check`).

use model::Check;

/// Every capability is signed by whom the one before was given to; the first by the owner.
pub const SIGNATURE: Check = Check::named("rights: signature");
/// Whoever hands a right on had it.
pub const NARROWER: Check = Check::named("rights: narrower");
/// A right is handed on only as often as it may be.
pub const DEPTH: Check = Check::named("rights: depth");
/// It has not expired.
pub const EXPIRY: Check = Check::named("rights: expiry");
/// It was given since rights were last revoked.
pub const REVOCATION: Check = Check::named("rights: revocation");
/// It is of this account.
pub const ACCOUNT: Check = Check::named("rights: account");
/// It names the act and the card.
pub const GIVEN: Check = Check::named("rights: given");
/// The role may do such things at all, linked as it is.
pub const ROLE: Check = Check::named("rights: role");

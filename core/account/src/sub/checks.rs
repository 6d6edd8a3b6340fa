//! The checks between accounts that are tied, each named (`model::Check`).

use model::Check;

/// Whoever accepted an invitation, or gave it, had its code.
pub const VOUCH: Check = Check::named("sub: vouch");
/// An account's word on itself is signed by the key that it names.
pub const MEMBER: Check = Check::named("sub: member");
/// How two accounts stand is signed by one of them, or by the account that both are sub-accounts of.
pub const STANDING: Check = Check::named("sub: standing");
/// No older standing is taken than the one that was seen.
pub const NUMBER: Check = Check::named("sub: number");
/// The accounts that a standing names are those that are known.
pub const KNOWN: Check = Check::named("sub: known");
/// What is shown is signed by the account whose cards they are, for this one.
pub const SHARE: Check = Check::named("sub: share");
/// No older cards are taken than those that were seen.
pub const SHARE_NUMBER: Check = Check::named("sub: share's number");

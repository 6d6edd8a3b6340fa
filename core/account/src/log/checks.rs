//! The checks that keep a lying server out of the log, each named, so that a test can take one away and see the attack succeed (`model::Check`).

use model::Check;

/// A sealed record opens only as what it was sealed as: account, record, kind, version, key epoch, tombstone or not, author.
pub const BOUND: Check = Check::named("log: associated data");
/// Places follow each other without gaps, up to the last that the server speaks of.
pub const GAP: Check = Check::named("log: gap");
/// What was read is not served again as something new.
pub const REPLAY: Check = Check::named("log: replay");
/// The log never becomes shorter than what was read.
pub const ROLLBACK: Check = Check::named("log: rollback");
/// The server's restore epoch never sinks, and one that rises is the user's to judge.
pub const RESTORE: Check = Check::named("log: restore epoch");
/// A record's versions follow each other without gaps.
pub const VERSION: Check = Check::named("log: version");
/// A record keeps its kind.
pub const KIND: Check = Check::named("log: kind");
/// Nothing comes after a tombstone.
pub const TOMBSTONE: Check = Check::named("log: tombstone");
/// Content is left out only where a later version follows.
pub const OMITTED: Check = Check::named("log: omitted content");
/// The key epoch never sinks along the log.
pub const KEY_EPOCH: Check = Check::named("log: key epoch");
/// Every author is a device of the account.
pub const AUTHOR: Check = Check::named("log: author");
/// A revoked device writes nothing more.
pub const REVOKED: Check = Check::named("log: revoked author");
/// A head is signed by its device.
pub const HEAD_SIGNED: Check = Check::named("log: head signed");
/// A head that another device signed has the chain's value that is here.
pub const FORK: Check = Check::named("log: fork");
/// No device signed a place that the server does not show.
pub const WITHHELD: Check = Check::named("log: withheld");
/// A device's head never sinks.
pub const HEAD_SANK: Check = Check::named("log: head sank");
/// A head that was seen once is served on.
pub const HEAD_DROPPED: Check = Check::named("log: head dropped");
/// What doesn't open is set aside only if its author was taken out of the account.
pub const ASIDE: Check = Check::named("log: set aside");

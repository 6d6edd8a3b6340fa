//! The checks that keep attackers out, each named, so that a test can take one away and see the attack succeed (`model::Check`).
//! Signatures and chains are checked by `rsp`, which has names of its own.

use model::Check;

/// What an eUICC signed names this session: its transaction and its challenge.
pub const SESSION: Check = Check::named("smdp: session");
/// An order is served to its own eUICC only.
pub const OWN_CARD: Check = Check::named("smdp: own card");
/// A result is about the transaction and the profile of the order that it names.
pub const OWN_RESULT: Check = Check::named("smdp: own result");
/// There are only so many sessions at a time.
pub const MOST_SESSIONS: Check = Check::named("smdp: most sessions");
/// What LPA and eUICC can is, under the eUICC's signature, what was told at the beginning.
pub const CAPABILITIES: Check = Check::named("smdp: capabilities");
/// Who registered an event deletes it, and nobody else.
pub const OWN_EVENTS: Check = Check::named("smdp: own events");
/// An operator orders profiles of its own only.
pub const OWN_STOCK: Check = Check::named("smdp: own stock");

//! The checks that keep attackers out, each named, so that a test can take one away and see the attack succeed (`model::Check`).

use model::Check;

/// A chain ends at an installed root.
pub const ROOT: Check = Check::named("rsp: installed root");
/// A certificate is used within its time.
pub const VALIDITY: Check = Check::named("rsp: validity");
/// An eUICC's EID is one that its EUM may give.
pub const EID_RANGE: Check = Check::named("rsp: EID range");
/// A message was signed by the key that it should be signed by.
pub const SIGNATURE: Check = Check::named("rsp: signature");
/// The versions that the eUICC signed are those that were offered for it (E8).
pub const VERSIONS: Check = Check::named("rsp: versions");
/// The server has the object identifier that the activation code names.
pub const SERVER_OID: Check = Check::named("rsp: server's object identifier");
/// A server that is asked as an SM-DP+ proves itself as one, one that is asked as an SM-DS as one.
pub const SERVER_ROLE: Check = Check::named("rsp: server's role");
/// The LPA takes a server's answer for this session's challenge and transaction only.
pub const SESSION: Check = Check::named("rsp: session");
/// A segment of a bound package carries its MAC.
pub const SEGMENT_MAC: Check = Check::named("rsp: segment's MAC");
/// A bound package is of the session that was prepared.
pub const PACKAGE_SESSION: Check = Check::named("rsp: package's session");
/// A session's keys are bound to the eUICC's number.
pub const EID_IN_KEYS: Check = Check::named("rsp: EID in keys");
/// A certificate request was made for this near-field session.
pub const CSR_BINDING: Check = Check::named("rsp: certificate request's session");

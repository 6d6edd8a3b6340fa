//! The checks that keep attackers out, each named, so that a test can take one away and see the attack succeed (`model::Check`).

use model::Check;

/// A server's certificate stands under a root that is installed.
pub const CHAIN: Check = Check::named("euicc: chain");
/// A certificate is used in its role alone.
pub const ROLE: Check = Check::named("euicc: role");
/// What a server signed is what it says.
pub const SIGNATURE: Check = Check::named("euicc: signature");
/// A server answers the challenge of this session.
pub const CHALLENGE: Check = Check::named("euicc: challenge");
/// Both certificates of a server are one server's.
pub const SAME_SERVER: Check = Check::named("euicc: same server");
/// A message belongs to the session under way.
pub const SESSION: Check = Check::named("euicc: session");
/// An ICCID is installed once.
pub const ICCID: Check = Check::named("euicc: ICCID");
/// A one-time key opens one installation.
pub const ONCE: Check = Check::named("euicc: once");
/// A one-time key serves the server alone that it was made for.
pub const KEY_OWNER: Check = Check::named("euicc: key's server");
/// The number that a server gives a profile is the one in its EF.ICCID.
pub const FILE_ICCID: Check = Check::named("euicc: EF.ICCID");
/// The operator that a server says owns a profile is the one in its EF.IMSI.
pub const OWNER_NUMBER: Check = Check::named("euicc: owner's MCC and MNC");
/// So are the owner's group identifiers those in EF.GID1 and EF.GID2.
pub const OWNER_GROUPS: Check = Check::named("euicc: owner's group identifiers");
/// A server manages from afar the profiles alone whose metadata name it.
pub const MANAGING: Check = Check::named("euicc: managing SM-DP+");

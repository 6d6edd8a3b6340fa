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
/// A dormant card is not enabled.
pub const DORMANT: Check = Check::named("euicc: dormant");
/// A card is copied only if its operator lets it be.
pub const PORTABLE: Check = Check::named("euicc: portable");
/// A copy goes only to, and a card's role comes only from, an eUICC under a root that is installed.
pub const GENUINE: Check = Check::named("euicc: genuine eUICC");
/// What an eUICC says of a card's home it signed.
pub const HOME_SIGNATURE: Check = Check::named("euicc: signature about a card's home");
/// It says it of itself.
pub const HOME_EID: Check = Check::named("euicc: EID of who speaks of a card's home");
/// It says it to this eUICC, of this card.
pub const HOME_ADDRESS: Check = Check::named("euicc: whom a card's home concerns");
/// An eUICC that gets a copy keeps its key as well as the card's operator demands.
pub const HOME_ASSURANCE: Check = Check::named("euicc: assurance of a card's home");
/// The live role of a card is handed over to one alone.
pub const HANDED_OVER: Check = Check::named("euicc: handed over once");
/// A hand-over, or a copy, that is older than what is known is not taken.
pub const GENERATION: Check = Check::named("euicc: generation");
/// A card goes on with sequence numbers above those that another copy of it had accepted.
pub const RAISED: Check = Check::named("euicc: sequence numbers go on");

//! The checks between a kiosk's report and what the cloud believes, each named (`model::Check`).

use model::Check;

/// The kiosk's key signed it.
pub const SIGNATURE: Check = Check::named("report: signature");
/// It is of the kiosk that hands it in.
pub const OWN: Check = Check::named("report: own");
/// It is of the kiosk's last restore, not of a copy from before.
pub const EPOCH: Check = Check::named("report: epoch");
/// None is left out, doubled or moved.
pub const NUMBER: Check = Check::named("report: number");
/// Each names the one before: the kiosk has told one history.
pub const LINK: Check = Check::named("report: link");
/// It holds no more than it may.
pub const SIZE: Check = Check::named("report: size");
/// A call answers the challenge of just now.
pub const CHALLENGE: Check = Check::named("report: challenge");

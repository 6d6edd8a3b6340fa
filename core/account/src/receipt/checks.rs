//! The checks between a receipt and what the owner believes, each named (`model::Check`).

use model::Check;

/// The device's key signed it.
pub const SIGNATURE: Check = Check::named("receipt: signature");
/// It is of this account, device and enrolment.
pub const OWN: Check = Check::named("receipt: own");
/// None is left out, doubled or moved.
pub const NUMBER: Check = Check::named("receipt: number");
/// Each names the one before: the device has told one history.
pub const LINK: Check = Check::named("receipt: link");
/// It is about an order that was given to this device.
pub const ORDER: Check = Check::named("receipt: order");
/// What it says was done is what the order's verb can do, to the order's own cards.
pub const OUTCOME: Check = Check::named("receipt: outcome");

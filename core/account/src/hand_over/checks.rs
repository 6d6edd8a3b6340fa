//! The checks that keep a new root from whoever has the old one, each named (`model::Check`).

use model::Check;

/// An agreement key is the device's own.
pub const AGREEMENT: Check = Check::named("hand-over: agreement key");
/// A root that was handed over makes the owner key that the manifest names.
pub const OWNER: Check = Check::named("hand-over: owner key");
/// A secret key that was handed over makes the sheet's key that the manifest names.
pub const SHEET: Check = Check::named("hand-over: sheet key");

//! The checks that whoever holds a lost device would get around, each named (`model::Check`).

use model::Check;

/// Time counts by uptime where the clock says less.
pub const UPTIME: Check = Check::named("lease: uptime");
/// Time counts by the clock where the uptime says less: the device was off.
pub const WALL: Check = Check::named("lease: wall time");
/// Powered-on time is summed over boots.
pub const SUM: Check = Check::named("lease: sum over boots");
/// A lease older than the last one saved is restored data.
pub const ANCHOR: Check = Check::named("lease: anchor");
/// What was locked or erased stays so, whatever the clock says later.
pub const STICKY: Check = Check::named("lease: stays locked");

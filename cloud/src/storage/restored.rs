use super::kept::int;

/// What counts upwards and kiosks remember: how far they have heard the news, which results they took.
pub(super) const REMEMBERED: [&str; 2] = ["subscriber_change", "late_result"];

/// Changes a second that no operator ever has.
const A_SECOND: u64 = 1 << 20;

/// What the counters go on behind after a restore: what they had given after the backup is lost, and a kiosk leaves out what is no newer to it by its
/// number. An epoch is the second of its restore, so all that was given before lies below. It stays below 2⁵³, which every reader of JSON can hold.
pub(super) fn behind(epoch: u64) -> i64 {
    int(epoch.saturating_mul(A_SECOND))
}

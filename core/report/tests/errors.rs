//! Every error: its words, whether trying again helps, what to do.

use landfall_report::{BadKioskId, ReportError};
use tables::{check, table};

// R: F3
#[test]
fn every_error_says_what_to_do() {
    check(table! { BadKioskId: BadKioskId => BadKioskId, false, "report status"; });
    check(table! { ReportError:
        ReportError::Forged => ReportError::Forged, false, "who calls";
        ReportError::Unreadable => ReportError::Unreadable, false, "Update the cloud";
        ReportError::Foreign => ReportError::Foreign, false, "who calls";
        ReportError::Restored(_) => ReportError::Restored(3), false, "one backup";
        ReportError::Missing(_) => ReportError::Missing(3), true, "by itself";
        ReportError::Doubled(_) => ReportError::Doubled(3), false, "one backup";
        ReportError::Branched(_) => ReportError::Branched(3), false, "one backup";
        ReportError::TooLong(_) => ReportError::TooLong(3), false, "Update the kiosk";
        ReportError::Stale => ReportError::Stale, true, "by itself";
    });
}

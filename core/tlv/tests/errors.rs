//! Every error of TLV: its words, and that only the writer of the bytes can mend them.

use landfall_tlv::{Error, Tag};
use tables::{check, table};

// R: F3
#[test]
fn every_error_says_what_happened_and_what_to_do() {
    let (expected, found) = (Tag(0x80), Tag(0x81));
    check(table! { Error:
        Error::Truncated => Error::Truncated, false, "whoever wrote it";
        Error::BadTag => Error::BadTag, false, "whoever wrote it";
        Error::BadLength => Error::BadLength, false, "whoever wrote it";
        Error::Unexpected { .. } => Error::Unexpected { expected, found }, false, "whoever wrote it";
        Error::Missing(_) => Error::Missing(expected), false, "whoever wrote it";
        Error::Trailing => Error::Trailing, false, "whoever wrote it";
        Error::BadValue(_) => Error::BadValue(expected), false, "whoever wrote it";
    });
}

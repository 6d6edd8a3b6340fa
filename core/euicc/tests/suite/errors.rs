use landfall_euicc::LoadError;
use tables::{check, table};

// R: F3
#[test]
fn every_error_says_what_happened_and_what_to_do() {
    check(table! { LoadError:
        LoadError::Missing => LoadError::Missing, false, "Restore";
        LoadError::Damaged(_) => LoadError::Damaged("settings"), false, "Restore";
    });
}

//! One test of each port, called from Kotlin's, Swift's and our own tests: the same judges every adapter.

mod keystore;

pub use keystore::check_keystore;

/// Something that a port must do, and whether it did.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Checked {
    /// What, as a sentence.
    pub what: String,
    /// Why not, if it did not.
    pub failure: Option<String>,
}

/// Collects what was checked.
pub(crate) struct Checks(Vec<Checked>);

impl Checks {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn that(&mut self, what: &str, held: Result<bool, String>) {
        let failure = match held {
            Ok(true) => None,
            Ok(false) => Some("it did not".to_owned()),
            Err(why) => Some(why),
        };
        self.0.push(Checked { what: what.to_owned(), failure });
    }

    pub(crate) fn done(self) -> Vec<Checked> {
        self.0
    }
}

//! What is wrong here, as findings, and a report that holds no secret: nothing in it names a person, a SIM or a key.

use crate::{Landfall, ports::KeystoreProtection, runtime::block, trouble::LandfallError};
use std::fmt::Write;

/// Something that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Finding {
    /// Names it for translation: `clock`, `keystore`, `locked`, `damaged`, `operators`, `unfinished`, `results`, `account`.
    pub key: String,
    /// Whether it is as it should be.
    pub well: bool,
    /// How many, where that is counted.
    pub count: u64,
    /// What was found, as a sentence.
    pub what: String,
}

fn finding(key: &str, well: bool, count: usize, what: impl Into<String>) -> Finding {
    Finding { key: key.to_owned(), well, count: count as u64, what: what.into() }
}

#[uniffi::export]
impl Landfall {
    /// Looks at everything that may be wrong, and goes on with what was interrupted.
    pub async fn diagnose(&self) -> Result<Vec<Finding>, LandfallError> {
        let (core, protection) = (self.core.clone(), self.ports.keystore.protection());
        block(move || {
            let found = core.examine()?;
            let guarded = match protection {
                KeystoreProtection::Software => "Keys are guarded by software alone.",
                KeystoreProtection::TrustedEnvironment => "Keys are guarded by the processor's trusted environment.",
                KeystoreProtection::SecureElement => "Keys are guarded by a chip of their own.",
            };
            let mut all = vec![finding("keystore", protection != KeystoreProtection::Software, 0, guarded)];
            all.extend(
                found.clock.map(|now| finding("clock", false, 0, format!("The clock says {now}, which can't be."))),
            );
            if found.locked {
                all.push(finding("locked", false, 0, "This phone is locked, so its SIMs are not looked at."));
                return Ok(all);
            }
            let damaged =
                |(what, _): &(&str, String)| finding("damaged", false, 0, format!("The {what} can't be read."));
            all.extend(found.damaged.iter().map(damaged));
            let counted = |key: &str, well: bool, count: usize, what: &str| {
                finding(key, well, count, format!("{what}: {count}."))
            };
            let operators = found.operators.unwrap_or_default();
            all.push(counted("operators", operators > 0, operators, "Operators that are trusted"));
            let begun = found.unfinished.len();
            all.push(counted("unfinished", begun == 0, begun, "Acquisitions that did not end"));
            all.push(counted("results", found.waiting == 0, found.waiting, "Results that wait for their kiosk"));
            let unsynced = |count| counted("account", count == 0, count, "Edits that wait for the account's server");
            all.extend(found.unsynced.map(unsynced));
            Ok::<_, LandfallError>(all)
        })
        .await
    }

    /// The findings as a text to send to whoever helps.
    pub async fn report(&self) -> Result<String, LandfallError> {
        let facts = self.ports.device.facts();
        let mut text = format!("Landfall {} on {} {}\n", crate::landfall_version(), facts.os, facts.cpu);
        for Finding { key, well, what, .. } in self.diagnose().await? {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{} {key}: {what}", if well { "ok" } else { "!!" });
        }
        Ok(text)
    }
}

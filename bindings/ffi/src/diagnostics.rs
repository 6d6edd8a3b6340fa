//! What is wrong here, as findings, and a report that holds no secret: nothing in it names a person, a SIM or a key.

use crate::ports::ClockPort;
use crate::{Landfall, ports::KeystoreProtection, runtime::block, trouble::LandfallError};
use app::ports::Clock;

/// This program was not there before (2026-01-01): a clock behind it is wrong.
const FIRST_POSSIBLE: u64 = 1_767_225_600;

/// Something that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Finding {
    /// Names it for translation: `clock`, `vault`, `roots`, `unfinished`, `results`, `keystore`, `account`.
    pub key: String,
    /// Whether it is as it should be.
    pub well: bool,
    /// What was found, as a sentence.
    pub what: String,
}

#[uniffi::export]
impl Landfall {
    /// Looks at everything that may be wrong.
    pub async fn diagnose(&self) -> Result<Vec<Finding>, LandfallError> {
        let (core, ports) = (self.core.clone(), self.ports.clone());
        block(move || {
            let finding = |key: &str, well: bool, what: String| Finding { key: key.to_owned(), well, what };
            let now = ClockPort(ports.clock.clone()).now();
            let mut all = vec![finding("clock", now.0 >= FIRST_POSSIBLE, format!("The clock says {now}."))];
            let protection = match ports.keystore.protection() {
                KeystoreProtection::Software => "Keys are guarded by software alone.",
                KeystoreProtection::TrustedEnvironment => "Keys are guarded by the processor's trusted environment.",
                KeystoreProtection::SecureElement => "Keys are guarded by a chip of their own.",
            };
            let hardware = ports.keystore.protection() != KeystoreProtection::Software;
            all.push(finding("keystore", hardware, protection.to_owned()));
            if core.lease()?.is_some_and(|lease| lease.locked) {
                all.push(finding("lease", false, "This phone is locked, so its SIMs are not looked at.".to_owned()));
                return Ok(all);
            }
            let vault = core.vault().and_then(|vault| Ok(vault.verify()?));
            all.push(match vault {
                Ok(_) => finding("vault", true, "The storage of SIMs is whole.".to_owned()),
                Err(error) => finding("vault", false, format!("The storage of SIMs is damaged: {error}.")),
            });
            let roots = core.roots()?.len();
            all.push(finding("roots", roots > 0, format!("Operators that are trusted: {roots}.")));
            let unfinished = core.acquisitions()?.len();
            all.push(finding("unfinished", unfinished == 0, format!("Acquisitions that did not end: {unfinished}.")));
            let waiting = core.cards()?.iter().filter(|card| card.result_waits).count();
            all.push(finding("results", waiting == 0, format!("Results that wait for their kiosk: {waiting}.")));
            if core.account_server()?.is_some() {
                let unsynced = core.unsynced()?;
                all.push(finding(
                    "account",
                    unsynced == 0,
                    format!("Edits that wait for the account's server: {unsynced}."),
                ));
            }
            Ok::<_, LandfallError>(all)
        })
        .await
    }

    /// The findings as a text to send to whoever helps.
    pub async fn report(&self) -> Result<String, LandfallError> {
        let findings = self.diagnose().await?;
        let facts = self.ports.device.facts();
        let mut text = format!("Landfall {} on {} {}\n", crate::landfall_version(), facts.os, facts.cpu);
        for Finding { key, well, what } in findings {
            text.push_str(&format!("{} {key}: {what}\n", if well { "ok " } else { "!! " }));
        }
        Ok(text)
    }
}

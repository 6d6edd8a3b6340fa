//! What stands beside a seal is bound into it.

use crate::{
    attack::{Attack, Caught::Sync, Strike, attack},
    stage::Stage,
};
use account::{
    log::{Breach, checks},
    record::Setting,
    wire::{Bytes, Pulled},
};
use app::SyncError;

pub(crate) const ATTACKS: &[Attack] = &[
    attack!("a record is given another kind", kind, [
        checks::BOUND => Sync(SyncError::Breach(Breach::Tampered { seq: 2, .. })),
        checks::FORK => Sync(SyncError::Breach(Breach::Fork { seq: 3, .. })),
    ]),
    attack!("a record is given another version", version, [
        checks::VERSION => Sync(SyncError::Breach(Breach::Version { seq: 2, wanted: 1, found: 2 })),
        checks::BOUND => Sync(SyncError::Breach(Breach::Tampered { seq: 2, .. })),
        checks::FORK => Sync(SyncError::Breach(Breach::Fork { seq: 3, .. })),
    ]),
    attack!("a record is given another author", author, [
        checks::BOUND => Sync(SyncError::Breach(Breach::Tampered { seq: 2, .. })),
        checks::FORK => Sync(SyncError::Breach(Breach::Fork { seq: 3, .. })),
    ]),
    attack!("a record's content is put under another record", record, [
        checks::BOUND => Sync(SyncError::Breach(Breach::Tampered { seq: 2, .. })),
        checks::FORK => Sync(SyncError::Breach(Breach::Fork { seq: 3, .. })),
    ]),
    attack!("a record is said to have ended", ended, [
        checks::BOUND => Sync(SyncError::Breach(Breach::Tampered { seq: 2, .. })),
        checks::FORK => Sync(SyncError::Breach(Breach::Fork { seq: 3, .. })),
    ]),
];

/// Home has written three settings, of which the server changes the second on its way to the phone.
fn second(stage: &Stage, mut lie: impl FnMut(&mut account::wire::Entry) + Send + 'static) {
    stage.home_writes(&[("language", "en"), ("theme", "dark"), ("sound", "off")]);
    stage.phone.way.answers::<Pulled>("GET /v1/log", move |page| {
        if let Some(entry) = page.entries.iter_mut().find(|entry| entry.seq == 2) {
            lie(entry);
        }
    });
}

fn kind(stage: &mut Stage) -> Strike {
    second(stage, |entry| entry.write.kind = "card".to_owned());
    Box::new(|stage| {
        stage.phone.sync()?;
        assert!(!stage.phone.settings().contains_key("theme"), "the setting is hidden");
        Ok(())
    })
}

fn version(stage: &mut Stage) -> Strike {
    second(stage, |entry| entry.write.version = 2);
    Box::new(|stage| {
        stage.phone.sync()?;
        let records = stage.phone.records();
        assert_eq!(records.iter().filter(|record| record.contains("setting 2 ")).count(), 1, "{records:?}");
        Ok(())
    })
}

fn author(stage: &mut Stage) -> Strike {
    let phone = stage.phone.id();
    second(stage, move |entry| entry.device = phone.clone());
    Box::new(|stage| {
        stage.phone.sync()?;
        let kept = stage.phone.landfall.account_records::<Setting>().expect("reads");
        let author = kept.iter().find(|one| one.what.name == "theme").map(|one| one.device.clone());
        assert_eq!(author, Some(stage.phone.id()), "it never wrote it");
        Ok(())
    })
}

fn record(stage: &mut Stage) -> Strike {
    let other = Bytes::from([9; 16]);
    let there = other.text();
    second(stage, move |entry| entry.write.record = other.clone());
    Box::new(move |stage| {
        stage.phone.sync()?;
        assert!(stage.phone.records().iter().any(|record| record.starts_with(&there)), "it stands there");
        Ok(())
    })
}

fn ended(stage: &mut Stage) -> Strike {
    second(stage, |entry| entry.write.deleted = true);
    Box::new(|stage| {
        stage.phone.sync()?;
        assert!(!stage.phone.settings().contains_key("theme"), "it is gone");
        Ok(())
    })
}

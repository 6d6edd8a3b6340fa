//! Every record comes, in its order, once, and as it is now.

use crate::{
    attack::{Attack, Caught::Sync, Strike, attack},
    stage::Stage,
};
use account::{
    log::{Breach, chain::sealed_digest, checks},
    record::Setting,
    wire::{Bytes, Entry, Pulled},
};
use app::SyncError;
use std::sync::{Arc, Mutex};

pub(crate) const ATTACKS: &[Attack] = &[
    attack!("two records are swapped", swapped, [
        checks::BOUND => Sync(SyncError::Breach(Breach::Tampered { seq: 1, .. })),
        checks::FORK => Sync(SyncError::Breach(Breach::Fork { seq: 3, .. })),
    ]),
    attack!("a record is spoilt so that it is passed over", spoilt, [
        checks::ASIDE => Sync(SyncError::Breach(Breach::Tampered { seq: 2, .. })),
        checks::FORK => Sync(SyncError::Breach(Breach::Fork { seq: 3, .. })),
    ]),
    attack!("a record's old version is shown as its new one", old_as_new, [
        checks::BOUND => Sync(SyncError::Breach(Breach::Tampered { seq: 2, .. })),
        checks::FORK => Sync(SyncError::Breach(Breach::Fork { seq: 2, .. })),
    ]),
    attack!("an old write is served again as a new one", replayed, [
        checks::VERSION => Sync(SyncError::Breach(Breach::Version { seq: 3, wanted: 3, found: 1 })),
    ]),
    attack!("an entry in the middle is left out", hole, [
        checks::GAP => Sync(SyncError::Breach(Breach::Gap { wanted: 2 })),
        checks::FORK => Sync(SyncError::Breach(Breach::Fork { seq: 3, .. })),
    ]),
    attack!("an entry is left out and those behind it move up", moved_up, [
        checks::WITHHELD => Sync(SyncError::Breach(Breach::Withheld { signed: 3, found: 2, .. })),
    ]),
    attack!("a record's content is left out", omitted, [
        checks::OMITTED => Sync(SyncError::Breach(Breach::Omitted { seq: 2, .. })),
    ]),
    attack!("a tombstone is dropped", tombstone, [
        checks::WITHHELD => Sync(SyncError::Breach(Breach::Withheld { signed: 2, found: 1, .. })),
    ]),
    attack!("a record comes back after its end", resurrected, [
        checks::TOMBSTONE => Sync(SyncError::Breach(Breach::Resurrected(3))),
        checks::VERSION => Sync(SyncError::Breach(Breach::Version { seq: 3, wanted: 3, found: 1 })),
    ]),
];

/// Home has written three settings; the phone's server has them otherwise in its database.
fn edited(stage: &Stage, sql: &'static [&'static str]) {
    stage.home_writes(&[("language", "en"), ("theme", "dark"), ("sound", "off")]);
    let other = stage.server.copy();
    other.edit(sql);
    stage.phone.way.leads_to(&other);
}

fn swapped(stage: &mut Stage) -> Strike {
    edited(
        stage,
        &[
            "INSERT INTO secret SELECT 'first', CAST(sealed AS BLOB) FROM record WHERE seq = 1",
            "UPDATE record SET sealed = (SELECT sealed FROM record WHERE seq = 2) WHERE seq = 1",
            "UPDATE record SET sealed = (SELECT CAST(value AS TEXT) FROM secret WHERE name = 'first') WHERE seq = 2",
        ],
    );
    Box::new(|stage| {
        stage.phone.sync()?;
        let at_home = of(stage.home.landfall.account_records::<Setting>().expect("reads"), "language");
        let abroad = of(stage.phone.landfall.account_records::<Setting>().expect("reads"), "theme");
        assert_eq!(abroad, at_home, "one stands in the other's place");
        Ok(())
    })
}

fn of(kept: Vec<app::Kept<Setting>>, name: &str) -> Option<account::log::RecordId> {
    kept.into_iter().find(|one| one.what.name == name).map(|one| one.record)
}

fn spoilt(stage: &mut Stage) -> Strike {
    stage.home_writes(&[("language", "en"), ("theme", "dark"), ("sound", "off")]);
    stage.phone.way.answers::<Pulled>("GET /v1/log", |page| {
        page.entries.iter_mut().filter(|entry| entry.seq == 2).for_each(|entry| entry.write.sealed.0[20] ^= 1);
    });
    Box::new(without_theme)
}

/// The phone's server remembers the first entry as it was.
fn remembered(stage: &Stage) -> Arc<Mutex<Option<Entry>>> {
    let first = Arc::new(Mutex::new(None));
    let kept = first.clone();
    stage.phone.way.answers::<Pulled>("GET /v1/log", move |page| {
        let mut kept = kept.lock().expect("no panic");
        let found = page.entries.iter().find(|entry| entry.seq == 1 && !entry.write.sealed.is_empty());
        *kept = found.cloned().or_else(|| kept.take());
    });
    stage.home_writes(&[("theme", "old")]);
    stage.phone.sync().expect("honest");
    stage.phone.way.is_honest();
    first
}

fn old_as_new(stage: &mut Stage) -> Strike {
    let first = remembered(stage);
    stage.home_writes(&[("theme", "new")]);
    stage.phone.way.answers::<Pulled>("GET /v1/log", move |page| {
        let old = first.lock().expect("no panic").clone().expect("it was remembered");
        page.entries.iter_mut().filter(|entry| entry.seq == 2).for_each(|entry| {
            entry.write.sealed = old.write.sealed.clone();
        });
    });
    Box::new(|stage| {
        stage.phone.sync()?;
        assert_eq!(stage.phone.settings()["theme"], "old");
        Ok(())
    })
}

fn replayed(stage: &mut Stage) -> Strike {
    let first = remembered(stage);
    stage.home_writes(&[("theme", "new")]);
    stage.phone.sync().expect("honest");
    again(stage, first);
    Box::new(|stage| {
        stage.phone.sync()?;
        assert_eq!(stage.phone.settings()["theme"], "old");
        Ok(())
    })
}

/// The first entry comes once more, as the third.
fn again(stage: &Stage, first: Arc<Mutex<Option<Entry>>>) {
    stage.phone.way.log(move |after, page| {
        let old = first.lock().expect("no panic").clone().expect("it was remembered");
        if after == 2 {
            page.entries.push(Entry { seq: 3, ..old });
        }
        page.last_seq = 3;
    });
}

fn hole(stage: &mut Stage) -> Strike {
    stage.home_writes(&[("language", "en"), ("theme", "dark"), ("sound", "off")]);
    stage.phone.way.answers::<Pulled>("GET /v1/log", |page| page.entries.retain(|entry| entry.seq != 2));
    Box::new(without_theme)
}

fn moved_up(stage: &mut Stage) -> Strike {
    edited(
        stage,
        &[
            "DELETE FROM entry WHERE place & 4294967295 = 2",
            "UPDATE entry SET place = place - 1 WHERE place & 4294967295 = 3",
            "UPDATE record SET seq = 2 WHERE seq = 3",
            "UPDATE account SET last = 2",
        ],
    );
    Box::new(without_theme)
}

fn omitted(stage: &mut Stage) -> Strike {
    stage.home_writes(&[("language", "en"), ("theme", "dark"), ("sound", "off")]);
    stage.phone.way.answers::<Pulled>("GET /v1/log", |page| {
        page.entries.iter_mut().filter(|entry| entry.seq == 2).for_each(|entry| {
            let digest = sealed_digest(entry).expect("it is there");
            (entry.digest, entry.write.sealed) = (Bytes::from(digest), Bytes::default());
        });
    });
    Box::new(without_theme)
}

fn without_theme(stage: &mut Stage) -> Result<(), crate::attack::Caught> {
    stage.phone.sync()?;
    let settings = stage.phone.settings();
    assert!(!settings.contains_key("theme") && settings.contains_key("sound"), "it is not missed: {settings:?}");
    Ok(())
}

fn tombstone(stage: &mut Stage) -> Strike {
    stage.home_writes(&[("theme", "dark")]);
    stage.phone.sync().expect("honest");
    stage.home.landfall.unset_setting("theme").expect("it waits");
    stage.home.sync().expect("honest");
    stage.phone.way.answers::<Pulled>("GET /v1/log", |page| {
        page.entries.clear();
        page.last_seq = 1;
    });
    Box::new(|stage| {
        stage.phone.sync()?;
        assert_eq!(stage.phone.settings()["theme"], "dark", "it was deleted");
        Ok(())
    })
}

fn resurrected(stage: &mut Stage) -> Strike {
    let first = remembered(stage);
    stage.home.landfall.unset_setting("theme").expect("it waits");
    stage.home.sync().expect("honest");
    stage.phone.sync().expect("honest");
    again(stage, first);
    Box::new(|stage| {
        stage.phone.sync()?;
        assert_eq!(stage.phone.settings()["theme"], "old", "it was deleted");
        Ok(())
    })
}

//! A device that was taken out of the account, kept its keys, and has the server's help.

use crate::{
    attack::{Attack, Caught::Sync, Strike, attack},
    stage::{Handset, Stage},
};
use account::{
    keys::AccountKeys,
    log::{Breach, Namer, checks, seal::Bound},
    record::{Kind, Setting},
    wire::{Bytes, Entry, Write},
};
use app::SyncError;
use landfall_flows::{here, random};

pub(crate) const ATTACKS: &[Attack] = &[
    attack!("a device that was taken out writes with an old data key", revoked, [
        checks::REVOKED => Sync(SyncError::Breach(Breach::RevokedAuthor { seq: 2, .. })),
        checks::KEY_EPOCH => Sync(SyncError::Breach(Breach::OldKey { seq: 2, found: 1, last: 2 })),
    ]),
    attack!("an old data key writes in another device's name", lent, [
        checks::KEY_EPOCH => Sync(SyncError::Breach(Breach::OldKey { seq: 2, found: 1, last: 2 })),
    ]),
    attack!("a stolen data key writes in nobody's name", stranger, [
        checks::AUTHOR => Sync(SyncError::Breach(Breach::UnknownAuthor(1))),
    ]),
];

/// `theme = stolen` as the log's next entry, by somebody who has these keys.
fn forged(keys: &AccountKeys, author: &Bytes, seq: u64) -> Entry {
    let setting = Setting { name: "theme".to_owned(), value: "stolen".into(), other: serde_json::Map::new() };
    let bound = Bound {
        account: &keys.account,
        record: Namer::of(keys).record(Setting::KIND, &["theme"], 0),
        kind: Setting::KIND,
        version: 1,
        key_epoch: keys.keyring.epoch(),
        deleted: false,
        device: &author.0,
    };
    let key = keys.keyring.key(keys.keyring.epoch()).expect("its last");
    let write: Write = bound.seal(key, Some(&setting.content()), &mut random);
    Entry { seq, device: author.clone(), digest: Bytes::default(), write }
}

/// It is what the server shows the phone next.
fn next(stage: &Stage, entry: Entry) {
    stage.phone.way.log(move |after, page| {
        if after + 1 == entry.seq {
            page.entries.push(entry.clone());
        }
        page.last_seq = entry.seq;
    });
}

/// The thief, after home has taken it out and has written since.
fn taken_out(stage: &Stage) -> Handset {
    let thief = stage.third("thief");
    here(stage.home.landfall.revoke_device(stage.home.port(), "thief")).expect("it is taken out");
    stage.home_writes(&[("language", "en")]);
    stage.settle();
    thief
}

fn stolen() -> Strike {
    Box::new(|stage| {
        match stage.phone.sync() {
            // To seal it anew it would have to be in the server's log.
            Ok(_) | Err(SyncError::Busy) => {}
            Err(error) => return Err(error.into()),
        }
        assert_eq!(stage.phone.settings()["theme"], "stolen");
        Ok(())
    })
}

fn revoked(stage: &mut Stage) -> Strike {
    let thief = taken_out(stage);
    next(stage, forged(&thief.account().keys, &thief.id(), 2));
    stolen()
}

fn lent(stage: &mut Stage) -> Strike {
    let thief = taken_out(stage);
    next(stage, forged(&thief.account().keys, &stage.home.id(), 2));
    stolen()
}

fn stranger(stage: &mut Stage) -> Strike {
    next(stage, forged(&stage.home.account().keys, &Bytes::from([9; 16]), 1));
    stolen()
}

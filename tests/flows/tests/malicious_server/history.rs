//! The log becomes no shorter, and is one for all devices.

use crate::{
    attack::{Attack, Caught::Sync, Strike, attack},
    stage::Stage,
};
use account::{
    log::{Breach, checks, head},
    signed::{Signed, Signer},
    wire::{AccountView, Bytes, Head, Pulled},
};
use app::SyncError;
use landfall_flows::{Key, here};

pub(crate) const ATTACKS: &[Attack] = &[
    attack!("the log is put back to yesterday's", rolled_back, [
        checks::ROLLBACK => Sync(SyncError::Breach(Breach::Rollback { found: 1, seen: 2 })),
        checks::HEAD_SANK => Sync(SyncError::Breach(Breach::HeadSank { .. })),
    ]),
    attack!("a restored backup is claimed to hide the newest entry", restored, [
        checks::RESTORE => Sync(SyncError::Breach(Breach::Restored { known: 0, found: 1 })),
        checks::HEAD_DROPPED => Sync(SyncError::Breach(Breach::HeadDropped(_))),
    ]),
    attack!("the restore epoch sinks", restore_sank, lasting, [
        checks::RESTORE => Sync(SyncError::Breach(Breach::RestoreSank { known: 1, found: 0 })),
        checks::HEAD_DROPPED => Sync(SyncError::Breach(Breach::HeadDropped(_))),
    ]),
    attack!("a head is forged", forged, [
        checks::HEAD_SIGNED => Sync(SyncError::Breach(Breach::HeadForged(_))),
    ]),
    attack!("an old head is shown again", old_head, [
        checks::HEAD_SANK => Sync(SyncError::Breach(Breach::HeadSank { found: 1, seen: 2, .. })),
    ]),
    attack!("a head is no longer shown", dropped, [
        checks::HEAD_DROPPED => Sync(SyncError::Breach(Breach::HeadDropped(_))),
    ]),
    attack!("two devices are shown two logs", forked, lasting, [
        checks::FORK => Sync(SyncError::Breach(Breach::Fork { seq: 2, .. })),
    ]),
];

fn rolled_back(stage: &mut Stage) -> Strike {
    stage.home_writes(&[("theme", "grey")]);
    stage.settle();
    let yesterday = stage.server.copy();
    stage.home_writes(&[("theme", "dark")]);
    stage.settle();
    stage.phone.way.leads_to(&yesterday);
    Box::new(|stage| {
        stage.phone.sync()?;
        // What it knows is not brought back, either: it takes the server to have it.
        assert_eq!(stage.phone.landfall.unsynced().expect("reads"), 0);
        Ok(())
    })
}

fn restored(stage: &mut Stage) -> Strike {
    stage.home_writes(&[("theme", "grey")]);
    stage.settle();
    stage.home_writes(&[("theme", "dark")]);
    stage.phone.way.answers::<Pulled>("GET /v1/log", |page| {
        page.entries.clear();
        (page.last_seq, page.restore_epoch) = (1, 1);
    });
    Box::new(|stage| {
        stage.phone.sync()?;
        assert_eq!(stage.phone.settings()["theme"], "grey", "home wrote another since");
        Ok(())
    })
}

fn restore_sank(stage: &mut Stage) -> Strike {
    stage.home_writes(&[("theme", "grey")]);
    stage.settle();
    for of in [&stage.home, &stage.phone] {
        of.way.answers::<Pulled>("GET /v1/log", |page| page.restore_epoch = 1);
        of.way.answers::<AccountView>("GET /v1/account", |view| view.restore_epoch = 1);
        here(of.landfall.believe_restored(of.port())).expect("the server says so");
    }
    for of in [&stage.home, &stage.phone, &stage.home, &stage.phone] {
        of.sync().expect("as after a restored backup");
    }
    stage.phone.way.is_honest();
    Box::new(|stage| {
        stage.phone.sync()?;
        Ok(())
    })
}

fn heads_of(page: &mut Pulled, device: &Bytes, mut change: impl FnMut(&mut Signed)) {
    let of = |signed: &&mut Signed| signed.signer == Signer::Device(device.clone());
    page.heads.iter_mut().filter(of).for_each(&mut change);
}

fn says(signed: &Signed) -> Head {
    serde_json::from_slice(&signed.payload.0).expect("a head")
}

/// The server says that home has read what the phone wrote.
fn forged(stage: &mut Stage) -> Strike {
    stage.settle();
    stage.phone.set("theme", "dark");
    stage.phone.sync().expect("honest");
    let (home, phone, key) = (stage.home.id(), stage.phone.id(), Key::generate());
    stage.phone.way.answers::<Pulled>("GET /v1/log", move |page| {
        let own = page.heads.iter().find(|signed| signed.signer == Signer::Device(phone.clone())).map(says);
        let own = own.expect("the phone's");
        heads_of(page, &home, |signed| {
            let raised = Head { device: home.clone(), ..own.clone() };
            *signed = head::sign(&raised, |message| Ok::<_, ()>(key.sign(message).to_vec())).expect("signs");
        });
    });
    Box::new(|stage| {
        stage.phone.sync()?;
        stage.phone.way.is_honest();
        // It believes so: what home really signed is lower.
        let told = stage.phone.sync();
        assert!(matches!(told, Err(SyncError::Breach(Breach::HeadSank { .. }))), "{told:?}");
        Ok(())
    })
}

fn old_head(stage: &mut Stage) -> Strike {
    stage.home_writes(&[("theme", "grey")]);
    stage.settle();
    let old = stage.phone.asks(async |cloud| cloud.pull(0, 10).await).heads;
    stage.home_writes(&[("theme", "dark")]);
    stage.settle();
    let home = stage.home.id();
    let old = old.into_iter().find(|signed| signed.signer == Signer::Device(home.clone())).expect("home's");
    stage.phone.way.answers::<Pulled>("GET /v1/log", move |page| {
        heads_of(page, &home, |signed| *signed = old.clone());
    });
    Box::new(|stage| {
        stage.phone.sync()?;
        Ok(())
    })
}

fn dropped(stage: &mut Stage) -> Strike {
    stage.settle();
    let home = stage.home.id();
    stage.phone.way.answers::<Pulled>("GET /v1/log", move |page| {
        page.heads.retain(|signed| signed.signer != Signer::Device(home.clone()));
    });
    Box::new(|stage| {
        stage.phone.sync()?;
        Ok(())
    })
}

fn forked(stage: &mut Stage) -> Strike {
    stage.home_writes(&[("theme", "grey")]);
    stage.settle();
    stage.home.way.leads_to(&stage.server.copy());
    stage.home_writes(&[("theme", "dark")]);
    stage.phone.set("theme", "light");
    stage.phone.sync().expect("nothing is to be noticed yet");
    let home = stage.home.id();
    let heads = stage.home.asks(async |cloud| cloud.pull(0, 10).await).heads;
    let signed = heads.into_iter().find(|signed| signed.signer == Signer::Device(home.clone())).expect("home's");
    stage.phone.way.answers::<Pulled>("GET /v1/log", move |page| {
        heads_of(page, &home, |head| *head = signed.clone());
    });
    Box::new(|stage| {
        stage.phone.sync()?;
        assert_ne!(stage.phone.settings(), stage.home.settings(), "and neither knows");
        Ok(())
    })
}

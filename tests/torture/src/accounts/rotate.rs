//! The account's keys are replaced, by one phone or by both; whoever dies, keyring and device list go together everywhere, what was written before is
//! read, and what is written now is sealed anew.

use super::{
    job::Play,
    left, records,
    world::{Who, World},
};
use account::{keys::AccountId, manifest::Pinned};
use landfall_cloud::storage::{Accounts, Manifests};
use landfall_stage::Broken;

#[derive(Debug, Default)]
pub(super) struct Rotate {
    epoch: u64,
    values: u64,
}

impl Play for Rotate {
    fn begin(&mut self, world: &mut World) -> Result<(), Broken> {
        records::quiet(world)?;
        self.epoch = agree(world)?;
        Ok(())
    }

    fn round(&mut self, world: &mut World) -> Result<(), Broken> {
        self.values += 1;
        let value = self.values.to_string();
        for (who, name) in [(Who::Home, "of home"), (Who::Lost, "of lost")] {
            world.ask(who, &["records", "set", name, &format!("v{value}")])?;
        }
        let (one, other) = if world.dice.one_in(2) { (Who::Home, Who::Lost) } else { (Who::Lost, Who::Home) };
        let mut at_most = 1;
        if world.dice.one_in(3) {
            // Begun by one phone, which may die in it, and begun anew by the other.
            at_most += 1;
            world.once(one, "rotate", &["account", "rotate"])?.map(landfall_stage::Ended::answer).transpose()?;
        }
        let rotated = world.ask_through(other, "rotate", &["account", "rotate"])?;
        at_most += world.deaths.happened.len() as u64;
        let epoch = rotated["key_epoch"].as_u64().unwrap_or(0);
        for who in [one, other] {
            world.ask_through(who, "sync", &["sync"])?;
        }
        let records = records::quiet(world)?;
        for name in ["of home", "of lost"] {
            let value = format!("v{value}");
            if records.settings.get(name).and_then(|setting| setting.stands.as_ref()).is_none_or(|(_, v)| *v != value) {
                return Err(Broken::not(format!("{name} is lost behind a rotation: {:?}", records.settings.get(name))));
            }
        }
        let now = agree(world)?;
        let most = self.epoch + at_most;
        if epoch <= self.epoch || epoch > most || now < epoch || now > most {
            return Err(Broken::not(format!("from keys {} to {epoch} and {now}, and at most {most}", self.epoch)));
        }
        self.epoch = now;
        Ok(())
    }

    /// A phone that has never synced reads what was sealed under all of them.
    fn end(&mut self, world: &mut World) -> Result<(), Broken> {
        let home = records::quiet(world)?;
        world.ask(Who::Third, &["sync"])?;
        records::agree(&home, &records::of(world, Who::Third)?)
    }
}

/// Phones and cloud have the same device list and the same keys, and the one names the other; the epoch of the keys.
pub(super) fn agree(world: &mut World) -> Result<u64, Broken> {
    let (home, lost) = (left::account(world, Who::Home)?, left::account(world, Who::Lost)?);
    let epoch = home.keyring().epoch();
    let of = |state: &app::AccountState| (state.keyring().epoch(), state.pinned.mark());
    let named = home.manifest().map_err(Broken::not)?.key_epoch;
    if of(&home) != of(&lost) || named != epoch {
        return Err(Broken::not(format!(
            "phones have {:?} and {:?}; the list names keys {named}",
            of(&home),
            of(&lost)
        )));
    }
    world.kill_cloud()?;
    let kept = cloud(world, home.account())?;
    world.restart_cloud(&[])?;
    let (sealed, pinned) = kept;
    if pinned.mark() != home.pinned.mark() {
        return Err(Broken::not(format!(
            "the cloud's last device list is {:?}, the phones' is {:?}",
            pinned.mark(),
            home.pinned.mark()
        )));
    }
    let manifest = home.manifest().map_err(Broken::not)?;
    let opened = manifest.open_keyring(&sealed, &home.account(), &home.keys.root).map_err(Broken::not)?;
    if opened.epoch() == epoch {
        Ok(u64::from(epoch))
    } else {
        Err(Broken::not("the cloud has a keyring of another epoch"))
    }
}

/// What it keeps sealed, and its last device list.
fn cloud(world: &World, account: AccountId) -> Result<(account::wire::SealedKeys, Pinned), Broken> {
    let data = left::cloud_data(world)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(Broken::io("a runtime"))?;
    runtime.block_on(async {
        let kept =
            data.account(&account).await.map_err(Broken::not)?.ok_or_else(|| Broken::not("the account is gone"))?;
        let last = data.manifests(&account, kept.manifest - 1, 1).await.map_err(Broken::not)?;
        let pinned = last.first().and_then(Pinned::kept).ok_or_else(|| Broken::not("the last device list is gone"))?;
        Ok((kept.sealed, pinned))
    })
}

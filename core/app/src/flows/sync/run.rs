use super::{Shown, SyncError};
use crate::{
    AccountError, AccountState, Event, Events, Landfall, OsRandom, cloud::CloudClient, cloud::PushAnswer, ports::Cloud,
};
use account::{
    log::{Breach, Told},
    signed::Kind,
    wire::{Bytes, Head, Push, PutHead},
};
use model::Eid;
use std::sync::Arc;
use store::crash;

/// Entries of one page.
const PAGE: u32 = 500;
/// So often in a row other devices may come first before this one gives up for now.
const TRIES: u32 = 8;

/// What a sync came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Synced {
    /// What other devices did, and what became of edits here.
    pub told: Vec<Told>,
    /// How many edits the server has now.
    pub written: usize,
    /// The log's last place.
    pub place: u64,
    /// How many results of cards its server took for kiosks that had not had them.
    pub results: usize,
    /// The cards that the account's server was shown.
    pub shown: Shown,
    /// The eUICCs that have certificates now which live longer than a kiosk's.
    pub certified: Vec<Eid>,
}

impl Landfall {
    /// Brings the account's records on this phone and at its server together: compares the phone's cards with them, reads what other devices wrote, sends what
    /// was edited here. What the server says is verified first; what happens to records on the way is theirs to tell ([`account::record::Activity`]).
    ///
    /// # Errors
    /// [`SyncError::Breach`] names what a server that lies did; nothing of that was kept. [`SyncError`]: what waits goes on waiting.
    pub async fn sync(&self, port: Arc<dyn Cloud>, events: &Events) -> Result<Synced, SyncError> {
        self.owner().map_err(AccountError::from)?;
        let _one = self.syncing.flow.lock().await;
        let (mut state, cloud) = self.account_session(port).await?;
        let mut synced = Synced::default();
        // What this phone has is compared with what the account knows; from then on it is an edit upon what was read last.
        if self.replica(&state)?.reader().seq() == 0 {
            state = self.read_log(state, &cloud, events, &mut synced).await?;
        }
        self.gather(&state)?;
        let mut left = usize::MAX;
        let mut tries = 0;
        loop {
            state = self.read_log(state, &cloud, events, &mut synced).await?;
            crash::point("phone.sync.read");
            let Some((push, head, now)) = self.prepare_push(&state)? else { break };
            tries = if now < left { 0 } else { tries + 1 };
            if tries > TRIES {
                return Err(SyncError::Busy);
            }
            left = now;
            crash::point("phone.sync.queued");
            match cloud.push(&push).await {
                Ok(PushAnswer::Pushed(_)) => {
                    self.head_kept(&state, &head)?;
                    synced.written += push.writes.len();
                    events.tell(Event::LogWritten { left: now.saturating_sub(push.writes.len()) });
                }
                Ok(PushAnswer::Conflicts(_)) => {}
                // Perhaps the keys were rotated, or this device revoked.
                Err(error) if error.is(crate::cloud::ProblemKind::Conflict) => state = self.follow(&cloud).await?,
                Err(error) => return Err(error.into()),
            }
            crash::point("phone.sync.pushed");
        }
        synced.place = self.put_head(&state, &cloud).await?;
        self.apply_nicknames(&state);
        synced.results = self.hand_in_results(&cloud).await?;
        synced.shown = self.show_new_cards(&state, &cloud).await?;
        synced.certified = self.certify_anew(&cloud).await?;
        Ok(synced)
    }

    /// The user believes that the server's operator restored a backup, as [`Breach::Restored`] said: this phone reads the log anew with the next
    /// [`sync`](Self::sync), and brings back what it knows.
    ///
    /// # Errors
    /// [`SyncError::NotRestored`] if the server says no such thing; [`SyncError`].
    pub async fn believe_restored(&self, port: Arc<dyn Cloud>) -> Result<(), SyncError> {
        self.owner().map_err(AccountError::from)?;
        let _one = self.syncing.flow.lock().await;
        let (state, cloud) = self.account_session(port).await?;
        let told = cloud.account().await?.restore_epoch;
        self.step(&state, |replica, _| {
            if told <= replica.reader().restore_epoch() {
                return Err(SyncError::NotRestored);
            }
            replica.believe_restored(told);
            Ok(())
        })
    }

    /// Reads the log to its end.
    async fn read_log(
        &self,
        mut state: AccountState,
        cloud: &CloudClient,
        events: &Events,
        synced: &mut Synced,
    ) -> Result<AccountState, SyncError> {
        let mut tries = 0;
        loop {
            let after = self.replica(&state)?.reader().seq();
            let page = cloud.pull(after, PAGE).await?;
            let now = self.ports.clock.now().0;
            let taken = self.step(&state, |replica, _| {
                let (told, more) = replica.take(&page, state.keyring(), &state.pinned)?;
                super::happened::write(replica, &told, &state.device.id, now);
                Ok((told, more, replica.reader().seq()))
            });
            match taken {
                Ok((told, more, place)) => {
                    tries = 0;
                    synced.told.extend(told);
                    crash::point("phone.sync.page");
                    events.tell(Event::LogRead { place, last: page.last_seq });
                    if !more {
                        return Ok(state);
                    }
                }
                Err(SyncError::Breach(breach)) if tries < 2 && breach.retrying_helps() => {
                    tries += 1;
                    if let Breach::NewManifest(_) | Breach::NewKey { .. } = breach {
                        state = self.follow(cloud).await?;
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn follow(&self, cloud: &CloudClient) -> Result<AccountState, SyncError> {
        let state = self.follow_account(cloud).await?;
        if state.is_enrolled() { Ok(state) } else { Err(AccountError::Revoked.into()) }
    }

    /// The next batch, durable; where this phone stands; and how much waits, itself among it.
    fn prepare_push(&self, state: &AccountState) -> Result<Option<(Push, Head, usize)>, SyncError> {
        let next = self.step(state, |replica, _| {
            let left = replica.waiting() + replica.to_reseal(state.keyring().epoch());
            let pushing = replica.next_push(state.keyring(), &mut OsRandom::new());
            Ok(pushing.map(|pushing| (pushing, self.head(state, replica.reader()), left)))
        })?;
        let Some((pushing, head, left)) = next else { return Ok(None) };
        let signed = self.sign_head(state, &head)?;
        Ok(Some((Push { batch: pushing.batch, writes: pushing.writes, head: signed }, head, left)))
    }

    /// Says where this phone stands, unless the server knows.
    async fn put_head(&self, state: &AccountState, cloud: &CloudClient) -> Result<u64, SyncError> {
        let replica = self.replica(state)?;
        let (head, known) = (self.head(state, replica.reader()), replica.reader().head_of(&state.device.id));
        if known.is_none_or(|known| known < head.seq) {
            cloud.put_head(&PutHead { head: self.sign_head(state, &head)? }).await?;
            self.head_kept(state, &head)?;
        }
        Ok(head.seq)
    }

    /// The server has it: it may not serve a lower one any more.
    fn head_kept(&self, state: &AccountState, head: &Head) -> Result<(), SyncError> {
        self.step(state, |replica, _| {
            replica.head_kept(head, state.device.epoch);
            Ok(())
        })
    }

    fn head(&self, state: &AccountState, reader: &account::log::Reader) -> Head {
        let device: &Bytes = &state.device.id;
        reader.head(device, self.ports.clock.now().0)
    }

    fn sign_head(&self, state: &AccountState, head: &Head) -> Result<account::signed::Signed, SyncError> {
        Ok(state.identity(self.ports.keystore.clone()).sign(Kind::Head, head)?)
    }
}

//! Show: the account's cards to whom may see them, sealed to each alone; and see what others show.

use super::{TieError, Untaken, known::Ties};
use crate::{
    AccountState, Landfall, OsRandom,
    cloud::{CloudClient, ProblemKind},
};
use account::{
    record::{Card, Nickname},
    rights::{Act, Link},
    sub::{AgreementKey, Sealing, Stands, SubError, open_share, seal_share},
    wire::{Bytes, Share, Shared, SharedCard},
};
use model::Batch;
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;
use vault::{Records, VaultError};

/// | id | what |
/// |---|---|
/// | `shown.` account | what that was shown last |
/// | `seen.` account | what it shows |
const TABLE: &str = "app.subs";
/// What has not changed is shown again after so long, in seconds: a server that was restored may have lost it.
const AGAIN: u64 = 86_400;

/// What forgets it.
pub(in crate::flows) fn forget() -> Batch {
    let mut batch = Batch::new();
    batch.delete_prefix(TABLE, []);
    batch
}

#[derive(Default, Serialize, Deserialize)]
struct Shown {
    number: u64,
    digest: Bytes,
    time: u64,
}

#[derive(Serialize, Deserialize)]
struct Seen {
    number: u64,
    shared: Shared,
}

impl Landfall {
    pub(super) async fn share_cards(&self, state: &AccountState, cloud: &CloudClient) -> Result<(), TieError> {
        let ties = self.ties(state)?;
        let now = self.ports.clock.now().0;
        let linked = |stands: &Stands| stands.from.account == *ties.id() && stands.said.link == Link::Linked;
        for stands in ties.standings().filter(linked) {
            let cards = self.shared_cards(state, &stands, now)?;
            let id = format!("shown.{}", stands.to.account.text());
            let last: Shown = self.sub_record(&id)?.unwrap_or_default();
            let what = (&cards, &stands.to, stands.said.number);
            let what = serde_json::to_vec(&what).expect("what is shown has string keys only");
            let digest = Bytes::from(digest(&SHA256, &what));
            let known = last.digest == digest && now < last.time.saturating_add(AGAIN);
            if known || last.number == 0 && cards.is_empty() {
                continue;
            }
            let number = now.max(last.number.saturating_add(1));
            let sealing = Sealing { from: ties.id(), to: &stands.to, number };
            let shared = Shared { cards, time: now };
            let share = seal_share(&state.keys.owner(), &sealing, &shared, &mut OsRandom::new())?;
            match cloud.put_share(share).await.map_err(TieError::from) {
                Ok(()) => self.put_sub_record(&id, &Shown { number, digest, time: now })?,
                // Another device of the account has shown them since, or the right to see them has ended.
                Err(error) if error.is(ProblemKind::Conflict) || error.is(ProblemKind::Refused) => {
                    tracing::info!(%error, "cards were not shown");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The cards that the other may see, by the account's records.
    fn shared_cards(&self, state: &AccountState, stands: &Stands, now: u64) -> Result<Vec<SharedCard>, TieError> {
        let manifest = state.manifest()?;
        let names: BTreeMap<String, String> = self
            .account_records::<Nickname>()?
            .into_iter()
            .filter(|kept| kept.conflict_of.is_none() && !kept.what.nickname.is_empty())
            .map(|kept| (kept.what.iccid, kept.what.nickname))
            .collect();
        let mut cards = Vec::new();
        for card in self.account_records::<Card>()?.into_iter().filter(|kept| kept.conflict_of.is_none()) {
            let card = card.what;
            let may = |act: &Act| stands.judge(&manifest, *act, &card.iccid, now).is_ok();
            let device = manifest.devices.iter().find(|device| device.id == card.device && !device.revoked);
            let Some(device) = device.filter(|_| may(&Act::See)) else { continue };
            cards.push(SharedCard {
                name: names.get(&card.iccid).cloned().unwrap_or(card.name),
                acts: Act::ALL.into_iter().filter(may).collect(),
                iccid: card.iccid,
                operator: card.operator,
                state: card.state.as_str().to_owned(),
                device: card.device,
                device_name: device.name.clone(),
                epoch: device.epoch,
            });
        }
        cards.sort();
        Ok(cards)
    }

    pub(super) async fn see_cards(&self, state: &AccountState, cloud: &CloudClient) -> Result<Vec<Untaken>, TieError> {
        let ties = self.ties(state)?;
        let key = AgreementKey::of(&state.account(), &state.keys.root);
        let mut untaken = Vec::new();
        let to_me = |stands: &Stands| stands.to.account == *ties.id();
        let (linked, over): (Vec<_>, Vec<_>) =
            ties.standings().filter(to_me).partition(|stands| stands.said.link == Link::Linked);
        for stands in over {
            let mut batch = Batch::new();
            batch.delete(TABLE, seen_id(&stands.from.account));
            self.vault.commit(batch)?;
        }
        let shares = cloud.shares().await?.shares;
        for stands in &linked {
            let by = |share: &&account::signed::Signed| {
                let share = serde_json::from_slice::<Share>(&share.payload.0);
                share.is_ok_and(|share| share.from == stands.from.account)
            };
            let id = seen_id(&stands.from.account);
            let seen: Option<Seen> = self.sub_record(&id)?;
            let number = seen.map_or(0, |seen| seen.number);
            let Some(share) = shares.iter().find(by) else { continue };
            match open_share(share, &stands.from, (ties.id(), &key), number) {
                Ok((number, shared)) => self.put_sub_record(&id, &Seen { number, shared })?,
                Err(why) => untaken.push(Untaken { about: ties.name(&stands.from), why }),
            }
        }
        untaken.extend(strangers(&ties, &shares, &linked));
        Ok(untaken)
    }

    /// What an account showed last.
    pub(super) fn shown_by(&self, account: &Bytes) -> Result<Option<Shared>, TieError> {
        let seen: Option<Seen> = self.sub_record(&seen_id(account))?;
        Ok(seen.map(|seen| seen.shared))
    }

    pub(super) fn sub_record<T: DeserializeOwned>(&self, id: &str) -> Result<Option<T>, TieError> {
        let Some(kept) = self.vault.get(TABLE, id.as_bytes())? else { return Ok(None) };
        let read = serde_json::from_slice(kept.expose());
        Ok(Some(read.map_err(|_| VaultError::Corrupt { what: TABLE.to_owned() })?))
    }

    pub(super) fn put_sub_record(&self, id: &str, what: &impl Serialize) -> Result<(), TieError> {
        let mut batch = Batch::new();
        batch.put(TABLE, id, serde_json::to_vec(what).expect("what is kept has string keys only"));
        Ok(self.vault.commit(batch)?)
    }
}

/// Cards that somebody shows who is not linked: the server's doing.
fn strangers(ties: &Ties, shares: &[account::signed::Signed], linked: &[Stands]) -> Vec<Untaken> {
    let from = |share: &account::signed::Signed| serde_json::from_slice::<Share>(&share.payload.0).ok();
    let known = |share: &Share| linked.iter().any(|stands| stands.from.account == share.from);
    let strange = shares.iter().filter_map(from).filter(|share| !known(share));
    let about = |share: Share| ties.with(&share.from).map_or_else(|| share.from.text(), |tie| tie.name.clone());
    strange.map(|share| Untaken { about: about(share), why: SubError::Other }).collect()
}

fn seen_id(account: &Bytes) -> String {
    format!("seen.{}", account.text())
}

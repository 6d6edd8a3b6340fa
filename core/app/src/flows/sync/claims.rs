//! Claims: the account's server is shown each card that this phone holds, so that orders of the account bar it. The card answers a challenge
//! ([`account::claim`]); what it was shown is kept, so that it is shown once.

use super::SyncError;
use crate::{
    AccountState, CardView, Error, Landfall,
    card::Response,
    cloud::{CloudClient, CloudError, ProblemKind},
    ports::Cloud,
};
use account::{claim, wire::Claim};
use euicc::HomeError;
use model::{Batch, Iccid, SecretBytes};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};
use store::crash;
use vault::{PinState, Purpose, Records, VaultError};

/// Which cards were shown. Id: 10 bytes of EF.ICCID; value: [`Note`] as JSON.
const TABLE: &str = "sync.claim";
/// How long after a refusal a card is shown again, in seconds, doubled each time: its operator may hear of it from the kiosk days later.
const FIRST_PAUSE: u64 = 3_600;
/// After so many refusals it is not shown again: the server is not its operator's.
const MOST: u32 = 10;

/// What came of showing cards.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// The server has taken these for the account's now.
    pub taken: Vec<Iccid>,
    /// It did not take these, for the first time; they are shown again for some weeks, in longer and longer pauses.
    pub refused: Vec<Iccid>,
    /// These wait for the next time: there was no answer.
    pub waiting: Vec<Iccid>,
}

/// How it stands with one card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    taken: bool,
    refusals: u32,
    /// Not before.
    next: u64,
}

impl Note {
    const TAKEN: Self = Self { taken: true, refusals: 0, next: 0 };

    const fn is_due(&self, now: u64) -> bool {
        // A clock that was far ahead must not keep it back: a pause is never longer than the last one.
        let late = self.next.saturating_sub(now) > FIRST_PAUSE << MOST;
        !self.taken && self.refusals < MOST && (now >= self.next || late)
    }

    const fn refused(self, now: u64) -> Self {
        Self { taken: false, refusals: self.refusals + 1, next: now.saturating_add(FIRST_PAUSE << self.refusals) }
    }
}

enum Ended {
    Taken,
    Refused,
    Later,
}

/// What forgets all of it.
pub(super) fn forget() -> Batch {
    let mut batch = Batch::new();
    batch.delete_prefix(TABLE, []);
    batch
}

impl Landfall {
    /// Shows the account's server the cards that are new on this phone, as each [`Landfall::sync`] does.
    ///
    /// # Errors
    /// [`SyncError`]: nobody is signed in, or the phone's own cards can't be read. A server that does not answer is no error: the cards wait.
    pub async fn show_cards(&self, port: Arc<dyn Cloud>) -> Result<Shown, SyncError> {
        self.owner().map_err(crate::AccountError::from)?;
        let _one = self.syncing.flow.lock().await;
        let (state, cloud) = self.account_session(port).await?;
        self.show_new_cards(&state, &cloud).await
    }

    pub(super) async fn show_new_cards(&self, state: &AccountState, cloud: &CloudClient) -> Result<Shown, SyncError> {
        let cards = self.cards()?;
        let notes = self.notes(&cards)?;
        let mut shown = Shown::default();
        for card in cards.iter().filter(|card| !card.dormant) {
            let iccid = card.iccid;
            let note = notes.get(&iccid).copied().unwrap_or(Note { taken: false, refusals: 0, next: 0 });
            let now = self.ports.clock.now().0;
            if !note.is_due(now) {
                continue;
            }
            // One that is away is away for all of them.
            let ended = if shown.waiting.is_empty() { self.show(state, cloud, &iccid).await? } else { Ended::Later };
            match ended {
                Ended::Taken => {
                    crash::point("phone.claim.taken");
                    self.note(&iccid, Note::TAKEN)?;
                    shown.taken.push(iccid);
                }
                Ended::Refused => {
                    self.note(&iccid, note.refused(now))?;
                    if note.refusals == 0 {
                        shown.refused.push(iccid);
                    }
                }
                Ended::Later => shown.waiting.push(iccid),
            }
        }
        Ok(shown)
    }

    async fn show(&self, state: &AccountState, cloud: &CloudClient, iccid: &Iccid) -> Result<Ended, SyncError> {
        let name = iccid.to_string();
        let rand = match cloud.claim_start(&name).await {
            Ok(rand) => rand,
            Err(error) => return ended(error),
        };
        let Ok(challenge) = <[u8; 16]>::try_from(rand.0.as_slice()) else { return Ok(Ended::Refused) };
        let message = claim::message(&state.account(), &name, &challenge);
        let mut card = self.euicc_of(iccid, Purpose::Manage, PinState::NotSet)?;
        let answer = card.run(|euicc, random| euicc.vouch(iccid, &challenge, &message, random));
        let proof = match proof(answer.map_err(Error::from)?) {
            Ok(proof) => proof.into(),
            // It can't, and won't later.
            Err(Error::Home(HomeError::Unable | HomeError::Damaged)) => return Ok(Ended::Refused),
            Err(error) => return Err(error.into()),
        };
        match cloud.claim(&name, &Claim { rand, proof }).await {
            Ok(()) => Ok(Ended::Taken),
            Err(error) => ended(error),
        }
    }

    /// What is noted of cards that are here; of those that went nothing is.
    fn notes(&self, cards: &[CardView]) -> Result<BTreeMap<Iccid, Note>, VaultError> {
        let damaged = || VaultError::Corrupt { what: TABLE.to_owned() };
        let (mut notes, mut gone) = (BTreeMap::new(), Batch::new());
        for (id, note) in self.vault.scan(TABLE, &[])? {
            let iccid = Iccid::from_ef(&id).map_err(|_| damaged())?;
            if cards.iter().any(|card| card.iccid == iccid) {
                notes.insert(iccid, serde_json::from_slice(note.expose()).map_err(|_| damaged())?);
            } else {
                gone.delete(TABLE, id);
            }
        }
        if !gone.is_empty() {
            self.vault.commit(gone)?;
        }
        Ok(notes)
    }

    fn note(&self, iccid: &Iccid, note: Note) -> Result<(), VaultError> {
        let mut batch = Batch::new();
        let note = serde_json::to_vec(&note).expect("it has string keys only");
        batch.put(TABLE, *iccid.as_ef(), SecretBytes::new(note));
        self.vault.commit(batch)
    }
}

fn proof(answer: Response) -> Result<Vec<u8>, Error> {
    match HomeError::of_status(answer.status) {
        Some(error) => Err(error.into()),
        None => Ok(answer.ok("a card's proof")?),
    }
}

/// A refusal is the card's; anything else is the server's, or of the way to it, and passes.
fn ended(error: CloudError) -> Result<Ended, SyncError> {
    let final_ones = [ProblemKind::Refused, ProblemKind::NotFound, ProblemKind::Malformed, ProblemKind::Forbidden];
    if final_ones.iter().any(|kind| error.is(*kind)) {
        tracing::info!(%error, "the account's server does not take a card for this account's");
        return Ok(Ended::Refused);
    }
    match error {
        CloudError::NotADevice | CloudError::SignedOut | CloudError::Keystore(_) => Err(error.into()),
        error => {
            tracing::warn!(%error, hint = error.hint(), "a card was not shown to the account's server");
            Ok(Ended::Later)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: B6 A12
    #[test]
    fn a_card_that_is_refused_is_shown_again_in_longer_and_longer_pauses_and_not_for_ever() {
        let (mut note, mut now, mut shown) = (Note { taken: false, refusals: 0, next: 0 }, 1_800_000_000, 0);
        let begun = now;
        while note.refusals < MOST {
            assert!(note.is_due(now));
            let next = note.refused(now);
            assert!(!next.is_due(now) && !next.is_due(next.next - 1));
            shown += 1;
            (now, note) = (next.next, next);
        }
        assert!(shown == MOST && !note.is_due(u64::MAX) && (30..60).contains(&((now - begun) / 86_400)));
        assert!(!Note::TAKEN.is_due(u64::MAX));
        let ahead = Note { taken: false, refusals: 1, next: u64::MAX };
        assert!(ahead.is_due(now), "a clock that was set far ahead once keeps no card back");
    }
}

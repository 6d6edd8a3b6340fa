//! Claims: the account's server is shown each card that this phone holds, so that orders of the account bar it. The card answers a challenge
//! ([`account::claim`]); what it was shown is kept, so that it is shown once.

use super::{SyncError, note::Note};
use crate::{
    AccountState, CardView, Error, Landfall,
    card::Response,
    cloud::{CloudClient, CloudError, ProblemKind},
    ports::Cloud,
};
use account::{claim, wire::Claim};
use euicc::HomeError;
use model::{Batch, Iccid, SecretBytes};
use std::{collections::BTreeMap, sync::Arc};
use store::crash;
use vault::{PinState, Purpose, Records, VaultError};

/// Which cards were shown. Id: 10 bytes of EF.ICCID; value: [`Note`] as JSON.
const TABLE: &str = "sync.claim";

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
            let note = notes.get(&iccid).copied().unwrap_or_default();
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

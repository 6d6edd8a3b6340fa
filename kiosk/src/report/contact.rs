use super::{Carrier, ContactError, answered, bundle, id, kept, register::Known, renew, signature};
use crate::Kiosk;
use ::report::{Answer, Call, Contact as Wire, Taken};
use account::{
    signed::Signed,
    wire::{Bytes, Challenge, ProblemKind},
};
use model::UnixTime;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// So many reports go in one contact.
const AT_ONCE: u32 = 16;
/// So many contacts follow one another; what is left waits for the next time.
const ROUNDS: u32 = 1_000;
/// So often one request is made, if its challenge is used up when it arrives.
const TRIES: u32 = 3;

/// What a contact did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contacted {
    /// Reports that the cloud accepted.
    pub accepted: u64,
    /// Numbers whose state or balance changed.
    pub news: u64,
    /// Late results that were taken.
    pub results: u64,
    /// Whether the EUM's certificate was renewed.
    #[serde(default)]
    pub renewed: bool,
}

/// A contact with the cloud: everything that waits is told, everything that is new is taken.
pub struct Contact {
    kiosk: Arc<Kiosk>,
}

/// Whether there is more to say or to hear.
enum Next {
    Done,
    /// Hand in the reports behind this number.
    More(u64),
}

impl Contact {
    /// Of this kiosk.
    #[must_use]
    pub const fn of(kiosk: Arc<Kiosk>) -> Self {
        Self { kiosk }
    }

    /// Calls until nothing is left. `now` is the kiosk's clock.
    ///
    /// # Errors
    /// [`ContactError`]
    pub async fn call(
        &self,
        carrier: &mut dyn Carrier,
        now: impl Fn() -> UnixTime + Send,
    ) -> Result<Contacted, ContactError> {
        let mut done = Contacted::default();
        let mut called = self.rounds(carrier, &now, &mut done).await;
        if called.is_ok() {
            match renew::if_due(&self.kiosk, carrier, now()).await {
                Ok(renewed) => done.renewed = renewed,
                // Everything else was said and heard.
                Err(error) => called = Err(error),
            }
        }
        let noted = kept_contact(now(), &called);
        let store = self.kiosk.store.clone();
        store.write_now::<_, store::Error, _>(move |tx| Ok(kept::write(tx, kept::CONTACT, &noted)?))?;
        called.map(|()| done)
    }

    async fn rounds(
        &self,
        carrier: &mut dyn Carrier,
        now: &(impl Fn() -> UnixTime + Send),
        done: &mut Contacted,
    ) -> Result<(), ContactError> {
        let registered: Option<Known> =
            self.kiosk.store.read::<_, store::Error>(|tx| kept::read(tx, kept::REGISTERED))?;
        if registered.is_none() {
            return Err(ContactError::NotRegistered);
        }
        let mut from = None;
        for _ in 0..ROUNDS {
            match self.round(carrier, now(), from, done).await? {
                Next::Done => return Ok(()),
                Next::More(number) => from = Some(number),
            }
        }
        Ok(())
    }

    /// One contact. Hands in the reports behind `from`; without it, those that are not accepted.
    async fn round(
        &self,
        carrier: &mut dyn Carrier,
        now: UnixTime,
        from: Option<u64>,
        done: &mut Contacted,
    ) -> Result<Next, ContactError> {
        let kiosk = self.kiosk.clone();
        on_a_thread(move || bundle(&kiosk, now)).await?;
        let (from, reports, after, taken, own) = self.kiosk.store.read::<_, store::Error>(|tx| {
            let taken: Vec<Taken> = kept::read(tx, kept::TAKEN)?.unwrap_or_default();
            let own = kept::chain(tx)?;
            let open = "SELECT min(number) FROM signed_report WHERE epoch = ?1 AND accepted IS NULL";
            let open = tx.query_row(open, [own.epoch as i64], |row| row.get::<_, Option<i64>>(0))?;
            let from = from.unwrap_or_else(|| open.map_or(own.number, |number| number.unsigned_abs() - 1));
            let reports = kept::signed(tx, own.epoch, from, AT_ONCE)?;
            let after = kept::read(tx, kept::AFTER)?.unwrap_or(0);
            Ok((from, reports, after, taken, own))
        })?;
        let kiosk = id(&self.kiosk)?;
        let answer: Answer = post_now(carrier, &format!("/v1/kiosks/{kiosk}/reports"), |challenge| {
            let call = Call { kiosk: kiosk.clone(), challenge, after, taken: taken.clone() };
            let call: Signed = call.sign(|message| signature(&self.kiosk, message))?;
            serde_json::to_vec(&Wire { call, reports: reports.clone() }).map_err(|_| ContactError::Unreadable)
        })
        .await?;
        store::crash::point("kiosk.report.answered");
        let (chain, refused, more) = (answer.chain.clone(), answer.refused.clone(), answer.more);
        let at = self.kiosk.clone();
        let took = on_a_thread(move || answered::take(&at, answer, taken, now)).await?;
        done.accepted += took.accepted;
        done.news += took.news;
        done.results += took.results;
        let stands = if chain.epoch == own.epoch { chain.number } else { 0 };
        if chain.epoch > own.epoch || stands > own.number {
            return Err(ContactError::NotTaken("it has more of them than this kiosk made".to_owned()));
        }
        // A cloud that was itself restored from a backup lacks reports that it had accepted: it says where it stands, and is told them again.
        if stands < own.number && stands == from {
            return Err(ContactError::NotTaken(refused.unwrap_or_else(|| "it does not say why".to_owned())));
        }
        let on = stands < own.number || more || took.results > 0;
        Ok(if on { Next::More(stands) } else { Next::Done })
    }
}

/// What is kept of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LastContact {
    pub(super) at: u64,
    pub(super) problem: Option<String>,
    pub(super) hint: Option<String>,
}

fn kept_contact(now: UnixTime, called: &Result<(), ContactError>) -> LastContact {
    let problem = called.as_ref().err();
    LastContact {
        at: now.0,
        problem: problem.map(ToString::to_string),
        hint: problem.map(|error| error.hint().to_owned()),
    }
}

pub(super) async fn post<T: serde::de::DeserializeOwned>(
    carrier: &mut dyn Carrier,
    path: &str,
    body: Vec<u8>,
) -> Result<T, ContactError> {
    let answer = carrier.post(path, body).await?;
    if !(200..300).contains(&answer.status) {
        return Err(ContactError::refused(answer.status, &answer.body));
    }
    serde_json::from_slice(&answer.body).map_err(|_| ContactError::Unreadable)
}

/// The same of what answers a challenge of now, which `body` puts into it. A request whose answer was lost was sent again by the carrier, or by whoever
/// stands between, with a challenge that is used up by then: it is made once more, with a new one.
pub(super) async fn post_now<T: serde::de::DeserializeOwned>(
    carrier: &mut dyn Carrier,
    path: &str,
    body: impl Fn(Bytes) -> Result<Vec<u8>, ContactError> + Send,
) -> Result<T, ContactError> {
    let mut tries = 1;
    loop {
        let challenge: Challenge = post(carrier, "/v1/challenges", Vec::new()).await?;
        match post(carrier, path, body(challenge.challenge)?).await {
            Err(ContactError::Refused { status, .. }) if status == ProblemKind::Conflict.status() && tries < TRIES => {
                tries += 1
            }
            answered => return answered,
        }
    }
}

/// The database is waited for on a thread that may wait.
async fn on_a_thread<T: Send + 'static>(
    job: impl FnOnce() -> Result<T, ContactError> + Send + 'static,
) -> Result<T, ContactError> {
    tokio::task::spawn_blocking(job).await.unwrap_or(Err(ContactError::Store(store::Error::Panicked)))
}

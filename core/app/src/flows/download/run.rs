use super::{Asking, Chip, Line, NoAnswer, config};
use crate::{
    Cancel, Error, Event, Events,
    card::{CardError, Channel},
    flows::acquire::{Acquisition, Stage},
};
use model::{Batch, Iccid};
use rsp::{
    lpa::{self, Answer, Failure, Next, Outcome},
    notification::{FinalResult, ProfileInstallationResult},
    version::WrittenVersions,
};
use store::crash;

/// What is fetched, and what is written down with it.
pub(crate) struct Purchase<'a> {
    /// The server's address, which it must sign.
    pub(crate) server: &'a str,
    /// The server's object identifier, if the order names it.
    pub(crate) server_oid: Option<&'a str>,
    /// The versions as they are written, if the server is to be told so.
    pub(crate) versions: Option<&'a WrittenVersions>,
    /// Names the order; `None` lets the server find it by the EID.
    pub(crate) matching_id: Option<&'a str>,
    /// The journal's entry.
    pub(crate) acquisition: &'a Acquisition,
    /// What becomes durable with the package.
    pub(crate) beside: Batch,
}

/// Downloads and installs; the profile's ICCID.
pub(crate) async fn download(
    line: &mut dyn Line,
    chip: &mut dyn Chip,
    asking: &mut dyn Asking,
    purchase: Purchase<'_>,
    events: &Events,
) -> Result<Iccid, Error> {
    let mut session =
        lpa::Session::new(config(purchase.server, purchase.server_oid, purchase.matching_id, purchase.versions));
    // One channel for the whole session: an eUICC may forget the session with its channel.
    let mut channel = Channel::default();
    let result = drive(&mut session, &mut channel, line, chip, asking, purchase, events).await;
    channel.close(chip.apdu());
    result
}

async fn drive(
    session: &mut lpa::Session,
    channel: &mut Channel,
    line: &mut dyn Line,
    chip: &mut dyn Chip,
    asking: &mut dyn Asking,
    purchase: Purchase<'_>,
    events: &Events,
) -> Result<Iccid, Error> {
    let mut authenticated = false;
    let (mut lost, mut announced) = (None, None);
    loop {
        if let Some(cancel) = events.cancelled() {
            // Too late once the card installs; else it ends with a signed cancellation, if the server knows of the session.
            session.cancel(&cancel.answer());
        }
        if let (false, Some(version)) = (authenticated, session.version()) {
            events.tell(Event::Authenticated { version: version.offered.to_string() });
            authenticated = true;
        }
        match session.next().clone() {
            Next::Card(data) => {
                let answer = channel.call(chip.apdu(), &data);
                session.card(answer.as_deref().map_err(CardError::to_string));
            }
            Next::Server(der) => {
                let mut progress = |received, total| events.tell(Event::Bytes { received, total });
                match line.ask(der, &mut progress).await {
                    Ok(answer) => session.server(Ok(&answer)),
                    // What stands before the server refuses: its answer, not a broken way.
                    Err(NoAnswer::Refused(error)) => return Err(error),
                    Err(NoAnswer::Lost(error)) => {
                        session.server(Err(error.to_string()));
                        lost = Some(error);
                    }
                }
            }
            // A download asks for none.
            Next::Commands(_) => session.consent(Answer::Rejected),
            Next::Consent(consent) => {
                announced = Some(consent.metadata.iccid);
                let (operator, name) =
                    (consent.metadata.service_provider_name.clone(), consent.metadata.profile_name.clone());
                events.tell(Event::Offered { operator, name });
                if let Some(answer) = asking.ask(&consent).await {
                    session.consent(answer);
                }
            }
            Next::Keep(kept) => {
                let Some(iccid) = announced else {
                    session.kept(Err("nothing was offered".to_owned()));
                    continue;
                };
                let stage = Stage::Kept { eid: chip.eid(), iccid, package: kept.encode() };
                let mut batch = purchase.beside.clone();
                Acquisition { stage, ..purchase.acquisition.clone() }.put(&mut batch);
                let durable = chip.keep(batch).map_err(|error| error.to_string());
                if durable.is_ok() {
                    crash::point("phone.package.kept");
                    events.tell(Event::Installing);
                    chip.join(purchase.acquisition.batch_installed(iccid));
                }
                session.kept(durable);
            }
            Next::Done(outcome) => {
                return match (finish(chip, *outcome), lost) {
                    // What happened to the way says more than that the server was not reached.
                    (Err(Error::Download(Failure::Unreachable(_))), Some(error)) => Err(error),
                    (Err(Error::Download(Failure::NotAgreed(reason))), _) => {
                        Err(Error::Cancelled(events.cancelled().unwrap_or_else(|| Cancel::meant_by(reason))))
                    }
                    (result, _) => result,
                };
            }
        }
    }
}

pub(super) fn finish(chip: &mut dyn Chip, outcome: Outcome) -> Result<Iccid, Error> {
    match outcome {
        Outcome::Loaded { result, .. } => match installed(&result) {
            Ok(iccid) => {
                chip.installed()?;
                Ok(iccid)
            }
            Err(error) => {
                chip.forget();
                Err(error)
            }
        },
        // Nobody asked for those.
        Outcome::Commanded { .. } | Outcome::Discovered { .. } => {
            chip.forget();
            Err(CardError::Malformed("the installation").into())
        }
        Outcome::Failed { failure, .. } => {
            // The profile is not there: the journal entry stays.
            chip.forget();
            Err(Error::Download(failure))
        }
    }
}

fn installed(result: &ProfileInstallationResult) -> Result<Iccid, Error> {
    match &result.data.final_result {
        FinalResult::Success { .. } => {
            result.data.notification_metadata.iccid.ok_or(CardError::Malformed("the installation").into())
        }
        FinalResult::Error { error_reason, .. } => Err(Error::NotInstalled { reason: *error_reason }),
    }
}

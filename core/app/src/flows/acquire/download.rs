//! The download: the LPA's session over the kiosk's session and the eUICC.

use super::{Acquisition, Stage, Visit, server};
use crate::{
    Cancel, Error, Event, Events,
    card::{CardError, Isdr},
    landfall::EuiccDriver,
    session::SessionError,
};
use model::{Batch, Iccid};
use nearfield::message::{Request, Reserved, Response};
use rsp::{
    es10::{DeviceCapabilities, DeviceInfo},
    lpa::{self, Answer, Failure, Kept, Next, Outcome},
    message::VersionType,
    notification::{FinalResult, ProfileInstallationResult},
};
use store::crash;

fn config(reserved_address: &str, matching_id: Option<&str>) -> lpa::Config {
    lpa::Config {
        server_address: reserved_address.to_owned(),
        matching_id: matching_id.map(str::to_owned),
        device_info: device_info(),
        lpa_rsp_capability: None,
    }
}

/// A desk or phone without a modem of ours: type allocation code 0, and the releases that the software card supports.
fn device_info() -> DeviceInfo {
    let release = Some(VersionType::new(17, 0, 0));
    DeviceInfo {
        tac: [0; 4],
        device_capabilities: DeviceCapabilities {
            gsm_supported_release: release,
            utran_supported_release: release,
            eutran_epc_supported_release: release,
            ..DeviceCapabilities::default()
        },
        ..DeviceInfo::default()
    }
}

/// Downloads and installs; the profile's ICCID.
pub(super) async fn download(
    visit: &mut Visit,
    driver: &mut EuiccDriver,
    acquisition: &Acquisition,
    reserved: &Reserved,
) -> Result<Iccid, Error> {
    let mut session = lpa::Session::new(config(&reserved.smdp_address, Some(&reserved.matching_id)));
    let mut authenticated = false;
    let (mut lost, mut announced) = (None, None);
    loop {
        if let Some(cancel) = visit.events.cancelled() {
            // Too late once the card installs; else it ends with a signed cancellation, if the kiosk knows of the session.
            session.cancel(&cancel.answer());
        }
        if let (false, Some(version)) = (authenticated, session.version()) {
            visit.events.tell(Event::Authenticated { version: version.offered.to_string() });
            authenticated = true;
        }
        match session.next().clone() {
            Next::Card(data) => card(&mut session, driver, &data),
            Next::Server(der) => {
                let events = visit.events.clone();
                let mut progress = |received, total| events.tell(Event::Bytes { received, total });
                match visit.session.ask(&Request::Es9(der), &mut progress).await {
                    Ok(Response::Es9(answer)) => session.server(Ok(&answer)),
                    Ok(_) => session.server(Err(SessionError::Unexpected.to_string())),
                    // What the kiosk itself refuses is its answer, not a broken link.
                    Err(error @ SessionError::Refused(_)) => return Err(error.into()),
                    Err(error) => {
                        session.server(Err(error.to_string()));
                        lost = Some(error);
                    }
                }
            }
            // The user agreed to the offer, and may still take that back.
            Next::Consent(_) if visit.giving_up => session.consent(Answer::Rejected),
            // A download asks for none.
            Next::Commands(_) => session.consent(Answer::Rejected),
            Next::Consent(consent) => {
                announced = Some(consent.metadata.iccid);
                let (operator, name) = (consent.metadata.service_provider_name, consent.metadata.profile_name);
                visit.events.tell(Event::Offered { operator, name });
                tokio::task::yield_now().await;
                if visit.events.cancelled().is_none() {
                    session.consent(Answer::Agreed { code: None });
                }
            }
            Next::Keep(kept) => {
                let Some(iccid) = announced else {
                    session.kept(Err("nothing was offered".to_owned()));
                    continue;
                };
                let entry = Acquisition {
                    stage: Stage::Kept { eid: *driver.card().state().eid(), iccid, package: kept.encode() },
                    ..acquisition.clone()
                };
                let mut batch = Batch::new();
                entry.put(&mut batch);
                server::remember(&visit.kiosk, &reserved.smdp_address, &mut batch);
                driver.join(batch);
                let durable = driver.flush().map_err(|error| error.to_string());
                if durable.is_ok() {
                    crash::point("phone.package.kept");
                    visit.events.tell(Event::Installing);
                    join_installed(driver, acquisition, iccid);
                }
                session.kept(durable);
            }
            Next::Done(outcome) => {
                return match (finish(driver, *outcome), lost) {
                    // What happened to the link says more than that the server was not reached.
                    (Err(Error::Download(Failure::Unreachable(_))), Some(error)) => Err(error.into()),
                    (Err(Error::Download(Failure::NotAgreed(_))), _) => {
                        Err(Error::Cancelled(visit.events.cancelled().unwrap_or(Cancel::Rejected)))
                    }
                    (result, _) => result,
                };
            }
        }
    }
}

/// Loads a package that was kept, without the kiosk.
pub(crate) fn load_kept(
    driver: &mut EuiccDriver,
    acquisition: &Acquisition,
    iccid: Iccid,
    kept: Kept,
    events: &Events,
) -> Result<Iccid, Error> {
    let mut session = lpa::Session::resume(config("", None), kept);
    events.tell(Event::Installing);
    join_installed(driver, acquisition, iccid);
    loop {
        match session.next().clone() {
            Next::Card(data) => card(&mut session, driver, &data),
            Next::Done(outcome) => return finish(driver, *outcome),
            _ => session.server(Err("the package is loaded without it".to_owned())),
        }
    }
}

/// The journal says so in the very step that makes the profile durable.
fn join_installed(driver: &mut EuiccDriver, acquisition: &Acquisition, iccid: Iccid) {
    let mut batch = Batch::new();
    acquisition.installed(iccid).put(&mut batch);
    driver.join(batch);
}

fn card(session: &mut lpa::Session, driver: &mut EuiccDriver, data: &[u8]) {
    let answer = Isdr::open(driver).and_then(|mut isdr| isdr.call(data));
    session.card(answer.as_deref().map_err(CardError::to_string));
}

fn finish(driver: &mut EuiccDriver, outcome: Outcome) -> Result<Iccid, Error> {
    match outcome {
        Outcome::Loaded { result, .. } => installed(&result),
        Outcome::Commanded { .. } => Err(CardError::Malformed("the installation").into()),
        Outcome::Failed { failure, .. } => {
            // The profile is not there: the journal entry stays.
            driver.unjoin();
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

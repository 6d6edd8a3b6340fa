//! The download over the kiosk's session.

use super::{Acquisition, Visit, server};
use crate::{
    Error, Events,
    flows::download::{self, Asking, Line, NoAnswer, Purchase},
    landfall::EuiccDriver,
    session::{Progress, SessionError},
};
use async_trait::async_trait;
use model::{Batch, Iccid};
use nearfield::message::{Request, Reserved, Response};
use rsp::lpa::{Answer, Consent};

/// Downloads and installs; the profile's ICCID.
pub(super) async fn download(
    visit: &mut Visit,
    driver: &mut EuiccDriver,
    acquisition: &Acquisition,
    reserved: &Reserved,
) -> Result<Iccid, Error> {
    let events = visit.events.clone();
    let mut asking = Agreed { giving_up: visit.giving_up, events: events.clone() };
    let mut beside = Batch::new();
    server::remember(&visit.kiosk, &reserved.smdp_address, &mut beside);
    let versions = visit.landfall.written_versions.clone();
    let purchase = Purchase {
        server: &reserved.smdp_address,
        server_oid: None,
        versions: versions.as_ref(),
        matching_id: Some(&reserved.matching_id),
        acquisition,
        beside,
    };
    download::download(visit, driver, &mut asking, purchase, &events).await
}

#[async_trait]
impl Line for Visit {
    async fn ask(&mut self, der: Vec<u8>, progress: Progress<'_>) -> Result<Vec<u8>, NoAnswer> {
        match self.session.ask(&Request::Es9(der), progress).await {
            Ok(Response::Es9(answer)) => Ok(answer),
            Ok(_) => Err(NoAnswer::Lost(SessionError::Unexpected.into())),
            Err(error @ SessionError::Refused(_)) => Err(NoAnswer::Refused(error.into())),
            Err(error) => Err(NoAnswer::Lost(error.into())),
        }
    }
}

/// The user agreed to the offer before it was reserved, and may still take that back.
struct Agreed {
    giving_up: bool,
    events: Events,
}

#[async_trait]
impl Asking for Agreed {
    async fn ask(&mut self, _: &Consent) -> Option<Answer> {
        if self.giving_up {
            return Some(Answer::Rejected);
        }
        tokio::task::yield_now().await;
        self.events.cancelled().is_none().then_some(Answer::Agreed { code: None })
    }
}

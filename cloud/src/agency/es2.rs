use super::{AgencySettings, Named, ProfileServer};
use async_trait::async_trait;
use model::{ActivationCode, Iccid};
use rsp::{
    es2::{
        CancelOrderRequest, ConfirmOrderRequest, ConfirmOrderResponse, DownloadOrderRequest, DownloadOrderResponse,
        FinalProfileStatus, ReleaseProfileRequest, Request,
    },
    json::{EidText, IccidText, RequestHeader},
};
use serde::de::DeserializeOwned;
use std::time::Duration;
use tokio::sync::Mutex;
use web::{
    client::Patience,
    orderer::{AskError, Orderer},
};

/// Together less than a task is kept from others.
const PATIENCE: Patience = Patience { connect: Duration::from_secs(10), answer: Duration::from_secs(20) };

/// An SM-DP+ by ES2+ over HTTPS, both sides by certificates (SGP.22 §5.3, §6.5).
pub struct Es2 {
    settings: AgencySettings,
    /// None before the first call, and after one that failed: files are read anew then, since certificates are renewed.
    orderer: Mutex<Option<Orderer>>,
}

impl Es2 {
    /// The operator's own, by its files.
    ///
    /// # Errors
    /// [`AskError`] if they can't be used.
    pub fn new(settings: &AgencySettings) -> Result<Self, AskError> {
        let es2 = Self { settings: settings.clone(), orderer: Mutex::default() };
        es2.connection()?;
        Ok(es2)
    }

    fn connection(&self) -> Result<Orderer, AskError> {
        let AgencySettings { files, server, via, .. } = &self.settings;
        Ok(Orderer::open(files, server, via.clone())?.patience(PATIENCE))
    }

    /// A call by a name of its own, that of the order and of the step.
    async fn call<R: Request>(&self, name: String, make: impl FnOnce(RequestHeader) -> R) -> Result<Vec<u8>, AskError> {
        let mut kept = self.orderer.lock().await;
        let mut orderer = match kept.take() {
            Some(orderer) => orderer,
            None => self.connection()?,
        };
        let header = RequestHeader {
            function_requester_identifier: orderer.requester().to_owned(),
            function_call_identifier: name,
        };
        let answer = orderer.call(&make(header)).await;
        if matches!(answer, Ok(_) | Err(AskError::Refused(_))) {
            *kept = Some(orderer);
        }
        answer
    }
}

#[async_trait]
impl ProfileServer for Es2 {
    async fn order(&self, order: Named<'_>, profile_type: &str) -> Result<Iccid, AskError> {
        let (eid, profile_type) = (eid(order)?, Some(profile_type.to_owned()));
        let make = |header| DownloadOrderRequest { header, eid, iccid: None, profile_type };
        let answer: DownloadOrderResponse = read(&self.call(format!("{}-order", order.name), make).await?)?;
        let IccidText(iccid) = answer.iccid.ok_or_else(|| not_said("iccid"))?;
        Ok(iccid)
    }

    async fn confirm(&self, order: Named<'_>, iccid: &Iccid, matching_id: &str) -> Result<ActivationCode, AskError> {
        let (eid, iccid, given) = (eid(order)?, IccidText(*iccid), Some(matching_id.to_owned()));
        let make = |header| ConfirmOrderRequest {
            header,
            iccid,
            eid,
            matching_id: given,
            confirmation_code: None,
            smds_address: None,
            release_flag: false,
        };
        let answer: ConfirmOrderResponse = read(&self.call(format!("{}-confirm", order.name), make).await?)?;
        let smdp_address = answer.smdp_address.ok_or_else(|| not_said("smdpAddress"))?;
        let matching_id = answer.matching_id.filter(|id| !id.is_empty()).unwrap_or_else(|| matching_id.to_owned());
        let code = ActivationCode { smdp_address, matching_id, smdp_oid: None, confirmation_code: false };
        // A phone reads it: what it would not take is no answer.
        code.to_string().parse().map_err(|error: model::BadActivationCode| AskError::NotUnderstood(error.to_string()))
    }

    async fn release(&self, order: Named<'_>, iccid: &Iccid) -> Result<(), AskError> {
        let iccid = IccidText(*iccid);
        let make = |header| ReleaseProfileRequest { header, iccid };
        self.call(format!("{}-release", order.name), make).await.map(drop)
    }

    async fn cancel(&self, order: Named<'_>, iccid: &Iccid) -> Result<(), AskError> {
        let (eid, iccid) = (eid(order)?, Some(IccidText(*iccid)));
        let becomes = Some(FinalProfileStatus::Available);
        let make = |header| CancelOrderRequest {
            header,
            iccid,
            eid,
            matching_id: None,
            final_profile_status_indicator: becomes,
        };
        self.call(format!("{}-cancel", order.name), make).await.map(drop)
    }
}

fn eid(order: Named<'_>) -> Result<Option<EidText>, AskError> {
    let given = order.eid.map(|eid| EidText::try_from(eid.to_owned()));
    given.transpose().map_err(|_| AskError::NotUnderstood("the order names no eUICC's number".to_owned()))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, AskError> {
    serde_json::from_slice(body).map_err(|error| AskError::NotUnderstood(error.to_string()))
}

fn not_said(member: &str) -> AskError {
    AskError::NotUnderstood(format!("it has no {member}"))
}

impl std::fmt::Debug for Es2 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Es2({})", self.settings.server)
    }
}

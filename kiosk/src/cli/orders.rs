//! An operator's calls (ES2+) to a server.

use super::{
    args::{OrdersVerb, To},
    secret_input,
};
use crate::command::{Answer, Failure};
use model::ActivationCode;
use rsp::{
    es2::{
        CancelOrderRequest, ConfirmOrderRequest, ConfirmOrderResponse, DownloadOrderRequest, FinalProfileStatus,
        ReleaseProfileRequest, Request,
    },
    json::{IccidText, RequestHeader, SecretText},
};
use serde_json::{Value, json};
use web::orderer::Orderer;

pub(super) fn run(verb: OrdersVerb) -> Result<Answer, Failure> {
    match verb {
        OrdersVerb::List { .. } => Err(Failure::lasting("not a call to a server", "See --help.")),
        OrdersVerb::DownloadOrder { to, iccid, profile_type, eid } => {
            let iccid = iccid.map(IccidText);
            let request = |header| DownloadOrderRequest { header, eid: eid.map(Into::into), iccid, profile_type };
            let answer = call(&to, request)?;
            let iccid = answer.get("iccid").and_then(Value::as_str).unwrap_or_default();
            let text = format!(
                "ordered: {iccid}\nnext: landfall-kiosk orders confirm --identity {} --server {} --iccid {}",
                to.identity.display(),
                to.server,
                iccid.trim_end_matches('F')
            );
            Ok(Answer::new(text, answer))
        }
        OrdersVerb::Confirm { to, iccid, eid, matching_id, confirmation_code_file, hold } => {
            let code = confirmation_code_file.as_deref().map(secret_input::read).transpose()?;
            let with_code = code.is_some();
            let request = |header| ConfirmOrderRequest {
                header,
                iccid: IccidText(iccid),
                eid: eid.map(Into::into),
                matching_id,
                confirmation_code: code.map(SecretText),
                smds_address: None,
                release_flag: !hold,
            };
            Ok(confirmed(call(&to, request)?, with_code, hold))
        }
        OrdersVerb::Release { to, iccid } => {
            let request = |header| ReleaseProfileRequest { header, iccid: IccidText(iccid) };
            let answer = call(&to, request)?;
            Ok(Answer::new(format!("{iccid} may be downloaded now"), answer))
        }
        OrdersVerb::Cancel { to, iccid, eid, matching_id, unavailable } => {
            let becomes = if unavailable { FinalProfileStatus::Unavailable } else { FinalProfileStatus::Available };
            let request = |header| CancelOrderRequest {
                header,
                iccid: Some(IccidText(iccid)),
                eid: eid.map(Into::into),
                matching_id,
                final_profile_status_indicator: Some(becomes),
            };
            let answer = call(&to, request)?;
            let state = if unavailable { "out of use for good" } else { "in stock again" };
            Ok(Answer::new(format!("the order is cancelled; {iccid} is {state}"), answer))
        }
    }
}

/// Calls, and answers the body.
fn call<R: Request>(to: &To, request: impl FnOnce(RequestHeader) -> R) -> Result<Value, Failure> {
    let mut orderer = Orderer::open(&to.identity, &to.server, to.via.clone())?;
    let header = RequestHeader {
        function_requester_identifier: orderer.requester().to_owned(),
        function_call_identifier: to.call.clone().unwrap_or_else(crate::issue::matching_id),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::passing(format!("no thread to call with: {e}"), "Free some memory."))?;
    let body = runtime.block_on(orderer.call(&request(header)))?;
    serde_json::from_slice(&body).map_err(|e| {
        Failure::lasting(format!("the server's answer can't be read: {e}"), "Tell whoever runs the server.")
    })
}

fn confirmed(mut answer: Value, confirmation_code: bool, held: bool) -> Answer {
    let read: Option<ConfirmOrderResponse> = serde_json::from_value(answer.clone()).ok();
    let named = read.and_then(|read| Some((read.smdp_address?, read.matching_id?)));
    let Some((smdp_address, matching_id)) = named else { return Answer::new("confirmed", answer) };
    let code = ActivationCode { smdp_address, matching_id, smdp_oid: None, confirmation_code }.to_string();
    if let Some(members) = answer.as_object_mut() {
        members.insert("activationCode".to_owned(), json!(code));
    }
    let state = if held { "confirmed; nobody downloads it before `orders release`" } else { "confirmed and released" };
    Answer::new(format!("{state}\n{code}"), answer)
}

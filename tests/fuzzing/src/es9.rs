use crate::{
    desk::Desk,
    es10::{Phone, download},
    harbour::Harbour,
    input::Input,
    keys::Key,
};
use rsp::{
    Raw,
    es9::{HandleNotification, Request, Response},
    es10::{AuthenticateServerResponse, CancelSessionResponse, PrepareDownloadResponse},
    lpa::Outcome,
    notification::PendingNotification,
};
use smdp::order::State;

/// ES9+, from both its ends. The first byte says who is spoken to: an SM-DP+ by requests that anybody may send, or that a true
/// eUICC signed; or an LPA by a server and a card that go wrong.
pub(crate) fn es9(data: &[u8]) {
    let mut input = Input::new(data);
    match input.byte() {
        0 => server(input),
        1 => drop(download(&mut Phone::new(), &mut Desk::new(1), &mut input)),
        2 => request(input.rest()).map_or((), drop),
        _ => response(input.rest()),
    }
}

fn server(mut input: Input<'_>) {
    let mut desk = Desk::new(1);
    while !input.is_empty() {
        let (kind, bytes) = (input.byte(), input.bytes());
        let Some(mut message) = request(bytes) else { continue };
        if kind & 1 == 1 {
            message = signed_anew(message, &desk);
        }
        if let Some(answer) = desk.answer(message) {
            response(&answer.encode_with_status());
        }
        // Without the one-time key's owner having signed, nothing is bound; without its result, nothing is installed.
        assert!(kind & 1 == 1 || desk.order.state != State::Error || desk.order.bound.is_some());
    }
}

/// What reads is written and must read the same.
fn request(bytes: &[u8]) -> Option<Request> {
    let request = Request::decode(bytes).ok()?;
    assert_eq!(Request::decode(&request.encode()).as_ref(), Ok(&request));
    let _ = format!("{request:?}");
    Some(request)
}

fn response(bytes: &[u8]) {
    if let Ok(response) = Response::decode(bytes) {
        assert_eq!(Response::decode(&response.encode_with_status()).as_ref(), Ok(&response));
        if let Some(status) = response.refusal() {
            let _ = rsp::reason::explain(status);
        }
    }
}

/// The request with a signature of the harbour's eUICC where an eUICC signs, whatever it covers.
pub(crate) fn signed_anew(request: Request, desk: &Desk) -> Request {
    let key = &Harbour::get().euicc_key;
    match request {
        Request::AuthenticateClient(mut request) => {
            let mut response = request.authenticate_server_response.into_value();
            if let AuthenticateServerResponse::Ok(ok) = &mut response {
                ok.euicc_signature1 = key.sign(ok.euicc_signed1.raw());
            }
            request.authenticate_server_response = Raw::new(response);
            Request::AuthenticateClient(request)
        }
        Request::GetBoundProfilePackage(mut request) => {
            let mut response = request.prepare_download_response.into_value();
            if let PrepareDownloadResponse::Ok(ok) = &mut response {
                ok.euicc_signature2 =
                    key.sign(&rsp::crypto::signed_with(ok.euicc_signed2.raw(), &desk.smdp_signature2));
            }
            request.prepare_download_response = Raw::new(response);
            Request::GetBoundProfilePackage(request)
        }
        Request::CancelSession(mut request) => {
            let mut response = request.cancel_session_response.into_value();
            if let CancelSessionResponse::Ok(ok) = &mut response {
                ok.euicc_cancel_session_signature = key.sign(ok.euicc_cancel_session_signed.raw());
            }
            request.cancel_session_response = Raw::new(response);
            Request::CancelSession(request)
        }
        Request::HandleNotification(request) => {
            let pending_notification = sign_notification(&request.pending_notification, key);
            Request::HandleNotification(HandleNotification { pending_notification })
        }
        other => other,
    }
}

/// A notification's bytes are passed on as they came, so it is put together anew.
fn sign_notification(notification: &PendingNotification, key: &Key) -> PendingNotification {
    match notification {
        PendingNotification::ProfileInstallationResult(result) => {
            let mut result = (**result).clone();
            result.euicc_sign_pir = key.sign(result.data.raw());
            PendingNotification::ProfileInstallationResult(Raw::new(result))
        }
        PendingNotification::Other(other) => {
            let mut other = (**other).clone();
            other.euicc_notification_signature = key.sign(other.tbs_other_notification.raw());
            PendingNotification::Other(Raw::new(other))
        }
        PendingNotification::LoadRpmPackageResult(result) => {
            let mut result = (**result).clone();
            result.euicc_sign_rpr = key.sign(result.data.raw());
            PendingNotification::LoadRpmPackageResult(Raw::new(result))
        }
    }
}

/// What a server heard in a download that went well, up to its notification, and in one that its user turned down.
pub(crate) fn heard() -> [Vec<Vec<u8>>; 2] {
    let (mut phone, mut desk) = (Phone::new(), Desk::new(1));
    let (outcome, _) = download(&mut phone, &mut desk, &mut Input::new(&[]));
    if let Outcome::Loaded { notification, .. } = outcome {
        desk.answer(Request::HandleNotification(HandleNotification { pending_notification: *notification }));
    }
    let mut cancelled = Desk::new(1);
    download(&mut Phone::new(), &mut cancelled, &mut Input::new(&DECLINED));
    [desk, cancelled].map(|desk| desk.heard)
}

/// Valid input, to begin from: what a server heard, and downloads that went otherwise.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let [well, cancelled] = heard();
    let said = |kind: u8, requests: &[Vec<u8>]| {
        let mut input = vec![0];
        for request in requests {
            input.push(kind);
            input.extend(u16::try_from(request.len()).expect("short").to_be_bytes());
            input.extend_from_slice(request);
        }
        input
    };
    let whole = [said(0, &well), said(1, &well), said(0, &cancelled)];
    let single = well.iter().map(|request| [&[2], &request[..]].concat());
    // Lost answers, damaged ones, and ones that belong elsewhere.
    let fates = [&[1][..], &DECLINED, &[0, 0, 0, 0, 0, 1], &[0, 0, 3, 0, 90, 8], &[0, 2, 0, 3, 0xBF, 0x2E, 0], &[9, 3]];
    whole.into_iter().chain(single).chain(fates.map(|fate| [&[1], fate].concat())).collect()
}

/// A download whose user says no: every step goes well, in two bytes each, up to the question.
const DECLINED: [u8; 11] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_heard_once_is_heard_again() {
        let seed = &seeds()[0];
        let (mut input, mut desk) = (Input::new(&seed[1..]), Desk::new(1));
        while !input.is_empty() {
            input.byte();
            desk.answer(Request::decode(input.bytes()).expect("was sent"));
        }
        assert_eq!(desk.order.state, State::Installed);
    }
}

use crate::{harbour::iccid, input::Input};
use model::{Eid, Iccid, SecretBytes};
use nearfield::sim::Dice;
use rsp::{
    es2::{
        Call, CancelOrderRequest, ConfirmOrderRequest, DownloadOrderRequest, FinalProfileStatus, Function,
        HandleDownloadProgressInfoRequest, ReleaseProfileRequest,
    },
    json::{FunctionExecutionStatus, IccidText, RequestHeader, SecretText},
    metadata::StoreMetadataRequest,
};
use smdp::{
    Order,
    es2::{
        OrderRefused, Sought, Stocked, Surroundings, cancel_order, confirm_order, download_order, release_profile,
        repeated::Answered,
    },
    order::{State, Terms},
};

const OPERATOR: &str = "Harbour";
const TYPE: &str = "week";
/// A call of ES2+ as an operator sends it, JSON. The first byte is the function, the second where the profile stands that it is about.
/// What was read is written and read again; no step leads where none does; nothing of another operator's moves; every refusal says why.
pub(crate) fn es2(data: &[u8]) {
    let mut input = Input::new(data);
    let function = Function::ALL[usize::from(input.byte()) % Function::ALL.len()];
    let state = State::ALL[usize::from(input.byte()) % State::ALL.len()];
    let Ok(call) = Call::decode(function, input.rest()) else { return };
    assert_eq!(Call::decode(function, &call.encode()).as_ref(), Ok(&call), "what is written is read as the same");
    hides_its_code(&call, data);
    let own = stocked(named(&call), state, OPERATOR);
    match decide(&call, &own) {
        Ok(None) => {}
        Ok(Some(after)) => assert!(may(state, after.order.state), "{state:?} → {:?}", after.order.state),
        Err(refused) => says_why(&refused),
    }
    let others = stocked(named(&call), state, "another");
    match decide(&call, &others) {
        Ok(None) => {}
        Ok(Some(after)) => panic!("another operator's profile: {:?}", after.order.state),
        Err(refused) => says_why(&refused),
    }
}

/// Whatever the confirmation code is, nobody who logs the call sees it.
fn hides_its_code(call: &Call, data: &[u8]) {
    const UNSEEN: &str = "0123-unseen";
    let Call::ConfirmOrder(request) = call else { return };
    // Where the input has it elsewhere, it may well show.
    if data.windows(UNSEEN.len()).any(|window| window == UNSEEN.as_bytes()) {
        return;
    }
    let confirmation_code = Some(SecretText(SecretBytes::from(UNSEEN.as_bytes())));
    let with_code = Call::ConfirmOrder(ConfirmOrderRequest { confirmation_code, ..request.clone() });
    assert!(!format!("{with_code:?}").contains(UNSEEN), "a confirmation code shows");
}

/// What becomes of the profile; `None` for the function that changes none.
fn decide(call: &Call, found: &Stocked) -> Result<Option<Stocked>, OrderRefused> {
    let surroundings = Surroundings { smdp_address: "dp.example", matching_id_taken: false, smds_reachable: true };
    match call {
        Call::DownloadOrder(request) => {
            assert!(Answered::new(request, vec![1]).to(request).is_some());
            let sought = match request.iccid {
                Some(_) => Sought::Profile(Some(found)),
                None => Sought::Type {
                    known: request.profile_type.as_deref() == Some(TYPE),
                    own: found.owner == OPERATOR,
                    available: Some(found),
                },
            };
            download_order(request, OPERATOR, &sought).map(|(after, _)| Some(after))
        }
        Call::ConfirmOrder(request) => {
            let done = confirm_order(request, OPERATOR, Some(found), surroundings, &mut Dice::new(1));
            done.map(|done| Some(done.stocked))
        }
        Call::CancelOrder(request) => cancel_order(request, OPERATOR, Some(found)).map(|(after, ..)| Some(after)),
        Call::ReleaseProfile(request) => release_profile(request, OPERATOR, Some(found)).map(|(after, ..)| Some(after)),
        Call::HandleDownloadProgressInfo(_) => Ok(None),
    }
}

/// Whether a call may lead from one state to the other (SGP.22 §3.1.6): never back from a download, nor out of an end.
fn may(from: State, to: State) -> bool {
    use State as S;
    match from {
        S::Available => matches!(to, S::Allocated | S::Linked),
        S::Allocated | S::Linked => {
            to == from || matches!(to, S::Confirmed | S::Released | S::Available | S::Unavailable)
        }
        S::Confirmed => to == from || matches!(to, S::Released | S::Available | S::Unavailable),
        S::Released => to == from || matches!(to, S::Available | S::Unavailable),
        S::Downloaded | S::Installed | S::Error | S::Unavailable => to == from,
    }
}

fn says_why(refused: &OrderRefused) {
    let data = refused.header().function_execution_status.status_code_data.expect("a reason");
    assert_eq!(data.status(), Some(refused.status()));
    assert!(!refused.hint().is_empty());
}

/// The profile that a call names, or one of the stock.
fn named(call: &Call) -> Iccid {
    let given = match call {
        Call::DownloadOrder(request) => request.iccid,
        Call::ConfirmOrder(request) => Some(request.iccid),
        Call::CancelOrder(request) => request.iccid,
        Call::ReleaseProfile(request) => Some(request.iccid),
        Call::HandleDownloadProgressInfo(request) => Some(request.iccid),
    };
    given.map_or_else(|| iccid(1), |IccidText(iccid)| iccid)
}

fn stocked(iccid: Iccid, state: State, owner: &str) -> Stocked {
    let order = Order::new(StoreMetadataRequest::new(iccid, OPERATOR, "Week"), Terms::default());
    let linked = state == State::Linked;
    let matching_id = if state < State::Confirmed { String::new() } else { "A-1".to_owned() };
    let order = Order { state, matching_id, eid: linked.then(eid), ..order };
    Stocked { order, profile_type: TYPE.to_owned(), owner: owner.to_owned(), smds_address: None }
}

fn eid() -> Eid {
    Eid::with_check_digits("890490320012345123451234567890").expect("30 digits")
}

/// The confirmation code of every seed.
const CODE: &str = "7305-CODE";

/// Valid input, to begin from.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let header =
        || RequestHeader { function_requester_identifier: "2.999.10".into(), function_call_identifier: "TX-1".into() };
    let profile = || IccidText(iccid(1));
    let confirm = || ConfirmOrderRequest {
        header: header(),
        iccid: profile(),
        eid: None,
        matching_id: Some("A-1".to_owned()),
        confirmation_code: Some(SecretText(SecretBytes::from(CODE.as_bytes()))),
        smds_address: None,
        release_flag: true,
    };
    let calls = [
        (
            0,
            Call::DownloadOrder(DownloadOrderRequest {
                header: header(),
                eid: None,
                iccid: None,
                profile_type: Some(TYPE.to_owned()),
            }),
        ),
        (
            0,
            Call::DownloadOrder(DownloadOrderRequest {
                header: header(),
                eid: Some(eid().into()),
                iccid: Some(profile()),
                profile_type: None,
            }),
        ),
        (1, Call::ConfirmOrder(confirm())),
        (
            2,
            Call::ConfirmOrder(ConfirmOrderRequest {
                eid: Some(eid().into()),
                smds_address: Some("smds.example".to_owned()),
                release_flag: false,
                ..confirm()
            }),
        ),
        (
            4,
            Call::CancelOrder(CancelOrderRequest {
                header: header(),
                iccid: Some(profile()),
                eid: None,
                matching_id: Some("A-1".to_owned()),
                final_profile_status_indicator: Some(FinalProfileStatus::Available),
            }),
        ),
        (3, Call::ReleaseProfile(ReleaseProfileRequest { header: header(), iccid: profile() })),
        (
            5,
            Call::HandleDownloadProgressInfo(Box::new(HandleDownloadProgressInfoRequest {
                header: header(),
                eid: Some(eid().into()),
                iccid: profile(),
                profile_type: TYPE.to_owned(),
                timestamp: "2026-11-23T10:00:00Z".to_owned(),
                notification_point_id: 4,
                notification_point_status: FunctionExecutionStatus::success(),
                result_data: Some(vec![0xBF, 0x37, 0x00]),
            })),
        ),
    ];
    let seed = |(state, call): &(u8, Call)| {
        let function = Function::ALL.iter().position(|function| *function == call.function()).expect("one of them");
        [&[u8::try_from(function).expect("few"), *state][..], &call.encode()].concat()
    };
    calls.iter().map(seed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_done() {
        for seed in seeds() {
            let function = Function::ALL[usize::from(seed[0])];
            let call = Call::decode(function, &seed[2..]).expect("a call");
            let found = stocked(named(&call), State::ALL[usize::from(seed[1])], OPERATOR);
            assert!(decide(&call, &found).is_ok(), "{function}");
        }
    }
}

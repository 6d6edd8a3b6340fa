use crate::{
    counter::{ANSWERED, many},
    desk::{CLASS, Desk, NO_SESSION, body, json, resigned},
    spoil::spoil,
};
use landfall_flows::buyer::{self, Buyer};
use landfall_kiosk::distribute;
use rsp::{
    Message, Raw, VersionType,
    es9::{AuthenticateClientResponse, Function, InitiateAuthenticationOk, Request, Response},
    es10::{AuthenticateErrorCode, AuthenticateResponseError, AuthenticateServerResponse, EuiccInfo2},
};

const FUNCTION: Function = Function::AuthenticateClient;

/// Orders that are not to be had, each in its way; and a phone that has none.
struct Orders(Vec<String>, Buyer);

impl Orders {
    fn of(desk: &mut Desk) -> Self {
        let shop = &desk.shop;
        let waiting = buyer::reserve(shop, buyer::request(CLASS, "waiting", None)).expect("in stock").matching_id;
        let ended = shop.issue(CLASS).matching_id;
        let why = "its user turned it down";
        distribute::cancelled(
            shop.kiosk().store(),
            &ended,
            &buyer::no_transaction(),
            true,
            why,
            None,
            landfall_flows::now(),
        )
        .expect("writes");
        let expired = shop.issue_with(CLASS, |sale| sale.seconds = 0).matching_id;
        let victims = shop.issue_with(CLASS, |sale| sale.eid = Some(desk.victim().0.eid)).matching_id;
        let exhausted = shop.issue(CLASS).matching_id;
        let stranger = Buyer { matching_id: String::new(), ..Buyer::new(shop, "visitor", "stranger") };
        for _ in 0..10 {
            let offer = desk.offered(&exhausted);
            desk.package(&offer);
        }
        // Past the second of the expired one.
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        Self(vec![waiting, ended, expired, victims, exhausted, "NOBODYS".to_owned()], stranger)
    }
}

/// Sends `count` of them.
pub(crate) fn send(desk: &mut Desk, count: u32) {
    let orders = Orders::of(desk);
    let mut session = None;
    for _ in 0..count {
        let ok = match session.take() {
            Some(ok) => ok,
            None => desk.begun(),
        };
        let changed = changed(desk, &ok, &orders);
        let answer = desk.ask_spoiled(FUNCTION, changed);
        if answer.check == ANSWERED {
            let answered = Response::from_json(FUNCTION, &answer.body).expect("an answer");
            let Response::AuthenticateClient(AuthenticateClientResponse::Ok(offer)) = answered else {
                panic!("{answered:?}")
            };
            assert_eq!(offer.transaction_id, ok.transaction_id, "its own session");
            assert!(offer.profile_metadata.iccid != desk.victim().1.profile_metadata.iccid, "and its own order");
        } else if answer.status != 200 || answer.check == NO_SESSION {
            // That session is still there.
            session = Some(ok);
        }
    }
}

fn changed(desk: &mut Desk, ok: &InitiateAuthenticationOk, orders: &Orders) -> Vec<u8> {
    let buyer = desk.buyer.clone();
    let roll = desk.dice.roll();
    json(&match desk.dice.below(20) {
        0..=7 => return spoil(&json(&buyer.authenticate(ok)), &mut desk.dice),
        8 => {
            let Ok(Request::AuthenticateClient(request)) = Request::decode(&buyer.authenticate(ok)) else {
                panic!("own encoding")
            };
            let der = request.authenticate_server_response.raw();
            let der = resigned(der, true, &[], &buyer.key, &mut desk.dice);
            return body(&ok.transaction_id.to_string(), "authenticateServerResponse", &der);
        }
        9 => buyer.authenticate_with(ok, |signed| signed.transaction_id = desk.victim().1.transaction_id.clone()),
        10 => buyer.authenticate_with(ok, |signed| signed.server_challenge[roll as usize % 16] ^= 1),
        11 => buyer.authenticate_with(ok, |signed| signed.server_address.push('a')),
        12 => buyer.authenticate_with(ok, |signed| {
            let info = EuiccInfo2 {
                highest_svn: Some(VersionType::new(2, 2, roll as u8)),
                ..EuiccInfo2::clone(&signed.euicc_info2)
            };
            signed.euicc_info2 = Raw::new(info);
        }),
        13 => {
            let error = AuthenticateResponseError {
                transaction_id: ok.transaction_id.clone(),
                authenticate_error_code: AuthenticateErrorCode::CiPkUnknown,
            };
            let der = AuthenticateServerResponse::Error(error).encode();
            return body(&ok.transaction_id.to_string(), "authenticateServerResponse", &der);
        }
        14 => orders.1.authenticate(ok),
        15 => {
            // Another's certificate, and so another's key.
            Buyer { certificate: desk.victim().0.certificate.clone(), ..buyer }.authenticate(ok)
        }
        16 => {
            // The session of another phone, which is at another step.
            let mut request = buyer.authenticate(ok);
            let (own, other) = (ok.transaction_id.as_bytes(), desk.victim().1.transaction_id.as_bytes());
            let at = request.windows(own.len()).position(|w| w == own).expect("it is there");
            request[at..at + own.len()].copy_from_slice(other);
            request
        }
        _ => {
            let matching_id = orders.0[roll as usize % orders.0.len()].clone();
            Buyer { matching_id, ..buyer }.authenticate(ok)
        }
    })
}

// R: E5 E7 E8
#[test]
fn changed_proofs_of_a_card() {
    let mut desk = Desk::open(2);
    send(&mut desk, many());
    // A kiosk that serves puts an end to what has expired, soon.
    let expired = if desk.serves() { "the order is over" } else { "the order has expired" };
    desk.close(&[
        "the body is not the JSON of this function",
        "transactionId",
        "authenticateServerResponse",
        NO_SESSION,
        "the card refused with error",
        "EUM certificate",
        "eUICC certificate",
        "the card's signature is wrong",
        "the card signed another session's transaction id",
        "the card signed another server challenge than this session's",
        "the card signed another server address than this session's",
        DOWNGRADED,
        "there is no order for this matching id",
        "there is no order for this card",
        "the order is for another card",
        "the order is not released yet",
        "the order is over",
        expired,
        "the order has been tried too often",
        ANSWERED,
    ]);
}

const DOWNGRADED: &str = "the card signed versions v";

use crate::{
    counter::{ANSWERED, many},
    desk::{Desk, json},
    spoil::spoil,
};
use landfall_flows::buyer::Buyer;
use rsp::{
    VersionType,
    es9::{Function, InitiateAuthenticationResponse, Response},
    es10::EuiccInfo1,
};

const FUNCTION: Function = Function::InitiateAuthentication;

/// Sends `count` of them.
pub(crate) fn send(desk: &mut Desk, count: u32) {
    let valid = json(&desk.buyer.initiate());
    for _ in 0..count {
        let body = changed(desk, &valid);
        let answer = desk.ask_spoiled(FUNCTION, body);
        if answer.check == ANSWERED {
            let answered = Response::from_json(FUNCTION, &answer.body).expect("an answer");
            let Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(ok)) = answered else {
                panic!("{answered:?}")
            };
            assert!(ok.transaction_id != desk.victim().1.transaction_id);
        }
    }
}

fn changed(desk: &mut Desk, valid: &[u8]) -> Vec<u8> {
    let buyer = desk.buyer.clone();
    let roll = desk.dice.roll();
    let other = vec![vec![roll as u8; 20]];
    let info = match desk.dice.below(12) {
        0 => {
            let address = ["", "other.example", "gate-7", "GATE-7.landfall.invalid:444", "a\0b"][roll as usize % 5];
            return json(&Buyer { address: address.to_owned(), ..buyer }.initiate());
        }
        1 => {
            let (low, high) = [(0, 1), (1, 1), (4, 9), (255, 255)][roll as usize % 4];
            let version = |major| VersionType::new(major, roll as u8, 0);
            EuiccInfo1 { lowest_svn: version(low), highest_svn: Some(version(high)), ..buyer.info1() }
        }
        2 => EuiccInfo1 { euicc_ci_pk_id_list_for_signing: other, ..buyer.info1() },
        3 => EuiccInfo1 { euicc_ci_pk_id_list_for_verification: other, ..buyer.info1() },
        _ => return spoil(valid, &mut desk.dice),
    };
    json(&buyer.initiate_with(info))
}

// R: E1 E3 E7
#[test]
fn changed_requests_for_a_session() {
    let mut desk = Desk::open(1);
    let before = desk.shop.books();
    send(&mut desk, many());
    assert_eq!(desk.shop.books(), before, "nothing is written down");
    desk.close(&[
        "the body is not the JSON of this function",
        "euiccChallenge is not base64",
        "euiccChallenge",
        "euiccInfo1",
        "asked for",
        "none of the card's versions",
        "the card can sign under no root that is installed here",
        "the card trusts no root that certified this server",
        ANSWERED,
    ]);
}

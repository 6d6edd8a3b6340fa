use crate::{
    counter::{ANSWERED, many},
    desk::{CLASS, Desk, NO_SESSION, body, json, resigned},
    spoil::spoil,
};
use landfall_flows::buyer::{Buyer, no_transaction};
use landfall_kiosk::distribute;
use model::SecretBytes;
use rsp::{
    Message,
    es9::{AuthenticateClientOk, Function, GetBoundProfilePackageResponse, Request, Response},
    es10::{DownloadErrorCode, PrepareDownloadResponse, PrepareDownloadResponseError},
    message::HashCc,
};
use smdp::order::ConfirmationCode;

const FUNCTION: Function = Function::GetBoundProfilePackage;

/// A phone's order, and a session at its offer.
struct Place {
    buyer: Buyer,
    order: Option<String>,
    session: Option<AuthenticateClientOk>,
    made: u32,
    missed: u32,
}

impl Place {
    const fn new(buyer: Buyer) -> Self {
        Self { buyer, order: None, session: None, made: 0, missed: 0 }
    }

    /// The next one begins with another order.
    fn over(&mut self) {
        (self.order, self.session, self.made) = (None, None, 0);
    }

    fn session(&mut self, desk: &mut Desk, code: Option<&SecretBytes>) -> AuthenticateClientOk {
        // An order bears ten packages.
        if self.made == 3 {
            self.over();
        }
        let issued = || desk.shop.issue_with(CLASS, |sale| sale.code = code.cloned()).matching_id;
        let order = self.order.get_or_insert_with(issued);
        match self.session.take() {
            Some(offer) => offer,
            None => desk.offered_to(&self.buyer, order),
        }
    }

    /// What became of session and order.
    fn after(&mut self, offer: AuthenticateClientOk, status: u16, check: &str) {
        self.missed = if check == NO_SESSION { self.missed + 1 } else { 0 };
        match check {
            ANSWERED => self.made += 1,
            "the order is over" | "the confirmation code was wrong too often" => self.over(),
            "a confirmation code is needed" | "the confirmation code is wrong" => self.session = Some(offer),
            // It names another one, or this one has made room for others of this card.
            NO_SESSION if self.missed < 3 => self.session = Some(offer),
            _ if status != 200 => self.session = Some(offer),
            _ => {}
        }
    }
}

/// Sends `count` of them.
pub(crate) fn send(desk: &mut Desk, count: u32) {
    let other = Buyer::new(&desk.shop, "visitor", "guesser");
    let (mut free, mut coded) = (Place::new(desk.buyer.clone()), Place::new(other));
    let code = ConfirmationCode::of(b"4711").hash().clone();
    for _ in 0..count {
        let with_code = desk.dice.below(8) == 0;
        let offer = if with_code { coded.session(desk, Some(&code)) } else { free.session(desk, None) };
        let changed = if with_code { guessed(desk, &coded.buyer, &offer) } else { changed(desk, &offer, &free) };
        let answer = desk.ask_spoiled(FUNCTION, changed);
        if answer.check == ANSWERED {
            let answered = Response::from_json(FUNCTION, &answer.body).expect("an answer");
            let Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Ok(package)) = answered else {
                panic!("{answered:?}")
            };
            assert_eq!(package.transaction_id, offer.transaction_id, "its own session");
            assert!(!with_code, "nobody said the code");
        }
        let place = if with_code { &mut coded } else { &mut free };
        place.after(offer, answer.status, &answer.check);
    }
}

/// Confirmation codes that are none, or wrong.
fn guessed(desk: &mut Desk, buyer: &Buyer, offer: &AuthenticateClientOk) -> Vec<u8> {
    let guess: [u8; 32] = model::Random::array(&mut desk.dice);
    let missing = desk.dice.below(3) == 0;
    json(&buyer.prepare_with(offer, |signed| signed.hash_cc = (!missing).then_some(HashCc(guess))))
}

fn changed(desk: &mut Desk, offer: &AuthenticateClientOk, place: &Place) -> Vec<u8> {
    let buyer = desk.buyer.clone();
    json(&match desk.dice.below(14) {
        0..=6 => return spoil(&json(&buyer.prepare(offer)), &mut desk.dice),
        7 => {
            let Ok(Request::GetBoundProfilePackage(request)) = Request::decode(&buyer.prepare(offer)) else {
                panic!("own encoding")
            };
            let behind = tlv::encode(0x5F37u32, &offer.smdp_signature2);
            let der = resigned(request.prepare_download_response.raw(), true, &behind, &buyer.key, &mut desk.dice);
            return body(&offer.transaction_id.to_string(), "prepareDownloadResponse", &der);
        }
        8 => buyer.prepare_with(offer, |signed| signed.transaction_id = desk.victim().1.transaction_id.clone()),
        9 => {
            // As if it were the other phone's session: its id, its offer, another's key.
            let other = desk.victim().1.clone();
            let request =
                json(&buyer.prepare(&AuthenticateClientOk { transaction_id: offer.transaction_id.clone(), ..other }));
            return request;
        }
        10 => {
            let error = PrepareDownloadResponseError {
                transaction_id: offer.transaction_id.clone(),
                download_error_code: DownloadErrorCode::InvalidSignature,
            };
            let der = PrepareDownloadResponse::Error(error).encode();
            return body(&offer.transaction_id.to_string(), "prepareDownloadResponse", &der);
        }
        11 => {
            // A session that was begun and not proven.
            let begun = desk.begun();
            buyer.prepare(&AuthenticateClientOk { transaction_id: begun.transaction_id, ..offer.clone() })
        }
        12 | 13 if place.made == 0 => {
            // The order ends after it was offered.
            let id = place.order.as_deref().expect("it was offered");
            let (store, now) = (desk.shop.kiosk().store(), landfall_flows::now());
            distribute::cancelled(store, id, &no_transaction(), true, "turned down", None, now).expect("writes");
            buyer.prepare(offer)
        }
        _ => return spoil(&json(&buyer.prepare(offer)), &mut desk.dice),
    })
}

// R: E5 E7 A7
#[test]
fn changed_requests_for_a_package() {
    let mut desk = Desk::open(3);
    send(&mut desk, many());
    desk.close(&[
        "the body is not the JSON of this function",
        "transactionId",
        "prepareDownloadResponse",
        NO_SESSION,
        "the card refused with error",
        "the card's signature is wrong",
        "the card signed another session's transaction id",
        "a confirmation code is needed",
        "the confirmation code is wrong",
        "the confirmation code was wrong too often",
        "the order is over",
        ANSWERED,
    ]);
}

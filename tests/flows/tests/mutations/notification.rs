use crate::{
    counter::{ANSWERED, many},
    desk::{CLASS, Desk, json, resigned},
    spoil::spoil,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use landfall_flows::buyer::{self, no_transaction};
use rsp::{
    Message,
    es9::{AuthenticateClientOk, Function, HandleNotification, Request},
    metadata::NotificationEvent,
    notification::{NotificationMetadata, OtherSignedNotification, PendingNotification},
};

const FUNCTION: Function = Function::HandleNotification;

/// Sends `count` of them: about an order of this phone's, that a package was made for.
pub(crate) fn send(desk: &mut Desk, count: u32) {
    let order = desk.shop.issue(CLASS).matching_id;
    let offer = desk.offered(&order);
    desk.package(&offer);
    // The other phone's order is bound to its card, for its number to be known.
    let (other, offered) = desk.victim().clone();
    let second = other.offered(&desk.shop).expect("its own");
    other.package(&desk.shop, &second).expect("its own");
    for _ in 0..count {
        let changed = changed(desk, &offer, &offered);
        desk.ask_spoiled(FUNCTION, changed);
    }
}

/// Something that is no installation's result.
fn told(desk: &Desk, offer: &AuthenticateClientOk, change: impl FnOnce(&mut NotificationMetadata)) -> Vec<u8> {
    let buyer = &desk.buyer;
    let mut metadata = NotificationMetadata {
        seq_number: 2,
        profile_management_operation: NotificationEvent::ENABLE,
        notification_address: buyer.address.clone(),
        iccid: Some(offer.profile_metadata.iccid),
    };
    change(&mut metadata);
    let unsigned = OtherSignedNotification::unsigned(metadata, buyer.certificate.clone(), buyer.eum.clone());
    let pending = PendingNotification::decode(&buyer.key.finish(unsigned).encode()).expect("own encoding");
    json(&Request::HandleNotification(HandleNotification { pending_notification: pending }).encode())
}

fn changed(desk: &mut Desk, offer: &AuthenticateClientOk, other: &AuthenticateClientOk) -> Vec<u8> {
    let buyer = desk.buyer.clone();
    let valid = buyer.result(offer);
    let mut data = valid.clone();
    match desk.dice.below(16) {
        0..=3 => return spoil(&json(&buyer::notification(valid, &buyer.key)), &mut desk.dice),
        4..=7 => {
            let body = told(desk, offer, |_| {});
            return spoil(&body, &mut desk.dice);
        }
        8 => {
            let request = Request::decode(&buyer::notification(valid, &buyer.key)).expect("own encoding");
            let Request::HandleNotification(request) = request else { panic!("own encoding") };
            let der = resigned(request.pending_notification.raw(), false, &[], &buyer.key, &mut desk.dice);
            let member = BASE64_STANDARD.encode(der);
            return serde_json::json!({"pendingNotification": member}).to_string().into_bytes();
        }
        9 => data.transaction_id = no_transaction(),
        10 => data.notification_metadata.iccid = Some(other.profile_metadata.iccid),
        11 => data.smdp_oid = Some(vec![0x88, 0x37, 0x01]),
        12 => data.notification_metadata.profile_management_operation = NotificationEvent::DELETE,
        13 => data.notification_metadata.iccid = None,
        14 => return told(desk, offer, |metadata| metadata.iccid = Some(other.profile_metadata.iccid)),
        _ => {
            return told(desk, offer, |metadata| {
                metadata.profile_management_operation = NotificationEvent::INSTALL;
            });
        }
    }
    json(&buyer::notification(data, &buyer.key))
}

// R: E7 A7
#[test]
fn changed_notifications() {
    let mut desk = Desk::open(5);
    send(&mut desk, many());
    desk.close(&[
        "the body is not the JSON of this function",
        "pendingNotification is not base64",
        "pendingNotification",
        "there is no order for this matching id",
        "EUM certificate",
        "eUICC certificate",
        "the card's signature is wrong",
        "the card signed another profile than this session's",
        "the card signed another event than this session's",
        "the order is for another card",
        "it is about another server",
        ANSWERED,
    ]);
}

//! A network operator, certified by the shop's, that orders.

use landfall_flows::{Shop, Stock};
use landfall_kiosk::{
    operator::client::ClientRequest,
    orders::{
        Client,
        list::{self, OrderView},
    },
};
use model::{ActivationCode, Eid, Iccid, NumberState, SecretBytes};
use rsp::{
    es2::{
        CancelOrderRequest, ConfirmOrderRequest, ConfirmOrderResponse, DownloadOrderRequest, DownloadOrderResponse,
        FinalProfileStatus, ReleaseProfileRequest, Request,
    },
    json::{IccidText, RequestHeader, SecretText},
};
use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};
use web::orderer::{AskError, Orderer};

/// The product that the operator orders; stock files of these tests say that it is Nord's.
pub(crate) const CLASS: &str = "counter";
/// How the operator is called in stock files.
pub(crate) const NORD: &str = "Nord";
/// The name of its server.
pub(crate) const HOST: &str = "localhost";

/// An operator and its files.
pub(crate) struct Operator {
    pub(crate) folder: PathBuf,
    pub(crate) requester: &'static str,
    calls: AtomicU32,
}

impl Operator {
    /// Certified by the shop's operator for `days` from `now` on.
    pub(crate) fn certified(shop: &mut Shop, name: &str, requester: &'static str) -> Self {
        let folder = shop.place().join(name);
        let request = ClientRequest {
            name: name.to_owned(),
            requester: requester.to_owned(),
            host: Some(HOST.to_owned()),
            days: 30,
        };
        let files = shop.operator_mut().client(&request, landfall_flows::now()).expect("signs");
        files.write(&folder).expect("writes");
        Self { folder, requester, calls: AtomicU32::default() }
    }

    /// As the kiosk's owner names it.
    pub(crate) fn named(&self, operator: &str, notify: Option<String>) -> Client {
        Client { requester: self.requester.to_owned(), operator: operator.to_owned(), root: None, notify }
    }

    /// Its way to the shop that serves.
    pub(crate) fn orderer(&self, shop: &Shop) -> Orderer {
        let address = &shop.kiosk().settings().smdp_address;
        Orderer::open(&self.folder, address, Some(shop.es2().to_string())).expect("its own files")
    }

    /// Of another call each time.
    pub(crate) fn header(&self) -> RequestHeader {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        RequestHeader {
            function_requester_identifier: self.requester.to_owned(),
            function_call_identifier: format!("TX-{call}"),
        }
    }

    pub(crate) fn any_of(&self, class: &str) -> DownloadOrderRequest {
        DownloadOrderRequest { header: self.header(), eid: None, iccid: None, profile_type: Some(class.to_owned()) }
    }

    pub(crate) fn download(&self, iccid: Iccid, eid: Option<Eid>) -> DownloadOrderRequest {
        let eid = eid.map(Into::into);
        DownloadOrderRequest { header: self.header(), eid, iccid: Some(IccidText(iccid)), profile_type: None }
    }

    pub(crate) fn confirm(&self, iccid: Iccid) -> ConfirmOrderRequest {
        ConfirmOrderRequest {
            header: self.header(),
            iccid: IccidText(iccid),
            eid: None,
            matching_id: None,
            confirmation_code: None,
            smds_address: None,
            release_flag: true,
        }
    }

    pub(crate) fn cancel(&self, iccid: Iccid, becomes: FinalProfileStatus) -> CancelOrderRequest {
        CancelOrderRequest {
            header: self.header(),
            iccid: Some(IccidText(iccid)),
            eid: None,
            matching_id: None,
            final_profile_status_indicator: Some(becomes),
        }
    }

    pub(crate) fn release(&self, iccid: Iccid) -> ReleaseProfileRequest {
        ReleaseProfileRequest { header: self.header(), iccid: IccidText(iccid) }
    }
}

/// A shop whose counter sells Nord's; phones get their eUICC by the other product.
pub(crate) fn closed(count: u32) -> Shop {
    let shop = Shop::closed(&Stock { first: 500, ..Stock::new("visitor", "free", 20) });
    shop.import(&Stock::new(CLASS, "attendant", count)).expect("good stock");
    shop
}

/// The same, where Nord may order; it does not serve yet.
pub(crate) fn ready(count: u32) -> (Shop, Operator) {
    let mut shop = closed(count);
    let nord = Operator::certified(&mut shop, NORD, "2.999.10");
    let client = nord.named(NORD, None);
    shop.set(|settings| settings.clients.push(client));
    (shop, nord)
}

/// The same, serving.
pub(crate) async fn open(count: u32) -> (Shop, Operator) {
    let (mut shop, nord) = ready(count);
    shop.start().await;
    (shop, nord)
}

/// The profile that is set aside for a call.
pub(crate) async fn ordered(orderer: &mut Orderer, request: &DownloadOrderRequest) -> Iccid {
    let body = orderer.call(request).await.expect("in stock");
    let answer: DownloadOrderResponse = serde_json::from_slice(&body).expect("an answer");
    answer.iccid.expect("the profile").0
}

/// The answer to a confirmation.
pub(crate) async fn confirmed(orderer: &mut Orderer, request: &ConfirmOrderRequest) -> ConfirmOrderResponse {
    let body = orderer.call(request).await.expect("ordered before");
    serde_json::from_slice(&body).expect("an answer")
}

/// What a phone is told of a confirmed order.
pub(crate) fn activation(confirmed: &ConfirmOrderResponse, code: bool) -> ActivationCode {
    ActivationCode {
        smdp_address: confirmed.smdp_address.clone().expect("its address"),
        matching_id: confirmed.matching_id.clone().expect("its name"),
        smdp_oid: None,
        confirmation_code: code,
    }
}

/// Subject and reason of a refusal.
pub(crate) async fn refused<R: Request>(orderer: &mut Orderer, request: &R) -> String {
    match orderer.call(request).await {
        Err(AskError::Refused(data)) => format!("{}/{}", data.subject_code, data.reason_code),
        other => panic!("not refused: {:?}", other.map(String::from_utf8)),
    }
}

pub(crate) fn code(text: &str) -> Option<SecretText> {
    Some(SecretText(SecretBytes::from(text.as_bytes())))
}

/// The orders, as the kiosk's owner sees them, the latest first.
pub(crate) fn orders(shop: &Shop) -> Vec<OrderView> {
    list::orders(shop.kiosk().store(), 100_000).expect("reads").orders
}

/// Where the latest order stands.
pub(crate) fn state(shop: &Shop) -> String {
    orders(shop).first().expect("an order").state.clone()
}

/// How many numbers of the counter's are in this state.
pub(crate) fn count(shop: &Shop, state: NumberState) -> usize {
    let all = landfall_kiosk::stock::list::numbers(shop.kiosk().store(), Some(CLASS), Some(state), None, 1_000);
    all.expect("reads").len()
}

/// Profiles of the counter.
pub(crate) fn iccids(shop: &Shop) -> Vec<Iccid> {
    let all = landfall_kiosk::stock::list::numbers(shop.kiosk().store(), Some(CLASS), None, None, 1_000);
    all.expect("reads").into_iter().map(|number| number.iccid.parse().expect("a card's")).collect()
}

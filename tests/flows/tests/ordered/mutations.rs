//! Random changes of every call: no 5xx, no panic, and what was not answered with success changed nothing. They go to the routes without sockets; with
//! `LANDFALL_MUTATIONS_TLS` set, over mutual TLS.

use crate::nord::{CLASS, Operator, iccids, orders, ready};
use landfall_flows::{
    Shop,
    raw::{Door, operator_connector},
};
use model::{Eid, Iccid};
use nearfield::sim::Dice;
use rsp::{
    es2::{Call, ConfirmOrderRequest, FinalProfileStatus, Function, HandleDownloadProgressInfoRequest, PATH, Request},
    json::FunctionExecutionStatus,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use web::orderer::identity;

/// How many changes of each call; `LANDFALL_MUTATIONS` says another number.
const MANY: u32 = 800;
/// Of 100,000 changes of each call, every check refuses so many.
const EACH: u32 = 1_000;

/// What was said, and how often.
type Tally = BTreeMap<String, u32>;

struct Desk {
    shop: Shop,
    nord: Operator,
    door: Door,
    dice: Dice,
    tally: Tally,
    /// The order of another sale, which no change may touch.
    victim: Iccid,
}

impl Desk {
    fn open(seed: u64) -> (tokio::runtime::Runtime, Self) {
        let (mut shop, nord) = ready(40);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let door = if std::env::var_os("LANDFALL_MUTATIONS_TLS").is_some() {
            let address = shop.kiosk().settings().smdp_address.clone();
            runtime.block_on(async {
                shop.start().await;
                Door::tls(&operator_connector(&nord.folder), &address, shop.es2()).await.expect("mutual TLS")
            })
        } else {
            Door::routes(shop.ordering_routes(identity(&nord.folder).expect("its files").1))
        };
        let victim = *iccids(&shop).last().expect("many");
        (runtime, Self { shop, nord, door, dice: Dice::new(seed), tally: Tally::new(), victim })
    }

    /// The status, and what is said: `done`, or subject and reason.
    async fn ask(&mut self, function: &str, body: Vec<u8>) -> String {
        let shown = String::from_utf8_lossy(&body).into_owned();
        let (status, body) = self.door.post(&format!("{PATH}{function}"), body).await;
        assert!(status < 500, "{function}: {status}\n{shown}");
        let answer: Value = serde_json::from_slice(&body).unwrap_or_else(|error| panic!("{error}: {shown}"));
        let said = &answer["header"]["functionExecutionStatus"];
        if status == 200 && said["status"] == "Executed-Success" {
            return "done".to_owned();
        }
        let part = |name: &str| said["statusCodeData"][name].as_str().expect("it says why").to_owned();
        format!("{status} {}/{}", part("subjectCode"), part("reasonCode"))
    }

    async fn send(&mut self, valid: &dyn Fn(&Self) -> Call, many: u32) {
        for _ in 0..many {
            let call = valid(self);
            let body = changed(&call.encode(), &mut self.dice);
            let before = self.shop.books();
            let said = self.ask(call.function().name(), body).await;
            if said != "done" {
                assert_eq!(self.shop.books(), before, "{said} changes nothing");
            }
            *self.tally.entry(said).or_default() += 1;
            if self.dice.below(25) == 0 {
                self.tidy().await;
            }
        }
    }

    /// What was ordered goes back to the stock, so that there is always some.
    async fn tidy(&mut self) {
        for order in orders(&self.shop).into_iter().filter(|order| order.state != "cancelled") {
            let iccid: Iccid = order.iccid.parse().expect("a card's");
            if iccid != self.victim {
                let mut request = self.nord.cancel(iccid, FinalProfileStatus::Available);
                request.eid = order.eid.map(Into::into);
                let body = request.encode();
                self.ask(Function::CancelOrder.name(), body).await;
            }
        }
    }

    fn close(self) -> Tally {
        let victim = orders(&self.shop).into_iter().find(|order| order.iccid == self.victim.to_string());
        assert_eq!(victim.expect("it is ordered").state, "released", "another's order stays what it is");
        self.tally
    }
}

/// A body with one random change.
fn changed(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    let at = |dice: &mut Dice, length: usize| dice.below(length.max(1) as u64) as usize;
    let mut bytes = body.to_vec();
    match dice.below(9) {
        0 => {
            for _ in 0..=dice.below(3) {
                let place = at(dice, bytes.len());
                bytes[place] ^= 1 << dice.below(8);
            }
        }
        1 => drop(bytes.remove(at(dice, bytes.len()))),
        2 => {
            let place = at(dice, bytes.len());
            bytes.insert(place, dice.roll() as u8);
        }
        3 => bytes.truncate(at(dice, body.len())),
        _ => return member(body, dice),
    }
    bytes
}

/// A member, of the call or of its header, is gone, of another kind or of another value.
fn member(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut members: Map<String, Value> = serde_json::from_slice(body).expect("it was valid");
    let inside = dice.below(5) == 0;
    let target = match members.get_mut("header").and_then(Value::as_object_mut) {
        Some(header) if inside => header,
        _ => &mut members,
    };
    let names: Vec<String> = target.keys().cloned().collect();
    let name = names[dice.below(names.len() as u64) as usize].clone();
    let digits =
        |dice: &mut Dice, many: usize| (0..many).map(|_| char::from(b'0' + (dice.roll() % 10) as u8)).collect();
    let value: Value = match dice.below(13) {
        0 => {
            target.remove(&name);
            return serde_json::to_vec(&members).expect("JSON");
        }
        1 => Value::Null,
        2 => json!(dice.roll()),
        3 => json!([target[&name]]),
        4 => json!(""),
        5 => json!("A".repeat(dice.below(70_000) as usize)),
        6 => json!("8".repeat(dice.below(40) as usize)),
        7 => json!(!target[&name].as_bool().unwrap_or(true)),
        8 => Value::String(digits(dice, 19)),
        9 => Value::String(digits(dice, 32)),
        10 => json!(["Unavailable", "Available", "A$1", "é\u{0}", "true", "counter"][dice.below(6) as usize]),
        11 => {
            let known = ["eid", "iccid", "profileType", "matchingId", "confirmationCode", "smdsAddress"];
            let text = known[dice.below(6) as usize];
            members.insert(text.to_owned(), json!(["", "counter", "A-1", "smds.example"][dice.below(4) as usize]));
            return serde_json::to_vec(&members).expect("JSON");
        }
        _ => {
            target.insert("unknown".to_owned(), json!({"a": dice.roll()}));
            return serde_json::to_vec(&members).expect("JSON");
        }
    };
    target.insert(name, value);
    serde_json::to_vec(&members).expect("JSON")
}

/// What has to be said among all of it.
const SEEN: [&str; 11] = [
    "done",
    "400 1.6/2.1",
    "413 1.6/2.1",
    "404 1.6/2.1",
    "200 1.1/1.2",
    "200 8.2.1/3.9",
    "200 8.2.5/3.9",
    "200 8.1.1/3.9",
    "200 8.2.1/2.3",
    "200 8.2.1/3.5",
    "200 8.2.1/2.2",
];

fn eid() -> Eid {
    Eid::with_check_digits("890490320012345123451234567890").expect("30 digits")
}

// R: E7 F1
#[test]
fn changed_calls() {
    let many = std::env::var("LANDFALL_MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(MANY);
    let mut tally = Tally::new();
    // Books that all of them were written into would take longer to look through than the calls.
    for turn in 0..many.div_ceil(MANY) {
        for (said, times) in at_one_desk(u64::from(turn) + 11, MANY.min(many - turn * MANY)) {
            *tally.entry(said).or_default() += times;
        }
    }
    let least = if many >= 100_000 { EACH } else { 1 };
    for what in SEEN {
        assert!(tally.get(what).is_some_and(|times| *times >= least), "{what} was said too seldom: {tally:#?}");
    }
}

/// So many changes of each call; how often what was said.
fn at_one_desk(seed: u64, many: u32) -> Tally {
    let (runtime, mut desk) = Desk::open(seed);
    runtime.block_on(async {
        let (victim, first) = (desk.victim, iccids(&desk.shop)[0]);
        for call in [
            Call::DownloadOrder(desk.nord.download(victim, Some(eid()))),
            Call::ConfirmOrder(ConfirmOrderRequest { matching_id: Some("VICTIM".into()), ..desk.nord.confirm(victim) }),
        ] {
            assert_eq!(desk.ask(call.function().name(), call.encode()).await, "done");
        }
        desk.send(&|desk| Call::DownloadOrder(desk.nord.any_of(CLASS)), many).await;
        desk.send(&move |desk| Call::DownloadOrder(desk.nord.download(first, Some(eid()))), many).await;
        let order = move |desk: &Desk| {
            let ordered = orders(&desk.shop).into_iter().find(|order| order.state == "allocated");
            ordered.map_or(first, |order| order.iccid.parse().expect("a card's"))
        };
        for _ in 0..20 {
            let body = desk.nord.any_of(CLASS).encode();
            desk.ask(Function::DownloadOrder.name(), body).await;
        }
        desk.send(
            &move |desk| {
                let confirm = desk.nord.confirm(order(desk));
                Call::ConfirmOrder(ConfirmOrderRequest { confirmation_code: crate::nord::code("4711"), ..confirm })
            },
            many,
        )
        .await;
        desk.send(&move |desk| Call::ReleaseProfile(desk.nord.release(order(desk))), many).await;
        desk.send(&move |desk| Call::CancelOrder(desk.nord.cancel(order(desk), FinalProfileStatus::Available)), many)
            .await;
        // The other side's function.
        let progress = move |desk: &Desk| HandleDownloadProgressInfoRequest {
            header: desk.nord.header(),
            eid: Some(eid().into()),
            iccid: rsp::json::IccidText(first),
            profile_type: CLASS.to_owned(),
            timestamp: "2026-11-23T10:00:00Z".to_owned(),
            notification_point_id: 4,
            notification_point_status: FunctionExecutionStatus::success(),
            result_data: Some(vec![0xBF, 0x37, 0]),
        };
        desk.send(&move |desk| Call::HandleDownloadProgressInfo(Box::new(progress(desk))), many).await;
    });
    desk.close()
}

//! What the kiosk tells its cloud, whatever is lost or killed, and what it takes from it (A8).

mod common;

use ::report::{
    Answer, Chain, Contact as Wire, KioskId, LateResult, News, Register, Registered, Report, What, called, registered,
    verify,
};
use account::wire::{Bytes, Challenge, ProblemKind};
use async_trait::async_trait;
use common::{NOW, Phone, Shop, stock};
use landfall_kiosk::{
    backup, bind,
    distribute::{self, SignedResult, Verdict},
    report::{self, At, Carrier, Contact, ContactError, bundle, register},
    stock::{list, release},
};
use model::{Eid, Iccid, NumberState};
use rsp::TransactionId;
use smdp::order::Bound;
use std::collections::VecDeque;
use store::{Folder, Store};
use tokio::runtime::Runtime;
use web::cloud::{Answer as Carried, CloudHttpError};
use zeroize::Zeroizing;

/// A cloud that judges as the real one does, and loses what it is told to.
#[derive(Default)]
struct Cloud {
    key: Vec<u8>,
    challenge: u8,
    chain: Option<Chain>,
    /// Every report that was accepted, in order.
    reports: Vec<Report>,
    /// Before which calls the line breaks: the request arrives, the answer doesn't.
    lost: VecDeque<bool>,
    news: Vec<News>,
    results: Vec<LateResult>,
    taken: Vec<u64>,
    /// How much it takes at once.
    most: usize,
    /// So many requests are carried twice, since the first answer was lost: what arrives last answers a challenge that is used up.
    doubled: u32,
}

impl Cloud {
    fn chain(&self) -> Chain {
        self.chain.clone().unwrap_or(Chain::new(0))
    }

    fn kiosk(&self) -> KioskId {
        KioskId::of(&self.key)
    }

    fn contact(&mut self, body: &[u8]) -> Answer {
        let contact: Wire = serde_json::from_slice(body).expect("a contact");
        let challenge = Bytes::from([self.challenge; 32]);
        let call = called(&self.kiosk(), &self.key, &challenge, &contact.call).expect("the kiosk calls");
        self.taken.extend(call.taken.iter().map(|taken| taken.seq));
        self.results.retain(|result| !self.taken.contains(&result.seq));
        let mut refused = None;
        for signed in contact.reports.iter().take(self.most.max(1)) {
            match verify(&self.kiosk(), &self.key, &self.chain(), signed) {
                Ok((report, chain)) => {
                    if chain != self.chain() {
                        self.reports.push(report);
                    }
                    self.chain = Some(chain);
                }
                Err(error) => {
                    refused = Some(error.to_string());
                    break;
                }
            }
        }
        let after = self.news.len() as u64;
        let news = self.news.iter().skip(call.after as usize).cloned().collect();
        Answer { chain: self.chain(), refused, news, after, results: self.results.clone(), more: false }
    }

    fn events(&self) -> Vec<String> {
        let name = |what: &What| match what {
            What::Sold { price, by } => format!("sold {price} {by}"),
            What::Distributed { price, hardware_id, .. } => format!("distributed {price} {hardware_id}"),
            What::Returned { why } => format!("returned {why}"),
            What::Failed { why } => format!("failed {why}"),
            What::Retired { why } => format!("retired {why}"),
        };
        let events = self.reports.iter().flat_map(|report| &report.events);
        events.map(|event| format!("{} {}", event.number, name(&event.what))).collect()
    }
}

#[async_trait]
impl Carrier for Cloud {
    async fn post(&mut self, path: &str, body: Vec<u8>) -> Result<Carried, CloudHttpError> {
        let answer = match path {
            "/v1/kiosks" => {
                let asked: Register = serde_json::from_slice(&body).expect("a registration");
                assert_eq!(asked.token, "token");
                let (kiosk, registration) = registered(&asked.registration).expect("signed by its own key");
                assert_eq!(registration.name, "Gate 7");
                self.key = registration.key.0;
                serde_json::to_vec(&Registered { kiosk })
            }
            "/v1/challenges" => {
                self.challenge += 1;
                serde_json::to_vec(&Challenge { challenge: Bytes::from([self.challenge; 32]) })
            }
            _ => {
                assert_eq!(path, format!("/v1/kiosks/{}/reports", self.kiosk()));
                let answer = self.contact(&body);
                if self.doubled > 0 {
                    self.doubled -= 1;
                    let problem = ProblemKind::Conflict;
                    return Ok(Carried { status: problem.status(), body: Vec::new() });
                }
                if self.lost.pop_front() == Some(true) {
                    return Err(CloudHttpError::Lost("the line broke".to_owned()));
                }
                serde_json::to_vec(&answer)
            }
        };
        Ok(Carried { status: 200, body: answer.expect("JSON") })
    }
}

fn call(shop: &Shop, cloud: &mut Cloud) -> Result<report::Contacted, ContactError> {
    Runtime::new().expect("threads").block_on(Contact::of(shop.shared()).call(cloud, || NOW))
}

fn known(shop: &Shop, cloud: &mut Cloud) {
    let token = Zeroizing::new("token\n".to_owned());
    let kiosk = shop.kiosk();
    let at = At { cloud: "https://cloud.example", roots: None };
    let id = Runtime::new().expect("threads").block_on(register(kiosk, cloud, &at, &token, NOW));
    assert_eq!(id.expect("registered"), report::id(kiosk).expect("a key"));
}

fn eid(n: u8) -> Eid {
    Eid::with_check_digits(&format!("89999{n:025}")).expect("digits")
}

/// A free sale whose package was made.
fn sell(shop: &Shop, n: u8) {
    let id = shop.reserve(&Phone::new(&format!("phone-{n}")), "jp-7", NOW).expect("reserved").matching_id;
    let otsk_dp = Some([n; 32].into());
    let bound =
        Bound { transaction_id: TransactionId::from([n; 16]), euicc_key: [n; 65], euicc_otpk: [n; 65], otsk_dp };
    bind::bind(shop.kiosk(), &id, &eid(n), bound, None, NOW).expect("authorised");
}

fn sign(shop: &Shop, n: u8, verdict: Verdict) {
    let result = SignedResult { transaction_id: vec![n; 16], eid: *eid(n).as_bytes(), iccid: None, verdict };
    distribute::record(shop.kiosk().store(), result, None, NOW).expect("its card");
}

fn waiting(shop: &Shop) -> u64 {
    report::status(shop.kiosk().store()).expect("reads").waiting
}

fn iccid(shop: &Shop, number: &str) -> Iccid {
    let all = list::numbers(shop.kiosk().store(), None, None, None, 100).expect("reads");
    all.into_iter().find(|row| row.number == number).expect("in stock").iccid.parse().expect("an ICCID")
}

const FIRST: &str = "99901000000";
const SECOND: &str = "99901000001";

// R: A8
#[test]
fn each_card_is_told_of_once_from_its_sale_to_its_end() {
    let shop = Shop::with(&stock("jp-7", "free", 3));
    let mut cloud = Cloud { most: 100, ..Cloud::default() };
    assert!(matches!(call(&shop, &mut cloud), Err(ContactError::NotRegistered)));
    known(&shop, &mut cloud);
    known(&shop, &mut cloud);
    // One whose lease runs out was no sale.
    shop.reserve(&Phone::new("window shopper"), "jp-7", NOW).expect("reserved");
    landfall_kiosk::sweep::sweep(shop.kiosk().store(), NOW.plus(301)).expect("sweeps");
    assert_eq!(waiting(&shop), 0);

    sell(&shop, 1);
    sign(&shop, 1, Verdict::Installed);
    sign(&shop, 1, Verdict::Installed);
    sell(&shop, 2);
    sign(&shop, 2, Verdict::Failed { for_good: true, reason: "no room".to_owned() });
    release::retire(shop.kiosk().store(), SECOND, "lost", NOW).expect("retired");
    assert_eq!(waiting(&shop), 5);
    let done = call(&shop, &mut cloud).expect("told");
    assert_eq!((done.accepted, waiting(&shop)), (1, 0));
    assert_eq!(
        cloud.events(),
        [
            "99901000000 sold 9.90 EUR free",
            "99901000000 distributed 9.90 EUR phone-1",
            "99901000001 sold 9.90 EUR free",
            "99901000001 returned the card signed that it failed to install: no room",
            "99901000001 retired lost",
        ]
    );
    // Nothing new is nothing told.
    assert_eq!(call(&shop, &mut cloud).expect("told").accepted, 0);
    assert_eq!(cloud.reports.len(), 1);
    let status = report::status(shop.kiosk().store()).expect("reads");
    assert_eq!((status.reports, status.accepted, status.problem), (1, 1, None));
}

// R: A8 E4
#[test]
fn lost_answers_and_restarts_lose_and_double_nothing() {
    let mut shop = Shop::with(&stock("jp-7", "free", 9));
    let mut cloud = Cloud { most: 100, ..Cloud::default() };
    known(&shop, &mut cloud);
    for n in 1..=8 {
        sell(&shop, n);
        // Signed, and killed before it is sent.
        if n % 3 == 0 {
            bundle(shop.kiosk(), NOW).expect("signed");
            shop.restart();
        }
        // Every other answer is lost on its way back.
        cloud.lost.push_back(n % 2 == 0);
        let called = call(&shop, &mut cloud);
        assert_eq!(called.is_ok(), n % 2 == 1, "{called:?}");
        let problem = report::status(shop.kiosk().store()).expect("reads").problem;
        assert_eq!(problem.is_some(), n % 2 == 0);
        sign(&shop, n, Verdict::Installed);
    }
    call(&shop, &mut cloud).expect("told");
    let mut events = cloud.events();
    assert_eq!((events.len(), waiting(&shop)), (16, 0));
    events.sort();
    events.dedup();
    assert_eq!(events.len(), 16, "none came twice");
}

// R: A8 F8
#[test]
fn a_cloud_that_was_restored_is_told_again_what_it_forgot() {
    let shop = Shop::with(&stock("jp-7", "free", 9));
    let mut cloud = Cloud { most: 1, ..Cloud::default() };
    known(&shop, &mut cloud);
    for n in 1..=5 {
        sell(&shop, n);
        call(&shop, &mut cloud).expect("told");
    }
    // Its backup was made after the second report.
    cloud.reports.truncate(2);
    let last = cloud.reports.last().expect("two");
    let third = 3 - 1;
    assert_eq!(last.number, third);
    let all = cloud.chain();
    cloud.chain = Some(Chain { number: 2, previous: previous_of_third(&shop), ..all.clone() });
    sell(&shop, 6);
    call(&shop, &mut cloud).expect("told");
    let numbers: Vec<u64> = cloud.reports.iter().map(|report| report.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
}

/// What the third report names before it.
fn previous_of_third(shop: &Shop) -> Bytes {
    let text: String = shop
        .kiosk()
        .store()
        .read::<_, store::Error>(|tx| {
            Ok(tx.query_row("SELECT signed FROM signed_report WHERE number = 3", [], |row| row.get(0))?)
        })
        .expect("it is kept");
    let signed: account::signed::Signed = serde_json::from_str(&text).expect("JSON");
    serde_json::from_slice::<Report>(&signed.payload.0).expect("a report").previous
}

// R: A8 F8
#[test]
fn a_restored_kiosk_begins_a_new_chain_and_loses_no_event_of_its_backup() {
    let mut shop = Shop::with(&stock("jp-7", "free", 9));
    let mut cloud = Cloud { most: 100, ..Cloud::default() };
    known(&shop, &mut cloud);
    sell(&shop, 1);
    call(&shop, &mut cloud).expect("told");
    sell(&shop, 2);
    bundle(shop.kiosk(), NOW).expect("signed, not sent");
    sell(&shop, 3);
    let file = shop.folder.path().join("backup.db");
    backup::backup(shop.kiosk().store(), &file).expect("backs up");
    // It goes on after the backup, which the restored one knows nothing of.
    call(&shop, &mut cloud).expect("told");
    sell(&shop, 4);
    call(&shop, &mut cloud).expect("told");
    let data = shop.data();
    shop.stop();
    backup::restore(&Folder::claim(&data).expect("nobody's"), &file, NOW).expect("restores");
    shop.start();
    call(&shop, &mut cloud).expect("told");
    let last = cloud.reports.last().expect("a report");
    assert_eq!((last.epoch, last.number), (1, 1));
    let events: Vec<&str> = last.events.iter().map(|event| event.number.as_str()).collect();
    assert_eq!(events, ["99901000001", "99901000002"], "signed before the backup, and noted behind it");
}

// R: A8
#[test]
fn a_copy_of_the_kiosk_that_runs_on_beside_it_is_noticed() {
    let mut shop = Shop::with(&stock("jp-7", "free", 9));
    let mut cloud = Cloud { most: 100, ..Cloud::default() };
    known(&shop, &mut cloud);
    sell(&shop, 1);
    call(&shop, &mut cloud).expect("told");
    let data = shop.data();
    let copy = shop.folder.path().join("copy.db");
    shop.stop();
    std::fs::copy(data.join("kiosk.db"), &copy).expect("copies");
    let wal = data.join("kiosk.db-wal");
    assert!(!wal.exists() || std::fs::metadata(&wal).expect("a file").len() == 0, "closed, it is one file");
    shop.start();
    sell(&shop, 2);
    call(&shop, &mut cloud).expect("told");
    // The copy knows nothing of that, and makes a second report of its own.
    shop.stop();
    std::fs::copy(&copy, data.join("kiosk.db")).expect("copies");
    shop.start();
    sell(&shop, 3);
    sign(&shop, 3, Verdict::Installed);
    let refused = call(&shop, &mut cloud).expect_err("another history");
    assert!(matches!(refused, ContactError::NotTaken(_)), "{refused}");
    assert!(refused.hint().contains("copy"));
    assert!(waiting(&shop) > 0, "it keeps what was not taken");
}

// R: A8 A12
#[test]
fn states_and_balances_of_its_numbers_come_back() {
    let shop = Shop::with(&stock("jp-7", "free", 3));
    let mut cloud = Cloud { most: 100, ..Cloud::default() };
    known(&shop, &mut cloud);
    sell(&shop, 1);
    sign(&shop, 1, Verdict::Installed);
    let news = |number: &str, state, balance| News {
        iccid: iccid(&shop, number),
        state,
        balance,
        at: NOW.0,
        why: "seen".to_owned(),
    };
    cloud.news.push(news(FIRST, NumberState::InUse, Some(-500)));
    // What is still in stock is the kiosk's own affair, whatever the cloud says.
    cloud.news.push(news(SECOND, NumberState::Suspended, Some(1)));
    assert_eq!(call(&shop, &mut cloud).expect("told").news, 1);
    assert_eq!((shop.state(FIRST), shop.state(SECOND)), (NumberState::InUse, NumberState::Available));
    let all = list::numbers(shop.kiosk().store(), None, None, None, 100).expect("reads");
    assert_eq!(all.iter().find(|row| row.number == FIRST).expect("in stock").balance, Some(-500));
    assert_eq!(call(&shop, &mut cloud).expect("told").news, 0, "what was read is not read again");
    cloud.news.push(news(FIRST, NumberState::Suspended, None));
    assert_eq!(call(&shop, &mut cloud).expect("told").news, 1);
    assert_eq!(shop.state(FIRST), NumberState::Suspended);
}

// R: A8
#[test]
fn a_late_result_is_acknowledged_with_why_it_was_not_believed() {
    let shop = Shop::with(&stock("jp-7", "free", 3));
    let mut cloud = Cloud { most: 100, ..Cloud::default() };
    known(&shop, &mut cloud);
    sell(&shop, 1);
    cloud.results.push(LateResult { seq: 7, notification: Bytes::from([0x30, 0x00]) });
    assert_eq!(call(&shop, &mut cloud).expect("told").results, 1);
    assert_eq!(cloud.taken, [7], "told in the contact behind it");
    assert_eq!(shop.state(FIRST), NumberState::Reserved, "it was no card's word");
    assert_eq!(call(&shop, &mut cloud).expect("told").results, 0);
}

// R: F6
#[test]
fn reports_of_the_release_before_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let claimed = Folder::claim(folder.path()).expect("nobody's");
    let all = landfall_kiosk::schema::MIGRATIONS;
    let before = store::Migrations { steps: &all.steps[..6], ..all };
    let store = Store::open(&claimed, landfall_kiosk::schema::NAME, &before, store::Options::default()).expect("opens");
    store
        .write::<_, store::Error, _>(|tx| {
            let product = "{\"offer\":{\"price\":\"9.90 EUR\"}}";
            tx.execute("INSERT INTO product (class_id, body) VALUES ('jp-7', ?1)", [product])?;
            let body = format!(
                "{{\"event\":\"distributed\",\"number\":\"99901\",\"iccid\":\"8999901000000000001\",\"eid\":\"{}\",\"class_id\":\"jp-7\",\
                 \"hardware_id\":\"phone-1\",\"user_id\":\"someone\"}}",
                eid(1)
            );
            tx.execute("INSERT INTO report (at, body) VALUES (5, ?1)", [body])?;
            Ok(())
        })
        .wait()
        .expect("writes");
    drop(store);
    let store = Store::open(&claimed, landfall_kiosk::schema::NAME, &all, store::Options::default()).expect("migrates");
    let body: String = store
        .read::<_, store::Error>(|tx| Ok(tx.query_row("SELECT body FROM report", [], |row| row.get(0))?))
        .expect("reads");
    let event: ::report::Event = serde_json::from_str(&body).expect("an event");
    assert_eq!(event.at, 5);
    assert!(matches!(&event.what, What::Distributed { price, .. } if price.to_string() == "9.90 EUR"));
}

// R: A8
#[test]
fn a_request_that_arrived_twice_is_made_anew() {
    let shop = Shop::with(&stock("jp-7", "free", 2));
    let mut cloud = Cloud { most: 100, ..Cloud::default() };
    known(&shop, &mut cloud);
    sell(&shop, 1);
    cloud.doubled = 1;
    assert_eq!(call(&shop, &mut cloud).expect("told").accepted, 1);
    assert_eq!((cloud.challenge, cloud.reports.len(), waiting(&shop)), (2, 1, 0));
    // A cloud that always says so is not asked for ever.
    cloud.doubled = u32::MAX;
    assert!(call(&shop, &mut cloud).expect_err("never through").retrying_helps());
    assert_eq!((cloud.challenge, cloud.reports.len()), (5, 1));
}

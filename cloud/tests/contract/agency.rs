//! An agency's orders, brought to an SM-DP+ that is away, loses answers and refuses.

use crate::{
    card_orders::{AGENCY, ordered, stands},
    made::*,
    subscribers::state,
    world::World,
};
use account::{keys::AccountId, wire::CardOrderState};
use async_trait::async_trait;
use landfall_cloud::{
    agency::{Agencies, AgencySettings, CardSealer, Driver, Named, ProfileServer, office},
    service::ServerKey,
    storage::{CardStanding, CardTask},
};
use model::{ActivationCode, Iccid, NumberState};
use rsp::{
    es2::HandleDownloadProgressInfoRequest,
    json::{ExecutionStatus, FunctionExecutionStatus, IccidText, RequestHeader, StatusCodeData},
    reason::StatusCode,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};
use web::{client::HttpError, orderer::AskError};

const DAY: u64 = 86_400;

/// What becomes of the next call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It never arrives.
    Lost,
    /// It is done, and its answer never arrives.
    Unanswered,
    /// The server says no: subject and reason.
    Refused(&'static str, &'static str),
    /// It is done.
    Done,
}

/// An SM-DP+ that knows a call again by its name, as SGP.22 §5.2.6 has it.
#[derive(Default)]
struct Books {
    /// Cards by the orders that they were set aside for.
    aside: BTreeMap<String, Iccid>,
    /// Every call that arrived and was done for the first time.
    done: Vec<String>,
    fates: Vec<Fate>,
    stock: u8,
}

#[derive(Clone, Default)]
struct Smdp(Arc<Mutex<Books>>);

impl Smdp {
    fn with(stock: u8) -> Self {
        let smdp = Self::default();
        smdp.books(|books| books.stock = stock);
        smdp
    }

    fn books<T>(&self, look: impl FnOnce(&mut Books) -> T) -> T {
        look(&mut self.0.lock().expect("whole"))
    }

    /// This becomes of the next calls, in this order.
    fn befall(&self, fates: &[Fate]) {
        self.books(|books| books.fates = fates.iter().rev().copied().collect());
    }

    fn done(&self) -> Vec<String> {
        self.books(|books| std::mem::take(&mut books.done))
    }

    fn call<T>(&self, what: String, does: impl FnOnce(&mut Books) -> Result<T, AskError>) -> Result<T, AskError> {
        let away = || AskError::Http(HttpError::Timeout(20));
        self.books(|books| {
            let fate = books.fates.pop().unwrap_or(Fate::Done);
            match fate {
                Fate::Lost => return Err(away()),
                Fate::Refused(subject, reason) => return Err(refused(subject, reason)),
                Fate::Unanswered | Fate::Done => {}
            }
            let did = does(books)?;
            if !books.done.contains(&what) {
                books.done.push(what);
            }
            if fate == Fate::Unanswered { Err(away()) } else { Ok(did) }
        })
    }
}

fn refused(subject: &'static str, reason: &'static str) -> AskError {
    AskError::Refused(Box::new(StatusCodeData::from(&StatusCode::new(subject, reason))))
}

#[async_trait]
impl ProfileServer for Smdp {
    async fn order(&self, order: Named<'_>, profile_type: &str) -> Result<Iccid, AskError> {
        assert_eq!(profile_type, "month-v2", "as the SM-DP+ calls it");
        self.call(format!("order {}", order.name), |books| {
            if let Some(iccid) = books.aside.get(order.name) {
                return Ok(*iccid);
            }
            books.stock = books.stock.checked_sub(1).ok_or_else(|| refused("8.2.5", "3.7"))?;
            let iccid = card(books.stock);
            books.aside.insert(order.name.to_owned(), iccid);
            Ok(iccid)
        })
    }

    async fn confirm(&self, order: Named<'_>, iccid: &Iccid, matching_id: &str) -> Result<ActivationCode, AskError> {
        self.call(format!("confirm {} {iccid}", order.name), |books| {
            assert_eq!(books.aside.get(order.name), Some(iccid));
            Ok(ActivationCode {
                smdp_address: "smdp.test".to_owned(),
                matching_id: matching_id.to_owned(),
                smdp_oid: None,
                confirmation_code: false,
            })
        })
    }

    async fn release(&self, order: Named<'_>, iccid: &Iccid) -> Result<(), AskError> {
        self.call(format!("release {} {iccid}", order.name), |_| Ok(()))
    }

    async fn cancel(&self, order: Named<'_>, iccid: &Iccid) -> Result<(), AskError> {
        self.call(format!("cancel {} {iccid}", order.name), |books| {
            books.stock += u8::from(books.aside.remove(order.name).is_some());
            Ok(())
        })
    }
}

fn card(n: u8) -> Iccid {
    format!("8999901000000000{n:03}").parse().expect("an ICCID")
}

struct Bench {
    smdp: Smdp,
    agencies: Agencies,
    sealer: CardSealer,
    account: AccountId,
}

async fn bench(World { one, .. }: &World, stock: u8) -> Bench {
    let smdp = Smdp::with(stock);
    let settings = AgencySettings {
        name: "Nord".to_owned(),
        server: "smdp.test".to_owned(),
        via: None,
        files: "nord".into(),
        listen: None,
        products: Vec::new(),
    };
    let mut agencies = Agencies::default();
    agencies.add(AGENCY, settings, Box::new(smdp.clone())).expect("good");
    let sealer = CardSealer::of(&ServerKey::read(&[7; 32]).expect("32 bytes"));
    Bench { smdp, agencies, sealer, account: an_account(&**one, 1).await }
}

impl Bench {
    /// A program that was started just now.
    fn driver(&self, World { two, .. }: &World) -> Driver {
        Driver::new(two.clone(), self.agencies.get(AGENCY).expect("it is there").clone(), self.sealer.clone())
    }

    async fn work(&self, world: &World, now: u64) -> u32 {
        self.driver(world).work(move || now).await.expect("works")
    }
}

/// As the SM-DP+ tells (SGP.22 §5.3.5).
fn progress(iccid: Iccid, point: u32, well: bool) -> HandleDownloadProgressInfoRequest {
    let status = if well { ExecutionStatus::Success } else { ExecutionStatus::Failed };
    HandleDownloadProgressInfoRequest {
        header: RequestHeader {
            function_requester_identifier: "2.999.1".to_owned(),
            function_call_identifier: "1".to_owned(),
        },
        eid: None,
        iccid: IccidText(iccid),
        profile_type: "month-v2".to_owned(),
        timestamp: "2026-11-29T12:00:00Z".to_owned(),
        notification_point_id: point,
        notification_point_status: FunctionExecutionStatus { status, status_code_data: None },
        result_data: None,
    }
}

// R: B3 F8
pub(crate) async fn an_order_reaches_its_end_once_whatever_is_lost_on_the_way(world: &World) {
    let (bench, one) = (bench(world, 5).await, &world.one);
    let order = ordered(&**one, &bench.account, 1, NOW).await;
    bench.smdp.befall(&[
        Fate::Lost,
        Fate::Unanswered,
        Fate::Done,
        Fate::Unanswered,
        Fate::Lost,
        Fate::Done,
        Fate::Unanswered,
    ]);
    let mut seen = Vec::new();
    // A program each time, as if every one were killed at once.
    for at in 0..60 {
        bench.work(world, NOW + at).await;
        let at = stands(&**one, &bench.account, 1).await;
        if seen.last() != Some(&at.state) {
            seen.push(at.state);
        }
    }
    use CardOrderState::{Confirmed, Ordered, Released, Requested};
    assert!(seen.iter().all(|state| [Requested, Ordered, Confirmed, Released].contains(state)) && seen.is_sorted());
    assert_eq!(seen.last(), Some(&Released));
    let name = hex::encode(&order.wanted.name.0);
    let iccid = card(4);
    let all = [format!("order {name}"), format!("confirm {name} {iccid}"), format!("release {name} {iccid}")];
    assert_eq!(bench.smdp.done(), all);
    assert_eq!(bench.smdp.books(|books| books.aside.len()), 1, "one card, however often it was asked for");
    let at = stands(&**one, &bench.account, 1).await;
    let code = bench.sealer.open(&order.wanted.name.0, &at.code.expect("there is a code")).expect("its own");
    let code: ActivationCode = std::str::from_utf8(code.expose()).expect("text").parse().expect("a code");
    assert_eq!(code.matching_id, bench.sealer.matching_id(&order.wanted.name.0));
    assert_eq!(state(&**one, &iccid.to_string()).await, NumberState::Reserved);
    assert_eq!(bench.work(world, NOW + 999).await, 0, "there is nothing more to do");
}

// R: B3 F3
pub(crate) async fn what_is_sold_out_or_refused_is_said_and_leaves_nothing_behind(world: &World) {
    let (bench, one) = (bench(world, 1).await, &world.one);
    for n in [1, 2] {
        ordered(&**one, &bench.account, n, NOW).await;
        bench.work(world, NOW).await;
    }
    let at = stands(&**one, &bench.account, 2).await;
    assert_eq!((at.state, at.task, at.again), (CardOrderState::Failed, None, true));
    assert_eq!(at.why.as_deref(), Some("the operator has none of these cards left"));
    // Of one that is refused later, the card goes back, even if the way is bad then.
    bench.smdp.books(|books| books.stock = 1);
    bench.smdp.done();
    bench.smdp.befall(&[Fate::Done, Fate::Refused("8.2.6", "3.3"), Fate::Lost, Fate::Unanswered]);
    ordered(&**one, &bench.account, 3, NOW).await;
    bench.work(world, NOW).await;
    let at = stands(&**one, &bench.account, 3).await;
    assert_eq!((at.state, at.task, at.again), (CardOrderState::Failed, Some(CardTask::Cancel), true));
    assert!(at.code.is_none());
    assert_eq!(state(&**one, &card(0).to_string()).await, NumberState::Reserved);
    for at in 1..10 {
        bench.work(world, NOW + at).await;
    }
    assert_eq!(stands(&**one, &bench.account, 3).await.task, None);
    assert_eq!(bench.smdp.books(|books| (books.stock, books.aside.len())), (1, 1), "it is in stock again");
    assert_eq!(state(&**one, &card(0).to_string()).await, NumberState::Available);
    bench.smdp.befall(&[Fate::Refused("8.2.5", "3.9")]);
    ordered(&**one, &bench.account, 4, NOW).await;
    bench.work(world, NOW).await;
    let at = stands(&**one, &bench.account, 4).await;
    assert!(!at.again && at.why.expect("it says why").contains("8.2.5/3.9"));
}

// R: B3
pub(crate) async fn what_is_taken_back_while_its_answer_is_lost_goes_back_to_the_stock(world: &World) {
    let (bench, one) = (bench(world, 1).await, &world.one);
    let order = ordered(&**one, &bench.account, 1, NOW).await;
    bench.smdp.befall(&[Fate::Unanswered]);
    bench.work(world, NOW).await;
    assert_eq!(bench.smdp.books(|books| books.stock), 0, "the card is set aside, and nobody here knows");
    let back = CardStanding { state: CardOrderState::Failed, task: Some(CardTask::Cancel), ..order.at.clone() };
    assert!(one.card_order_moves(&order, back, None, NOW, NOW).await.expect("moves"));
    bench.work(world, NOW + 1).await;
    assert_eq!(bench.smdp.books(|books| (books.stock, books.aside.len())), (1, 0));
    assert_eq!(stands(&**one, &bench.account, 1).await.task, None);
    assert_eq!(state(&**one, &card(0).to_string()).await, NumberState::Available);
}

// R: B3
pub(crate) async fn what_nobody_fetches_or_nobody_answers_for_comes_to_an_end(world: &World) {
    let (bench, one) = (bench(world, 2).await, &world.one);
    for n in [1, 2] {
        ordered(&**one, &bench.account, n, NOW).await;
    }
    bench.work(world, NOW).await;
    // The second one is fetched, says the SM-DP+.
    let second = stands(&**one, &bench.account, 2).await.iccid.expect("a card").parse().expect("an ICCID");
    for told in [progress(second, 1, true), progress(second, 3, true), progress(second, 3, true)] {
        office::told(&**one, AGENCY, &told, NOW + 5).await.expect("it is written");
    }
    assert_eq!(stands(&**one, &bench.account, 2).await.task, None);
    bench.work(world, NOW + 14 * DAY + 1).await;
    let at = stands(&**one, &bench.account, 1).await;
    assert_eq!((at.state, at.again, at.task), (CardOrderState::Failed, true, None));
    assert_eq!(at.why.as_deref(), Some("nobody fetched the card in time"));
    assert_eq!(stands(&**one, &bench.account, 2).await.state, CardOrderState::Released);
    assert_eq!(bench.smdp.books(|books| books.stock), 1);
    // An SM-DP+ that is away for a week.
    ordered(&**one, &bench.account, 3, NOW).await;
    bench.smdp.befall(&[Fate::Lost; 2]);
    bench.work(world, NOW + 1).await;
    assert_eq!(stands(&**one, &bench.account, 3).await.state, CardOrderState::Requested);
    bench.work(world, NOW + 8 * DAY).await;
    let at = stands(&**one, &bench.account, 3).await;
    assert_eq!((at.state, at.again), (CardOrderState::Failed, true));
}

// R: B3 A12
pub(crate) async fn what_the_server_tells_of_a_download_is_written_once(world: &World) {
    let (bench, one) = (bench(world, 2).await, &world.one);
    for n in [1, 2] {
        ordered(&**one, &bench.account, n, NOW).await;
    }
    bench.work(world, NOW).await;
    let (mut given, mut failed) = (None, None);
    for (n, well, kept) in [(1, true, &mut given), (2, false, &mut failed)] {
        let iccid = stands(&**one, &bench.account, n).await.iccid.expect("a card").parse().expect("an ICCID");
        *kept = Some(iccid);
        for _ in 0..2 {
            office::told(&**one, AGENCY, &progress(iccid, 4, well), NOW + 9).await.expect("it is written");
        }
        // Nobody else's server tells of it.
        office::told(&**one, "sued", &progress(iccid, 4, !well), NOW + 9).await.expect("it is nobody's");
    }
    let at = stands(&**one, &bench.account, 1).await;
    assert_eq!((at.state, at.task, at.code), (CardOrderState::Given, None, None));
    assert_eq!(state(&**one, &given.expect("a card").to_string()).await, NumberState::Distributed);
    // What could not be installed is there still, as its server has it: another try counts, and if none comes it is taken back.
    let at = stands(&**one, &bench.account, 2).await;
    assert_eq!((at.state, at.task, at.code.is_some()), (CardOrderState::Released, Some(CardTask::Lapse), true));
    assert!(at.why.is_some_and(|why| why.contains("again")));
    let card = failed.expect("a card");
    office::told(&**one, AGENCY, &progress(card, 3, true), NOW + 20).await.expect("it is fetched again");
    assert_eq!(stands(&**one, &bench.account, 2).await.task, None, "it is not taken back now");
    office::told(&**one, AGENCY, &progress(card, 4, true), NOW + 30).await.expect("it is installed");
    let at = stands(&**one, &bench.account, 2).await;
    assert_eq!((at.state, at.task, at.code, at.why), (CardOrderState::Given, None, None, None));
    assert_eq!(state(&**one, &card.to_string()).await, NumberState::Distributed);
}

//! An SM-DP+ behind the same routes that has what no kiosk has: several roots, revoked EUMs, and orders on all terms.

use crate::{
    counter::Counter,
    desk,
    issuers::{ADDRESS, Issuer, distrusted},
};
use landfall_flows::{Key, buyer::Buyer, now, random, raw::Door};
use model::Iccid;
use nearfield::sim::Dice;
use rsp::{
    bpp::Payload,
    cert::{Assurance, chain::Roots},
    es9::{Request, Response},
    metadata::StoreMetadataRequest,
    version::Supported,
};
use smdp::{Asked, Config, KeyName, Order, Refusal, Server, Sessions, ToSign, order::Terms};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
};
use web::server::{Limits, Provisioning, Unavailable, es9::routes};

const DAY: u64 = 86_400;
/// How many sessions it bears.
pub(crate) const MOST: usize = 8;

pub(crate) struct Depot {
    pub(crate) counter: Counter,
    pub(crate) dice: Dice,
    pub(crate) books: Arc<Books>,
    /// A phone whose card is a good one.
    pub(crate) buyer: Buyer,
    /// Another one of the same EUM's.
    pub(crate) second: Buyer,
    /// One under the other root.
    pub(crate) other_root: Buyer,
    /// Those whose card is not.
    pub(crate) distrusted: Vec<(Buyer, &'static str)>,
    made: u32,
}

impl Depot {
    pub(crate) fn open(seed: u64) -> Self {
        let (own, other) = (Issuer::new("Root"), Issuer::new("Other"));
        let revoked = own.recertified("89049032", crate::issuers::good());
        let (mut roots, mut keys) = (Roots::new(), BTreeMap::new());
        for issuer in [&own, &other] {
            roots.add(issuer.ci().clone()).expect("a root");
        }
        let config = Config {
            address: ADDRESS.into(),
            certificates: vec![own.server(&mut keys)],
            crls: own.revoking(&[revoked.eum()], &roots),
            roots,
            assurance: BTreeMap::from([(own.eum().subject_key_id().to_vec(), Assurance::Tee)]),
            versions: Supported::new(["3.0.0", "2.3.0"].map(|v| v.parse().expect("a version")).to_vec()),
            host_id: b"depot".to_vec(),
        };
        let server = Server::new(config, Some(now())).expect("its own certificates hold");
        let books = Arc::new(Books { server, keys, open: Mutex::new(Open::new()) });
        let (reads, door) = (books.clone(), Door::routes(routes(books.clone(), Limits::default())));
        let counter = Counter::new(desk::runtime(seed), door, move || reads.open().refused.take());
        let distrusted = distrusted(&own, &revoked);
        let (buyer, second, other_root) = (own.phone(), own.phone(), other.phone());
        Self { counter, dice: Dice::new(seed), books, buyer, second, other_root, distrusted, made: 0 }
    }

    /// The one order that there is from now on, on these terms; its phone names it.
    pub(crate) fn order(&mut self, change: impl FnOnce(&mut Order)) -> Buyer {
        self.made += 1;
        let iccid = Iccid::with_check_digit(&format!("8999901{:011}", self.made)).expect("18 digits");
        let order = Order::new(StoreMetadataRequest::new(iccid, "Nord", "Week"), Terms::default());
        let order = order.allocate().expect("in stock").confirm(&format!("M-{}", self.made), None);
        let mut order = order.expect("allocated").release().expect("confirmed");
        let matching_id = order.matching_id.clone();
        change(&mut order);
        self.books.open().order = Some(order);
        Buyer { matching_id, ..self.buyer.clone() }
    }
}

/// What it is, and what it has written down.
pub(crate) struct Books {
    server: Server,
    keys: BTreeMap<KeyName, Key>,
    open: Mutex<Open>,
}

pub(crate) struct Open {
    pub(crate) sessions: Sessions,
    pub(crate) order: Option<Order>,
    /// What is bound.
    pub(crate) profile: Vec<u8>,
    /// By how many days its clock goes wrong.
    pub(crate) ahead: u64,
    /// The check that refused last, as its name.
    refused: Option<String>,
}

impl Open {
    fn new() -> Self {
        Self { sessions: Sessions::new(MOST, 600), order: None, profile: vec![0x5A; 40], ahead: 0, refused: None }
    }
}

impl Provisioning for Books {
    fn es9(&self, request: Request) -> Result<Response, Unavailable> {
        let asked = Asked::by(&request);
        let mut open = self.open();
        Ok(self.answer(&mut open, request).unwrap_or_else(|refusal| {
            let response = refusal.es9_response(asked);
            open.refused = Some(name(&refusal));
            response
        }))
    }
}

impl Books {
    pub(crate) fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().expect("nobody panics with it")
    }

    fn sign<T>(&self, to_sign: ToSign<T>) -> T {
        let signature = self.keys[&to_sign.key].sign(to_sign.message());
        to_sign.signed(signature)
    }

    fn answer(&self, open: &mut Open, request: Request) -> Result<Response, Refusal> {
        let Open { sessions, order, profile, ahead, .. } = open;
        let now = now().plus(*ahead * DAY);
        Ok(match request {
            Request::InitiateAuthentication(request) => {
                self.sign(self.server.initiate_authentication(sessions, &request, now, &mut random)?)
            }
            Request::AuthenticateClient(request) => {
                let checked = self.server.authenticate_client(sessions, &request, now)?;
                self.sign(checked.with_order(&self.server, sessions, order.as_ref(), now)?.answer)
            }
            Request::GetBoundProfilePackage(request) => {
                let checked = self.server.get_bound_profile_package(sessions, &request, now)?;
                let found = order.clone().ok_or(Refusal::MatchingId)?;
                let payload = Payload::Unprotected(profile);
                let bound = checked.with_order(&self.server, sessions, &found, payload, now, &mut random);
                let bound = bound.map_err(|refused| {
                    *order = refused.order.map(|changed| *changed).or(Some(found));
                    refused.refusal
                })?;
                *order = Some(bound.order);
                self.sign(bound.answer)
            }
            // A kiosk reaches all of their checks.
            Request::CancelSession(_) | Request::HandleNotification(_) => return Err(Refusal::Operation),
        })
    }
}

/// The name of a check, and of the fault of a certificate.
fn name(refusal: &Refusal) -> String {
    let text = format!("{refusal:?}");
    let end = text.find([' ', ')']).unwrap_or(text.len());
    text[..end].to_owned()
}

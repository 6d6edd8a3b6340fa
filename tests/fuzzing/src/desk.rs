use crate::{
    harbour::{ADDRESS, Harbour, NOW, iccid, subscriber},
    keys::Key,
};
use model::SecretBytes;
use nearfield::sim::Dice;
use rsp::{
    bpp::Payload,
    cert::{Assurance, chain::Crls},
    es9::{AuthenticateClientResponse, Request, Response},
    message::Signature,
    metadata::StoreMetadataRequest,
    version::Supported,
};
use smdp::{
    Asked, CertificateSet, Config, KeyName, Order, Refusal, Server, Sessions, ToSign,
    order::{State, Terms},
};
use std::{collections::BTreeMap, sync::LazyLock};

pub(crate) const MATCHING_ID: &str = "SALE-1";

/// An SM-DP+ with one order, that answers a request with a response as a kiosk does.
pub(crate) struct Desk {
    sessions: Sessions,
    pub(crate) order: Order,
    /// What is bound; a profile for the order's card unless it is replaced.
    pub(crate) profile: SecretBytes,
    /// Of the last offer: what an eUICC signs next covers it.
    pub(crate) smdp_signature2: Signature,
    /// Requests so far, to begin from.
    pub(crate) heard: Vec<Vec<u8>>,
    dice: Dice,
}

impl Desk {
    /// With an order for the card number `n`.
    pub(crate) fn new(n: u8) -> Self {
        let profile = saip::build(&subscriber(n)).expect("a good row").encode();
        let metadata = StoreMetadataRequest::new(iccid(n), "Harbour", "Week");
        let order = Order::new(metadata, Terms::default()).allocate().expect("in stock");
        let order = order.confirm(MATCHING_ID, None).expect("allocated").release().expect("confirmed");
        let (sessions, dice) = (Sessions::new(4, 600), Dice::new(n.into()));
        Self { sessions, order, profile, smdp_signature2: [0; 64], heard: Vec::new(), dice }
    }

    /// The answer; none to a notification.
    pub(crate) fn answer(&mut self, request: Request) -> Option<Response> {
        self.heard.push(request.encode());
        let before = (self.order.state, self.order.downloads);
        let asked = Asked::by(&request);
        let answer = match request {
            Request::InitiateAuthentication(request) => {
                let started = server().initiate_authentication(&mut self.sessions, &request, NOW, &mut self.dice);
                started.map(sign)
            }
            Request::AuthenticateClient(request) => {
                let offered = server().authenticate_client(&mut self.sessions, &request, NOW).and_then(|checked| {
                    let order = Some(&self.order).filter(|order| checked.matching_id() == Some(&order.matching_id));
                    checked.with_order(server(), &mut self.sessions, order, NOW)
                });
                assert_eq!(before, (self.order.state, self.order.downloads), "an offer changes nothing");
                offered.map(|offered| sign(offered.answer))
            }
            Request::GetBoundProfilePackage(request) => self.package(&request),
            Request::CancelSession(request) => {
                let cancelled = server().cancel_session(&mut self.sessions, &request, NOW);
                cancelled.map(|cancelled| cancelled.response())
            }
            Request::HandleNotification(notification) => {
                if let Ok(read) = server().handle_notification(&mut self.sessions, notification, NOW)
                    && let Ok(verified) = read.with_order(server(), Some(&self.order))
                {
                    assert_eq!(verified.eid, Harbour::get().eid, "nobody else has a key");
                    self.order = verified.order;
                }
                return None;
            }
        };
        let response = match answer {
            Ok(response) => response,
            Err(refusal) => {
                assert!(!refusal.to_string().is_empty());
                refusal.response(asked)?
            }
        };
        if let Response::AuthenticateClient(AuthenticateClientResponse::Ok(ok)) = &response {
            self.smdp_signature2 = ok.smdp_signature2;
        }
        assert!(self.order.state != State::Installed || self.order.eid.is_some());
        Some(response)
    }

    fn package(&mut self, request: &rsp::es9::GetBoundProfilePackageRequest) -> Result<Response, Refusal> {
        let checked = server().get_bound_profile_package(&mut self.sessions, request, NOW)?;
        let payload = Payload::Unprotected(self.profile.expose());
        let bound = checked.with_order(server(), &mut self.sessions, &self.order, payload, NOW, &mut self.dice);
        match bound {
            Ok(bound) => {
                self.order = bound.order;
                Ok(sign(bound.answer))
            }
            Err(refused) => {
                if let Some(order) = refused.order {
                    self.order = *order;
                }
                Err(refused.refusal)
            }
        }
    }
}

const AUTH: &str = "auth";

fn sign<T>(to_sign: ToSign<T>) -> T {
    let harbour = Harbour::get();
    let key: &Key = if to_sign.key.0 == AUTH { &harbour.auth_key } else { &harbour.pb_key };
    let signature = key.sign(to_sign.message());
    to_sign.signed(signature)
}

fn server() -> &'static Server {
    static SERVER: LazyLock<Server> = LazyLock::new(|| {
        let harbour = Harbour::get();
        let set = CertificateSet {
            dp_auth: harbour.dp_auth.clone(),
            dp_auth_key: KeyName(AUTH.into()),
            dp_pb: harbour.dp_pb.clone(),
            dp_pb_key: KeyName("pb".into()),
        };
        let config = Config {
            address: ADDRESS.into(),
            certificates: vec![set],
            roots: harbour.roots(),
            crls: Crls::default(),
            assurance: BTreeMap::from([(harbour.eum.subject_key_id().to_vec(), Assurance::Tee)]),
            versions: Supported::new(["3.0.0", "2.3.0"].map(|v| v.parse().expect("a version")).to_vec()),
            host_id: b"kiosk-7".to_vec(),
        };
        Server::new(config, Some(NOW)).expect("its own certificates hold")
    });
    &SERVER
}

use super::{Key, NOW, Operator, Phone, operator::SERVER_OID, random};
use rsp::{
    Raw,
    bpp::{Binder, Payload, ProtectedProfile},
    cert::{
        Assurance,
        chain::{Crls, Roots},
    },
    crypto::OneTimeKey,
    es9::Request,
    metadata::{ConfigureIsdpRequest, StoreMetadataRequest},
    version::Supported,
};
use smdp::{
    Asked, Config, KeyName, Order, Server, Sessions, ToSign, VerifiedNotification,
    order::{ConfirmationCode, Terms},
};
use std::collections::BTreeMap;

pub(crate) const ADDRESS: &str = "kiosk-7.example";
pub(crate) const MATCHING_ID: &str = "SALE-1";

/// An SM-DP+ with one order.
pub(crate) struct Shop {
    pub(crate) server: Server,
    pub(crate) sessions: Sessions,
    pub(crate) keys: BTreeMap<KeyName, Key>,
    pub(crate) order: Order,
    pub(crate) upp: Vec<u8>,
    /// The package as it was protected beforehand, if it was.
    pub(crate) protected: Option<ProtectedProfile>,
}

impl Shop {
    pub(crate) fn new(operator: &Operator, metadata: StoreMetadataRequest, upp: &[u8]) -> Self {
        let (mut keys, mut roots) = (BTreeMap::new(), Roots::new());
        roots.add(operator.ci.clone()).expect("a root");
        let config = Config {
            address: ADDRESS.into(),
            certificates: vec![operator.certificates("main", SERVER_OID, &mut keys)],
            roots,
            crls: Crls::default(),
            assurance: BTreeMap::from([(operator.eum.subject_key_id().to_vec(), Assurance::Tee)]),
            versions: Supported::new(["3.0.0", "2.3.0"].map(|v| v.parse().expect("a version")).to_vec()),
            host_id: b"kiosk-7".to_vec(),
        };
        let server = Server::new(config, Some(NOW)).expect("fits");
        let order = released(metadata, None);
        Self { server, sessions: Sessions::default(), keys, order, upp: upp.to_vec(), protected: None }
    }

    /// The same shop with the profile protected by keys of its own.
    pub(crate) fn protected(mut self) -> Self {
        self.protected = Some(ProtectedProfile::protect(&self.upp, &mut random));
        self
    }

    /// The next order: another profile.
    pub(crate) fn stock(&mut self, metadata: StoreMetadataRequest, upp: &[u8]) {
        self.order = released(metadata, None);
        self.upp = upp.to_vec();
        self.protected = None;
    }

    /// The same order again, as if it had never been downloaded.
    pub(crate) fn reopen(&mut self) {
        self.order = released((*self.order.metadata).clone(), None);
    }

    pub(crate) fn demand(&mut self, code: &[u8]) {
        self.order = released((*self.order.metadata).clone(), Some(ConfirmationCode::of(code)));
    }

    pub(crate) fn sign<T>(&self, to_sign: ToSign<T>) -> T {
        let signature = self.keys[&to_sign.key].sign(to_sign.message());
        to_sign.signed(signature)
    }

    /// The DER answer to a DER request.
    pub(crate) fn answer(&mut self, request: &[u8]) -> Vec<u8> {
        let request = Request::decode(request).expect("a request");
        let asked = Asked::by(&request);
        let response = match request {
            Request::InitiateAuthentication(request) => {
                let answer = self.server.initiate_authentication(&mut self.sessions, &request, NOW, &mut random);
                answer.map(|answer| self.sign(answer))
            }
            Request::AuthenticateClient(request) => {
                let answer = self
                    .server
                    .authenticate_client(&mut self.sessions, &request, NOW)
                    .and_then(|checked| checked.with_order(&self.server, &mut self.sessions, Some(&self.order), NOW));
                answer.map(|offered| self.sign(offered.answer))
            }
            Request::GetBoundProfilePackage(request) => {
                let checked = self.server.get_bound_profile_package(&mut self.sessions, &request, NOW);
                let payload = self.protected.as_ref().map_or(Payload::Unprotected(&self.upp), Payload::Protected);
                let bound = checked.and_then(|checked| {
                    let (server, sessions) = (&self.server, &mut self.sessions);
                    checked
                        .with_order(server, sessions, &self.order, payload, NOW, &mut random)
                        .map_err(|refused| refused.refusal)
                });
                bound.map(|bound| {
                    self.order = bound.order.clone();
                    self.sign(bound.answer)
                })
            }
            Request::HandleNotification(_) => panic!("notifications go to `notify`"),
            Request::CancelSession(request) => {
                let cancelled = self.server.cancel_session(&mut self.sessions, &request, NOW);
                cancelled.map(|cancelled| {
                    self.order = self.order.cancelled(&cancelled);
                    cancelled.response()
                })
            }
        };
        response
            .unwrap_or_else(|refusal| refusal.response(asked).unwrap_or_else(|| panic!("{refusal}")))
            .encode_with_status()
    }

    /// Delivers a notification as the eUICC gave it.
    pub(crate) fn notify(&mut self, pending: &[u8]) -> VerifiedNotification {
        let pending_notification = rsp::notification::PendingNotification::decode(pending).expect("a notification");
        let request = rsp::es9::HandleNotification { pending_notification };
        let read = self.server.handle_notification(&mut self.sessions, request, NOW).expect("its certificates");
        let verified = read.with_order(&self.server, Some(&self.order)).expect("of this order");
        self.order = verified.order.clone();
        verified
    }
}

/// The shop's own hand: packages that no order stands behind.
impl Shop {
    pub(crate) fn binding_key(&self) -> &Key {
        &self.keys[&KeyName("main.pb".to_owned())]
    }

    /// A package for the download that `phone` has prepared.
    pub(crate) fn bind(&self, phone: &Phone, metadata: StoreMetadataRequest, payload: Payload<'_>) -> Vec<u8> {
        self.bind_with(phone, metadata, payload, |_| {})
    }

    pub(crate) fn bind_with(
        &self,
        phone: &Phone,
        metadata: StoreMetadataRequest,
        payload: Payload<'_>,
        change: impl FnOnce(&mut Binder<'_>),
    ) -> Vec<u8> {
        let prepared = phone.euicc.state().prepared.newest().expect("a prepared download");
        let (one_time_key, store_metadata) = (OneTimeKey::generate(&mut random), Raw::new(metadata));
        let mut binder = Binder {
            transaction_id: &prepared.transaction_id,
            host_id: b"kiosk-7",
            eid: &phone.eid,
            one_time_key: &one_time_key,
            euicc_otpk: &prepared.one_time_public,
            configure_isdp: &ConfigureIsdpRequest::default(),
            store_metadata: &store_metadata,
            payload,
        };
        change(&mut binder);
        self.binding_key().finish(binder.bind().expect("a package"))
    }
}

fn released(metadata: StoreMetadataRequest, code: Option<ConfirmationCode>) -> Order {
    let order = Order::new(metadata, Terms { most_downloads: 1_000_000, ..Terms::default() });
    let order = order.allocate().expect("in stock").confirm(MATCHING_ID, code).expect("allocated");
    order.release().expect("confirmed")
}

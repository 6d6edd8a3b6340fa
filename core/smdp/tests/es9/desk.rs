//! A server with its certificates, keys and one order, as a kiosk would run it.

use crate::card::Card;
use crate::names::iccid;
use landfall_smdp::{
    CertificateSet, Config, KeyName, Order, OrderRefusal, Refusal, Server, Sessions, ToSign,
    order::{Bound, State, Terms},
};
use model::{Eid, UnixTime};
use ring::{
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use rsp::{
    TransactionId, Unsigned,
    bpp::Payload,
    cert::{
        Assurance, Certificate,
        chain::{Crls, Roots},
        issue::{self, ServerName, Validity},
    },
    es9::{
        AuthenticateClientOk, AuthenticateClientRequest, AuthenticateClientResponse, GetBoundProfilePackageRequest,
        GetBoundProfilePackageResponse, HandleNotification, InitiateAuthenticationOk, InitiateAuthenticationRequest,
        InitiateAuthenticationResponse, Response,
    },
    metadata::StoreMetadataRequest,
    version::Supported,
};
use std::collections::BTreeMap;

/// 2026-01-01.
pub(crate) const NOW: UnixTime = UnixTime(1_767_225_600);
pub(crate) const DAY: u64 = 86_400;
pub(crate) const ADDRESS: &str = "kiosk-7.example";
pub(crate) const MATCHING_ID: &str = "SALE-1";
pub(crate) const UPP: &[u8] = b"an unprotected profile package, as far as a server looks at it";

pub(crate) struct Key(EcdsaKeyPair);

impl Key {
    pub(crate) fn generate() -> Self {
        let random = SystemRandom::new();
        let document =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("random is there");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random);
        Self(pair.expect("made just now"))
    }

    pub(crate) fn public(&self) -> [u8; 65] {
        self.0.public_key().as_ref().try_into().expect("uncompressed point")
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature = self.0.sign(&SystemRandom::new(), message).expect("random is there");
        signature.as_ref().try_into().expect("fixed form")
    }

    pub(crate) fn finish<T>(&self, unsigned: Unsigned<T>) -> T {
        let signature = self.sign(&unsigned.message);
        unsigned.signed(signature)
    }
}

pub(crate) fn random(out: &mut [u8]) {
    SystemRandom::new().fill(out).expect("random is there");
}

pub(crate) fn days(count: u32) -> Validity {
    Validity::days(UnixTime(NOW.0 - DAY), count)
}

/// A root and what stands under it.
pub(crate) struct Operator {
    pub(crate) key: Key,
    pub(crate) ci: Certificate,
    pub(crate) eum_key: Key,
    pub(crate) eum: Certificate,
}

impl Operator {
    pub(crate) fn new() -> Self {
        let (key, eum_key) = (Key::generate(), Key::generate());
        let ci = issue::ci("Harbour", "Harbour Root", &key.public(), days(3650), &mut random).expect("fits");
        let ci = key.finish(ci);
        let eum = issue::eum(&ci, "Harbour", "Kiosk EUM", &eum_key.public(), &["89049032"], days(7), &mut random);
        let eum = key.finish(eum.expect("fits"));
        Self { key, ci, eum_key, eum }
    }

    pub(crate) fn root_id(&self) -> Vec<u8> {
        self.ci.subject_key_id().to_vec()
    }

    /// DPauth and DPpb under this root, with keys named after `name`.
    pub(crate) fn certificates(&self, name: &str, keys: &mut BTreeMap<KeyName, Key>) -> CertificateSet {
        let server =
            ServerName { organization: "Harbour".into(), common_name: "Kiosk 7".into(), oid: "2.999.7".into() };
        let (auth, pb) = (Key::generate(), Key::generate());
        let dp_auth = issue::dp_auth(&self.ci, &server, &auth.public(), days(30), &mut random).expect("fits");
        let dp_pb = issue::dp_pb(&self.ci, &server, &pb.public(), days(30), &mut random).expect("fits");
        let set = CertificateSet {
            dp_auth: self.key.finish(dp_auth),
            dp_auth_key: KeyName(format!("{name}.auth")),
            dp_pb: self.key.finish(dp_pb),
            dp_pb_key: KeyName(format!("{name}.pb")),
        };
        keys.insert(set.dp_auth_key.clone(), auth);
        keys.insert(set.dp_pb_key.clone(), pb);
        set
    }
}

/// Versions a server has, most preferred first.
pub(crate) fn versions(list: &[&str]) -> Supported {
    Supported::new(list.iter().map(|v| v.parse().expect("a version")).collect())
}

pub(crate) struct Desk {
    pub(crate) operator: Operator,
    pub(crate) keys: BTreeMap<KeyName, Key>,
    pub(crate) server: Server,
    pub(crate) sessions: Sessions,
    pub(crate) order: Order,
    pub(crate) now: UnixTime,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    pub(crate) fn with(change: impl FnOnce(&mut Config)) -> Self {
        let (operator, mut keys) = (Operator::new(), BTreeMap::new());
        let mut roots = Roots::new();
        roots.add(operator.ci.clone()).expect("a root");
        let mut config = Config {
            address: ADDRESS.into(),
            certificates: vec![operator.certificates("main", &mut keys)],
            roots,
            crls: Crls::default(),
            assurance: BTreeMap::from([(operator.eum.subject_key_id().to_vec(), Assurance::Tee)]),
            versions: versions(&["3.0.0", "2.3.0"]),
            host_id: b"kiosk-7".to_vec(),
        };
        change(&mut config);
        let server = Server::new(config, Some(NOW)).expect("fits");
        Self { operator, keys, server, sessions: Sessions::default(), order: released(Terms::default()), now: NOW }
    }

    pub(crate) fn card(&self) -> Card {
        Card::new(&self.operator, "890490320012345123451234567890", Assurance::Tee)
    }

    /// The card with its EUM's certificate, or its own, valid at another time.
    pub(crate) fn reissued(&self, card: Card, validity: Validity, eum: bool) -> Card {
        let (operator, eid) = (&self.operator, card.eid);
        if eum {
            let key = operator.eum_key.public();
            let eum = issue::eum(&operator.ci, "Harbour", "Kiosk EUM", &key, &["89049032"], validity, &mut random);
            return Card { eum: operator.key.finish(eum.expect("fits")), ..card };
        }
        let key = card.key.public();
        let own = issue::euicc_with_key(&operator.eum, &key, &eid, Assurance::Tee, validity, &mut random);
        Card { certificate: operator.eum_key.finish(own.expect("fits")), ..card }
    }

    pub(crate) fn sign<T>(&self, to_sign: ToSign<T>) -> T {
        let signature = self.keys[&to_sign.key].sign(to_sign.message());
        to_sign.signed(signature)
    }

    pub(crate) fn initiate(
        &mut self,
        request: &InitiateAuthenticationRequest,
    ) -> Result<InitiateAuthenticationOk, Refusal> {
        let answer = self.server.initiate_authentication(&mut self.sessions, request, self.now, &mut random)?;
        match through_the_wire(self.sign(answer)) {
            Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(ok)) => Ok(*ok),
            other => panic!("another answer: {other:?}"),
        }
    }

    pub(crate) fn authenticate(
        &mut self,
        request: &AuthenticateClientRequest,
    ) -> Result<AuthenticateClientOk, Refusal> {
        let checked = self.server.authenticate_client(&mut self.sessions, request, self.now)?;
        let order = Some(&self.order).filter(|order| checked.matching_id() == Some(&order.matching_id));
        let offered = checked.with_order(&self.server, &mut self.sessions, order, self.now)?;
        match through_the_wire(self.sign(offered.answer)) {
            Response::AuthenticateClient(AuthenticateClientResponse::Ok(ok)) => Ok(*ok),
            other => panic!("another answer: {other:?}"),
        }
    }

    pub(crate) fn package(&mut self, request: &GetBoundProfilePackageRequest) -> Result<Vec<u8>, OrderRefusal> {
        let checked = self.server.get_bound_profile_package(&mut self.sessions, request, self.now)?;
        let payload = Payload::Unprotected(UPP);
        let bound = checked.with_order(&self.server, &mut self.sessions, &self.order, payload, self.now, &mut random);
        let bound = match bound {
            Ok(bound) => bound,
            Err(refused) => {
                if let Some(order) = &refused.order {
                    self.order = (**order).clone();
                }
                return Err(refused);
            }
        };
        self.order = bound.order.clone();
        match through_the_wire(self.sign(bound.answer)) {
            Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Ok(ok)) => Ok(ok.bound_profile_package),
            other => panic!("another answer: {other:?}"),
        }
    }

    pub(crate) fn notify(
        &mut self,
        request: HandleNotification,
    ) -> Result<landfall_smdp::VerifiedNotification, OrderRefusal> {
        let read = self.server.handle_notification(&mut self.sessions, request, self.now)?;
        let verified = read.with_order(&self.server, Some(&self.order))?;
        self.order = verified.order.clone();
        Ok(verified)
    }

    /// Up to the offer.
    pub(crate) fn offered(&mut self, card: &mut Card) -> AuthenticateClientOk {
        let ok = self.initiate(&card.initiate(ADDRESS)).expect("initiated");
        let request = card.authenticate(&ok, Some(MATCHING_ID));
        self.authenticate(&request).expect("offered")
    }

    /// Up to the package.
    pub(crate) fn bound(&mut self, card: &mut Card) -> Vec<u8> {
        let offer = self.offered(card);
        let request = card.prepare(&offer, None);
        self.package(&request).expect("bound")
    }
}

/// What the other side would read.
fn through_the_wire(response: Response) -> Response {
    let read = Response::decode(&response.encode()).expect("own encoding");
    assert_eq!(read, response);
    read
}

pub(crate) fn released(terms: Terms) -> Order {
    let metadata = StoreMetadataRequest::new(iccid(), "Harbour", "Week");
    let order = Order::new(metadata, terms).allocate().expect("in stock");
    order.confirm(MATCHING_ID, None).expect("allocated").release().expect("confirmed")
}

/// An order whose package went to `card` in session `id`.
pub(crate) fn downloaded(eid: Eid, key: [u8; 65], id: &TransactionId) -> Order {
    let bound = Bound { transaction_id: id.clone(), euicc_key: key, euicc_otpk: key, otsk_dp: None };
    Order { state: State::Downloaded, eid: Some(eid), bound: Some(bound), downloads: 1, ..released(Terms::default()) }
}

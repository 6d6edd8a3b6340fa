//! How fast a profile package is bound by a server, and installed by an eUICC from what was bound.
//!
//! | figure | what is measured |
//! |---|---|
//! | `rsp.bpp.make` | session keys derived, the package encrypted and put together |
//! | `rsp.bpp.install` | every ES10 command after the first, by APDU: opened, read, worked out, the card built, its records and the result written to a store in memory |
//!
//! Elliptic curves are left out: keys are agreed and signatures verified before the clock starts (on the eUICC that is the
//! package's first command), signing is an effect and gets a constant. Megabytes are of the unprotected package. It has 12 kB,
//! which is what profiles have; the figures `.large` are of half a megabyte.

#[path = "common/profile.rs"]
mod profile;

use euicc::{
    Euicc, Identity, SigningChain, State,
    state::{Downloads, Prepared},
};
use landfall_benches::{Report, ReportError, Unit, measure};
use model::{Batch, Change, Eid, SecretBytes};
use profile::{package, subscriber};
use ring::{
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use rsp::{
    TransactionId,
    apdu::{DEFAULT_BLOCK, Exchange, ExchangeStep, ISD_R, load_bound_profile_package},
    bpp::{Binder, Payload},
    crypto::OneTimeKey,
    message::Raw,
    metadata::{ConfigureIsdpRequest, StoreMetadataRequest},
};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};
use uicc::{KeyId, Outcome, Smartcard, Step, Transport};

const HOST: &[u8] = b"kiosk-7";
const ROUNDS: usize = 300;

fn main() -> Result<(), ReportError> {
    let mut report = Report::new("bpp");
    for (suffix, files, size) in [("", 8, 840), (".large", 16, 30_000)] {
        let upp = package(files, size);
        let scene = Scene::new(&upp);
        report.add(&format!("rsp.bpp.make{suffix}"), scene.make(&upp), Unit::MegabytesPerSecond, None);
        report.add(&format!("rsp.bpp.install{suffix}"), scene.install(&upp), Unit::MegabytesPerSecond, None);
    }
    report.write()
}

fn random(out: &mut [u8]) {
    SystemRandom::new().fill(out).expect("the system's random source works");
}

/// A server's session with an eUICC that is ready for its package.
struct Scene {
    state: State,
    package: Vec<u8>,
    server: OneTimeKey,
    transaction_id: TransactionId,
    metadata: Raw<StoreMetadataRequest>,
}

impl Scene {
    fn new(upp: &[u8]) -> Self {
        let system = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &system).expect("random is there");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &system);
        let key = key.expect("made just now");
        let (euicc, server) = (OneTimeKey::generate(&mut random), OneTimeKey::generate(&mut random));
        let transaction_id = TransactionId::from([5; 16]);
        let chain =
            SigningChain { ci_key_id: vec![1; 20], euicc_certificate: vec![0x30, 0], eum_certificate: vec![0x30, 0] };
        let mut state = State::new(Identity {
            eid: Eid::with_check_digits("890490320012345123451234567890").expect("30 digits"),
            key: KeyId("euicc".to_owned()),
            chains: vec![chain],
            roots: Vec::new(),
        });
        state.prepared = Downloads::from(Prepared {
            transaction_id: transaction_id.clone(),
            one_time_key: euicc.to_bytes().as_slice().into(),
            one_time_public: euicc.public_key(),
            binding_key: key.public_key().as_ref().try_into().expect("uncompressed point"),
            smdp_oid: vec![0x88, 0x37, 7],
            server_address: "kiosk-7.example".to_owned(),
            ci_key_id: vec![1; 20],
        });
        let metadata = Raw::new(StoreMetadataRequest::new(subscriber().iccid, "Landfall", "Week"));
        let mut scene = Self { state, package: Vec::new(), server, transaction_id, metadata };
        let unsigned = scene.binder(upp).bind().expect("a package");
        let signature = key.sign(&system, &unsigned.message).expect("random is there");
        scene.package = unsigned.signed(signature.as_ref().try_into().expect("fixed form"));
        scene
    }

    fn binder<'a>(&'a self, upp: &'a [u8]) -> Binder<'a> {
        const CONFIGURATION: &ConfigureIsdpRequest = &ConfigureIsdpRequest { dp_proprietary_data: None };
        Binder {
            transaction_id: &self.transaction_id,
            host_id: HOST,
            eid: self.state.eid(),
            one_time_key: &self.server,
            euicc_otpk: &self.state.prepared.newest().expect("prepared above").one_time_public,
            configure_isdp: CONFIGURATION,
            store_metadata: &self.metadata,
            payload: Payload::Unprotected(upp),
        }
    }

    fn make(&self, upp: &[u8]) -> f64 {
        let binder = self.binder(upp);
        let secret = self.server.agree(binder.euicc_otpk).expect("on the curve");
        let public = self.server.public_key();
        let made = || binder.bind_with(&secret, &public).expect("a package").signed([7; 64]);
        assert_eq!(made().len(), self.package.len());
        measure::rate(|| drop(std::hint::black_box(made()))) * upp.len() as f64 / 1e6
    }

    fn install(&self, upp: &[u8]) -> f64 {
        let pieces = load_bound_profile_package(&self.package).expect("a package");
        let times = (0..ROUNDS).map(|_| self.installed(&pieces).as_secs_f64()).collect();
        upp.len() as f64 / measure::median(times) / 1e6
    }

    /// How long one installation takes on a new eUICC, from the second command to the signed result.
    fn installed(&self, pieces: &[Vec<u8>]) -> Duration {
        let mut phone = Phone { euicc: Euicc::new(self.state.clone(), Transport::Block), disk: BTreeMap::new() };
        phone.transmit(&[&[0x00, 0xA4, 0x04, 0x00, ISD_R.len() as u8][..], &ISD_R].concat());
        let (first, rest) = pieces.split_first().expect("not empty");
        assert!(phone.es10(first).is_empty());
        let start = Instant::now();
        let result = rest.iter().map(|piece| phone.es10(piece)).last();
        let taken = start.elapsed();
        assert_eq!(phone.euicc.state().profiles.len(), 1, "{result:02X?}");
        taken
    }
}

/// Carries out an eUICC's steps over records in memory.
struct Phone {
    euicc: Euicc,
    disk: BTreeMap<(&'static str, Vec<u8>), SecretBytes>,
}

impl Phone {
    fn es10(&mut self, data: &[u8]) -> Vec<u8> {
        let (mut exchange, mut command) = Exchange::start(data.to_vec(), 0, DEFAULT_BLOCK).expect("short enough");
        loop {
            let answer = self.transmit(&command);
            match exchange.answer(&answer).expect("accepted") {
                ExchangeStep::Send(next) => command = next,
                ExchangeStep::Done(answer) => return answer,
            }
        }
    }

    fn transmit(&mut self, command: &[u8]) -> Vec<u8> {
        let mut step = self.euicc.transmit(command, &mut random);
        loop {
            let outcome = match step {
                Step::Reply(reply) => return reply,
                Step::Commit { batch, .. } => {
                    self.commit(batch);
                    Outcome::Committed
                }
                Step::Load { table, prefix } => {
                    let found = self.disk.iter().filter(|((t, id), _)| *t == table && id.starts_with(&prefix));
                    Outcome::Loaded(found.map(|((_, id), value)| (id.clone(), value.clone())).collect())
                }
                Step::Sign { .. } => Outcome::Signed([7; 64]),
            };
            step = self.euicc.resume(outcome, &mut random);
        }
    }

    fn commit(&mut self, batch: Batch) {
        for change in batch.changes {
            match change {
                Change::Put { table, id, value } => drop(self.disk.insert((table, id), value)),
                Change::Delete { table, id } => drop(self.disk.remove(&(table, id))),
                Change::DeletePrefix { table, prefix } => {
                    self.disk.retain(|(t, id), _| *t != table || !id.starts_with(&prefix));
                }
            }
        }
    }
}

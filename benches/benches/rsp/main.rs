//! How long the SM-DP+'s handlers take, beside the bare cryptography that each of them must do: `ring` for every primitive,
//! with nothing read, checked, kept or written around it.
//!
//! A handler's time is all that lies between the bytes of a request and the bytes of its answer: DER read, the function of
//! `core/smdp` with its session and checks, random numbers, the signature, DER written. The order's look-up is the caller's,
//! and not counted.
//!
//! | figure | bare cryptography |
//! |---|---|
//! | `rsp.initiate_authentication` | 32 random bytes; 1 ECDSA P-256 signature |
//! | `rsp.authenticate_client` | 3 verifications (the EUM's certificate, the eUICC's, euiccSignature1); 1 signature |
//! | `rsp.authenticate_client.known_eum` | 2 verifications (the eUICC's certificate, euiccSignature1); 1 signature |
//!
//! The second is a client whose EUM the server meets for the first time, and so verifies. The third is any later client of
//! that EUM: the server keeps the verified EUM, and the peer is spared its verification too, so neither gains by it.
//! Handler and peer are run in turns on the same messages; the figures are medians.

mod desk;

use desk::{Card, Desk, Key};
use landfall_benches::{Report, ReportError, Unit, measure};
use ring::{
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_FIXED, UnparsedPublicKey},
};
use rsp::es9::AuthenticateClientRequest;
use smdp::Sessions;
use std::hint::black_box;

const TURNS: usize = 1_500;
const PEER: &str = "ring";

fn main() -> Result<(), ReportError> {
    let mut report = Report::new("rsp");
    let mut desk = Desk::new();
    let card = desk.card();
    let mut add = |name: &str, (ours, theirs): (f64, f64)| {
        report.add(name, ours, Unit::Microseconds, Some((PEER, theirs)));
    };
    add("rsp.initiate_authentication", initiate_authentication(&mut desk, &card));
    add("rsp.authenticate_client", authenticate_client(&mut desk, &card, false));
    add("rsp.authenticate_client.known_eum", authenticate_client(&mut desk, &card, true));
    report.write()
}

fn initiate_authentication(desk: &mut Desk, card: &Card) -> (f64, f64) {
    let request = card.initiate().encode();
    let signed = desk.initiate(&request).1;
    let key = desk.auth_key().clone();
    let mut ours = || {
        black_box(desk.initiate(black_box(&request)));
    };
    let theirs = || {
        let mut drawn = [0_u8; 32];
        SystemRandom::new().fill(&mut drawn).expect("the system's random source works");
        black_box((drawn, key.sign(black_box(&signed))));
    };
    measure::turns(TURNS, || (measure::time(&mut ours), measure::time(theirs)))
}

fn authenticate_client(desk: &mut Desk, card: &Card, known_eum: bool) -> (f64, f64) {
    let key = desk.pb_key().clone();
    let mut turn = || {
        // A server has room for so many clients, and then makes the oldest one leave.
        if !known_eum || desk.sessions.len() == 1_000 {
            desk.sessions = Sessions::default();
        }
        let initiated = desk.initiate(&card.initiate().encode()).0;
        let request = card.authenticate(&initiated);
        let bare = Bare::of(card, desk, &request);
        let request = rsp::es9::Request::AuthenticateClient(request).encode();
        let mut answered = None;
        let ours = measure::time(|| answered = Some(desk.authenticate(black_box(&request))));
        let (_, signed) = answered.expect("it ran");
        let theirs = measure::time(|| bare.run(known_eum, &key, &signed));
        (ours, theirs)
    };
    turn();
    measure::turns(TURNS, turn)
}

/// What must be verified: key, message and signature of each, found beforehand.
struct Bare {
    eum: [Vec<u8>; 3],
    euicc: [Vec<u8>; 3],
    signed1: [Vec<u8>; 3],
}

impl Bare {
    fn of(card: &Card, desk: &Desk, request: &AuthenticateClientRequest) -> Self {
        let of = |certificate: &rsp::cert::Certificate, issuer: Vec<u8>| {
            [issuer, certificate.tbs().to_vec(), certificate.signature().to_vec()]
        };
        let (message, signature) = Card::signed1(request);
        Self {
            eum: of(&card.eum, desk.ci_key()),
            euicc: of(&card.certificate, card.eum_key()),
            signed1: [card.key.public().to_vec(), message, signature.to_vec()],
        }
    }

    fn run(&self, known_eum: bool, key: &Key, to_sign: &[u8]) {
        let der = |[key, message, signature]: &[Vec<u8>; 3]| {
            UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key).verify(black_box(message), signature)
        };
        if !known_eum {
            der(&self.eum).expect("the root signed it");
        }
        der(&self.euicc).expect("the EUM signed it");
        let [public, message, signature] = &self.signed1;
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public)
            .verify(black_box(message), signature)
            .expect("the eUICC signed it");
        black_box(key.sign(black_box(to_sign)));
    }
}

//! A kiosk's true certificate, under installed operator roots.

use landfall_nearfield::{
    Closed, Millis, Untrusted,
    client::{Config, Connection, Event},
    server::{self, Chain, Endpoint, LinkId},
};
use model::{SecretBytes, UnixTime};
use ring::{
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use rsp::{
    Unsigned,
    cert::{
        Certificate, ChainError,
        chain::{Crls, Roots, StaleCrl},
        issue::{self, Validity},
    },
};
use x25519_dalek::{PublicKey, StaticSecret};

const NOW: UnixTime = UnixTime(1_767_225_600);
const DAY: u64 = 86_400;

fn random(out: &mut [u8]) {
    SystemRandom::new().fill(out).expect("random is there");
}

/// An operator: its root and key.
struct Operator {
    key: EcdsaKeyPair,
    root: Certificate,
}

impl Operator {
    fn new(name: &str) -> Self {
        let system = SystemRandom::new();
        let document =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &system).expect("random is there");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &system)
            .expect("made just now");
        let public = key.public_key().as_ref().try_into().expect("uncompressed point");
        let validity = Validity::days(UnixTime(NOW.0 - DAY), 365);
        let root = issue::ci(name, "Root", &public, validity, &mut random).expect("fits");
        let root = sign(&key, root);
        Self { key, root }
    }

    fn roots(&self) -> Roots {
        let mut roots = Roots::new();
        roots.add(self.root.clone()).expect("a root");
        roots
    }

    fn chain(&self, public: &[u8; 32]) -> Chain {
        let validity = Validity::days(UnixTime(NOW.0 - DAY), 30);
        let certificate =
            sign(&self.key, issue::kiosk(&self.root, "gate-12", public, validity, &mut random).expect("fits"));
        Chain { root_key_id: self.root.subject_key_id().to_vec(), certificates: vec![certificate.as_der().to_vec()] }
    }
}

fn sign<T>(key: &EcdsaKeyPair, unsigned: Unsigned<T>) -> T {
    let signature = key.sign(&SystemRandom::new(), &unsigned.message).expect("random is there");
    unsigned.signed(signature.as_ref().try_into().expect("fixed form"))
}

fn meet(kiosk: server::Config, phone: Config) -> Event {
    let (mut endpoint, link, now) = (Endpoint::new(kiosk), LinkId(1), Millis(0));
    endpoint.link_up(link, 244, now);
    let mut connection = Connection::new(phone, 244, now, &mut random);
    while let Some(frame) = connection.poll_transmit(now) {
        endpoint.handle_frame(link, &frame, now, &mut random).expect("a hello");
    }
    while let Some(frame) = endpoint.poll_transmit(link, now) {
        let _ = connection.handle_frame(&frame, now);
    }
    connection.poll_event().expect("it ends one way or the other")
}

fn phone(operator: &Operator, now: UnixTime) -> Config {
    Config::for_roots(operator.roots(), Crls::new(StaleCrl::default()), Some(now))
}

// R: A2, F8
#[test]
fn a_kiosk_is_believed_under_an_installed_root_and_in_its_time() {
    let (ours, theirs) = (Operator::new("Ours"), Operator::new("Theirs"));
    let private = [0x42; 32];
    let public = PublicKey::from(&StaticSecret::from(private)).to_bytes();
    // Certified by both operators: the phone's roots pick the chain.
    let kiosk = server::Config::new(SecretBytes::from(private), vec![theirs.chain(&public), ours.chain(&public)]);
    let Event::Connected { kiosk: identity, .. } = meet(kiosk.clone(), phone(&ours, NOW)) else { panic!("believed") };
    assert_eq!((identity.name.as_str(), identity.operator.as_str()), ("gate-12", "Ours"));
    assert_eq!(identity.root_key_id, ours.root.subject_key_id());

    let stranger = Operator::new("Stranger");
    let Event::Closed(Closed::Untrusted(why)) = meet(kiosk.clone(), phone(&stranger, NOW)) else { panic!("refused") };
    assert!(matches!(why, Untrusted::Chain(ChainError::UnknownRoot { .. })), "{why}");

    let Event::Closed(Closed::Untrusted(Untrusted::Chain(why))) = meet(kiosk, phone(&ours, NOW.plus(40 * DAY))) else {
        panic!("refused")
    };
    assert!(why.may_be_the_clock(), "{why}");

    let borrowed = server::Config::new(SecretBytes::from([0x66; 32]), vec![ours.chain(&public)]);
    assert_eq!(meet(borrowed, phone(&ours, NOW)), Event::Closed(Closed::Untrusted(Untrusted::OtherKey)));
    let bare = server::Config::new(SecretBytes::from(private), vec![]);
    assert_eq!(meet(bare, phone(&ours, NOW)), Event::Closed(Closed::Untrusted(Untrusted::NoCertificate)));
}

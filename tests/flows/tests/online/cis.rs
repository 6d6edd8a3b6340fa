//! One kiosk under several CIs: its operator's own, and one whose key nobody here has, only certificates that it issued.

use crate::scene::{CLASS, count, fetch, open, phone, refused};
use app::flows::create::CreateEuiccRequest;
use landfall_flows::{Key, Phone, Shop, now, random};
use landfall_kiosk::{
    Unlock,
    certificates::{self, CertificatesError, Given, GivenPart, Part},
    init::InitError,
    operator::{Days, Operator},
};
use model::{Eid, NumberState, UnixTime};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use rsp::{
    cert::{
        Assurance, Certificate, ChainError, Role,
        issue::{self, ServerName, Validity},
    },
    crypto::PrivateKey,
};

/// A CI with an EUM under it.
struct Ci {
    key: Key,
    root: Certificate,
    eum_key: Key,
    eum: Certificate,
}

fn made() -> PrivateKey {
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
    PrivateKey::read(pkcs8.expect("random is there").as_ref()).expect("a key")
}

fn month() -> Validity {
    Validity::days(UnixTime(now().0 - 3_600), 30)
}

fn server(oid: &str) -> ServerName {
    ServerName { organization: "Nord".into(), common_name: "Gate 7".into(), oid: oid.into() }
}

impl Ci {
    fn new(name: &str) -> Self {
        let (key, eum_key) = (Key::generate(), Key::generate());
        let root = key.finish(issue::ci(name, name, &key.public(), month(), &mut random).expect("fits"));
        let eum = issue::eum(&root, "Maker", "EUM", &eum_key.public(), &["89049032"], month(), &mut random);
        Self { eum: key.finish(eum.expect("fits")), key, root, eum_key }
    }

    fn part(&self, role: Role, oid: &str, host: &str, validity: Validity) -> GivenPart {
        let key = made();
        let (server, public) = (server(oid), &key.public_key);
        let unsigned = match role {
            Role::DpAuth => issue::dp_auth(&self.root, &server, public, validity, &mut random),
            Role::DpPb => issue::dp_pb(&self.root, &server, public, validity, &mut random),
            _ => issue::tls(&self.root, &server, host, public, validity, &mut random),
        };
        GivenPart { certificate: self.key.finish(unsigned.expect("fits")).as_der().to_vec(), key }
    }

    /// What it issued for a server of this name.
    fn given(&self, host: &str) -> Given {
        let part = |role| self.part(role, "2.999.77", host, month());
        let ci = self.root.as_der().to_vec();
        Given { ci, dp_auth: part(Role::DpAuth), dp_pb: part(Role::DpPb), tls: part(Role::DpTls) }
    }

    /// A phone that trusts these CIs, whose eUICC is of this one.
    fn phone(&self, name: &str, trusted: &[&[u8]]) -> Phone {
        let phone = Phone::new(name, trusted[0]);
        for root in &trusted[1..] {
            phone.landfall().add_root(root).expect("a root");
        }
        let (key, eid) = (made(), Eid::with_check_digits("890490321234512345123456789012").expect("30 digits"));
        let assurance = Assurance::default();
        let euicc = issue::euicc_with_key(&self.eum, &key.public_key, &eid, assurance, month(), &mut random);
        let request = CreateEuiccRequest {
            euicc_certificate: self.eum_key.finish(euicc.expect("fits")).as_der().to_vec(),
            eum_certificate: self.eum.as_der().to_vec(),
            key,
        };
        phone.landfall().create_euicc(&request).expect("they fit");
        phone
    }
}

fn host(shop: &Shop) -> String {
    shop.kiosk().settings().smdp_host().to_owned()
}

/// Adds what is given to a kiosk that serves otherwise.
async fn add(shop: &mut Shop, given: &Given) -> Result<certificates::SetView, InitError> {
    shop.stop().await;
    let added = certificates::add(&shop.data(), given, &Unlock::KeyFile, now());
    shop.start().await;
    added
}

// R: E7
#[tokio::test]
async fn cards_of_two_cis_are_served_side_by_side_and_one_of_neither_is_told_so() {
    let mut shop = open(4).await;
    let (gsma, stranger) = (Ci::new("GSMA"), Ci::new("Stranger"));
    let own_root = shop.root().to_vec();
    let ours = phone(&shop, "ours");
    let theirs = gsma.phone("theirs", &[gsma.root.as_der()]);
    let lost = fetch(&theirs, &shop, &shop.issue(CLASS)).await.expect_err("before, it is a stranger");
    assert!(lost.to_string().contains("no installed root"), "{lost}");
    let given = gsma.given(&host(&shop));
    let added = add(&mut shop, &given).await.expect("they fit");
    assert_eq!((added.ci.as_str(), added.own), ("GSMA", false));
    let listed = certificates::list(shop.kiosk().store()).expect("reads");
    assert_eq!(listed.iter().map(|set| set.own).collect::<Vec<_>>(), [true, false]);
    // TLS, authentication and binding under its own CI each; the client's hint chooses among certificates of one name.
    for phone in [&ours, &theirs] {
        assert!(fetch(phone, &shop, &shop.issue(CLASS)).await.expect("a card").reported);
    }
    assert_eq!(count(&shop, NumberState::Distributed), 2);
    // It takes the kiosk's TLS, but its card is of a CI that is not known here.
    let other = stranger.phone("other", &[stranger.root.as_der(), &own_root]);
    assert_eq!(refused(fetch(&other, &shop, &shop.issue(CLASS)).await), "8.8.2/3.1");
    shop.stop().await;
    certificates::remove(&shop.data(), &added.ci_key_id).expect("it is there");
    let again = certificates::remove(&shop.data(), &added.ci_key_id);
    assert!(matches!(again, Err(InitError::Certificates(CertificatesError::Unknown(_)))), "{again:?}");
}

// R: E7
#[tokio::test]
async fn a_second_operator_certifies_the_kiosk_too() {
    let mut shop = open(2).await;
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("second");
    let mut second = Operator::init(&place, "Sud", "89998", &Unlock::KeyFile, now()).expect("an operator");
    shop.stop().await;
    let set = certificates::certify(&shop.data(), &mut second, &Unlock::KeyFile, Days::default(), now());
    assert_eq!(set.expect("certified").ci, "Sud root");
    shop.start().await;
    assert_eq!(shop.kiosk().identity().sets.len(), 1);
    // Those of its own go on.
    let ours = phone(&shop, "ours");
    assert!(fetch(&ours, &shop, &shop.issue(CLASS)).await.expect("a card").reported);
    // New certificates of its own operator's leave the others alone.
    shop.stop().await;
    shop.renew();
    shop.start().await;
    assert_eq!(shop.kiosk().identity().sets.len(), 1);
    shop.stop().await;
}

/// Each thing that can be wrong with what is given is said as what it is, and nothing is kept.
// R: E7 F3
#[tokio::test]
async fn what_does_not_belong_together_is_not_taken() {
    let mut shop = open(1).await;
    let name = host(&shop);
    let (ci, other) = (Ci::new("GSMA"), Ci::new("Other"));
    let good = ci.given(&name);
    let ended = Validity::days(UnixTime(now().0 - 30 * 86_400), 10);
    let chain = |part| {
        move |error: &CertificatesError| match error {
            CertificatesError::Chain { part: found, error } if *found == part => Some(error.clone()),
            _ => None,
        }
    };
    let tried = |given: Given| match given.check(&name, now()) {
        Ok(_) => panic!("it is taken"),
        Err(error) => error,
    };
    let junk = GivenPart { certificate: b"no certificate".to_vec(), ..good.dp_pb.clone() };
    let bad = tried(Given { dp_pb: junk, ..good.clone() });
    assert!(matches!(bad, CertificatesError::Malformed { part: Part::DpPb, .. }), "{bad}");
    let bad = tried(Given { ci: good.dp_auth.certificate.clone(), ..good.clone() });
    assert!(matches!(bad, CertificatesError::Ci(ChainError::Role { .. })), "{bad}");
    let bad = tried(Given { ci: other.root.as_der().to_vec(), ..good.clone() });
    assert!(matches!(chain(Part::DpAuth)(&bad), Some(ChainError::UnknownRoot { .. })), "{bad}");
    let bad = tried(Given { dp_auth: good.dp_pb.clone(), ..good.clone() });
    assert!(matches!(chain(Part::DpAuth)(&bad), Some(ChainError::Role { .. })), "{bad}");
    let bad = tried(Given { dp_pb: good.tls.clone(), ..good.clone() });
    assert!(matches!(chain(Part::DpPb)(&bad), Some(ChainError::Role { .. })), "{bad}");
    let bad = tried(Given { dp_auth: ci.part(Role::DpAuth, "2.999.77", &name, ended), ..good.clone() });
    assert!(matches!(chain(Part::DpAuth)(&bad), Some(ChainError::Expired { .. })), "{bad}");
    let bad = tried(Given { tls: ci.part(Role::DpTls, "2.999.77", "elsewhere.example", month()), ..good.clone() });
    assert!(matches!(chain(Part::Tls)(&bad), Some(ChainError::Name { .. })), "{bad}");
    let bad = tried(Given { dp_pb: ci.part(Role::DpPb, "2.999.78", &name, month()), ..good.clone() });
    assert_eq!(bad, CertificatesError::TwoServers);
    for part in [Part::DpAuth, Part::DpPb, Part::Tls] {
        let mut mixed = good.clone();
        match part {
            Part::DpAuth => mixed.dp_auth.key = made(),
            Part::DpPb => mixed.dp_pb.key = made(),
            _ => mixed.tls.key = made(),
        }
        assert_eq!(tried(mixed), CertificatesError::Key { part });
    }
    // The signature of another CI of the same key id.
    let mut forged = good.clone();
    let end = forged.dp_auth.certificate.len() - 1;
    forged.dp_auth.certificate[end] ^= 1;
    let bad = tried(forged);
    assert!(matches!(chain(Part::DpAuth)(&bad), Some(ChainError::Signature { .. })), "{bad}");
    let refused = add(&mut shop, &Given { ci: other.root.as_der().to_vec(), ..good }).await;
    assert!(matches!(refused, Err(InitError::Certificates(CertificatesError::Chain { .. }))), "{refused:?}");
    assert!(shop.kiosk().identity().sets.is_empty(), "nothing is kept");
    shop.stop().await;
}

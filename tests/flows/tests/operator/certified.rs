//! The cloud renews its kiosks' EUM certificates, and certifies again, for years, the eUICCs that kiosks certified for days.

use crate::{
    cloud::{Cloud, Register, report},
    people::{Owner, buy, of},
};
use app::Error;
use landfall_cloud::{
    issuer::{Asked, Issuer, IssuerError, KeyFile},
    service::ServiceError,
};
use landfall_flows::{Online, Phone, Shop, Stock, User, now, random};
use landfall_kiosk::{
    command::{Command, run_serving},
    operator::{GivenRoot, Whose},
    report as reports,
};
use model::UnixTime;
use report::{Renew, Renewal};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use rsp::{
    cert::{
        Certificate,
        csr::Csr,
        issue::{self, Validity},
    },
    crypto::PrivateKey,
};
use std::{os::unix::fs::PermissionsExt, path::Path, sync::Arc};
use tempfile::TempDir;

const DAY: u64 = 86_400;

/// An operator's CI, in files as its cloud has them.
struct Ci {
    given: GivenRoot,
    folder: TempDir,
}

impl Ci {
    fn new() -> Self {
        let random_source = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random_source).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &random_source);
        let pair = pair.expect("a key");
        let public = pair.public_key().as_ref().try_into().expect("a point");
        let validity = Validity::days(UnixTime(now().0 - 100 * DAY), 10_000);
        let unsigned = issue::ci("Nord", "Nord CI", &public, validity, &mut random).expect("fits");
        let signature = pair.sign(&random_source, &unsigned.message).expect("signs").as_ref().try_into();
        let certificate = unsigned.signed(signature.expect("64 bytes")).as_der().to_vec();
        let folder = tempfile::tempdir().expect("a folder");
        private(&folder.path().join("ci.key"), made.as_ref());
        Self { given: GivenRoot { certificate, key: PrivateKey::read(made.as_ref()).expect("a key") }, folder }
    }

    async fn issuer(&self, crl: Option<&Path>) -> Issuer {
        let file = |name: &str| self.folder.path().join(name);
        let ci = Certificate::parse(&self.given.certificate).expect("a certificate");
        let ci_key = Arc::new(KeyFile::read(&file("ci.key")).expect("a key"));
        let eum_key = Arc::new(KeyFile::read_or_make(&file("eum.key")).expect("a key"));
        Issuer::open(ci, ci_key, eum_key, "89999", crl.map(Path::to_owned), now()).await.expect("opens")
    }

    async fn cloud(&self, crl: Option<&Path>) -> Cloud {
        Cloud::certifying(Arc::new(Register::default()), Some(self.issuer(crl).await)).await
    }
}

fn private(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).expect("writes");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).expect("its owner's alone");
}

// R: A8 E8
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kiosk_goes_on_certifying_new_phones_as_long_as_it_meets_its_cloud() {
    let (ci, stock) = (Ci::new(), Stock::new("visitor", "free", 3));
    let cloud = ci.cloud(None).await;
    // Its EUM certificate has ended; its others live still.
    let mut shop = Shop::under_since(&ci.given, &stock, UnixTime(now().0 - 20 * DAY));
    shop.start().await;
    cloud.knows(&shop).await;
    let phone = Phone::new("phone", shop.root());
    let mut visit = phone.visit(shop.address()).await.expect("the kiosk proves itself");
    assert!(visit.acquire(&landfall_flows::wish("visitor")).await.is_err(), "it certifies nobody");
    visit.leave().await;
    let last = shop.kiosk().eum();
    assert!(last.not_after() < now());

    assert!(report(&shop).await.expect("told").renewed);
    let renewed = shop.kiosk().eum();
    assert!(renewed.not_after() > now().plus(13 * DAY) && renewed.not_after() < now().plus(16 * DAY));
    assert_eq!((renewed.public_key(), renewed.permitted()), (last.public_key(), last.permitted()));
    assert_eq!(reports::status(shop.kiosk().store()).expect("reads").eum_until, renewed.not_after().0);
    assert!(!report(&shop).await.expect("told").renewed, "not before half of its time is over");
    buy(&phone, &shop).await;
    shop.stop().await;
    shop.restart();
    assert_eq!(shop.kiosk().eum().as_der(), renewed.as_der(), "it is kept");

    // A cloud without an issuer renews nothing, and that is no failure.
    let plain = Cloud::open(Arc::new(Register::default())).await;
    let old = Shop::closed_since(&stock, UnixTime(now().0 - 20 * DAY));
    plain.knows(&old).await;
    assert!(!report(&old).await.expect("told").renewed);
}

// R: A8 E8
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_eum_certificate_is_renewed_for_its_own_key_alone_and_not_once_it_was_taken_back() {
    let (ci, stock) = (Ci::new(), Stock::new("visitor", "free", 3));
    let mut shop = Shop::under_since(&ci.given, &stock, UnixTime(now().0 - 10 * DAY));
    let list = shop.operator_mut().revoke(Some(Whose::Kiosk("Gate 7")), 30, now()).expect("signs");
    let crl = shop.place().join("operator.crl");
    let issuer = ci.issuer(None).await;
    let eum = shop.kiosk().eum();

    // A stranger's key, and a request for another challenge.
    let stranger = landfall_flows::Key::generate();
    let request =
        |binding: [u8; 32]| stranger.finish(Csr::make(&stranger.public(), &binding, "Gate 7", None)).as_der().to_vec();
    let (own, other) = (request([1; 32]), request([2; 32]));
    let renew = async |request: &[u8]| issuer.renew(eum.as_der(), Asked { request, challenge: &[1; 32] }, now()).await;
    assert!(matches!(renew(&own).await, Err(IssuerError::OtherKey(_))));
    assert!(matches!(renew(&other).await, Err(IssuerError::Request(_))));
    let foreign = Shop::closed(&stock);
    let asked = Asked { request: &own, challenge: &[1; 32] };
    let refused = issuer.renew(foreign.kiosk().eum().as_der(), asked, now()).await;
    assert!(matches!(refused, Err(IssuerError::Chain(_))), "another operator's");

    // Its operator has taken the kiosk's certificates back.
    std::fs::write(&crl, &list.der).expect("writes");
    let cloud = ci.cloud(Some(&crl)).await;
    cloud.knows(&shop).await;
    let refused = report(&shop).await.expect_err("it was stolen");
    assert!(refused.to_string().contains("revoked") || refused.to_string().contains("taken back"), "{refused}");
    assert_eq!(shop.kiosk().eum().as_der(), eum.as_der());

    // The cloud has taken its registration back: then it is not heard at all.
    let plain = ci.cloud(None).await;
    let stolen = Shop::under_since(&ci.given, &stock, UnixTime(now().0 - 10 * DAY));
    plain.knows(&stolen).await;
    plain.service.revoke_kiosk(&reports::id(stolen.kiosk()).expect("a key")).await.expect("it is known");
    assert!(report(&stolen).await.is_err());

    // The kiosk's own key must ask, now.
    let id = reports::id(shop.kiosk()).expect("a key");
    let challenge = cloud.service.challenge().challenge;
    let renewal = Renewal {
        kiosk: id.clone(),
        challenge,
        certificate: eum.as_der().to_vec().into(),
        request: own.clone().into(),
    };
    let forged = renewal.sign(|message| Ok::<_, ()>(stranger.sign(message).to_vec())).expect("signs");
    let refused = cloud.service.renew_eum(&id, Renew { renewal: forged }).await;
    assert!(matches!(refused, Err(ServiceError::Report(_))), "{refused:?}");
}

// R: A8 E8 E9
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_that_a_kiosk_certified_for_days_downloads_years_later_whatever_became_of_the_kiosk() {
    let (ci, stock) = (Ci::new(), Stock::new("visitor", "free", 3));
    let mut shop = Shop::under_since(&ci.given, &stock, now());
    shop.start().await;
    let cloud = ci.cloud(None).await;
    cloud.import(&stock).await;
    cloud.knows(&shop).await;
    let owner = Owner::new(&cloud, &shop, "ann@example.test").await;
    let other = Phone::new("other", shop.root());
    buy(&owner.phone, &shop).await;
    buy(&other, &shop).await;
    owner.enrol(&cloud).await;

    // Nobody has told of the sale: who has a kiosk's EUM key alone makes no card that lives for years.
    assert!(owner.sync(&cloud).await.certified.is_empty());
    report(&shop).await.expect("told");
    assert!(owner.sync(&cloud).await.certified.is_empty(), "it was refused, and waits a while");
    let owner = Owner { phone: owner.phone.ahead(3_601), ..owner };
    let eid = owner.phone.landfall().euiccs().expect("reads")[0];
    assert_eq!(owner.sync(&cloud).await.certified, [eid]);
    assert!(owner.sync(&cloud).await.certified.is_empty(), "once");

    // The kiosk is stolen, and its certificates are taken back: what it certified is worth nothing at others.
    let list = shop.operator_mut().revoke(Some(Whose::Kiosk("Gate 7")), 30, now()).expect("signs");
    let crl = shop.place().join("operator.crl");
    std::fs::write(&crl, &list.der).expect("writes");
    shop.stop().await;
    shop.shut();
    let mut second = shop.beside("Gate 8", &Stock { first: 10, ..stock });
    run_serving(second.kiosk(), Command::TrustAddCrl { file: crl }, now()).expect("the operator's list");
    second.start().await;
    let fetch = async |phone: &Phone| {
        let code = second.issue("visitor");
        let mut server = Online::new(phone, &second);
        let (mut user, events) = (User::agreeing(), app::Events::new());
        phone.landfall().fetch(&code, &mut server, &mut user, &events).await
    };
    let refused = fetch(&other).await;
    assert!(matches!(refused, Err(Error::Download(_) | Error::NoEuicc)), "{refused:?}");
    let card = fetch(&owner.phone).await.expect("under its new certificate").iccid;
    assert!(of(&owner.phone).cards().expect("reads").iter().any(|one| one.iccid == card && one.eid == eid));
}

//! An account with two sub-accounts, each with a phone and a card from the kiosk, and a server that can lie.

use account::{
    record::Rights,
    rights::{Act, Cards, Role},
    scheme::Scheme,
    sub::Code,
};
use app::{
    Contacted, Family, Invitation, Landfall, SignIn,
    ports::{Clock, Cloud, CloudRequest, CloudResponse, ServerError, SystemClock, Wakes},
};
use async_trait::async_trait;
use landfall_cloud::{
    http::{App, Options, router},
    service::{Config, ServerKey},
};
use landfall_flows::{Instances, Phone, Shop, Stock, answer, wish};
use model::{Iccid, SecretBytes};
use serde_json::Value;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};
use store::Folder;

pub(crate) const DAY: u64 = 86_400;

type Lie = Box<dyn FnMut(&str, Value) -> Value + Send>;

/// Asked without a socket.
pub(crate) struct Server {
    instances: Instances,
    ahead: Arc<AtomicU64>,
    lie: Mutex<Option<Lie>>,
    folder: tempfile::TempDir,
}

impl Server {
    async fn open() -> Arc<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let data = Folder::claim(folder.path().join("cloud")).expect("nobody else has it");
        let ahead = Arc::<AtomicU64>::default();
        let key = ServerKey::make();
        let config = |storage| {
            let ahead = ahead.clone();
            let clock = Arc::new(move || SystemClock.now().0 + ahead.load(Ordering::SeqCst));
            Config { scheme: Scheme::CHEAP, clock, ..Config::new(storage, key.clone()) }
        };
        let instances = Instances::open(&data, config).await;
        Arc::new(Self { instances, ahead, lie: Mutex::default(), folder })
    }

    /// Its clock, not the phones', goes on.
    pub(crate) fn later(&self, seconds: u64) {
        self.ahead.fetch_add(seconds, Ordering::SeqCst);
    }

    /// What it answers to path and query is changed so.
    pub(crate) fn lies(&self, lie: impl FnMut(&str, Value) -> Value + Send + 'static) {
        *self.lie.lock().expect("no panic") = Some(Box::new(lie));
    }

    pub(crate) fn is_honest(&self) {
        *self.lie.lock().expect("no panic") = None;
    }

    /// Everything that it keeps.
    pub(crate) fn disk(&self) -> Vec<u8> {
        let mut all = Vec::new();
        for file in std::fs::read_dir(self.folder.path().join("cloud")).expect("a folder") {
            all.extend(std::fs::read(file.expect("a file").path()).unwrap_or_default());
        }
        all
    }
}

/// The way to it.
struct Port(Arc<Server>);

#[async_trait]
impl Cloud for Port {
    async fn ask(&self, request: CloudRequest) -> Result<CloudResponse, ServerError> {
        let router = router(App::new(self.0.instances.next(), Options::default()));
        let CloudResponse { status, mut body } = answer(router, &request).await;
        if let (200, Some(lie)) = (status, &mut *self.0.lie.lock().expect("no panic")) {
            let said = lie(&request.path, serde_json::from_slice(&body).expect("JSON"));
            body = serde_json::to_vec(&said).expect("JSON");
        }
        Ok(CloudResponse { status, body })
    }

    async fn listen(&self, _: &str) -> Result<Box<dyn Wakes>, ServerError> {
        Err(ServerError { what: "no sockets here".to_owned(), retrying_helps: false, hint: "Ask." })
    }
}

/// Somebody with an account, a phone and a card.
pub(crate) struct Person {
    phone: Phone,
    pub(crate) card: Iccid,
    server: Arc<Server>,
}

impl Person {
    pub(crate) fn phone(&self) -> Landfall {
        self.phone.landfall().with_scheme(Scheme::CHEAP)
    }

    pub(crate) fn port(&self) -> Arc<dyn Cloud> {
        Arc::new(Port(self.server.clone()))
    }

    pub(crate) async fn follow(&self) -> Family {
        self.phone().follow_ties(self.port()).await.expect("the server answers")
    }

    /// Whose cards are seen, and what may be done with them.
    pub(crate) async fn sees(&self) -> Vec<(String, String, Vec<Act>)> {
        let family = self.follow().await;
        assert_eq!(family.untaken, [], "nobody lies");
        let mut seen: Vec<_> =
            family.cards.into_iter().map(|seen| (seen.of, seen.card.iccid, seen.card.acts)).collect();
        seen.sort();
        seen
    }

    pub(crate) async fn contact(&self) -> Contacted {
        self.phone().contact(self.port()).await.expect("the server answers")
    }

    pub(crate) fn has_card(&self) -> bool {
        self.phone().card(&self.card).is_ok()
    }
}

pub(crate) fn rights(role: Role, acts: &[Act]) -> Rights {
    let depth = u8::from(acts.contains(&Act::Delegate));
    Rights { role, acts: acts.to_vec(), cards: Cards::All, expires: SystemClock.now().0 + 30 * DAY, depth }
}

/// The main account, and two that it has invited.
pub(crate) struct World {
    pub(crate) server: Arc<Server>,
    pub(crate) main: Person,
    pub(crate) ann: Person,
    pub(crate) ben: Person,
}

impl World {
    /// Three accounts that have nothing to do with each other.
    pub(crate) async fn strangers() -> Self {
        let server = Server::open().await;
        let shop = Shop::open(&Stock::new("visitor", "free", 6)).await;
        let mut people = Vec::new();
        for name in ["home", "ann", "ben"] {
            let phone = Phone::new(name, shop.root());
            let mut visit = phone.visit(shop.address()).await.expect("the kiosk proves itself");
            let card = visit.acquire(&wish("visitor")).await.expect("a card").iccid;
            visit.leave().await;
            phone.landfall().set_first_pin(&card, &SecretBytes::from(*b"2580")).expect("the first PIN");
            let person = Person { phone, card, server: server.clone() };
            let sign_in = SignIn {
                server: "https://cloud.test".to_owned(),
                login: format!("{name}@example.test"),
                password: SecretBytes::from(*b"correct horse battery"),
                device: format!("{name}'s phone"),
            };
            person.phone().create_account(person.port(), &sign_in).await.expect("an account");
            person.contact().await;
            people.push(person);
        }
        let [main, ann, ben] = people.try_into().map_err(|_| ()).expect("three");
        Self { server, main, ann, ben }
    }

    /// Ann and Ben are sub-accounts with these rights, and have consented to that much.
    pub(crate) async fn tied(given: &Rights, consent: &Rights) -> Self {
        let world = Self::strangers().await;
        for (name, person) in [("Ann", &world.ann), ("Ben", &world.ben)] {
            let code = world.invite(name, given).await;
            person.phone().accept_sub(person.port(), &code, "Home", consent).await.expect("it is open");
        }
        world.main.follow().await;
        world
    }

    pub(crate) async fn invite(&self, name: &str, given: &Rights) -> Code {
        let invitation = Invitation { name: name.to_owned(), rights: given.clone() };
        self.main.phone().invite_sub(self.main.port(), &invitation).await.expect("it is kept")
    }

    pub(crate) async fn link(&self) {
        self.main.phone().link_subs(self.main.port(), "Ann", "Ben").await.expect("they may be linked");
        self.settle().await;
    }

    pub(crate) async fn unlink(&self) {
        self.main.phone().unlink_subs(self.main.port(), "Ann", "Ben").await.expect("they may be unlinked");
    }

    /// Everybody has heard of everything.
    pub(crate) async fn settle(&self) {
        for _ in 0..2 {
            for person in [&self.main, &self.ann, &self.ben] {
                person.follow().await;
            }
        }
    }
}

//! An account whose owner has a desk at home and a phone abroad, each on a way of its own to the server.

use crate::server::{Server, Way};
use account::{
    record::Setting,
    scheme::Scheme,
    sheet::Sheet,
    signed::Signed,
    wire::{Bytes, Device, Order, OrderView, Verb},
};
use app::{
    AccountError, AccountState, Contacted, Error, Events, Given, Giver, Landfall, Ordered, Ports, SignIn, SyncError,
    Synced,
    cloud::{CloudClient, CloudError},
    ports::{BuiltIn, Clock, Cloud, Desk},
};
use landfall_flows::here;
use model::{SecretBytes, UnixTime};
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use store::Folder;
use tempfile::TempDir;
use vault::{Keystore, SoftwareKeystore, keystore::software::Unlock};

pub(crate) const NOW: u64 = 1_800_000_000;
pub(crate) const DAY: u64 = 86_400;
pub(crate) const LOGIN: &str = "ann@example.test";
pub(crate) const PASSWORD: &[u8] = b"correct horse battery";

pub(crate) struct Stage {
    pub(crate) server: Arc<Server>,
    /// The device that made the account.
    pub(crate) home: Handset,
    /// The one that was let in by the sheet.
    pub(crate) phone: Handset,
    pub(crate) sheet: Sheet,
    pub(crate) now: Arc<AtomicU64>,
}

/// What both of them know, as far as the server could change it: devices, key epoch, records, settings; nothing of one that is locked.
pub(crate) type Seen = [Option<(Vec<Device>, u32, Vec<String>, BTreeMap<String, String>)>; 2];

impl Stage {
    pub(crate) fn new() -> Self {
        let now = Arc::new(AtomicU64::new(NOW));
        let server = Server::new(&now);
        let (home, phone) = (Handset::new("home", &server, &now), Handset::new("phone", &server, &now));
        let sheet = here(home.landfall.create_account(home.port(), &sign_in("home"))).expect("an account").sheet;
        here(phone.landfall.log_in(phone.port(), &sign_in("phone"), &sheet)).expect("a second device");
        let stage = Self { server, home, phone, sheet, now };
        stage.settle();
        stage
    }

    /// Another device of the account, or of nobody yet.
    pub(crate) fn stranger(&self, name: &str) -> Handset {
        Handset::new(name, &self.server, &self.now)
    }

    pub(crate) fn third(&self, name: &str) -> Handset {
        let third = self.stranger(name);
        here(third.landfall.log_in(third.port(), &sign_in(name), &self.sheet)).expect("a third device");
        third
    }

    /// So many seconds pass, for all.
    pub(crate) fn later(&self, seconds: u64) {
        self.now.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Both know all.
    pub(crate) fn settle(&self) {
        for of in [&self.home, &self.phone, &self.home] {
            of.sync().expect("honest");
            of.contact().expect("honest");
        }
    }

    /// Home writes settings, each an entry of its own.
    pub(crate) fn home_writes(&self, settings: &[(&str, &str)]) {
        for (name, value) in settings {
            self.home.set(name, value);
            self.home.sync().expect("honest");
        }
    }

    /// An order to the phone, by home.
    pub(crate) fn order(&self, verb: Verb) -> OrderView {
        self.give(Given::new(verb, "phone"))
    }

    pub(crate) fn give(&self, given: Given) -> OrderView {
        // No two of them are of one moment.
        self.later(10);
        here(self.home.giver().give(given)).expect("it is stored")
    }

    /// An order that is carried out.
    pub(crate) fn obeyed(&self, verb: Verb) -> OrderView {
        let given = self.order(verb);
        assert_eq!(self.phone.contact().expect("honest").taken.len(), 1, "it is obeyed");
        given
    }

    pub(crate) fn is_honest(&self) {
        for of in [&self.home, &self.phone] {
            of.way.is_honest();
            of.way.leads_to(&self.server);
        }
    }

    pub(crate) fn seen(&self) -> Seen {
        [&self.home, &self.phone].map(|of| {
            let lease = of.landfall.lease().expect("reads").expect("a device of the account");
            if lease.locked {
                return None;
            }
            let state = of.account();
            let devices = state.manifest().expect("a list").devices;
            Some((devices, state.keyring().epoch(), of.records(), of.settings()))
        })
    }

    /// Edits go both ways, and orders arrive.
    pub(crate) fn goes_on(&self, name: &str) {
        let told = self.phone.contact().unwrap_or_else(|error| panic!("{name}: {error}"));
        if told.erased {
            // As its owner had ordered.
            return;
        }
        if self.phone.landfall.cards().is_err() {
            // It was locked before.
            self.obeyed(Verb::Unlock);
        }
        for (from, to) in [(&self.home, &self.phone), (&self.phone, &self.home)] {
            from.set("afterwards", from.name);
            for of in [from, to] {
                of.sync().unwrap_or_else(|error| panic!("{name}: afterwards {error}"));
            }
            assert_eq!(to.settings()["afterwards"], from.name, "{name}");
        }
        self.obeyed(Verb::Lock);
    }
}

pub(crate) struct Handset {
    pub(crate) name: &'static str,
    pub(crate) way: Arc<Way>,
    pub(crate) landfall: Landfall,
    pub(crate) keystore: Arc<dyn Keystore>,
    _folder: TempDir,
}

/// All have the stage's time.
struct At(Arc<AtomicU64>);

impl Clock for At {
    fn now(&self) -> UnixTime {
        UnixTime(self.0.load(Ordering::SeqCst))
    }
}

impl Handset {
    fn new(name: &str, server: &Arc<Server>, now: &Arc<AtomicU64>) -> Self {
        let kept = tempfile::tempdir().expect("a folder");
        let folder = Folder::claim(kept.path().join("data")).expect("nobody else has it");
        let keystore: Arc<dyn Keystore> =
            Arc::new(SoftwareKeystore::create(&folder, &Unlock::KeyFile).expect("a keystore"));
        let ports = Ports {
            keystore: keystore.clone(),
            device: Arc::new(Desk { hardware_id: name.to_owned(), secure_storage: true }),
            clock: Arc::new(At(now.clone())),
            installer: Arc::new(BuiltIn),
        };
        let landfall = Landfall::open(&folder, ports).expect("opens").with_scheme(Scheme::CHEAP);
        let name: &'static str = name.to_owned().leak();
        Self { name, way: Way::to(server), landfall, keystore, _folder: kept }
    }

    pub(crate) fn port(&self) -> Arc<dyn Cloud> {
        self.way.clone()
    }

    pub(crate) fn account(&self) -> AccountState {
        self.landfall.account().expect("signed in")
    }

    pub(crate) fn id(&self) -> Bytes {
        self.account().device.id
    }

    pub(crate) fn sync(&self) -> Result<Synced, SyncError> {
        here(self.landfall.sync(self.port(), &Events::new()))
    }

    pub(crate) fn contact(&self) -> Result<Contacted, Error> {
        here(self.landfall.contact(self.port()))
    }

    /// The account's devices, as the server has them now.
    pub(crate) fn devices(&self) -> Result<Vec<Device>, AccountError> {
        here(self.landfall.account_devices(self.port()))
    }

    /// What the server says of the account, as this device asks it.
    pub(crate) fn asks<T>(&self, ask: impl AsyncFnOnce(CloudClient) -> Result<T, CloudError>) -> T {
        here(ask(self.landfall.cloud_of(&self.account(), self.port()))).expect("it is answered")
    }

    pub(crate) fn set(&self, name: &str, value: &str) {
        self.landfall.set_setting(name, value.into()).expect("it waits");
    }

    pub(crate) fn settings(&self) -> BTreeMap<String, String> {
        let kept = self.landfall.account_records::<Setting>().expect("reads");
        kept.into_iter().map(|one| (one.what.name, one.what.value.as_str().unwrap_or_default().to_owned())).collect()
    }

    /// Every record: id, kind, version, author.
    pub(crate) fn records(&self) -> Vec<String> {
        let views = self.landfall.all_records().expect("reads");
        views
            .iter()
            .map(|view| format!("{:?} {} {} {}", view.record, view.kind, view.version, view.device.text()))
            .collect()
    }

    pub(crate) fn giver(&self) -> Giver {
        here(self.landfall.giver(self.port())).expect("a device of the account")
    }

    /// What was ordered, as this device's user is shown it.
    pub(crate) fn ordered(&self) -> Result<Vec<Ordered>, Error> {
        here(async { self.landfall.giver(self.port()).await?.orders().await })
    }
}

pub(crate) fn sign_in(device: &str) -> SignIn {
    SignIn {
        server: "https://cloud.test".to_owned(),
        login: LOGIN.to_owned(),
        password: SecretBytes::from(PASSWORD),
        device: device.to_owned(),
    }
}

/// What an order says.
pub(crate) fn order(signed: &Signed) -> Order {
    serde_json::from_slice(&signed.payload.0).expect("an order")
}

/// Other bytes under the same signature.
pub(crate) fn altered<T: serde::Serialize>(signed: &Signed, what: &T) -> Signed {
    Signed { payload: Bytes(serde_json::to_vec(what).expect("string keys only")), ..signed.clone() }
}

//! A kiosk in a temporary folder, with an operator of its own, and phones that ask it.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use landfall_kiosk::{
    Config, Entropy, Kiosk, Peer, Unlock,
    authorise::voucher::Terms,
    init::{Names, init},
    operator::{Days, Operator},
    sealing_key,
    stock::import::{ImportError, Imported, Target, import},
};
use model::{DeviceFeatures, Platform, UnixTime};
use nearfield::message::{Refusal, Request, Reserve, Reserved, Response};
use std::{fmt::Write, path::PathBuf, sync::Arc};
use tempfile::TempDir;

/// Some day in 2026.
pub const NOW: UnixTime = UnixTime(1_795_000_000);

pub struct Shop {
    pub folder: TempDir,
    pub operator: Operator,
    kiosk: Option<Arc<Kiosk>>,
}

impl Shop {
    /// An operator and its kiosk, without stock.
    pub fn new() -> Self {
        Self::at(NOW)
    }

    /// Made at another time than [`NOW`].
    pub fn at(now: UnixTime) -> Self {
        let folder = tempfile::tempdir().expect("temp folder");
        let mut operator = Operator::init(&folder.path().join("operator"), "Nord", "89999", &Unlock::KeyFile, now)
            .expect("an operator");
        let data = folder.path().join("kiosk");
        init(&data, "Gate 7", Names::default(), &mut operator, &Unlock::KeyFile, Days::default(), now)
            .expect("a kiosk");
        let mut shop = Self { folder, operator, kiosk: None };
        shop.start();
        shop
    }

    /// With `stock` imported, and quotas that don't matter.
    pub fn with(stock: &str) -> Self {
        let mut shop = Self::new();
        shop.import(stock).expect("good stock");
        shop.kiosk().reload().expect("reads");
        shop.set_quotas("phone-per-day = 1000\nper-hour = 1000\nper-day = 1000");
        shop
    }

    /// With `count` numbers of `jp-7`, sold against vouchers of its operator.
    pub fn with_vouchers(count: u32) -> Self {
        let shop = Self::new();
        let key = hex::encode(shop.operator.voucher_key().expect("a key"));
        let issuer = format!("[[voucher-issuer]]\nname = \"Nord\"\nkey = \"{key}\"\n");
        shop.import(&(stock("jp-7", "voucher", count) + &issuer)).expect("good stock");
        shop.kiosk().reload().expect("reads");
        shop
    }

    pub fn set_quotas(&mut self, quotas: &str) {
        let path = self.data().join("kiosk.toml");
        let text = std::fs::read_to_string(&path).expect("settings");
        let (head, _) = text.split_once("[quotas]").expect("a table of quotas");
        std::fs::write(&path, format!("{head}[quotas]\n{quotas}\n")).expect("writes");
        self.restart();
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("kiosk")
    }

    pub fn kiosk(&self) -> &Kiosk {
        self.kiosk.as_ref().expect("it is open")
    }

    pub fn shared(&self) -> Arc<Kiosk> {
        self.kiosk.clone().expect("it is open")
    }

    pub fn stop(&mut self) {
        self.kiosk = None;
    }

    pub fn start(&mut self) {
        // No power is cut here, so nothing waits for the disk.
        let store = store::Options { durability: store::Durability::None, ..store::Options::default() };
        let config = Config { data: self.data(), store, unlock: Unlock::KeyFile };
        self.kiosk = Some(Arc::new(Kiosk::open(config).expect("opens")));
    }

    pub fn restart(&mut self) {
        self.stop();
        self.start();
    }

    pub fn target(&self) -> Target {
        Target {
            sealing_key: sealing_key(self.kiosk().store()).expect("reads").expect("init made it"),
            operator_key: *self.operator.root().public_key().expect("P-256"),
        }
    }

    /// Writes `stock` to a file and imports it.
    pub fn import(&self, stock: &str) -> Result<Imported, ImportError> {
        let path = self.write("stock.toml", stock.as_bytes());
        import(self.kiosk().store(), self.target(), &path, NOW, Entropy)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("writes");
        path
    }

    pub fn reserve(&self, phone: &Phone, class: &str, now: UnixTime) -> Result<Reserved, Refusal> {
        self.ask(&Request::Reserve(Box::new(phone.reserve(class))), now)
    }

    pub fn ask(&self, request: &Request, now: UnixTime) -> Result<Reserved, Refusal> {
        match self.kiosk().handle(request, &Peer { binding: [1; 32] }, now) {
            Response::Reserved(reserved) => Ok(*reserved),
            Response::Refused(refusal) => Err(refusal),
            other => panic!("not an answer to Reserve: {other:?}"),
        }
    }

    /// The state that `stock list` shows of a number.
    pub fn state(&self, number: &str) -> model::NumberState {
        let all = landfall_kiosk::stock::list::numbers(self.kiosk().store(), None, None, None, 10_000).expect("reads");
        all.into_iter().find(|n| n.number == number).expect("in stock").state
    }
}

/// Of a voucher for any product, good for a day.
pub fn for_a_day() -> Terms {
    Terms { issued: NOW, expires: NOW.plus(86_400), class_id: None }
}

#[derive(Clone)]
pub struct Phone {
    pub hardware_id: String,
    pub nonce: u8,
    pub voucher: Option<String>,
}

impl Phone {
    pub fn new(hardware_id: &str) -> Self {
        Self { hardware_id: hardware_id.to_owned(), nonce: 0, voucher: None }
    }

    pub fn with_voucher(&self, code: &str) -> Self {
        Self { voucher: Some(code.to_owned()), ..self.clone() }
    }

    pub fn nonce(&self, nonce: u8) -> Self {
        Self { nonce, ..self.clone() }
    }

    pub fn features(&self) -> DeviceFeatures {
        DeviceFeatures {
            platform: Platform { os: "linux".into(), cpu: "x86_64".into() },
            secure_storage: true,
            hardware_id: self.hardware_id.clone(),
            program_installed: true,
            driver_installed: true,
        }
    }

    pub fn reserve(&self, class: &str) -> Reserve {
        Reserve {
            class_id: class.to_owned(),
            nonce: [self.nonce; 16],
            user_id: "someone".to_owned(),
            features: self.features(),
            voucher: self.voucher.as_ref().map(|v| v.as_bytes().into()),
            csr: None,
            packages: false,
        }
    }
}

/// A stock file with one product of `count` numbers from 99901000000 on. Ki is `5A…5A` everywhere, to be sought for.
pub fn stock(class: &str, authorisation: &str, count: u32) -> String {
    let mut out = product(class, authorisation);
    write!(out, "[[product.segment]]\nfirst = \"99901000000\"\nlast = \"{}\"\n", 99_901_000_000 + u64::from(count) - 1)
        .expect("writes to a text");
    for i in 0..count {
        out += &row(i);
    }
    out
}

pub fn product(class: &str, authorisation: &str) -> String {
    format!(
        "[[product]]\nclass = \"{class}\"\nname = \"Test\"\noperator = \"Nord\"\nprice = \"9.90 EUR\"\narea = [\"JP\"]\n\
         network-rate = 50000\ndata = \"5 GB\"\nvalidity-days = 7\nauthorisation = \"{authorisation}\"\nlease = 300\n"
    )
}

pub fn row(i: u32) -> String {
    let iccid = model::Iccid::with_check_digit(&format!("899990100000{i:06}")).expect("digits");
    format!(
        "[[product.segment.number]]\niccid = \"{iccid}\"\nimsi = \"99901{i:010}\"\nki = \"{}\"\nopc = \"{}\"\npuk = \"12345678\"\n",
        "5a".repeat(16),
        "c3".repeat(16)
    )
}

//! A kiosk on the disk that is measured, with an operator of its own and stock of any size.
#![allow(dead_code, unreachable_pub, reason = "each bench uses its part")]

use landfall_benches::folder;
use landfall_kiosk::{
    Config, Entropy, Kiosk, Unlock,
    authorise::Quotas,
    init::{Names, init},
    operator::{Days, Operator},
    sealing_key,
    stock::{
        Manner, Product,
        import::{Target, import},
    },
};
use model::{DataAllowance, DeviceFeatures, Iccid, Offer, PhoneNeeds, Platform, UnixTime};
use rsp::cert::Certificate;
use std::{
    fmt::Write,
    path::{Path, PathBuf},
    time::SystemTime,
};
use tempfile::TempDir;

/// The product that is sold.
pub const CLASS: &str = "visitor";

/// The system's time.
pub fn now() -> UnixTime {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    UnixTime(since.as_secs())
}

/// A temporary folder below `target`: on a disk, where `/tmp` may be memory.
pub fn scratch() -> TempDir {
    let base = folder().join("bench");
    std::fs::create_dir_all(&base).expect("target can be written");
    tempfile::Builder::new().prefix("tmp-").tempdir_in(base).expect("target can be written")
}

/// An operator and the data folder of its kiosk, gone when dropped.
pub struct Shop {
    folder: TempDir,
    operator: Operator,
}

impl Shop {
    /// Without stock.
    pub fn new() -> Self {
        let folder = scratch();
        let operator = Operator::init(&folder.path().join("operator"), "Nord", "89999", &Unlock::KeyFile, now());
        let mut operator = operator.expect("an operator");
        let data = folder.path().join("kiosk");
        init(&data, "Gate 7", Names::default(), &mut operator, &Unlock::KeyFile, Days::default(), now())
            .expect("a kiosk");
        let most = u32::MAX;
        let mut settings = landfall_kiosk::Settings::read(&data).expect("made by init");
        settings.quotas = Quotas { phone_per_day: most, per_hour: most, per_day: most };
        settings.write(&data).expect("writes");
        Self { folder, operator }
    }

    /// The kiosk's data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("kiosk")
    }

    /// The operator's root certificate.
    pub fn root(&self) -> &Certificate {
        self.operator.root()
    }

    /// Imports `count` numbers, sealed as stock is.
    pub fn import(&self, count: u32) {
        let kiosk = self.open(store::Options::default());
        let file = self.folder.path().join("stock.toml");
        std::fs::write(&file, stock(count)).expect("writes");
        let target = Target {
            sealing_key: sealing_key(kiosk.store()).expect("reads").expect("init made it"),
            operator_key: *self.root().public_key().expect("P-256"),
        };
        import(kiosk.store(), target, &file, now(), Entropy).expect("good stock");
    }

    /// Opens the kiosk.
    pub fn open(&self, options: store::Options) -> Kiosk {
        open(&self.data(), options)
    }
}

/// Opens the kiosk in a data folder.
pub fn open(data: &Path, store: store::Options) -> Kiosk {
    Kiosk::open(Config { data: data.to_owned(), store, unlock: Unlock::KeyFile }).expect("a kiosk")
}

/// What is sold: free, so that nobody has to agree, within quotas that are counted but never reached.
pub fn product() -> Product {
    Product {
        offer: Offer {
            class_id: CLASS.to_owned(),
            name: "Visitor".to_owned(),
            operator: "Nord".to_owned(),
            price: "9.90 EUR".parse().expect("a price"),
            service_area: vec!["JP".parse().expect("a country")],
            network_rate: 50_000,
            data: DataAllowance::Megabytes(5_000),
            validity_days: 7,
            apn: "visit.example".to_owned(),
            works: "at once".to_owned(),
            needs: PhoneNeeds::default(),
            program_kinds: Vec::new(),
            assurance: 0,
            authorisation: "free".to_owned(),
        },
        manner: Manner::Mark,
        lease_seconds: 300,
        mnc_digits: 2,
        portable: false,
        remote: None,
    }
}

/// A stock file of that product's like, with `count` numbers.
fn stock(count: u32) -> String {
    let number = |n: u32| 99_901_000_000 + u64::from(n);
    let mut text = format!(
        "[[product]]\nclass = \"{CLASS}\"\nname = \"Visitor\"\noperator = \"Nord\"\nprice = \"9.90 EUR\"\narea = [\"JP\"]\n\
         network-rate = 50000\ndata = \"5 GB\"\nvalidity-days = 7\nauthorisation = \"free\"\nlease = 300\n\
         [[product.segment]]\nfirst = \"{}\"\nlast = \"{}\"\n",
        number(0),
        number(count - 1)
    );
    for n in 0..count {
        let iccid = Iccid::with_check_digit(&format!("899990100000{n:06}")).expect("18 digits");
        let (ki, opc) = ("5a".repeat(16), "c3".repeat(16));
        writeln!(
            text,
            "[[product.segment.number]]\niccid = \"{iccid}\"\nimsi = \"99901{n:010}\"\nki = \"{ki}\"\nopc = \"{opc}\"\npuk = \"12345678\""
        )
        .expect("a text takes all");
    }
    text
}

/// A phone that brings all it needs.
pub fn features(hardware_id: &str) -> DeviceFeatures {
    DeviceFeatures {
        platform: Platform { os: "linux".to_owned(), cpu: "x86_64".to_owned() },
        secure_storage: true,
        hardware_id: hardware_id.to_owned(),
        program_installed: true,
        driver_installed: true,
    }
}

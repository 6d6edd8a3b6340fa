use landfall_kiosk::operator::Operator;
use model::{Iccid, Platform};
use nearfield::message::PackageKind;
use std::{fmt::Write, path::Path};

/// A product and its numbers.
#[derive(Clone)]
pub struct Stock {
    /// Class id.
    pub class: String,
    /// `free`, `voucher` or `attendant`.
    pub authorisation: String,
    /// How many numbers.
    pub count: u32,
    /// The first number of the row: products of one kiosk take different ones.
    pub first: u32,
    /// Ki of all of them, hexadecimal.
    pub ki: String,
    /// OPc of all of them, hexadecimal.
    pub opc: String,
    /// Network rate in kbit/s.
    pub rate: u32,
    /// Price, as in stock files.
    pub price: String,
    /// Further lines of the product's table.
    pub terms: String,
    /// The profile package that all of them are made from.
    pub template: Option<Vec<u8>>,
    /// Packages that come along, for [`Stock::PLATFORM`].
    pub packages: Vec<(PackageKind, Vec<u8>)>,
}

/// Operating system and processor that [`Stock::packages`] are made for.
const PLATFORM: (&str, &str) = ("testos", "testcpu");

impl Stock {
    /// `count` numbers of a class, with keys that can be sought for.
    #[must_use]
    pub fn new(class: &str, authorisation: &str, count: u32) -> Self {
        Self {
            class: class.to_owned(),
            authorisation: authorisation.to_owned(),
            count,
            first: 0,
            ki: "5a".repeat(16),
            opc: "c3".repeat(16),
            rate: 50_000,
            price: "9.90 EUR".to_owned(),
            terms: String::new(),
            template: None,
            packages: Vec::new(),
        }
    }

    /// The platform that its packages are made for.
    #[must_use]
    pub fn platform() -> Platform {
        Platform { os: PLATFORM.0.to_owned(), cpu: PLATFORM.1.to_owned() }
    }

    /// With this package.
    #[must_use]
    pub fn with_package(mut self, kind: PackageKind, bytes: Vec<u8>) -> Self {
        self.packages.push((kind, bytes));
        self
    }

    /// The number in row `i`, as the kiosk's lists show it.
    #[must_use]
    pub fn number(&self, i: u32) -> String {
        (99_901_000_000 + u64::from(self.first + i)).to_string()
    }

    /// A stock file in `folder`; packages, which the operator signs, beside it.
    pub(crate) fn to_toml(&self, operator: &Operator, folder: &Path) -> String {
        let mut text = format!(
            "[[product]]\nclass = \"{}\"\nname = \"Visitor\"\noperator = \"Nord\"\nprice = \"{}\"\n\
             area = [\"JP\"]\nnetwork-rate = {}\ndata = \"5 GB\"\nvalidity-days = 7\nauthorisation = \"{}\"\n\
             lease = 300\n{}\n[[product.segment]]\nfirst = \"{}\"\nlast = \"{}\"\n",
            self.class,
            self.price,
            self.rate,
            self.authorisation,
            self.terms,
            self.number(0),
            self.number(self.count - 1)
        );
        if let Some(template) = &self.template {
            std::fs::write(folder.join("template.der"), template).expect("writes");
            text.push_str("template = \"template.der\"\n");
        }
        for i in self.first..self.first + self.count {
            let iccid = Iccid::with_check_digit(&format!("899990100000{i:06}")).expect("digits");
            write!(
                text,
                "[[product.segment.number]]\niccid = \"{iccid}\"\nimsi = \"99901{i:010}\"\nmsisdn = \"+99901{i:06}\"\nki = \"{}\"\nopc = \"{}\"\npuk = \"12345678\"\n",
                self.ki, self.opc
            )
            .expect("writes to a text");
        }
        for (kind, bytes) in &self.packages {
            let (name, platform) = (kind.as_str(), Self::platform());
            let manifest = operator.sign_package(*kind, &self.class, platform, "1", bytes).expect("signs");
            std::fs::write(folder.join(name), bytes).expect("writes");
            std::fs::write(folder.join(format!("{name}.manifest")), manifest).expect("writes");
            write!(text, "[[package]]\nfile = \"{name}\"\nmanifest = \"{name}.manifest\"\n").expect("writes to a text");
        }
        let key = hex::encode(operator.voucher_key().expect("init made it"));
        write!(text, "[[voucher-issuer]]\nname = \"Nord\"\nkey = \"{key}\"\n").expect("writes to a text");
        text
    }
}

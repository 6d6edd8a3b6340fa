//! The shape of a stock file (TOML). A key that is not known is an error: a mistyped `lease` must not pass unseen.

use super::secret_text::SecretText;
use crate::{
    remote::Remote,
    stock::{Manner, Product},
};
use model::{Country, DataAllowance, Money, Offer, PhoneNeeds};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

/// A whole stock file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct StockFile {
    #[serde(default)]
    pub(super) product: Vec<Spanned<ProductTable>>,
    #[serde(default)]
    pub(super) package: Vec<Spanned<PackageTable>>,
    #[serde(default)]
    pub(super) voucher_issuer: Vec<Spanned<IssuerTable>>,
}

/// `[[product]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ProductTable {
    pub(super) class: String,
    pub(super) name: String,
    pub(super) operator: String,
    pub(super) price: Money,
    pub(super) area: Vec<Country>,
    /// kbit/s
    pub(super) network_rate: u32,
    #[serde(deserialize_with = "data")]
    pub(super) data: DataAllowance,
    pub(super) validity_days: u32,
    #[serde(default)]
    pub(super) apn: String,
    #[serde(default = "at_once")]
    pub(super) works: String,
    #[serde(default)]
    pub(super) bands: Vec<String>,
    #[serde(default)]
    pub(super) no_carrier_lock: bool,
    #[serde(default)]
    pub(super) secure_storage: bool,
    #[serde(default)]
    pub(super) program_kinds: Vec<String>,
    #[serde(default)]
    pub(super) assurance: u8,
    #[serde(default)]
    pub(super) authorisation: AuthorisedBy,
    #[serde(default)]
    pub(super) manner: Manner,
    /// Seconds.
    #[serde(default = "five_minutes")]
    pub(super) lease: u32,
    #[serde(default = "two")]
    pub(super) mnc_digits: u8,
    /// Whether its cards may be copied from phone to phone.
    #[serde(default)]
    pub(super) portable: bool,
    /// `[product.remote]`: what the kiosk may do to its cards once they are given out.
    pub(super) remote: Option<Remote>,
    #[serde(default)]
    pub(super) segment: Vec<Spanned<SegmentTable>>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum AuthorisedBy {
    #[default]
    Attendant,
    Voucher,
    Free,
}

/// `[[product.segment]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SegmentTable {
    pub(super) first: Spanned<String>,
    pub(super) last: Spanned<String>,
    /// Rows in a file beside.
    pub(super) csv: Option<Spanned<String>>,
    /// A profile package that each row is put into.
    pub(super) template: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) number: Vec<Spanned<RowTable>>,
}

/// `[[product.segment.number]]`, and the columns of a CSV file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RowTable {
    pub(super) number: Option<String>,
    pub(super) msisdn: Option<String>,
    pub(super) iccid: Option<String>,
    pub(super) imsi: Option<String>,
    pub(super) algorithm: Option<String>,
    pub(super) ki: Option<SecretText>,
    pub(super) opc: Option<SecretText>,
    pub(super) pin: Option<SecretText>,
    pub(super) puk: Option<SecretText>,
    pub(super) adm: Option<SecretText>,
    /// A complete profile package, made by the operator.
    pub(super) profile: Option<String>,
}

/// `[[package]]`: what it is stands in its signed manifest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PackageTable {
    pub(super) file: Spanned<String>,
    pub(super) manifest: Spanned<String>,
}

/// `[[voucher-issuer]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct IssuerTable {
    pub(super) name: String,
    /// Ed25519 public key, 64 hex digits.
    pub(super) key: Spanned<String>,
}

impl ProductTable {
    /// The product without its segments.
    pub(super) fn product(&self) -> Product {
        Product {
            offer: Offer {
                class_id: self.class.clone(),
                name: self.name.clone(),
                operator: self.operator.clone(),
                price: self.price,
                service_area: self.area.clone(),
                network_rate: self.network_rate,
                data: self.data,
                validity_days: self.validity_days,
                apn: self.apn.clone(),
                works: self.works.clone(),
                needs: PhoneNeeds {
                    bands: self.bands.clone(),
                    no_carrier_lock: self.no_carrier_lock,
                    secure_storage: self.secure_storage,
                },
                program_kinds: self.program_kinds.clone(),
                assurance: self.assurance,
                authorisation: match self.authorisation {
                    AuthorisedBy::Attendant => "attendant",
                    AuthorisedBy::Voucher => "voucher",
                    AuthorisedBy::Free => "free",
                }
                .to_owned(),
            },
            manner: self.manner,
            lease_seconds: self.lease,
            mnc_digits: self.mnc_digits,
            portable: self.portable,
            remote: self.remote.clone(),
        }
    }

    /// What is wrong with it beyond its shape.
    pub(super) fn wrong(&self) -> Option<&'static str> {
        let identifier = |t: &str| (1..=64).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_graphic());
        if !identifier(&self.class) {
            Some("class must be 1 to 64 printable characters without spaces")
        } else if self.name.is_empty() || self.operator.is_empty() {
            Some("name and operator must not be empty")
        } else if self.area.is_empty() {
            Some("area must name at least one country")
        } else if self.assurance > 3 {
            Some("assurance is a level from 0 to 3")
        } else if !(10..=86_400).contains(&self.lease) {
            Some("lease is from 10 seconds to a day (86400)")
        } else if !(2..=3).contains(&self.mnc_digits) {
            Some("mnc-digits is 2 or 3")
        } else {
            None
        }
    }
}

fn at_once() -> String {
    "at once".to_owned()
}

const fn five_minutes() -> u32 {
    300
}

const fn two() -> u8 {
    2
}

/// `unlimited`, `500 MB` or `5 GB` (10⁶ and 10⁹ bytes).
fn data<'de, D: Deserializer<'de>>(from: D) -> Result<DataAllowance, D::Error> {
    let text = String::deserialize(from)?;
    let wrong = || serde::de::Error::custom("data is written `unlimited`, `500 MB` or `5 GB`");
    if text == "unlimited" {
        return Ok(DataAllowance::Unlimited);
    }
    let (amount, unit) = text.split_once(' ').ok_or_else(wrong)?;
    let amount: u64 = amount.parse().map_err(|_| wrong())?;
    match unit {
        "MB" => Ok(DataAllowance::Megabytes(amount)),
        "GB" => amount.checked_mul(1000).map(DataAllowance::Megabytes).ok_or_else(wrong),
        _ => Err(wrong()),
    }
}

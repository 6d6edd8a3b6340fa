use crate::{Country, Money};
use serde::{Deserialize, Serialize};

/// How much data a product includes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DataAllowance {
    /// No limit.
    Unlimited,
    /// This many megabytes (10⁶ bytes).
    Megabytes(u64),
}

/// What a phone must have to use a product (A14).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct PhoneNeeds {
    /// Radio bands, such as `n78` or `B3`; one of them is enough.
    pub bands: Vec<String>,
    /// The phone must not be locked to another operator.
    pub no_carrier_lock: bool,
    /// The phone must have a hardware-backed secure storage.
    pub secure_storage: bool,
}

/// What the user is told before agreeing (A14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Offer {
    /// The product's class id, by which it is reserved.
    pub class_id: String,
    /// The product's name for people.
    pub name: String,
    /// The operator's name.
    pub operator: String,
    /// The price.
    pub price: Money,
    /// Where it works.
    pub service_area: Vec<Country>,
    /// Network rate, in kbit/s downlink.
    pub network_rate: u32,
    /// Included data.
    pub data: DataAllowance,
    /// How many days it is valid from first use.
    pub validity_days: u32,
    /// Access point name, empty if the network sets it.
    pub apn: String,
    /// When it will work, in words: at once, or once the kiosk has reported it.
    pub works: String,
    /// What the phone must have.
    pub needs: PhoneNeeds,
    /// Kinds of management program it comes with.
    pub program_kinds: Vec<String>,
    /// Least assurance level that the phone's eUICC certificate must have, 0 to 3.
    pub assurance: u8,
    /// Who authorises the sale: `free`, `voucher` or `attendant`.
    pub authorisation: String,
}

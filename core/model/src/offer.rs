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

/// What a phone has, as far as its system tells its apps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PhoneHas {
    /// Its radio bands, such as `n78` or `B3`.
    pub bands: Option<Vec<String>>,
    /// Whether it is locked to an operator.
    pub carrier_locked: Option<bool>,
    /// Whether it has a hardware-backed secure storage.
    pub secure_storage: Option<bool>,
}

/// One of [`PhoneNeeds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// One of the bands.
    Bands,
    /// No lock to another operator.
    NoCarrierLock,
    /// A hardware-backed secure storage.
    SecureStorage,
}

/// How a phone meets what a product needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fit {
    /// What it lacks: the product can't be used on it.
    pub lacks: Vec<Need>,
    /// What its system does not tell.
    pub unknown: Vec<Need>,
}

impl Need {
    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bands => "bands",
            Self::NoCarrierLock => "carrier_lock",
            Self::SecureStorage => "secure_storage",
        }
    }
}

impl PhoneNeeds {
    /// How `phone` meets them (A14).
    #[must_use]
    pub fn met_by(&self, phone: &PhoneHas) -> Fit {
        let has_band = |own: &Vec<String>| self.bands.iter().any(|band| own.contains(band));
        let mut fit = Fit::default();
        for (need, is_needed, has) in [
            (Need::Bands, !self.bands.is_empty(), phone.bands.as_ref().map(has_band)),
            (Need::NoCarrierLock, self.no_carrier_lock, phone.carrier_locked.map(|locked| !locked)),
            (Need::SecureStorage, self.secure_storage, phone.secure_storage),
        ] {
            match (is_needed, has) {
                (true, Some(false)) => fit.lacks.push(need),
                (true, None) => fit.unknown.push(need),
                _ => {}
            }
        }
        fit
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    // R: A14
    #[test]
    fn what_a_phone_lacks_is_said_and_what_it_does_not_tell_is_no_lack() {
        let needs = PhoneNeeds { bands: vec!["n78".into(), "B3".into()], no_carrier_lock: true, secure_storage: true };
        let fit = |bands: Option<&str>, locked, secure| {
            let bands = bands.map(|band| vec![band.to_owned()]);
            needs.met_by(&PhoneHas { bands, carrier_locked: locked, secure_storage: secure })
        };
        assert_eq!(fit(Some("B3"), Some(false), Some(true)), Fit::default());
        let all = vec![Need::Bands, Need::NoCarrierLock, Need::SecureStorage];
        assert_eq!(fit(Some("B1"), Some(true), Some(false)), Fit { lacks: all.clone(), unknown: Vec::new() });
        assert_eq!(fit(None, None, None), Fit { lacks: Vec::new(), unknown: all });
        assert_eq!(PhoneNeeds::default().met_by(&PhoneHas::default()), Fit::default());
    }
}

//! What `subscriber imsi … show` says.

use model::{Imsi, SecretBytes};

/// A subscriber as osmo-hlr has it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// Its number.
    pub(super) msisdn: Option<String>,
    second: Option<Keys>,
    third: Option<Keys>,
    /// Whether it is kept out of a part of the network.
    pub(super) off: bool,
    /// Whether a network has asked for it.
    pub(super) seen: bool,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Keys {
    /// In lower case.
    algorithm: String,
    ki: SecretBytes,
    /// OPc; empty if there is none, or if OP is there in its place.
    opc: SecretBytes,
}

impl Shown {
    /// Reads it; none if it is not about this subscriber.
    pub(super) fn read(text: &str, imsi: &Imsi) -> Option<Self> {
        let (mut shown, mut named) = (Self::default(), false);
        for line in text.lines().map(str::trim) {
            if let Some(value) = line.strip_prefix("IMSI: ") {
                named = value == imsi.as_str();
            } else if let Some(value) = line.strip_prefix("MSISDN: ") {
                shown.msisdn = Some(value).filter(|value| *value != "none").map(str::to_owned);
            } else if let Some(value) = line.strip_prefix("2G auth: ") {
                shown.second = Some(Keys::of(value));
            } else if let Some(value) = line.strip_prefix("3G auth: ") {
                shown.third = Some(Keys::of(value));
            } else if let Some(value) = line.strip_prefix("KI=") {
                shown.second.get_or_insert_default().ki = key(value);
            } else if let Some(value) = line.strip_prefix("K=") {
                shown.third.get_or_insert_default().ki = key(value);
            } else if let Some(value) = line.strip_prefix("OPC=") {
                shown.third.get_or_insert_default().opc = key(value);
            } else if line.starts_with("CS disabled") || line.starts_with("PS disabled") {
                shown.off = true;
            } else if line.starts_with("last LU seen") || line.contains("last-SQN=") {
                shown.seen = true;
            }
        }
        named.then_some(shown)
    }

    /// Whether anybody can authenticate as it.
    pub(super) const fn has_keys(&self) -> bool {
        self.has_second() || self.has_third()
    }

    pub(super) const fn has_second(&self) -> bool {
        self.second.is_some()
    }

    pub(super) const fn has_third(&self) -> bool {
        self.third.is_some()
    }

    /// Whether it has just these for 2G.
    pub(super) fn second(&self, algorithm: &str, ki: &SecretBytes) -> bool {
        self.second.as_ref().is_some_and(|keys| keys.algorithm == algorithm && keys.ki == *ki)
    }

    /// Whether it has just these for 3G.
    pub(super) fn third(&self, algorithm: &str, ki: &SecretBytes, opc: &SecretBytes) -> bool {
        self.third.as_ref().is_some_and(|keys| keys.algorithm == algorithm && keys.ki == *ki && keys.opc == *opc)
    }
}

impl Keys {
    fn of(algorithm: &str) -> Self {
        Self { algorithm: algorithm.to_lowercase(), ..Self::default() }
    }
}

/// What is no key is none that anybody has.
fn key(text: &str) -> SecretBytes {
    hex::decode(text).map(SecretBytes::new).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "\r\n    ID: 1\r\n    IMSI: 001010000000001\r\n    MSISDN: 99901\r\n    PS disabled\r\n    2G auth: COMP128v3\r\n             \
        KI=00112233445566778899aabbccddeeff\r\n    3G auth: MILENAGE\r\n             K=00112233445566778899aabbccddeeff\r\n             \
        OPC=000102030405060708090a0b0c0d0e0f\r\n             IND-bitlen=5 last-SQN=32\r\n";

    // R: A12
    #[test]
    fn what_it_shows_is_read() {
        let imsi: Imsi = "001010000000001".parse().expect("an IMSI");
        let shown = Shown::read(SAID, &imsi).expect("it is about this one");
        let ki: SecretBytes = hex::decode("00112233445566778899aabbccddeeff").expect("hex").into();
        let opc: SecretBytes = hex::decode("000102030405060708090a0b0c0d0e0f").expect("hex").into();
        assert_eq!(shown.msisdn.as_deref(), Some("99901"));
        assert!(shown.second("comp128v3", &ki) && !shown.second("comp128v2", &ki) && !shown.second("comp128v3", &opc));
        assert!(shown.third("milenage", &ki, &opc) && !shown.third("milenage", &ki, &ki));
        assert!(shown.off && shown.seen);
        assert!(!format!("{shown:?}").contains("0011"), "keys are shown to nobody");
        let other: Imsi = "001010000000002".parse().expect("an IMSI");
        assert_eq!(Shown::read(SAID, &other), None);
        assert_eq!(Shown::read("    IMSI: 001010000000001\r\n    MSISDN: none\r\n", &imsi), Some(Shown::default()));
    }
}

use nearfield::{discovery::Hint, link::LinkError};

/// Why Bluetooth LE does not serve.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BleError {
    /// This program was built without it.
    #[error("this program was built without Bluetooth LE")]
    NotBuilt,
    /// There is no adapter, or not the one that was named.
    #[error("there is no Bluetooth adapter{}{}", if .0.is_empty() { "" } else { " " }, .0)]
    NoAdapter(String),
    /// The adapter is switched off.
    #[error("Bluetooth is switched off")]
    Off,
    /// The kiosk is not heard.
    #[error("the kiosk ~{0} is not heard over Bluetooth")]
    NotHeard(Hint),
    /// Every lane of the kiosk has its phone.
    #[error("the kiosk has as many phones over Bluetooth as it takes")]
    Busy,
    /// What answers is no kiosk, or one of another time.
    #[error("what answers over Bluetooth is no kiosk of ours: {0}")]
    NotAKiosk(&'static str),
    /// The system's Bluetooth refuses.
    #[error("Bluetooth refuses: {0}")]
    Refused(String),
}

impl BleError {
    /// Whether the same call may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::NotBuilt | Self::NoAdapter(_) | Self::NotAKiosk(_) => false,
            Self::Off | Self::NotHeard(_) | Self::Busy | Self::Refused(_) => true,
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotBuilt => "Build it with the cargo feature `ble` (Debian: libdbus-1-dev), or use another link.",
            Self::NoAdapter(_) => "Plug one in, name another, or use another link.",
            Self::Off => "Switch Bluetooth on, then try again.",
            Self::NotHeard(_) => "Go nearer to the kiosk, then try again.",
            Self::Busy => "Wait for another phone to be done, or use another link.",
            Self::NotAKiosk(_) => "Use the kiosk's start code, or another link.",
            Self::Refused(_) => {
                "Let this program use Bluetooth (on Linux: is bluetoothd running, may this user ask it?), then try again."
            }
        }
    }
}

impl From<BleError> for LinkError {
    fn from(error: BleError) -> Self {
        Self::Lost(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tables::{check, table};

    // R: F3
    #[test]
    fn every_refusal_of_bluetooth_says_what_to_do() {
        let hint = Hint([1, 2, 3, 4]);
        check(table! { BleError:
            BleError::NotBuilt => BleError::NotBuilt, false, "cargo feature";
            BleError::NoAdapter(_) => BleError::NoAdapter("hci9".to_owned()), false, "Plug one in";
            BleError::Off => BleError::Off, true, "Switch Bluetooth on";
            BleError::NotHeard(_) => BleError::NotHeard(hint), true, "nearer";
            BleError::Busy => BleError::Busy, true, "another phone";
            BleError::NotAKiosk(_) => BleError::NotAKiosk("it has no lanes"), false, "start code";
            BleError::Refused(_) => BleError::Refused("why".to_owned()), true, "bluetoothd";
        });
        assert_eq!(BleError::NoAdapter(String::new()).to_string(), "there is no Bluetooth adapter");
    }
}

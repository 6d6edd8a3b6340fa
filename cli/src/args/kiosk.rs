use clap::Args;
use model::{Country, Money};

/// Where the kiosk is.
#[derive(Debug, Args)]
pub(crate) struct Kiosk {
    /// The kiosk's start code (LANDFALL:…, as its QR shows it), HOST:PORT, or as `landfall discover` shows it (ble:1F3A9C02, nfc).
    /// Without it the one kiosk nearby is taken, by the best link.
    #[arg(long, value_name = "CODE")]
    pub(crate) kiosk: Option<String>,
    #[command(flatten)]
    pub(crate) bluetooth: Bluetooth,
}

/// Bluetooth LE, in builds with the cargo feature `ble`.
#[derive(Debug, Args)]
pub(crate) struct Bluetooth {
    /// The Bluetooth adapter, such as hci1; the first one otherwise.
    #[arg(long, value_name = "ADAPTER")]
    bluetooth: Option<String>,
}

impl Bluetooth {
    pub(crate) fn adapter(&self) -> Option<&str> {
        self.bluetooth.as_deref()
    }
}

/// What the card must be able to do.
#[derive(Debug, Args)]
pub(crate) struct Selection {
    /// Least speed, in kbit/s.
    #[arg(long, value_name = "KBIT/S")]
    pub(crate) rate: Option<u32>,
    /// The operator's name.
    #[arg(long, value_name = "NAME")]
    pub(crate) operator: Option<String>,
    /// The most to pay, such as '20.00 EUR'.
    #[arg(long, value_name = "MONEY")]
    pub(crate) most: Option<Money>,
    /// A country where it must work, such as JP; may be given more than once.
    #[arg(long, value_name = "COUNTRY")]
    pub(crate) area: Vec<Country>,
    /// The kind of management program.
    #[arg(long, value_name = "KIND")]
    pub(crate) program: Option<String>,
}

use clap::Args;
use model::{Country, Money};

/// Where the kiosk is.
#[derive(Debug, Args)]
pub(crate) struct Kiosk {
    /// The kiosk's start code (LANDFALL:…, as its QR shows it) or HOST:PORT. Without it the one kiosk nearby is taken.
    #[arg(long, value_name = "CODE")]
    pub(crate) kiosk: Option<String>,
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

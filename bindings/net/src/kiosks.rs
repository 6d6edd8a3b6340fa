//! Links to a kiosk, by whatever it can be reached by.

use app::{Expected, ports::Dial};
use async_trait::async_trait;
use nearfield::{
    link::{Link, LinkError},
    start_code::StartCode,
};
use radio::choice::{Dialer, Kiosk, Radios, Way};

/// Opens links to one kiosk: the best first, another kind when one dies.
#[derive(Debug, Clone)]
pub struct Links(pub Dialer);

#[async_trait]
impl Dial for Links {
    async fn dial(&mut self) -> Result<Box<dyn Link>, LinkError> {
        self.0.dial().await
    }
}

/// A kiosk to visit: how to reach it, and who it must prove to be.
#[derive(Debug, Clone)]
pub struct Target {
    /// Opens links to it.
    pub dial: Links,
    /// What its start code says of it.
    pub expected: Option<Expected>,
}

impl Target {
    /// By one of these ways, whoever it is under an installed root; none if this device has none of them.
    #[must_use]
    pub fn by(radios: Radios, ways: impl IntoIterator<Item = Way>) -> Option<Self> {
        let dialer = Dialer::new(radios, ways);
        (!dialer.is_empty()).then(|| Self { dial: Links(dialer), expected: None })
    }

    /// A kiosk that was found; none if it is on no link that this device has.
    #[must_use]
    pub fn found(radios: Radios, kiosk: &Kiosk) -> Option<Self> {
        Self::by(radios, kiosk.ways.iter().cloned())
    }

    /// The kiosk that this code names; none if it is on no link that this device has.
    #[must_use]
    pub fn by_code(radios: Radios, code: StartCode) -> Option<Self> {
        let target = Self::by(radios, Way::all_of(&code))?;
        Some(Self { expected: Some(Expected { root_key_id: code.root_key_id, kiosk: code.kiosk }), ..target })
    }
}

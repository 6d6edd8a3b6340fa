use crate::{
    flow::{Flow, Gained},
    runtime::run,
    trouble::LandfallError,
};
use app::{Error, Events, Visit, Wish};
use model::{Country, DataAllowance, Fit, Money, Need, Offer, PhoneHas, SecretBytes, ServiceSelection};
use std::sync::Arc;
use tokio::sync::Mutex;

/// What the user asks of a SIM (A3). What is not given does not count.
#[derive(Debug, Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct SelectionData {
    /// Least network rate, kbit/s.
    pub network_rate: Option<u32>,
    /// The operator's name.
    pub operator: Option<String>,
    /// The most that it may cost, such as `20 EUR`.
    pub tariff_limit: Option<String>,
    /// Countries that it must serve, ISO 3166 two letters.
    pub countries: Vec<String>,
}

/// What the user is told before agreeing (A14), and what this phone lacks.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OfferInfo {
    /// By which it is acquired.
    pub class_id: String,
    /// The product's name.
    pub name: String,
    /// The operator's name.
    pub operator: String,
    /// The price, such as `9.90 EUR`.
    pub price: String,
    /// Where it works, ISO 3166 two letters.
    pub countries: Vec<String>,
    /// kbit/s downlink.
    pub network_rate: u32,
    /// Megabytes (10⁶ bytes) that are included; none if there is no limit.
    pub data_megabytes: Option<u64>,
    /// Days from first use.
    pub validity_days: u32,
    /// Access point name; empty if the network sets it.
    pub apn: String,
    /// When it will work, in words.
    pub works: String,
    /// Who agrees to the sale: `free`, `voucher` or `attendant`.
    pub authorisation: String,
    /// What it needs that this phone lacks: `bands`, `carrier_lock`, `secure_storage`; it can't be used here then.
    pub lacks: Vec<String>,
    /// What it needs of which this phone does not tell: the same words.
    pub unknown: Vec<String>,
    /// The bands that it needs one of.
    pub bands: Vec<String>,
}

/// A session with a kiosk that has proved itself.
#[derive(uniffi::Object)]
pub struct KioskVisit {
    visit: Arc<Mutex<Visit>>,
    phone: PhoneHas,
    name: String,
    operator: String,
}

impl KioskVisit {
    pub(crate) fn new(visit: Visit, phone: PhoneHas) -> Arc<Self> {
        let (name, operator) = (visit.kiosk().name.clone(), visit.kiosk().operator.clone());
        Arc::new(Self { visit: Arc::new(Mutex::new(visit)), phone, name, operator })
    }
}

#[uniffi::export]
impl KioskVisit {
    /// The kiosk's name, as its certificate has it.
    #[must_use]
    pub fn kiosk(&self) -> String {
        self.name.clone()
    }

    /// Its operator's name.
    #[must_use]
    pub fn operator(&self) -> String {
        self.operator.clone()
    }

    /// Offers that meet the selection. A refusal says which criterion failed (A4).
    pub async fn offers(&self, selection: SelectionData) -> Result<Vec<OfferInfo>, LandfallError> {
        let selection = read(selection)?;
        let visit = self.visit.clone();
        let offers = run(async move { visit.lock().await.offers(&selection).await }).await?;
        Ok(offers.offers.into_iter().map(|offer| self.shown(offer)).collect())
    }

    /// Acquires what the user chose and agreed to. One that was begun and did not end is gone on with: the same number, not a second one.
    pub fn acquire(
        &self,
        class_id: String,
        user_id: Option<String>,
        voucher: Option<Vec<u8>>,
    ) -> Result<Arc<Flow>, LandfallError> {
        let wish = Wish { class_id, user_id: user_id.unwrap_or_default(), voucher: voucher.map(SecretBytes::new) };
        let (visit, events) = (self.visit.clone(), Events::new());
        let told = events.clone();
        Flow::start(events, async move {
            let mut visit = visit.lock().await;
            visit.telling(&told);
            let acquired = visit.acquire(&wish).await?;
            Ok::<_, Error>(Gained { iccid: Some(acquired.iccid.to_string()), reported: acquired.reported })
        })
    }
}

impl KioskVisit {
    fn shown(&self, offer: Offer) -> OfferInfo {
        let Fit { lacks, unknown } = offer.needs.met_by(&self.phone);
        let words = |needs: Vec<Need>| needs.into_iter().map(|need| need.as_str().to_owned()).collect();
        OfferInfo {
            class_id: offer.class_id,
            name: offer.name,
            operator: offer.operator,
            price: offer.price.to_string(),
            countries: offer.service_area.iter().map(ToString::to_string).collect(),
            network_rate: offer.network_rate,
            data_megabytes: match offer.data {
                DataAllowance::Unlimited => None,
                DataAllowance::Megabytes(megabytes) => Some(megabytes),
            },
            validity_days: offer.validity_days,
            apn: offer.apn,
            works: offer.works,
            authorisation: offer.authorisation,
            lacks: words(lacks),
            unknown: words(unknown),
            bands: offer.needs.bands,
        }
    }
}

fn read(selection: SelectionData) -> Result<ServiceSelection, LandfallError> {
    let country = |text: &String| {
        text.parse::<Country>().map_err(|_| {
            LandfallError::invalid(
                "country",
                "Not a country",
                "a country has two letters, as FR",
                "Choose from the list.",
            )
        })
    };
    Ok(ServiceSelection {
        network_rate: selection.network_rate,
        operator: selection.operator.filter(|name| !name.is_empty()),
        tariff_limit: selection.tariff_limit.map(|limit| limit.parse::<Money>()).transpose()?,
        service_area: selection.countries.iter().map(country).collect::<Result<_, _>>()?,
        program_kind: None,
    })
}

use landfall_stage::{Broken, Class, Kiosk, Program, Running, Scene, Stock, build_programs};
use serde_json::Value;
use std::path::PathBuf;

/// The PIN of every card.
pub const PIN: &str = "2580";

const TERMS: &str = "name = \"Asia, a month\"\noperator = \"Nord Mobile\"\nprice = \"0 EUR\"\narea = [\"JP\"]\n\
    network-rate = 1000\ndata = \"unlimited\"\nvalidity-days = 30\nauthorisation = \"free\"\n\
    [product.remote]\ncommands = [\"disable\", \"delete\", \"list\"]\nmetadata = [\"name\"]\n";

/// A phone that came back from a kiosk with cards of one operator in one eUICC; the last of them is enabled.
pub struct Pocket {
    /// Where everything lies.
    pub scene: Scene,
    /// The phone.
    pub phone: Program,
    /// Its cards' numbers, in the order in which they came.
    pub cards: Vec<String>,
    /// What the kiosk had.
    pub stock: Stock,
    /// A file with the PIN of every card.
    pub pin: PathBuf,
    /// The kiosk's program.
    pub shop: Program,
}

/// An order at the kiosk, for whoever fetches it by HTTPS. The kiosk serves as long as this lives.
pub struct Order {
    /// Its activation code.
    pub code: String,
    /// Where the kiosk is, whatever name the code gives it.
    pub via: String,
    /// The kiosk.
    pub kiosk: Running,
}

impl Pocket {
    /// With so many cards.
    ///
    /// # Errors
    /// What did not go as it must.
    pub fn with_cards(count: usize) -> Result<Self, Broken> {
        build_programs()?;
        let scene = Scene::open()?;
        let shop = scene.program("landfall-kiosk", scene.at("kiosk"), scene.at("kiosk.log"));
        let operator = scene.at("operator").display().to_string();
        shop.ask(&["operator", "init", "--dir", &operator])?;
        shop.ask(&["init", "--operator", &operator, "--name", "Peers", "--address", "peers.example"])?;
        let class =
            Class { id: "asia", terms: TERMS, network: "99901", algorithm: "milenage", count: 4, profile: None };
        let stock = Stock::write(&scene.folder("stock")?, &[class])?;
        shop.ask(&["stock", "import", &stock.file.display().to_string()])?;
        let kiosk = Kiosk::serve(&shop, "127.0.0.1:0", None)?.ok_or_else(|| Broken::not("the kiosk died"))?;
        let phone = scene.program("landfall", scene.at("phone"), scene.at("phone.log"));
        phone.ask(&["roots", "add", &scene.at("operator").join("root.der").display().to_string()])?;
        let pin = scene.at("pin");
        std::fs::write(&pin, PIN).map_err(Broken::io("pin"))?;
        let mut cards = Vec::new();
        for number in 0..count {
            let typed = pin.display().to_string();
            let wish = ["acquire", "--kiosk", kiosk.start_code(), "--class", "asia", "--yes", "--pin-file", &typed];
            // Another user each time, since a kiosk gives nobody too many.
            let acquired = phone.with("USER", format!("user-{number}")).ask(&wish)?;
            cards.push(acquired["iccid"].as_str().unwrap_or_default().to_owned());
        }
        kiosk.stop()?;
        Ok(Self { scene, phone, cards, stock, pin, shop })
    }

    /// Another program of ours, without cards of its own. It trusts the operator.
    ///
    /// # Errors
    /// If it can't.
    pub fn desk(&self) -> Result<Program, Broken> {
        let desk = self.scene.program("landfall", self.scene.at("desk"), self.scene.at("desk.log"));
        desk.ask(&["roots", "add", &self.scene.at("operator").join("root.der").display().to_string()])?;
        Ok(desk)
    }

    /// The kiosk opens its HTTPS server and sells over the counter.
    ///
    /// # Errors
    /// If it does not.
    pub fn order(&self) -> Result<Order, Broken> {
        let mut kiosk = self.shop.start(&["serve", "--listen", "127.0.0.1:0", "--https", "127.0.0.1:0"])?;
        let said = kiosk.line()?.unwrap_or_default();
        let issued = self.shop.ask(&["sales", "issue", "--class", "asia"])?;
        match (said["https"].as_str(), issued["activation_code"].as_str()) {
            (Some(via), Some(code)) => Ok(Order { code: code.to_owned(), via: via.to_owned(), kiosk }),
            _ => Err(Broken::not(format!("the kiosk sells nothing: {said} {issued}"))),
        }
    }

    /// The cards that are enabled, by what the phone itself says.
    ///
    /// # Errors
    /// If it does not say.
    pub fn enabled(&self) -> Result<Vec<String>, Broken> {
        let cards = self.phone.ask(&["cards"])?;
        let enabled = cards.as_array().into_iter().flatten().filter(|card| card["enabled"] == true);
        Ok(enabled.filter_map(|card| Some(card["iccid"].as_str()?.to_owned())).collect())
    }
}

/// The numbers of the profiles in an answer of `landfall chip list` that are in this state.
#[must_use]
pub fn in_state(list: &Value, state: &str) -> Vec<String> {
    let those = list.as_array().into_iter().flatten().filter(|profile| profile["state"] == state);
    those.filter_map(|profile| Some(profile["iccid"].as_str()?.to_owned())).collect()
}

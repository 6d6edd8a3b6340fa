//! Our side: a kiosk whose operator is the CI of SGP.26, and phones whose eUICC is the one of SGP.26.

use super::{
    inside::{KIOSK, SMDS},
    sgp26::Sgp26,
};
use crate::PIN;
use landfall_stage::{Broken, Class, Program, Running, Scene, Stock};
use model::Iccid;
use std::path::PathBuf;

const TERMS: &str = "name = \"Asia, a month\"\noperator = \"Nord Mobile\"\nprice = \"0 EUR\"\narea = [\"JP\"]\n\
    network-rate = 1000\ndata = \"unlimited\"\nvalidity-days = 30\nauthorisation = \"free\"\n";
/// What the buyer of an order with a code is told.
pub(super) const CODE: &str = "4711";

/// Everything of ours, in one folder.
pub(super) struct Desk {
    /// The folder and what runs in it.
    pub(super) scene: Scene,
    /// SGP.26's files.
    pub(super) sgp26: Sgp26,
    /// A file with the PIN of every card.
    pub(super) pin: PathBuf,
    shop: Program,
    // Ends with the scene.
    _kiosk: Running,
}

impl Desk {
    /// Makes kiosk and stock, and serves. `package`: what the profiles are made of, instead of our own.
    ///
    /// # Errors
    /// What did not go as it must.
    pub(super) fn open(scene: Scene, sgp26: Sgp26, package: Option<(PathBuf, Iccid)>) -> Result<Self, Broken> {
        let shop = scene.program("landfall-kiosk", scene.at("kiosk"), scene.at("kiosk.log"));
        let operator = scene.at("operator").display().to_string();
        let (ci, key) = (sgp26.file("CERT_CI_ECDSA_NIST.der"), sgp26.file("SK_CI_ECDSA_NIST.pem"));
        shop.ask(&["operator", "init", "--dir", &operator, "--ci-certificate", &ci, "--ci-key-file", &key])?;
        shop.ask(&["init", "--operator", &operator, "--name", "Peers", "--address", KIOSK, "--smds-address", SMDS])?;
        let class =
            Class { id: "asia", terms: TERMS, network: "99901", algorithm: "milenage", count: 30, profile: package };
        let stock = Stock::write(&scene.folder("stock")?, &[class])?;
        shop.ask(&["stock", "import", &stock.file.display().to_string()])?;
        let mut kiosk = shop.start(&["serve", "--listen", "127.0.0.2:0", "--https", &format!("{KIOSK}:443")])?;
        kiosk.line()?.ok_or_else(|| Broken::not(format!("the kiosk does not serve: {}", shop.said())))?;
        let pin = scene.at("pin");
        std::fs::write(&pin, PIN).map_err(Broken::io("pin"))?;
        std::fs::write(scene.at("code"), CODE).map_err(Broken::io("code"))?;
        Ok(Self { scene, sgp26, pin, shop, _kiosk: kiosk })
    }

    /// Sells over the counter; the activation code.
    ///
    /// # Errors
    /// If it is not sold.
    pub(super) fn order(&self, more: &[&str]) -> Result<String, Broken> {
        let sold = self.shop.ask(&[&["sales", "issue", "--class", "asia"], more].concat())?;
        sold["activation_code"].as_str().map(str::to_owned).ok_or_else(|| Broken::not(sold))
    }

    /// An order with the confirmation code [`CODE`].
    ///
    /// # Errors
    /// As [`Desk::order`].
    pub(super) fn order_with_code(&self) -> Result<String, Broken> {
        self.order(&["--confirmation-code-file", &self.scene.at("code").display().to_string()])
    }

    /// How many numbers are with phones.
    ///
    /// # Errors
    /// If it does not say.
    pub(super) fn distributed(&self) -> Result<usize, Broken> {
        let listed = self.shop.ask(&["stock", "list", "--numbers", "--state", "distributed"])?;
        listed.as_array().map(Vec::len).ok_or_else(|| Broken::not(listed))
    }

    /// A phone with the eUICC of SGP.26.
    ///
    /// # Errors
    /// If it can't be made.
    pub(super) fn phone(&self, name: &str) -> Result<Program, Broken> {
        let phone = self.scene.program("landfall", self.scene.at(name), self.scene.at(format!("{name}.log")));
        phone.ask(&["roots", "add", &self.sgp26.file("CERT_CI_ECDSA_NIST.der")])?;
        let (certificate, key) =
            (self.sgp26.file("CERT_EUICC_ECDSA_NIST.der"), self.sgp26.file("SK_EUICC_ECDSA_NIST.pem"));
        let eum = self.sgp26.file("CERT_EUM_ECDSA_NIST.der");
        phone.ask(&["chip", "create", "--certificate", &certificate, "--key-file", &key, "--eum-certificate", &eum])?;
        Ok(phone)
    }
}

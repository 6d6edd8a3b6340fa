//! A stock phone on a kiosk's own Wi-Fi: it has no other network, finds the kiosk by whatever name, chooses on its page, and downloads by the
//! name in the activation code.

use landfall_peers::{PIN, Wifi};
use landfall_stage::{Broken, Class, Kiosk, Scene, Stock, build_programs};

const NAME: &str = "gate7.landfall.test";
const FREE: &str = "name = \"First <hour>\"\noperator = \"Nord Mobile\"\nprice = \"0 EUR\"\narea = [\"JP\"]\n\
    network-rate = 1000\ndata = \"unlimited\"\nvalidity-days = 30\nauthorisation = \"free\"\n";
const ATTENDED: &str = "name = \"Week\"\noperator = \"Nord Mobile\"\nprice = \"9 EUR\"\narea = [\"JP\"]\n\
    network-rate = 1000\ndata = \"unlimited\"\nvalidity-days = 7\nauthorisation = \"attendant\"\n";

/// Between the first `before` and what follows it.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("no {before:?} in {text}")).1;
    rest.split(after).next().unwrap_or_default()
}

// R: A2 E7 A14
#[test]
fn a_phone_without_any_other_network_gets_its_card_from_the_kiosks_wifi() {
    build_programs().expect("our programs");
    let scene = Scene::open().expect("a folder");
    let Some(wifi) = Wifi::start(&scene).expect("a Wi-Fi") else { return };
    wifi_sale(&scene, &wifi).expect("the sale goes through");
}

fn wifi_sale(scene: &Scene, wifi: &Wifi) -> Result<(), Broken> {
    let office = scene.program("landfall-kiosk", scene.at("kiosk"), scene.at("kiosk.log"));
    let operator = scene.at("operator").display().to_string();
    office.ask(&["operator", "init", "--dir", &operator])?;
    office.ask(&["init", "--operator", &operator, "--name", "Gate 7", "--address", NAME])?;
    let class = |id, terms, network| Class { id, terms, network, algorithm: "milenage", count: 3, profile: None };
    let classes = [class("hour", FREE, "99901"), class("week", ATTENDED, "99902")];
    let stock = Stock::write(&scene.folder("stock")?, &classes)?;
    office.ask(&["stock", "import", &stock.file.display().to_string()])?;
    let (near, https, page) = (Wifi::at(7788), Wifi::at(443), Wifi::at(80));
    let kiosk = Kiosk::serve_also(&wifi.on_kiosk(&office), &near, &["--https", &https, "--page", &page])?
        .ok_or_else(|| Broken::not("the kiosk died"))?;
    let phone = wifi.on_phone(&scene.program("landfall", scene.at("phone"), scene.at("phone.log")));
    phone.ask(&["roots", "add", &scene.at("operator").join("root.der").display().to_string()])?;
    let pin = scene.at("pin").display().to_string();
    std::fs::write(&pin, PIN).map_err(Broken::io("pin"))?;
    // A software eUICC is certified near by first; a stock phone has one from its maker.
    phone.ask(&["acquire", "--kiosk", kiosk.start_code(), "--class", "hour", "--yes", "--pin-file", &pin])?;

    let curl = |more: &[&str]| {
        let words = [&["curl", "--silent", "--show-error", "--max-time", "10"], more].concat();
        let said = wifi.phone(scene, &words)?;
        if said.succeeded { Ok(said.text) } else { Err(Broken::not(format!("{said:?}"))) }
    };
    // What a phone asks to learn whether there is a network leads to the page; so does any other name.
    let probe = curl(&["--head", "--request", "GET", "http://connectivity.test/generate_204"])?;
    assert!(probe.contains("302") && probe.contains(&format!("http://{NAME}/")), "{probe}");
    let offers = curl(&["--location", "http://connectivity.test/generate_204"])?;
    assert!(offers.contains("First &lt;hour&gt;") && offers.contains("9.00 EUR"), "{offers}");
    assert!(curl(&["--header", "Accept-Language: zh-CN", &format!("http://{NAME}/")])?.contains("请选择套餐"));

    let choose = |class: &str, nonce: &str| {
        let form = format!("class={class}&nonce={nonce}");
        let answer = curl(&["--include", "--data", &form, &format!("http://{NAME}/sales")])?;
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        Ok::<_, Broken>(format!("http://{NAME}{}", between(&answer, "location: ", "\r\n")))
    };
    let nonce = between(&offers, "name=nonce value=", ">");
    let sale = choose("hour", nonce)?;
    assert_eq!(choose("hour", nonce)?, sale, "pressed twice, it is one sale");
    let ready = curl(&[&sale])?;
    let code = between(&ready, "<p class=code>", "<").to_owned();
    assert!(code.starts_with(&format!("LPA:1${NAME}$")) && ready.contains("<svg"), "{ready}");
    let first = phone.ask(&["acquire", "--activation-code", &code, "--yes", "--pin-file", &pin])?;
    assert_eq!((&first["reported"], &first["pin_set"]), (&true.into(), &true.into()), "{first}");

    // A sale that somebody must agree to.
    let sale = choose("week", "00112233445566778899aabbccddeeff")?;
    let waiting = curl(&[&sale])?;
    let shown = between(&waiting, "<p class=code>", "<").to_owned();
    assert!(waiting.contains("http-equiv=refresh") && !waiting.contains("LPA:1$"), "{waiting}");
    office.ask(&["sales", "authorise", &shown, "--by", "counter"])?;
    let code = between(&curl(&[&sale])?, "<p class=code>", "<").to_owned();
    let second = phone.ask(&["acquire", "--activation-code", &code, "--yes", "--pin-file", &pin])?;
    assert_ne!(first["iccid"], second["iccid"]);

    let numbers = office.ask(&["stock", "list", "--numbers", "--state", "distributed"])?;
    let phones: Vec<&str> =
        numbers.as_array().into_iter().flatten().filter_map(|n| n["hardware_id"].as_str()).collect();
    let cards = phones.iter().filter(|id| id.len() == 32 && id.starts_with("89")).count();
    assert_eq!((phones.len(), cards), (3, 2), "what came by the page is known by its card: {numbers}");
    kiosk.stop()
}

//! lpac's lines, both ways: our own card behind our own program, and behind lpac.

use landfall_peers::{Pocket, in_state, lpac::outcome, peer, run};
use serde_json::Value;
use std::{ffi::OsStr, process::Command};

// R: E7 F7
#[test]
fn our_lpa_manages_a_card_behind_another_process() {
    let pocket = Pocket::with_cards(2).expect("a phone with cards");
    let desk = pocket.desk().expect("a desk");
    let program =
        format!("'{}' --data '{}' card serve --stdio", pocket.phone.path().display(), pocket.phone.data().display());
    let ask =
        |arguments: &[&str]| desk.run(&[&["chip", "--card-program", &program], arguments].concat()).expect("runs");
    let chip = |arguments: &[&str]| ask(arguments).answer().expect("it does it");
    let (first, second) = (pocket.cards[0].as_str(), pocket.cards[1].as_str());
    let info = chip(&["info"]);
    assert!(info["eid"].as_str().is_some_and(|eid| eid.len() == 32), "{info}");
    assert_eq!(in_state(&chip(&["list"]), "enabled"), [second]);
    chip(&["enable", first]);
    assert_eq!(in_state(&chip(&["list"]), "enabled"), [first]);
    assert_eq!(pocket.enabled().expect("it lists them"), [first], "each process let go of the data folder");
    chip(&["delete", second, "--yes"]);
    assert!(ask(&["delete", first, "--yes"]).refusal().expect("it is enabled").contains("disable it first"));
    assert_eq!(chip(&["reset", "--yes"])["done"], true);
    assert_eq!(chip(&["reset", "--yes"])["done"], false);
    assert_eq!(chip(&["list"]), serde_json::json!([]));
    assert_eq!(pocket.phone.ask(&["cards"]).expect("it lists them"), serde_json::json!([]));

    let silent = desk.run(&["chip", "--card-program", "true", "list"]).expect("runs");
    assert!(silent.refusal().expect("it is no card").contains("ended"));
    let missing = desk.run(&["chip", "--card-program", "/nonexistent/card", "list"]).expect("runs");
    assert!(missing.refusal().expect("it is not there").contains("/nonexistent/card"));
}

// R: E7 F7
#[test]
fn our_lpa_downloads_into_a_card_behind_another_process() {
    let pocket = Pocket::with_cards(1).expect("a phone with a card");
    let order = pocket.order().expect("it sells");
    let desk = pocket.desk().expect("a desk");
    let program =
        format!("'{}' --data '{}' card serve --stdio", pocket.phone.path().display(), pocket.phone.data().display());
    let acquire =
        ["acquire", "--activation-code", &order.code, "--via", &order.via, "--yes", "--card-program", &program];
    let acquired = desk.ask(&acquire).expect("it downloads");
    let iccid = acquired["iccid"].as_str().expect("it has a number").to_owned();
    assert_eq!(acquired["reported"], true, "{acquired}");
    order.kiosk.kill().expect("it ends");
    let cards = pocket.phone.ask(&["cards"]).expect("it lists them");
    let here = |iccid: &str| cards.as_array().into_iter().flatten().any(|card| card["iccid"] == iccid);
    assert!(here(&iccid) && here(&pocket.cards[0]), "{cards}");
    assert_eq!(desk.ask(&["cards"]).expect("it lists them"), serde_json::json!([]), "it is in the other card");
}

/// What became of the commands in an answer of `landfall chip remote`, each of which the server knows of.
fn outcomes(told: &Value) -> Vec<&str> {
    let packages = told.as_array().into_iter().flatten().flat_map(|server| server["packages"].as_array()).flatten();
    let reported = packages.inspect(|package| assert_eq!(package["reported"], true, "{told}"));
    let commands = reported.flat_map(|package| package["commands"].as_array()).flatten();
    commands.inspect(|one| assert_eq!(one["done"], true, "{told}")).filter_map(|one| one["outcome"].as_str()).collect()
}

// R: E6 E7 F7
#[test]
fn commands_from_afar_reach_a_card_behind_another_process() {
    let pocket = Pocket::with_cards(2).expect("a phone with cards");
    let order = pocket.order().expect("it serves");
    let desk = pocket.desk().expect("a desk");
    let program =
        format!("'{}' --data '{}' card serve --stdio", pocket.phone.path().display(), pocket.phone.data().display());
    let ask = |flags: &[&str]| {
        let remote = ["chip", "--card-program", &program, "remote", "--via", &order.via];
        desk.run(&[&remote[..], flags].concat()).expect("runs")
    };
    let (first, second) = (pocket.cards[0].as_str(), pocket.cards[1].as_str());
    let info = desk.ask(&["chip", "--card-program", &program, "info"]).expect("it says");
    let eid = info["eid"].as_str().expect("an EID");
    let [rename, disable, delete] =
        [format!("name:{first}=Japan"), format!("disable:{second}"), format!("delete:{first}")];
    let created = ["rpm", "create", "--eid", eid, &rename, &disable, &delete, "list"];
    pocket.shop.ask(&created).expect("it is ordered");

    // What can be undone is done; what deletes wants more than a yes.
    let told = ask(&["--yes"]).answer().expect("the first package is done");
    assert_eq!(outcomes(&told), ["changed", "disabled"], "{told}");
    let why = told[0]["error"].as_str().expect("the second waits");
    assert!(why.contains("--allow-delete") && why.contains(first), "{why}");
    let told = ask(&["--yes", "--allow-delete"]).answer().expect("it is done");
    assert_eq!(outcomes(&told).len(), 2, "{told}");
    assert!(told[0]["error"].is_null(), "{told}");
    let cards = pocket.phone.ask(&["cards"]).expect("it lists them");
    let numbers: Vec<&Value> = cards.as_array().into_iter().flatten().map(|card| &card["iccid"]).collect();
    assert_eq!(numbers, [second], "the first is gone");
    assert_eq!(pocket.enabled().expect("it lists them"), [""; 0], "the second is disabled");
    let listed = pocket.shop.ask(&["rpm", "list", "--eid", eid]).expect("it lists them").to_string();
    assert!(!listed.contains("waiting"), "{listed}");

    let again = ask(&["--yes"]).answer().expect("there is nothing left");
    assert_eq!(outcomes(&again), [""; 0], "{again}");
    order.kiosk.kill().expect("it ends");
}

// R: E7 F7
#[test]
fn lpac_manages_our_card() {
    let Some(lpac) = peer::named("LPAC_BIN") else { return };
    let pocket = Pocket::with_cards(2).expect("a phone with cards");
    let ask = |arguments: &[&str]| {
        let mut command = Command::new(pocket.phone.path());
        command.arg("--data").arg(pocket.phone.data()).args(["card", "serve", "--stdio", "--"]);
        command.arg(&lpac).args(arguments).env("LPAC_HTTP", OsStr::new("stdio"));
        outcome(&run(pocket.scene.children(), &mut command).expect("runs").text)
    };
    let done = |arguments: &[&str]| {
        let said = ask(arguments);
        assert_eq!(said["code"], 0, "lpac {arguments:?}: {said}");
        said["data"].clone()
    };
    let (first, second) = (pocket.cards[0].as_str(), pocket.cards[1].as_str());
    let state = |iccid: &str| {
        let list = done(&["profile", "list"]);
        let own = list.as_array().into_iter().flatten().find(|profile| profile["iccid"] == iccid).cloned();
        own.map(|profile| (profile["profileState"].clone(), profile["profileNickname"].clone()))
    };
    let info = done(&["chip", "info"]);
    assert_eq!(info["EUICCInfo2"]["svn"], "2.2.0", "{info}");
    assert_eq!(state(second), Some(("enabled".into(), Value::Null)));
    done(&["profile", "enable", first]);
    assert_eq!(state(first), Some(("enabled".into(), Value::Null)));
    assert_eq!(state(second), Some(("disabled".into(), Value::Null)));
    assert_eq!(pocket.enabled().expect("it lists them"), [first]);
    assert_eq!(ask(&["profile", "enable", first])["data"], "profile not in disabled state");
    done(&["profile", "nickname", first, "Japan"]);
    done(&["profile", "disable", first]);
    assert_eq!(state(first), Some(("disabled".into(), "Japan".into())));
    done(&["profile", "delete", second]);
    assert_eq!(state(second), None);
    assert_eq!(done(&["notification", "list"]), serde_json::json!([]));
    done(&["chip", "defaultsmdp", "smdp.example.com"]);
    assert_eq!(done(&["chip", "info"])["EuiccConfiguredAddresses"]["defaultDpAddress"], "smdp.example.com");
}

//! `landfall order …` as programs, against the real cloud on loopback; the operator's SM-DP+ is written down here.

use async_trait::async_trait;
use landfall_cloud::{
    agency::{Agencies, AgencySettings, Named, ProductSettings, ProfileServer},
    http::{App, Options, router},
    service::{Config, ServerKey, Service},
    storage::sqlite::Sqlite,
};
use model::{ActivationCode, Iccid};
use rsp::{json::StatusCodeData, reason::StatusCode};
use serde_json::Value;
use std::{
    path::PathBuf,
    process::{Command, Output, Stdio},
    sync::Arc,
};
use store::Folder;
use tempfile::TempDir;
use web::{
    orderer::AskError,
    server::{Limits, Server},
};

/// Has one kind of card, and any number of it.
struct Smdp;

#[async_trait]
impl ProfileServer for Smdp {
    async fn order(&self, _: Named<'_>, profile_type: &str) -> Result<Iccid, AskError> {
        if profile_type != "month" {
            return Err(AskError::Refused(Box::new(StatusCodeData::from(&StatusCode::new("8.2.5", "3.7")))));
        }
        Ok("8999901000000000019".parse().expect("an ICCID"))
    }

    async fn confirm(&self, _: Named<'_>, _: &Iccid, matching_id: &str) -> Result<ActivationCode, AskError> {
        Ok(format!("1$smdp.test${matching_id}").parse().expect("a code"))
    }

    async fn release(&self, _: Named<'_>, _: &Iccid) -> Result<(), AskError> {
        Ok(())
    }

    async fn cancel(&self, _: Named<'_>, _: &Iccid) -> Result<(), AskError> {
        Ok(())
    }
}

/// A cloud with an agency.
struct Scene {
    temp: TempDir,
    _runtime: tokio::runtime::Runtime,
}

impl Scene {
    /// With a phone that has an account.
    fn new() -> Self {
        let temp = tempfile::tempdir().expect("a folder");
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let data = Folder::claim(temp.path().join("cloud")).expect("nobody else has it");
        let product = |id: &str| ProductSettings {
            id: id.to_owned(),
            name: "A month abroad".to_owned(),
            price: "10.00 EUR".to_owned(),
            validity: "30 days".to_owned(),
            terms: "Fair use: 10 GB.".to_owned(),
            profile_type: None,
        };
        let settings = AgencySettings {
            name: "Nord Mobile".to_owned(),
            server: "smdp.test".to_owned(),
            via: None,
            files: PathBuf::new(),
            listen: None,
            products: vec![product("month"), product("year")],
        };
        let server = runtime.block_on(async {
            let storage = Arc::new(Sqlite::open(&data).expect("opens"));
            let mut agencies = Agencies::default();
            agencies.add("nord", settings, Box::new(Smdp)).expect("good settings");
            let service = Service::open(Config::new(storage, ServerKey::make())).await.expect("opens");
            let service = Arc::new(service.with_agencies(agencies));
            for driver in service.card_drivers() {
                let clock = service.clone();
                tokio::spawn(async move { driver.run(move || clock.now()).await });
            }
            let router = router(App::new(service, Options::default()));
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let server = format!("http://{}", listener.local_addr().expect("an address"));
            tokio::spawn(Server::plain(listener, router, Limits::default()).run(std::future::pending()));
            server
        });
        let scene = Self { temp, _runtime: runtime };
        let (password, sheet) = (scene.file("password.txt"), scene.file("sheet.txt"));
        std::fs::write(&password, "correct horse battery\n").expect("it is written");
        let (password, sheet) = (password.to_str().expect("UTF-8"), sheet.to_str().expect("UTF-8"));
        let create = ["account", "create", "--server", &server, "--login", "ann", "--password-file", password];
        let created = scene.run(&[&create[..], &["--device", "phone", "--sheet", sheet]].concat());
        assert!(created.status.success(), "{created:?}");
        scene
    }

    fn file(&self, name: &str) -> PathBuf {
        self.temp.path().join(name)
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_landfall"));
        command.arg("--data").arg(self.file("phone")).arg("--json").args(args).stdin(Stdio::null());
        command.output().expect("it starts")
    }

    fn done(&self, args: &[&str]) -> Value {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {output:?}");
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{args:?}: {error}: {output:?}"))
    }

    /// Exit code, error and hint of a command that fails.
    fn fails(&self, args: &[&str]) -> (Option<i32>, String, String) {
        let output = self.run(args);
        let told: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
        let text = |member: &str| told[member].as_str().unwrap_or_default().to_owned();
        (output.status.code(), text("error"), text("hint"))
    }
}

// R: B3 F3
#[test]
fn a_card_is_ordered_shown_and_taken_back() {
    let scene = Scene::new();
    assert_eq!(scene.done(&["order", "agencies"])[0]["agency"], "nord");
    let products = scene.done(&["order", "products", "nord"]);
    assert_eq!((&products[0]["product"], &products[0]["terms"]), (&"month".into(), &"Fair use: 10 GB.".into()));
    let new = ["order", "new", "--agency", "nord", "--product", "month"];
    let (code, error, _) = scene.fails(&new);
    assert!(code == Some(2) && error.contains("--yes"), "its terms are to be agreed to: {error}");
    let order = scene.done(&[&new[..], &["--yes"]].concat());
    assert_eq!((&order["state"], &order["iccid"]), (&"released".into(), &"8999901000000000019".into()));
    assert!(order["activation_code"].as_str().is_some_and(|code| code.starts_with("LPA:1$smdp.test$")), "{order}");
    // The same command goes on with the same order.
    assert_eq!(scene.done(&[&new[..], &["--yes"]].concat())["order"], order["order"]);
    let list = scene.done(&["order", "list"]);
    assert_eq!(list.as_array().map(Vec::len), Some(1));
    let number = order["order"].as_str().expect("a number");
    assert_eq!(scene.done(&["order", "show", number]), order);
    let (code, error, hint) = scene.fails(&["order", "install", number, "--yes"]);
    assert!(code == Some(1) && error.contains("no eUICC") && hint.contains("landfall acquire"), "{error} {hint}");
    assert_eq!(scene.done(&["order", "cancel", number])["state"], "failed");
    assert_ne!(scene.done(&[&new[..], &["--yes"]].concat())["order"], order["order"], "what is over is over");
}

// R: B3 F3
#[test]
fn what_can_not_be_ordered_is_said_with_what_to_do() {
    let scene = Scene::new();
    let new = |product: &str| scene.fails(&["order", "new", "--agency", "nord", "--product", product, "--yes"]);
    let (code, error, hint) = new("year");
    assert!(code == Some(3) && error.contains("none of these cards left") && hint.contains("Order anew"), "{error}");
    let (code, error, hint) = new("week");
    assert!(code == Some(1) && error.contains("sells no week") && hint.contains("landfall order products"), "{error}");
    let (code, error, _) = scene.fails(&["order", "products", "sued"]);
    assert!(code == Some(1) && error.contains("no such agency"), "{error}");
    let (code, error, _) = scene.fails(&["order", "show", "x"]);
    assert!(code == Some(2) && error.contains("landfall order list"), "{error}");
    let (code, error, _) = scene.fails(&["order", "show", "AAAAAAAAAAAAAAAAAAAAAA"]);
    assert!(code == Some(1) && error.contains("no such order"), "{error}");
    let install = ["order", "new", "--agency", "nord", "--product", "month", "--yes", "--install"];
    let (code, error, _) = scene.fails(&install);
    assert!(code == Some(1) && error.contains("no eUICC"), "before anything is ordered: {error}");
    let failed = scene.done(&["order", "list"]);
    let states: Vec<_> = failed.as_array().expect("a list").iter().map(|order| &order["state"]).collect();
    assert_eq!(states, ["failed"]);
}

//! ES2+ by the program alone: an operator is certified, orders, and loses nothing when the kiosk is killed.

use serde_json::Value;
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

const SERVER: &str = "gate-7.landfall.invalid";

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_landfall-kiosk"));
    command.current_dir(folder).arg("--json").stdin(Stdio::null());
    command
}

/// What a command answers.
fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

fn done(folder: &Path, args: &str) -> Value {
    let output = program(folder).args(args.split(' ')).output().expect("runs");
    assert!(output.status.success(), "{args}: {output:?}");
    json(&output)
}

/// A kiosk that serves. It ends with the test.
struct Serving {
    child: Child,
    es2: String,
}

impl Serving {
    /// `None` if it ended before it served.
    fn start(folder: &Path, crash: Option<&str>) -> Option<Self> {
        let mut command = program(folder);
        command.args(["serve", "--listen", "127.0.0.1:0", "--es2", "127.0.0.1:0"]);
        if let Some(crash) = crash {
            command.env("LANDFALL_CRASH", crash);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("says where");
        let Ok(said) = serde_json::from_str::<Value>(&line) else {
            child.wait().expect("it is over");
            return None;
        };
        Some(Self { child, es2: said["es2"].as_str().expect("an address").to_owned() })
    }

    /// A call of an operator to it.
    fn call(&self, folder: &Path, args: &str) -> Output {
        let to = format!("--identity nord --server {SERVER} --via {}", self.es2);
        program(folder).args(format!("orders {args} {to}").split(' ')).output().expect("runs")
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// A kiosk with stock from which Nord Mobile may order.
fn scene() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    done(here, "operator init --dir operator");
    let init = ["init", "--operator", "operator", "--name", "Gate 7"];
    assert!(program(here).args(init).output().expect("runs").status.success());
    done(here, "stock example --dir stock --count 3");
    done(here, "stock import stock/stock.toml");
    let client = ["operator", "client", "--dir", "operator", "--name", "Nord Mobile"];
    let client = program(here).args(client).args(["--requester", "2.999.10", "--out", "nord"]).output().expect("runs");
    let entry = json(&client)["settings"].as_str().expect("what to put down").to_owned();
    let settings = here.join("kiosk/kiosk.toml");
    let text = std::fs::read_to_string(&settings).expect("init wrote it");
    std::fs::write(&settings, format!("{text}\n{entry}\n")).expect("writes");
    folder
}

fn states(folder: &Path) -> Vec<String> {
    let orders = done(folder, "orders list");
    let all = orders["orders"].as_array().expect("a list").iter();
    all.map(|order| order["state"].as_str().expect("a state").to_owned()).collect()
}

// R: E7 F3
#[test]
fn an_operator_orders_confirms_and_cancels_by_the_program() {
    let folder = scene();
    let here = folder.path();
    let serving = Serving::start(here, None).expect("it serves");
    let iccid = json(&serving.call(here, "download-order --type jp-week"))["iccid"].as_str().expect("one").to_owned();
    let iccid = iccid.trim_end_matches('F');
    assert_eq!(states(here), ["allocated"]);
    let confirmed = json(&serving.call(here, &format!("confirm --iccid {iccid} --matching-id SUMMER-1 --hold")));
    assert_eq!(confirmed["activationCode"], format!("LPA:1${SERVER}$SUMMER-1"));
    assert_eq!(states(here), ["confirmed"]);
    assert!(serving.call(here, &format!("release --iccid {iccid}")).status.success());
    assert_eq!(states(here), ["released"]);
    // Another operator's product: refused, and said why.
    let refused = serving.call(here, "download-order --type hello");
    let said = json(&refused);
    assert!(
        !refused.status.success() && said["error"].as_str().is_some_and(|text| text.contains("8.2.5/1.2")),
        "{said}"
    );
    assert_eq!(said["retrying_helps"], false);
    assert!(serving.call(here, &format!("cancel --iccid {iccid}")).status.success());
    assert_eq!(states(here), ["cancelled"]);
    drop(serving);
    assert_eq!(done(here, "status")["numbers"]["available"], 9);
}

// R: E7 A7
#[test]
fn a_kiosk_that_is_killed_has_done_a_call_once_or_not_at_all() {
    for (crash, before) in [("kiosk.es2.received:1", 0), ("kiosk.es2.answered:1", 1)] {
        let folder = scene();
        let here = folder.path();
        let mut serving = Serving::start(here, Some(crash)).expect("it serves");
        let lost = serving.call(here, "download-order --type jp-week --call TX-1");
        assert!(!lost.status.success(), "{crash}: {lost:?}");
        assert!(!serving.child.wait().expect("it is over").success(), "{crash}");
        assert_eq!(states(here).len(), before, "{crash}");
        goes_on(here, crash);
    }
}

/// At one of these commits the order is written down; the others are the kiosk's own.
// R: E7 A7
#[test]
fn whichever_commit_kills_it_nothing_is_lost_or_doubled() {
    let mut killed = 0;
    for (point, count) in
        ["store.commit.before", "store.commit.after"].iter().flat_map(|p| (1..=4).map(move |n| (p, n)))
    {
        let folder = scene();
        let (here, crash) = (folder.path(), format!("{point}:{count}"));
        // It may die before it serves.
        if let Some(serving) = Serving::start(here, Some(&crash)) {
            let called = serving.call(here, "download-order --type jp-week --call TX-1");
            killed += u32::from(!called.status.success());
        }
        goes_on(here, &crash);
    }
    assert!(killed >= 2, "before a commit and after one: {killed}");
}

/// The same call again is done once, whether it was before or not.
fn goes_on(here: &Path, crash: &str) {
    let serving = Serving::start(here, None).expect("it serves");
    let first = json(&serving.call(here, "download-order --type jp-week --call TX-1"));
    assert!(first["iccid"].is_string(), "{crash}: {first}");
    assert_eq!(json(&serving.call(here, "download-order --type jp-week --call TX-1")), first, "{crash}");
    assert_eq!(states(here), ["allocated"], "{crash}");
    assert_ne!(json(&serving.call(here, "download-order --type jp-week --call TX-2")), first, "{crash}");
    drop(serving);
    assert_eq!(done(here, "status")["numbers"]["reserved"], 2, "{crash}");
}

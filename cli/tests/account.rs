//! `landfall account …` as programs, against the real cloud on loopback.

use landfall_cloud::{
    http::{App, Options, router},
    service::{Config, ServerKey, Service},
    storage::sqlite::Sqlite,
};
use serde_json::Value;
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
};
use store::Folder;
use tempfile::TempDir;
use web::server::{Limits, Server};

/// A cloud, and the folders of several phones.
struct Scene {
    temp: TempDir,
    server: String,
    _runtime: tokio::runtime::Runtime,
}

impl Scene {
    fn new() -> Self {
        let temp = tempfile::tempdir().expect("a folder");
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let data = Folder::claim(temp.path().join("cloud")).expect("nobody else has it");
        let server = runtime.block_on(async {
            let storage = Arc::new(Sqlite::open(&data).expect("opens"));
            let service = Service::open(Config::new(storage, ServerKey::make())).await.expect("opens");
            let router = router(App::new(Arc::new(service), Options::default()));
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let server = format!("http://{}", listener.local_addr().expect("an address"));
            tokio::spawn(Server::plain(listener, router, Limits::default()).run(std::future::pending()));
            server
        });
        let scene = Self { temp, server, _runtime: runtime };
        for (name, text) in [("old.txt", "correct horse battery\n"), ("new.txt", "another battery\n")] {
            std::fs::write(scene.file(name), text).expect("it is written");
        }
        scene
    }

    fn file(&self, name: &str) -> PathBuf {
        self.temp.path().join(name)
    }

    fn command(&self, phone: &str, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_landfall"));
        command.arg("--data").arg(self.file(phone)).args(["--json", "account"]).args(args).stdin(Stdio::null());
        command
    }

    fn run(&self, phone: &str, args: &[&str]) -> Output {
        self.command(phone, args).output().expect("it starts")
    }

    /// The answer of a command that succeeds.
    fn done(&self, phone: &str, args: &[&str]) -> Value {
        let output = self.run(phone, args);
        assert!(output.status.success(), "{args:?}: {output:?}");
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{args:?}: {error}: {output:?}"))
    }

    /// Whoever signs in, with this file's password.
    fn who<'a>(&'a self, verb: &'a str, password: &'a Path, device: &'a str) -> Vec<&'a str> {
        let password = password.to_str().expect("UTF-8");
        vec![verb, "--server", &self.server, "--login", "ann", "--password-file", password, "--device", device]
    }
}

// R: B4 B5
#[test]
fn an_account_lives_from_its_making_to_its_end() {
    let scene = Scene::new();
    let (old, new, sheet) = (scene.file("old.txt"), scene.file("new.txt"), scene.file("sheet.txt"));
    let sheet_file = sheet.to_str().expect("UTF-8");
    let created = scene.done("one", &[&scene.who("create", &old, "first")[..], &["--sheet", sheet_file]].concat());
    assert_eq!(created["login"], "ann");
    assert!(
        created.get("sheet").is_none() && std::fs::read_to_string(&sheet).expect("it is there").starts_with("LF1-")
    );
    let shown = scene.run("one", &["sheet"]);
    assert!(!shown.status.success(), "it was shown: {shown:?}");

    scene.done("two", &[&scene.who("login", &old, "second")[..], &["--sheet-file", sheet_file]].concat());
    approved(&scene, &old);
    let named = |phone: &str| {
        let devices = scene.done(phone, &["devices"]);
        let devices = devices.as_array().expect("a list").clone();
        let name = |device: &Value| (device["name"].as_str().unwrap_or_default().to_owned(), device["revoked"] == true);
        devices.iter().map(name).collect::<Vec<_>>()
    };
    let device = |name: &str, revoked| (name.to_owned(), revoked);
    assert_eq!(named("one"), [device("first", false), device("second", false), device("third", false)]);

    let files = ["--password-file", old.to_str().expect("UTF-8"), "--new-password-file", new.to_str().expect("UTF-8")];
    scene.done("two", &[&["password"][..], &files].concat());
    let wrong = scene.run("two", &[&["password"][..], &files].concat());
    assert_eq!(wrong.status.code(), Some(3), "the old one holds no more: {wrong:?}");
    assert_eq!(scene.done("two", &["rotate"])["key_epoch"], 2);
    scene.done("one", &["revoke", "third", "--keep-root", "--yes"]);
    let (second, third) = (scene.file("second-sheet.txt"), scene.file("third-sheet.txt"));
    let [second_sheet, third_sheet] = [&second, &third].map(|file| file.to_str().expect("UTF-8"));
    let revoked = ["revoke", "second", "--yes", "--password-file", files[3], "--sheet", second_sheet];
    assert_eq!(scene.done("one", &revoked)["left_out"], Value::Array(Vec::new()));
    assert_eq!(scene.run("one", &revoked).status.code(), Some(1), "the file is there");
    let out = scene.run("two", &["devices"]);
    let told: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert!(told["hint"].as_str().is_some_and(|hint| hint.contains("landfall account sign-out")), "{told}");
    scene.done("two", &["sign-out", "--yes"]);

    let recover = |sheet_file| {
        let recover = ["recover", "--server", &scene.server, "--sheet-file", sheet_file, "--device", "fourth"];
        let rest = ["--new-password-file", files[1], "--revoke-others", "--sheet", third_sheet];
        [&recover[..], &rest].concat()
    };
    let told = scene.run("two", &recover(sheet_file));
    let told: Value = serde_json::from_slice(&told.stdout).expect("JSON");
    assert!(told["hint"].as_str().is_some_and(|hint| hint.contains("newest recovery sheet")), "{told}");
    scene.done("two", &recover(second_sheet));
    assert!(std::fs::read_to_string(&third).expect("it is there").starts_with("LF1-"));
    let all = [device("first", true), device("second", true), device("third", true), device("fourth", false)];
    assert_eq!(named("two"), all);
    let to = scene.file("export.json");
    scene.done("two", &["export", "--to", to.to_str().expect("UTF-8")]);
    let export: Value = serde_json::from_slice(&std::fs::read(&to).expect("it is there")).expect("JSON");
    assert_eq!(export["devices"].as_array().map(Vec::len), Some(4));
    scene.done("two", &["delete", "--yes"]);
    assert_eq!(scene.run("two", &["devices"]).status.code(), Some(1));
}

// R: B7
#[test]
fn sub_accounts_are_invited_linked_and_sent_away() {
    let scene = Scene::new();
    let password = scene.file("old.txt");
    let password = password.to_str().expect("UTF-8");
    for phone in ["home", "ann", "ben"] {
        let sheet = scene.file(&format!("{phone}.txt"));
        let who = ["create", "--server", &scene.server, "--login", phone, "--password-file", password];
        scene.done(phone, &[&who[..], &["--sheet", sheet.to_str().expect("UTF-8")]].concat());
    }
    for (phone, name) in [("ann", "Ann"), ("ben", "Ben")] {
        let code = scene.file(&format!("{phone}.code"));
        let code = code.to_str().expect("UTF-8");
        let created = scene.done("home", &["sub", "create", name, "--allow", "see,lock", "--code", code]);
        assert!(created["sub"].is_string() && created.get("code").is_none(), "{created}");
        let accepted = scene.done(phone, &["sub", "accept", "Home", "--code-file", code]);
        assert_eq!((&accepted["ties"][0]["side"], &accepted["ties"][0]["link"]), (&"sub".into(), &"linked".into()));
        let again = scene.run("home", &["sub", "accept", "Myself", "--code-file", code]);
        assert!(!again.status.success(), "{again:?}");
    }
    let listed = scene.done("home", &["sub", "list"]);
    let ties = listed["ties"].as_array().expect("a list");
    assert!(ties.len() == 2 && ties.iter().all(|tie| tie["link"] == "linked"), "{listed}");
    let linked = scene.done("home", &["sub", "link", "Ann", "Ben"]);
    assert_eq!(linked["pairs"][0]["said"], serde_json::json!([true, true]));
    let granted = scene.done("home", &["sub", "grant", "Ben", "--role", "viewer", "--allow", "see", "--days", "2"]);
    let ben = granted["ties"].as_array().and_then(|ties| ties.iter().find(|tie| tie["name"] == "Ben").cloned());
    assert_eq!(ben.expect("he is there")["given"]["acts"], serde_json::json!(["see"]));
    assert_eq!(scene.done("home", &["sub", "unlink", "Ann", "Ben"])["pairs"][0]["link"], "unlinked");
    let nobody = scene.run("home", &["sub", "link", "Ann", "Carl"]);
    let told: Value = serde_json::from_slice(&nobody.stdout).expect("JSON");
    assert!(told["hint"].as_str().is_some_and(|hint| hint.contains("landfall account sub list")), "{told}");
    assert_eq!(scene.run("home", &["sub", "revoke", "Ann"]).status.code(), Some(2), "it is asked for");
    scene.done("home", &["sub", "revoke", "Ann", "--yes"]);
    let left = scene.done("ann", &["sub", "list"]);
    assert!(left["cards"].as_array().is_some_and(Vec::is_empty), "{left}");
    assert_eq!(scene.done("home", &["passkeys"]), Value::Array(Vec::new()));
}

/// A third phone asks, and the first one lets it in by its code.
fn approved(scene: &Scene, password: &Path) {
    let mut asking = scene.command("three", &scene.who("ask", password, "third"));
    let mut asking = asking.stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut said = BufReader::new(asking.stderr.take().expect("piped")).lines().map_while(Result::ok);
    let request = said.find_map(|line| line.split("account approve ").nth(1).map(str::to_owned)).expect("a number");
    let waiting = scene.done("one", &["approve"]);
    assert_eq!((&waiting[0]["request"], &waiting[0]["name"]), (&request.as_str().into(), &"third".into()));
    // The code is shown once the old phone has answered, and told to it then: by a file, since it waits meanwhile.
    let approving = scene
        .command("one", &["approve", &request, "--code-file", "/dev/stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut approving = approving.expect("it starts");
    let code = said.find_map(|line| line.strip_prefix("Code: ").map(|rest| rest[..7].to_owned())).expect("a code");
    let mut typed = approving.stdin.take().expect("piped");
    std::io::Write::write_all(&mut typed, code.as_bytes()).expect("it listens");
    drop(typed);
    let granted = approving.wait_with_output().expect("it ends");
    assert!(granted.status.success(), "{granted:?}");
    assert!(asking.wait().expect("it ends").success());
}

// R: F3
#[test]
fn what_is_wrong_is_told_with_the_command_that_mends_it() {
    let scene = Scene::new();
    let password = scene.file("old.txt");
    for (args, code, hint) in [
        (vec!["devices"], 1, "landfall account create"),
        (vec!["sign-out", "--yes"], 1, "landfall account login"),
        (vec!["recover", "--server", "http://cloud.example.com"], 1, "https://"),
        (scene.who("login", &password, " "), 1, "permissions"),
    ] {
        let args = if args[0] == "login" { [&args[..], &["--sheet-file", "/nonexistent"]].concat() } else { args };
        let output = scene.run("one", &args);
        let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(output.status.code(), Some(code), "{args:?}: {told}");
        assert!(told["hint"].as_str().is_some_and(|text| text.contains(hint)), "{args:?}: {told}");
    }
}

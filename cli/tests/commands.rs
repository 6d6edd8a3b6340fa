//! The program itself: what it prints, where, and how it ends.

use app::ports::{Clock, SystemClock};
use model::Eid;
use rsp::{
    cert::{
        Assurance,
        issue::{self, Validity},
    },
    crypto::PrivateKey,
};
use serde_json::Value;
use std::{
    path::Path,
    process::{Command, Output, Stdio},
};
use vault::{KeyId, Keystore, SoftwareKeystore, keystore::software::Unlock};

fn landfall(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_landfall"));
    command.arg("--data").arg(data).stdin(Stdio::null());
    command
}

fn run(data: &Path, args: &[&str]) -> Output {
    landfall(data).args(args).output().expect("it starts")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

// R: F3
#[test]
fn everything_is_json_where_json_is_asked_for() {
    let temp = tempfile::tempdir().expect("a folder");
    let data = temp.path().join("data");
    let script = json(&run(&data, &["completions", "bash", "--json"]));
    assert!(script["script"].as_str().is_some_and(|text| text.contains("landfall")), "{script}");
    assert_eq!(json(&run(&data, &["cards", "--json"])), Value::Array(Vec::new()));
    for wrong in [&["cards", "--json", "--nonsense"][..], &["card", "show", "--json", "12"], &["--json", "acquir"]] {
        let output = run(&data, wrong);
        let told = json(&output);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(told["error"].as_str().is_some_and(|text| text.len() > 10), "{told}");
        assert_eq!(told["retrying_helps"], false);
    }
    assert!(run(&data, &["--help"]).status.success());
}

// R: F3
#[test]
fn a_card_that_is_not_there_is_told_with_what_to_do() {
    let temp = tempfile::tempdir().expect("a folder");
    let data = temp.path().join("data");
    for (command, code, error, hint) in [
        (&["chip", "info"][..], 1, "no eUICC", "landfall acquire"),
        (&["card", "serve", "--stdio"], 1, "no eUICC", "landfall acquire"),
        (&["chip", "list", "--card-program", "'/nonexistent/a card' --port 1"], 1, "/nonexistent/a card", "path"),
        (&["chip", "list", "--card-program", "true"], 1, "has ended", "lpac"),
        (&["chip", "list", "--card-program", "'true"], 2, "quote", "--help"),
        (&["sim", "show", "8999901000000000005"], 1, "8999901000000000005", "landfall cards"),
        (&["sim", "revive", "8999901000000000005", "--yes"], 1, "8999901000000000005", "landfall cards"),
        (&["remote", "orders"], 1, "nobody is signed in", "landfall account create"),
        (&["remote", "obey"], 1, "nobody is signed in", "landfall account create"),
        (&["remote", "sign-in", "--password-file", "none"], 1, "nobody is signed in", "landfall account create"),
        (&["remote", "lease"], 1, "no device of an account", "landfall account create"),
        (&["daemon"], 1, "nobody is signed in", "landfall account create"),
        // What can't be undone is asked for, or agreed to in so many words.
        (&["remote", "wipe", "old phone"], 2, "--yes", "--help"),
        (&["remote", "delete", "old phone", "8999901000000000005"], 2, "--yes", "--help"),
        (&["remote", "begin-anew", "--unheard"], 2, "--yes", "--help"),
        (&["remote", "lock", "old phone", "--server", "ftp://cloud.test", "--login", "ann"], 1, "ftp", "https"),
        // Nobody is asked about a SIM that is not there.
        (&["sim", "revive", "8999901000000000005"], 1, "8999901000000000005", "landfall cards"),
        (&["sim", "forget", "8999901000000000005"], 1, "8999901000000000005", "landfall cards"),
    ] {
        let output = run(&data, &[command, &["--json"]].concat());
        let told = json(&output);
        assert_eq!(output.status.code(), Some(code), "{command:?}: {told}");
        assert!(told["error"].as_str().is_some_and(|text| text.contains(error)), "{told}");
        assert!(told["hint"].as_str().is_some_and(|text| text.contains(hint)), "{told}");
    }
    for wrong in [
        &["sim", "read"][..],
        &["chip", "list", "--reader", "a", "--card-program", "b"],
        &["card", "serve"],
        &["card", "serve", "--stdio", "--vpcd"],
        &["sim", "read", "--reader", "a", "--without-pin", "--pin-file", "pin"],
    ] {
        assert_eq!(run(&data, wrong).status.code(), Some(2), "{wrong:?}");
    }
    assert_eq!(json(&run(&data, &["sim", "list", "--json"])), Value::Array(Vec::new()));
    // Also where no vault is: a kill may have come as it was made.
    for data in [&data, &temp.path().join("other")] {
        assert_eq!(json(&run(data, &["remote", "begin-anew", "--json"]))["empty"], true);
    }
}

// R: F3
#[test]
fn every_command_for_any_card_shows_an_example() {
    let temp = tempfile::tempdir().expect("a folder");
    let chip =
        ["info", "list", "enable", "disable", "delete", "nickname", "notifications", "reset", "remote", "discovery"];
    let sim = ["read", "list", "show", "revive", "forget"];
    let commands = chip.map(|name| vec!["chip", name]).into_iter().chain(sim.map(|name| vec!["sim", name]));
    for command in commands.chain([vec!["card", "serve"], vec!["readers"], vec!["chip"]]) {
        let help = run(temp.path(), &[&command[..], &["--help"]].concat());
        let text = String::from_utf8_lossy(&help.stdout).into_owned();
        assert!(help.status.success() && text.contains("Example"), "{command:?}: {text}");
        assert!(text.contains(&format!("landfall {}", command.join(" "))), "{command:?}: {text}");
    }
}

// R: F3
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let temp = tempfile::tempdir().expect("a folder");
    let mut command = landfall(&temp.path().join("data"));
    let mut child = command.args(["completions", "zsh"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let child = child.as_mut().expect("it starts");
    drop(child.stdout.take());
    let ended = child.wait().expect("it ends");
    assert!(ended.success(), "{ended:?}");
}

// R: F3
#[test]
fn a_data_folder_gets_and_loses_its_passphrase() {
    let temp = tempfile::tempdir().expect("a folder");
    let data = temp.path().join("data");
    let file = |name: &str| {
        let path = temp.path().join(name);
        std::fs::write(&path, format!("{name} horse battery\n")).expect("writes");
        path.to_str().expect("its name is text").to_owned()
    };
    let (first, second) = (file("first"), file("second"));
    assert!(run(&data, &["cards"]).status.success());
    let refused = run(&data, &["cards", "--passphrase-file", &first]);
    assert_eq!(refused.status.code(), Some(2), "a passphrase that guards nothing is not taken silently");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("landfall passphrase set"));
    let set = |extra: &[&str]| run(&data, &[&["passphrase", "set", "--json"], extra].concat());
    assert_eq!(json(&set(&["--new-passphrase-file", &first]))["passphrase"], true);
    assert!(set(&["--passphrase-file", &first, "--new-passphrase-file", &second]).status.success());
    assert_eq!(run(&data, &["cards", "--passphrase-file", &first]).status.code(), Some(3), "the old one is wrong");
    assert!(run(&data, &["cards", "--passphrase-file", &second]).status.success());
    assert!(run(&data, &["passphrase", "remove", "--passphrase-file", &second]).status.success());
    assert!(run(&data, &["cards"]).status.success());
}

// R: F1 F3
#[test]
fn a_pin_that_is_none_is_refused_before_anything_is_bought() {
    let temp = tempfile::tempdir().expect("a folder");
    let pin = temp.path().join("pin");
    std::fs::write(&pin, "12345678901\n").expect("writes");
    let pin = pin.to_str().expect("its name is text");
    // Nobody serves there: it would be a failure of the link.
    let output =
        run(&temp.path().join("data"), &["acquire", "--json", "--kiosk", "127.0.0.1:9", "--yes", "--pin-file", pin]);
    assert!(json(&output)["error"].as_str().is_some_and(|text| text.contains("4 to 8 digits")), "{output:?}");
}

// R: F3 F8
#[test]
fn the_doctor_tells_of_a_damaged_vault_and_of_a_lost_key() {
    let temp = tempfile::tempdir().expect("a folder");
    for what in ["keystore", "vault"] {
        let data = temp.path().join(what);
        assert!(run(&data, &["cards"]).status.success());
        let mut spoilt = 0;
        for entry in std::fs::read_dir(&data).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            let name = entry.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            let wal = name.ends_with("-wal") || name.ends_with("-shm");
            if name.starts_with(what) && !wal && entry.is_file() {
                let bytes = std::fs::read(&entry).expect("reads");
                let half = bytes.len() / 2;
                std::fs::write(&entry, &bytes[..half]).expect("writes");
                spoilt += 1;
            }
        }
        assert!(spoilt > 0, "{what} has files");
        let told = run(&data, &["doctor", "--json"]);
        let findings = json(&told);
        assert!(told.status.success(), "{findings}");
        let findings = findings["findings"].as_array().cloned().unwrap_or_default();
        let named = findings.iter().any(|text| text.as_str().is_some_and(|text| text.contains("can't")));
        assert!(named, "{what}: {findings:?}");
    }
}

/// A CI, an EUM under it and an eUICC under that, with the eUICC's key, as files: `ci.der`, `eum.der`, `euicc.der`, `key.der`.
fn an_euicc(folder: &Path) -> String {
    let claimed = store::Folder::claim(folder).expect("a new folder");
    let keystore = SoftwareKeystore::create(&claimed, &Unlock::KeyFile).expect("a keystore");
    let (root, maker) = (KeyId::from("root"), KeyId::from("maker"));
    let public = |id: &KeyId| keystore.generate_signing_key(id, &[]).expect("a key").public_key;
    let sign = |id: &KeyId, message: &[u8]| keystore.sign(id, message).expect("it is there");
    let (validity, random) = (Validity::days(SystemClock.now(), 10), &mut app::OsRandom::new());
    let ci = issue::ci("RSPTEST", "Test CI", &public(&root), validity, random).expect("fits");
    let signature = sign(&root, &ci.message);
    let ci = ci.signed(signature);
    let eum = issue::eum(&ci, "Maker", "EUM", &public(&maker), &["89049032"], validity, random).expect("fits");
    let signature = sign(&root, &eum.message);
    let eum = eum.signed(signature);
    let key = [&[0x30, 37, 2, 1, 1, 4, 32][..], &[7; 32]].concat();
    let point = PrivateKey::read(&key).expect("a key").public_key;
    let eid = Eid::with_check_digits("890490321234512345123456789012").expect("30 digits");
    let euicc = issue::euicc_with_key(&eum, &point, &eid, Assurance::default(), validity, random).expect("fits");
    let signature = sign(&maker, &euicc.message);
    let euicc = euicc.signed(signature);
    for (name, bytes) in [("ci", ci.as_der()), ("eum", eum.as_der()), ("euicc", euicc.as_der()), ("key", &key)] {
        std::fs::write(folder.join(format!("{name}.der")), bytes).expect("writes");
    }
    eid.to_string()
}

// R: E7 F3
#[test]
fn an_euicc_is_made_of_files_from_elsewhere() {
    let temp = tempfile::tempdir().expect("a folder");
    let (data, files) = (temp.path().join("data"), temp.path().join("files"));
    let eid = an_euicc(&files);
    let file = |name: &str| files.join(name).display().to_string();
    let create = |key: &str| {
        let (certificate, eum) = (file("euicc.der"), file("eum.der"));
        let all = ["--certificate", &certificate, "--key-file", &file(key), "--eum-certificate", &eum, "--json"];
        run(&data, &[&["chip", "create"][..], &all].concat())
    };
    let untrusted = create("key.der");
    assert!(json(&untrusted)["hint"].as_str().is_some_and(|hint| hint.contains("landfall roots add")), "{untrusted:?}");
    assert!(run(&data, &["roots", "add", &file("ci.der")]).status.success());
    let no_key = create("eum.der");
    assert_eq!((no_key.status.code(), json(&no_key)["retrying_helps"].clone()), (Some(2), Value::Bool(false)));
    assert_eq!(json(&create("key.der"))["eid"], *eid);
    assert_eq!(json(&run(&data, &["chip", "info", "--json"]))["eid"], *eid);
    let again = json(&create("key.der"));
    assert!(again["error"].as_str().is_some_and(|error| error.contains("here already")), "{again}");
    let elsewhere =
        ["--certificate", "c", "--key-file", "k", "--eum-certificate", "e", "--card-program", "true", "--json"];
    assert_eq!(run(&data, &[&["chip", "create"][..], &elsewhere].concat()).status.code(), Some(2));
}

fn an_operators_root(folder: &Path) -> Vec<u8> {
    let folder = store::Folder::claim(folder).expect("a new folder");
    let keystore = SoftwareKeystore::create(&folder, &Unlock::KeyFile).expect("a keystore");
    let id = KeyId::from("root");
    let key = keystore.generate_signing_key(&id, &[]).expect("a key").public_key;
    let validity = Validity::days(SystemClock.now(), 10);
    let root = issue::ci("Nord", "Nord root", &key, validity, &mut app::OsRandom::new()).expect("fits");
    let signature = keystore.sign(&id, &root.message).expect("it is there");
    root.signed(signature).as_der().to_vec()
}

// R: F1
#[test]
fn ctrl_c_ends_a_command_that_waits_for_a_silent_kiosk() {
    let temp = tempfile::tempdir().expect("a folder");
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("listens");
    let kiosk = silent.local_addr().expect("bound").to_string();
    let data = temp.path().join("data");
    let root = temp.path().join("root.der");
    std::fs::write(&root, an_operators_root(&temp.path().join("operator"))).expect("writes");
    assert!(run(&data, &["roots", "add", root.to_str().expect("its name is text")]).status.success());
    let mut child = landfall(&data).args(["acquire", "--kiosk", &kiosk, "--yes"]).spawn().expect("it starts");
    let _link = silent.accept().expect("it comes");
    std::thread::sleep(std::time::Duration::from_millis(300));
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().expect("it is there").success());
    let start = std::time::Instant::now();
    assert_eq!(child.wait().expect("it ends").code(), Some(3));
    assert!(start.elapsed() < std::time::Duration::from_secs(2), "{:?}", start.elapsed());
}

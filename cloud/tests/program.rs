//! `landfall-cloud` as a program: it starts, says where, answers, lets the operator look and back up beside it, and ends in order.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_landfall-cloud");

fn command(data: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.arg("--data").arg(data).args(args).env_clear();
    command
}

fn run(data: &Path, args: &[&str]) -> Output {
    command(data, args).output().unwrap()
}

/// A cloud that serves; it ends with the test.
struct Serving {
    child: Child,
    address: SocketAddr,
}

impl Serving {
    fn start(data: &Path) -> Self {
        let mut command = command(data, &["--json", "serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!((said["event"].as_str(), said["database"].as_str()), (Some("serving"), Some("SQLite")));
        Self { child, address: said["address"].as_str().unwrap().parse().unwrap() }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Tells it to stop, and waits until it has.
    fn stop(mut self, signal: &str) {
        let told = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20) {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert!(status.success(), "{status}");
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it does not end");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It has ended if all went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn failure(output: &Output) -> serde_json::Value {
    assert!(!output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

// R: F3, F8
#[test]
fn it_serves_is_looked_at_and_backed_up_beside_it_and_ends_in_order() {
    let temp = tempfile::tempdir().unwrap();
    let (data, backup) = (temp.path().join("data"), temp.path().join("backup.db"));
    let serving = Serving::start(&data);
    assert!(serving.get("/healthz").starts_with("HTTP/1.1 200"));
    assert!(serving.get("/readyz").contains("{\"status\":\"ok\"}"));
    assert!(serving.get("/v1/account").contains("urn:landfall:problem:unauthorised"));
    let nobody = failure(&run(&data, &["--json", "admin", "account", "ann"]));
    assert!(nobody["error"].as_str().unwrap().contains("nobody signs in as"), "{nobody}");
    let token = run(&data, &["admin", "kiosk-token"]);
    assert!(token.status.success() && token.stdout.len() == 44, "{}", String::from_utf8_lossy(&token.stderr));
    let held = failure(&run(&data, &["--json", "migrate"]));
    assert!(held["error"].as_str().unwrap().contains(&serving.child.id().to_string()), "{held}");
    let backed_up = run(&data, &["backup", backup.to_str().unwrap()]);
    assert!(backed_up.status.success() && backup.exists(), "{}", String::from_utf8_lossy(&backed_up.stderr));
    serving.stop("-TERM");
    let restored = run(&data, &["--json", "restore", backup.to_str().unwrap()]);
    let said: serde_json::Value = serde_json::from_slice(&restored.stdout).unwrap();
    assert!(said["restore_epoch"].as_u64().unwrap() > 1_700_000_000, "{said}");
    Serving::start(&data).stop("-INT");
    std::fs::write(data.join("server.key"), format!("{}\n", "ab".repeat(32))).unwrap();
    let other = failure(&run(&data, &["--json", "serve", "--listen", "127.0.0.1:0"]));
    assert!(other["hint"].as_str().unwrap().contains("key file"), "{other}");
}

// R: F3
#[test]
fn what_can_not_be_served_is_said_with_what_to_do() {
    let temp = tempfile::tempdir().unwrap();
    let plain = failure(&run(temp.path(), &["--json", "serve", "--listen", "0.0.0.0:0"]));
    assert!(plain["hint"].as_str().unwrap().contains("behind-proxy"), "{plain}");
    std::fs::write(temp.path().join("cloud.toml"), "[tls]\ncertificate = \"none.pem\"\nkey = \"none.pem\"\n").unwrap();
    let missing = failure(&run(temp.path(), &["--json", "serve", "--listen", "127.0.0.1:0"]));
    assert!(missing["error"].as_str().unwrap().contains("none.pem"), "{missing}");
    std::fs::write(temp.path().join("cloud.toml"), "lissten = 1\n").unwrap();
    let wrong = run(temp.path(), &["serve"]);
    let said = String::from_utf8(wrong.stderr).unwrap();
    assert!(said.contains("lissten") && said.contains("Mend that line"), "{said}");
    assert_eq!(wrong.status.code(), Some(1));
    let delete = run(&temp.path().join("other"), &["admin", "delete", "ann"]);
    assert!(String::from_utf8(delete.stderr).unwrap().contains("--yes"));
    let help = run(temp.path(), &["serve", "--help"]);
    let help = String::from_utf8(help.stdout).unwrap();
    for setting in ["listen", "behind-proxy", "database-url", "key-file", "sockets", "connections", "certificate"] {
        assert!(help.contains(setting), "{setting}");
    }
}

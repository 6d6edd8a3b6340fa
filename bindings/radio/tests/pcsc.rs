//! A phone that is a card, before a kiosk's PC/SC reader: the system's smart card service with vsmartcard's virtual reader between them, in
//! namespaces of their own. The roles are this test program, run again.
#![cfg(feature = "nfc")]

use landfall_radio::nfc::{MTU, Nfc, PIECE, pcsc::Watch};
use std::{
    env,
    fs::File,
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

const DRIVER: &str = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";
const PATIENCE: Duration = Duration::from_secs(60);
const ROLE: &str = "LANDFALL_TEST_ROLE";
/// Where the kiosk says, by a file, that the service shall fall over.
const FALL: &str = "LANDFALL_TEST_FALL";
/// The service, which falls over when the file `$3` is there, and is started again.
const SERVICE: &str = r#"
    mount --bind "$1" /run && ip link set lo up || exit 1
    while :; do
        pcscd --foreground --config "$2" & service=$!
        until [ -e "$3" ]; do kill -0 $service || exit 1; sleep 0.1; done
        kill -9 $service; wait $service; rm -rf /run/pcscd "$3"
    done"#;

/// Ended by its id when dropped.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn skip(why: &str) {
    assert!(env::var_os("CI").is_none_or(|ci| ci != "true"), "{why}");
    eprintln!("skipped: {why}");
}

fn here(program: &str) -> bool {
    let folders = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
    folders.iter().chain([&PathBuf::from("/usr/sbin")]).any(|folder| folder.join(program).is_file())
}

/// This program as one of the roles.
fn role(command: &mut Command, role: &str) -> Ended {
    command.args(["--exact", role, "--nocapture"]).env(ROLE, role).stdin(Stdio::null());
    Ended(command.spawn().expect("it starts"))
}

// R: A2
#[test]
fn a_phone_held_to_the_kiosks_reader_is_a_link() {
    if env::var_os(ROLE).is_some() {
        return;
    }
    if !Path::new(DRIVER).is_file() || !["pcscd", "unshare", "nsenter", "ip"].into_iter().all(here) {
        return skip("pcscd or vsmartcard-vpcd is not installed: see scripts/setup");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let run = folder.path().join("run");
    std::fs::create_dir(&run).expect("a folder");
    let conf = folder.path().join("reader.conf");
    let text =
        format!("FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x8C7B\nLIBPATH {DRIVER}\nCHANNELID 0x8C7B\n");
    std::fs::write(&conf, text).expect("writes");
    let log = File::create(folder.path().join("log")).expect("writes");
    let mut service = Command::new("unshare");
    // All of them end with the first.
    service.args(["--mount", "--net", "--pid", "--fork", "--kill-child", "sh", "-c", SERVICE]);
    let fall = folder.path().join("fall");
    service.arg("sh").arg(&run).arg(&conf).arg(&fall).stdin(Stdio::null());
    service.stdout(log.try_clone().expect("a file")).stderr(log);
    let mut service = Ended(service.spawn().expect("it starts"));
    let (socket, begun) = (run.join("pcscd/pcscd.comm"), Instant::now());
    while !socket.exists() {
        if service.0.try_wait().expect("its state").is_some() {
            return skip("this user can't have namespaces of its own: run it as root");
        }
        assert!(begun.elapsed() < PATIENCE, "pcscd does not listen");
        thread::sleep(Duration::from_millis(20));
    }
    let own = env::current_exe().expect("this program");
    let mut inside = Command::new("nsenter");
    inside.arg(format!("--net=/proc/{}/ns/net", service.0.id())).arg(&own);
    let _phone = role(&mut inside, "phone");
    let mut kiosk = role(Command::new(&own).env("PCSCLITE_CSOCK_NAME", &socket).env(FALL, &fall), "kiosk");
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = kiosk.0.try_wait().expect("its state") {
            break status;
        }
        assert!(begun.elapsed() < 2 * PATIENCE, "the kiosk does not come to an end");
        thread::sleep(Duration::from_millis(50));
    };
    assert!(status.success(), "{status}");
}

/// The phone: its HCE service behind the virtual reader. It says back what the kiosk says.
#[test]
fn phone() {
    if env::var_os(ROLE).is_none_or(|role| role != "phone") {
        return;
    }
    let nfc = Nfc::new();
    let taps = nfc.clone();
    thread::spawn(move || {
        Runtime::new().expect("a runtime").block_on(async {
            while let Some(mut link) = taps.next().await {
                while let Ok(frame) = link.receive().await {
                    if link.send(&frame).await.is_err() {
                        break;
                    }
                }
            }
        });
    });
    let begun = Instant::now();
    while begun.elapsed() < 2 * PATIENCE {
        // The virtual reader is gone while the service is.
        match TcpStream::connect("127.0.0.1:35963") {
            Ok(reader) => answer(&nfc, reader),
            Err(_) => thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// Answers what the virtual reader asks, until it is gone.
fn answer(nfc: &Nfc, mut reader: TcpStream) {
    reader.set_nodelay(true).expect("a socket");
    let mut size = [0; 2];
    while reader.read_exact(&mut size).is_ok() {
        let mut message = vec![0; usize::from(u16::from_be_bytes(size))];
        if reader.read_exact(&mut message).is_err() {
            return;
        }
        let answer = match message[..] {
            [] => continue,
            [0..=2] => {
                nfc.deactivated();
                continue;
            }
            // What a reader says of a contactless card (PC/SC part 3).
            [4] => vec![0x3B, 0x80, 0x80, 0x01, 0x01],
            _ => nfc.process_command_apdu(&message),
        };
        let size = u16::try_from(answer.len()).expect("short").to_be_bytes();
        if reader.write_all(&[&size, &answer[..]].concat()).is_err() {
            return;
        }
    }
}

/// The kiosk: waits for a phone and has frames of every size said back; and again, after the service has fallen over.
#[test]
fn kiosk() {
    if env::var_os(ROLE).is_none_or(|role| role != "kiosk") {
        return;
    }
    let readers = Watch::start(Some("Virtual PCD 00 00")).expect("a reader");
    assert_eq!(readers.readers(), ["Virtual PCD 00 00"]);
    Runtime::new().expect("a runtime").block_on(async {
        for falls in [true, false] {
            let talk = async {
                let mut link = readers.next().await.expect("a tap");
                for size in [1, PIECE, PIECE + 1, MTU] {
                    let frame: Vec<u8> = (0..size).map(|at| (at * 7 + size) as u8).collect();
                    link.send(&frame).await.expect("it is held");
                    assert_eq!(link.receive().await, Ok(frame));
                }
                if falls {
                    File::create(env::var_os(FALL).expect("a path")).expect("writes");
                    assert!(link.receive().await.is_err(), "the reader is gone, and the link with it");
                }
            };
            tokio::time::timeout(PATIENCE, talk).await.expect("in time");
        }
    });
}

//! An osmo-hlr of a test's own: its configuration and database lie in a folder of the test, it listens on a loopback address of its own
//! (its ports are fixed), and it is ended by its process id.

use std::{
    env,
    fs::File,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU16, Ordering},
    thread::sleep,
    time::{Duration, Instant},
};
use tempfile::TempDir;

const VTY: u16 = 4258;
const GSUP: u16 = 4222;
static NEXT: AtomicU16 = AtomicU16::new(1);

/// It runs until it is dropped.
pub struct Hlr {
    child: Option<Child>,
    address: Ipv4Addr,
    folder: TempDir,
}

impl Hlr {
    /// Runs one; none if it is not installed, which is said, and in CI fails.
    #[expect(clippy::print_stderr, reason = "a skipped test says so")]
    #[must_use]
    pub fn run() -> Option<Self> {
        let folders = env::var_os("PATH").unwrap_or_default();
        let more = ["/usr/bin", "/usr/sbin"].map(PathBuf::from);
        if !env::split_paths(&folders).chain(more).any(|folder| folder.join("osmo-hlr").is_file()) {
            let why = "osmo-hlr is not installed: see scripts/setup";
            assert!(env::var_os("CI").is_none_or(|ci| ci != "true"), "{why}");
            eprintln!("skipped: {why}");
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let address = free();
        let settings = format!(
            "log stderr\n logging filter all 1\n logging color 0\n logging level set-all notice\nline vty\n no login\n bind {address}\nctrl\n \
             bind {address}\nhlr\n gsup\n  bind ip {address}\n"
        );
        std::fs::write(folder.path().join("hlr.cfg"), settings).expect("its configuration");
        let log = File::create(folder.path().join("log")).expect("its log");
        let child = Command::new("timeout")
            .args(["120", "osmo-hlr", "-c", "hlr.cfg", "-l", "hlr.db"])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("osmo-hlr runs");
        let hlr = Self { child: Some(child), address, folder };
        let until = Instant::now() + Duration::from_secs(20);
        while [VTY, GSUP].iter().any(|port| TcpStream::connect((address, *port)).is_err()) {
            assert!(Instant::now() < until, "osmo-hlr does not listen: {}", hlr.log());
            sleep(Duration::from_millis(20));
        }
        Some(hlr)
    }

    /// Where its VTY listens.
    #[must_use]
    pub fn vty(&self) -> SocketAddr {
        (self.address, VTY).into()
    }

    /// Where MSCs connect.
    #[must_use]
    pub fn gsup(&self) -> SocketAddr {
        (self.address, GSUP).into()
    }

    /// What it said so far.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Ends it, and answers when nobody listens any more.
    pub fn end(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        // `timeout` passes the signal on.
        let _ = Command::new("kill").arg(child.id().to_string()).status();
        let _ = child.wait();
    }
}

impl Drop for Hlr {
    fn drop(&mut self) {
        self.end();
    }
}

/// A loopback address on which nobody listens at these ports.
fn free() -> Ipv4Addr {
    let process = std::process::id();
    loop {
        let count = NEXT.fetch_add(1, Ordering::Relaxed);
        let [a, b] = (process as u16).to_be_bytes();
        let address = Ipv4Addr::new(127, 64 | (count as u8 & 63), a, b.max(1));
        if [VTY, GSUP, VTY + 1].iter().all(|port| TcpListener::bind((address, *port)).is_ok()) {
            return address;
        }
    }
}

//! `landfall-cloud` as a process of its own: this program started once more, as which it runs the other's `main`.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

/// For it to start, or to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// Set in the process that is measured: it is `landfall-cloud`.
const PROGRAM: &str = "LANDFALL_BENCH_PROGRAM";

/// The program's own `main`, if this is the process that is measured.
pub(crate) fn run_if_told() -> Option<ExitCode> {
    std::env::var_os(PROGRAM).map(|_| landfall_cloud::cli::main())
}

/// Serves the data in a folder; over PostgreSQL, if there is a URL.
pub(crate) fn serve(data: &Path, database: Option<&str>) -> Served {
    let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
    command.arg("--data").arg(data).args(["--json", "serve", "--listen", "127.0.0.1:0"]).env_clear();
    command.envs(database.map(|url| ("DATABASE_URL", url))).env(PROGRAM, "").env("RUST_LOG", "warn");
    Served::start(command)
}

/// A process that serves, and ends with this.
pub(crate) struct Served {
    child: Child,
    address: SocketAddr,
}

impl Served {
    /// Waits until it says, in JSON, where.
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("it runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("it says where");
        let said: serde_json::Value = serde_json::from_str(&line).expect("in JSON");
        let address = said["address"].as_str().and_then(|text| text.parse().ok()).expect("where");
        Self { child, address }
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it has taken of the processors, in µs.
    pub(crate) fn processor(&self) -> f64 {
        const TICK: f64 = 10_000.0;
        let stat = self.proc("stat");
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        // User and system time (proc(5)), counted from behind the program's name.
        fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() * TICK
    }

    /// Its resident memory, in MB (10⁶).
    pub(crate) fn resident(&self) -> f64 {
        let status = self.proc("status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("Linux");
        line.trim().trim_end_matches(" kB").parse::<f64>().expect("a number") * 1_024.0 / 1e6
    }

    fn proc(&self, file: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).expect("Linux")
    }

    /// Lets this process and the server have so many files, as far as the system allows.
    pub(crate) fn files(&self, count: usize) {
        for process in [self.child.id(), std::process::id()] {
            let limit = format!("--nofile={count}:");
            let _ = Command::new("prlimit").args(["--pid", &process.to_string(), &limit]).status();
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if self.child.try_wait().is_ok_and(|ended| ended.is_some()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

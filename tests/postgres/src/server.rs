use crate::{guard, installed, user::User};
use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(60);
const NAME: &str = "landfall";

/// A running server; stopped when dropped, or when its process ends.
#[derive(Debug)]
pub struct Server {
    programs: PathBuf,
    guard: Child,
    made: AtomicUsize,
    /// Goes after the server.
    folder: tempfile::TempDir,
}

impl Server {
    /// The one that all tests of this process share; none, which is said, if PostgreSQL 15 or later is not installed.
    ///
    /// # Panics
    /// If it does not start, and in CI if it is not installed.
    pub fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Server>> = OnceLock::new();
        // Each test has databases, and connections, of its own.
        SHARED.get_or_init(|| Self::start(&["max_connections=400"])).as_ref()
    }

    /// One of one's own, with settings such as `"shared_buffers=1GB"` beside the defaults; none, which is said, if none is installed.
    ///
    /// # Panics
    /// If it does not start, and in CI if it is not installed.
    #[must_use]
    pub fn start(settings: &[&str]) -> Option<Self> {
        let programs = installed::installed().then(installed::programs).flatten()?;
        Some(begin(programs, settings).unwrap_or_else(|error| panic!("PostgreSQL does not start: {error}")))
    }

    /// The URL of a new, empty database.
    ///
    /// # Panics
    /// If it can't be made.
    #[must_use]
    pub fn database(&self) -> String {
        let name = format!("landfall_{}", self.made.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name}")).expect("a database can be made");
        format!("postgres://{NAME}@localhost/{name}?host={}", self.folder.path().display())
    }

    /// Has `psql` run SQL on a database; what it printed.
    fn sql(&self, database: &str, sql: &str) -> io::Result<String> {
        let mut command = std::process::Command::new(self.programs.join("psql"));
        command.args(["-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-U", NAME, "-d", database, "-c", sql]);
        let said = command.arg("-h").arg(self.folder.path()).stdin(Stdio::null()).output()?;
        if !said.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&said.stderr).into_owned()));
        }
        Ok(String::from_utf8_lossy(&said.stdout).into_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Ends the guard's input. It bounds how long this takes.
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

fn begin(programs: PathBuf, settings: &[&str]) -> io::Result<Server> {
    let user = User::find()?;
    // Short, since a socket's path must be.
    let folder = tempfile::Builder::new().prefix("lf-pg-").tempdir_in("/tmp")?;
    user.give(folder.path())?;
    init(&user, &programs, folder.path())?;
    let guard = guard::start(&user, &programs.join("postgres"), folder.path(), settings)?;
    let mut server = Server { programs, guard, made: AtomicUsize::new(0), folder };
    let begun = Instant::now();
    while let Err(error) = server.sql("postgres", "SELECT 1") {
        if server.guard.try_wait()?.is_some() || begun.elapsed() > PATIENCE {
            let log = fs::read_to_string(server.folder.path().join("log")).unwrap_or_default();
            return Err(io::Error::other(format!("{error}: {log}")));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(server)
}

fn init(user: &User, programs: &Path, folder: &Path) -> io::Result<()> {
    let mut command = user.command(&programs.join("initdb"));
    // Nothing of the folder is there before the server syncs what it writes; only whoever may enter the folder reaches its socket.
    command.args(["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C", "--username", NAME]);
    let said = command.arg("-D").arg(folder.join("data")).stdin(Stdio::null()).output()?;
    if !said.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&said.stderr).into_owned()));
    }
    Ok(())
}

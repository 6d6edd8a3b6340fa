use crate::{Broken, Children};
use serde_json::Value;
use std::{
    ffi::{OsStr, OsString},
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

/// No command of a run takes longer; one that does is killed and counts as failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// One of our programs, with its data folder.
#[derive(Debug, Clone)]
pub struct Program {
    children: Children,
    path: PathBuf,
    data: PathBuf,
    log: PathBuf,
    settings: Vec<(OsString, OsString)>,
    /// What it is run by, as `nsenter` runs a program somewhere else.
    runner: Vec<OsString>,
}

impl Program {
    pub(crate) const fn new(children: Children, path: PathBuf, data: PathBuf, log: PathBuf) -> Self {
        Self { children, path, data, log, settings: Vec::new(), runner: Vec::new() }
    }

    /// The same, with a variable of its environment set.
    #[must_use]
    pub fn with(&self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        let mut other = self.clone();
        other.settings.push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        other
    }

    /// The same, run by another program, which must become it.
    #[must_use]
    pub fn run_by<A: AsRef<OsStr>>(&self, runner: &[A]) -> Self {
        let mut other = self.clone();
        other.runner = runner.iter().map(|word| word.as_ref().to_owned()).collect();
        other
    }

    /// The program's own file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Starts it with these arguments, `--data` and `--json`.
    ///
    /// # Errors
    /// If it can't be started.
    pub fn start<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Result<Running, Broken> {
        self.spawn(arguments, Stdio::null()).map(|(running, _)| running)
    }

    /// The same, with somebody at its standard input, which ends when what he writes to is dropped.
    ///
    /// # Errors
    /// If it can't be started.
    pub fn start_typed<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Result<(Running, ChildStdin), Broken> {
        let (running, typed) = self.spawn(arguments, Stdio::piped())?;
        Ok((running, typed.ok_or_else(|| Broken::not("its input can't be written"))?))
    }

    fn spawn<A: AsRef<OsStr>>(&self, arguments: &[A], typed: Stdio) -> Result<(Running, Option<ChildStdin>), Broken> {
        let log = OpenOptions::new().create(true).append(true).open(&self.log);
        let log = log.map_err(Broken::io(self.log.display().to_string()))?;
        let mut words = self.runner.iter().map(OsString::as_os_str).chain([self.path.as_os_str()]);
        let mut command = Command::new(words.next().unwrap_or(self.path.as_os_str()));
        command.args(words).args(arguments).arg("--data").arg(&self.data).arg("--json");
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command.stdin(typed).stdout(Stdio::piped()).stderr(Stdio::from(log));
        let program = self.path.file_name().unwrap_or_default().to_string_lossy();
        let words: Vec<_> = arguments.iter().map(|a| a.as_ref().to_string_lossy()).collect();
        let said = format!("{program} {}", words.join(" "));
        let pipes = |child: &mut Child| (child.stdout.take(), child.stdin.take());
        let (id, (out, typed)) = self.children.start(&mut command, pipes).map_err(Broken::io(said.clone()))?;
        let out = out.ok_or_else(|| Broken::not("its output can't be read"))?;
        Ok((Running { children: self.children.clone(), id, out: BufReader::new(out), said }, typed))
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// If it can't be started.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Result<Ended, Broken> {
        self.start(arguments)?.end()
    }

    /// Runs it; it must succeed. Its answer.
    ///
    /// # Errors
    /// [`Broken::Failed`] with what it said.
    pub fn ask<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Result<Value, Broken> {
        self.run(arguments)?.answer()
    }

    /// The end of what it said in passing.
    #[must_use]
    pub fn said(&self) -> String {
        let mut text = Vec::new();
        // A log that can't be read says nothing.
        let _ = File::open(&self.log).and_then(|mut file| file.read_to_end(&mut text));
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(12)..].join("\n")
    }
}

/// A process of ours that runs.
#[derive(Debug)]
pub struct Running {
    children: Children,
    id: u32,
    out: BufReader<ChildStdout>,
    said: String,
}

impl Running {
    /// Its process id.
    #[must_use]
    pub const fn id(&self) -> u32 {
        self.id
    }

    /// Whether it still runs.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.children.runs(self.id)
    }

    /// The next line that it answers, as JSON; none if it ended.
    ///
    /// # Errors
    /// If it is not JSON, or does not come in a minute: then it was killed.
    pub fn line(&mut self) -> Result<Option<Value>, Broken> {
        let mut line = String::new();
        let (read, waits) = mpsc::channel::<()>();
        let (children, id) = (self.children.clone(), self.id);
        let watch = thread::spawn(move || {
            let hangs = waits.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout);
            // One that ended meanwhile can't be killed, nor need it be.
            hangs && children.kill(id).is_ok()
        });
        let result = self.out.read_line(&mut line);
        drop(read);
        if watch.join().is_ok_and(|killed| killed) {
            return Err(Broken::not(format!("`{}` hangs", self.said)));
        }
        result.map_err(Broken::io(self.said.clone()))?;
        if line.is_empty() {
            return Ok(None);
        }
        serde_json::from_str(&line).map(Some).map_err(|e| Broken::not(format!("`{}` answered no JSON: {e}", self.said)))
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// What the system refused.
    pub fn end(self) -> Result<Ended, Broken> {
        self.end_within(PATIENCE)
    }

    /// Waits for its end so long, then kills it.
    ///
    /// # Errors
    /// What the system refused.
    pub fn end_within(mut self, patience: Duration) -> Result<Ended, Broken> {
        // Beside the waiting, since a pipe holds little.
        let reader = thread::spawn(move || {
            let mut text = String::new();
            self.out.read_to_string(&mut text).map(|_| text)
        });
        let status = self.children.wait(self.id, patience).map_err(Broken::io(self.said.clone()))?;
        let read = reader.join().map_err(|_| Broken::not("its output can't be read"))?;
        let text = read.map_err(Broken::io(self.said.clone()))?;
        Ok(Ended { status, json: serde_json::from_str(text.trim()).ok(), said: self.said })
    }

    /// `kill -9`.
    ///
    /// # Errors
    /// What the system refused.
    pub fn kill(self) -> Result<(), Broken> {
        self.children.kill(self.id).map_err(Broken::io(self.said))
    }
}

/// How a process of ours ended.
#[derive(Debug)]
pub struct Ended {
    status: ExitStatus,
    json: Option<Value>,
    said: String,
}

impl Ended {
    /// Whether it succeeded.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.status.success()
    }

    /// Whether it was killed rather than that it ended.
    #[must_use]
    pub fn was_killed(&self) -> bool {
        self.status.code().is_none()
    }

    /// Whether it failed and says that trying again may help.
    #[must_use]
    pub fn may_be_tried_again(&self) -> bool {
        self.json.as_ref().is_some_and(|json| json["retrying_helps"] == true)
    }

    /// Its answer; it must have succeeded.
    ///
    /// # Errors
    /// [`Broken::Failed`] with what it said.
    pub fn answer(self) -> Result<Value, Broken> {
        match (self.status.success(), self.json) {
            (true, Some(json)) => Ok(json),
            (_, json) => {
                let said = json.as_ref().and_then(|j| j["error"].as_str()).map(str::to_owned);
                Err(Broken::Failed { command: self.said, said: said.unwrap_or_else(|| self.status.to_string()) })
            }
        }
    }

    /// Why it failed and what it advises; it must have failed.
    ///
    /// # Errors
    /// [`Broken`] if it succeeded, or did not say why not.
    pub fn refusal(self) -> Result<String, Broken> {
        let error = self.json.as_ref().and_then(|j| j["error"].as_str());
        match error {
            Some(error) if !self.status.success() => Ok(error.to_owned()),
            _ => Err(Broken::not(format!("`{}` was to be refused, and was not ({})", self.said, self.status))),
        }
    }
}

use super::line::{self, Answered, Asked, Func, Line};
use crate::ReaderError;
use app::card::{Apdu, CardError, Response, whole};
use std::{
    ffi::OsStr,
    io::{BufReader, Write},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, sync_channel},
    thread,
    time::{Duration, Instant},
};
use zeroize::Zeroizing;

/// A card may ask its user for a fingerprint before it answers.
const PATIENCE: Duration = Duration::from_secs(120);
/// A program that is told that we are done may take so long to end; then it is killed.
const END: Duration = Duration::from_secs(3);

/// A card behind a program that speaks lpac's lines as the card does: it is started, asked, and ended with this.
pub struct StdioCard {
    child: Child,
    to: Option<ChildStdin>,
    from: Receiver<Zeroizing<Vec<u8>>>,
    patience: Duration,
}

impl StdioCard {
    /// Starts the program and has it power its card.
    ///
    /// # Errors
    /// [`ReaderError::Program`] if it does not start; [`ReaderError::Other`] if it does not speak these lines or has no card.
    pub fn start(program: &OsStr, arguments: &[impl AsRef<OsStr>]) -> Result<Self, ReaderError> {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let failed = |error| ReaderError::Program { program: program.to_string_lossy().into_owned(), error };
        let mut child = command.spawn().map_err(failed)?;
        let (to, out) = (child.stdin.take(), child.stdout.take());
        let (tell, from) = sync_channel(1);
        if let Some(out) = out {
            thread::spawn(move || {
                let mut out = BufReader::new(out);
                while let Ok(Some(line)) = line::next(&mut out) {
                    // Nobody listens any more.
                    if tell.send(line).is_err() {
                        break;
                    }
                }
            });
        }
        let mut card = Self { child, to, from, patience: PATIENCE };
        match card.ask(Func::Connect, &[]) {
            Ok(answered) if answered.ecode >= 0 => Ok(card),
            Ok(_) => Err(ReaderError::Other("has no card".to_owned())),
            Err(error) => Err(ReaderError::Other(error.to_string())),
        }
    }

    fn ask(&mut self, func: Func, param: &[u8]) -> Result<Answered, CardError> {
        let gone = |why: &str| CardError::Gone(why.to_owned());
        let param = (!param.is_empty()).then(|| hex::encode_upper(param));
        let line = Line::write(Asked { func, param }).map_err(|e| gone(&e.to_string()))?;
        let to = self.to.as_mut().ok_or_else(|| gone("it was let go"))?;
        to.write_all(&line).and_then(|()| to.flush()).map_err(|_| gone("its program has ended"))?;
        let until = Instant::now() + self.patience;
        // What else it says is not for us.
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let line = self.from.recv_timeout(left).map_err(|error| match error {
                std::sync::mpsc::RecvTimeoutError::Timeout => gone("its program does not answer"),
                std::sync::mpsc::RecvTimeoutError::Disconnected => gone("its program has ended"),
            })?;
            if let Ok(answered) = serde_json::from_slice::<Line<Answered>>(&line) {
                return Ok(answered.payload);
            }
        }
    }

    fn send(&mut self, command: &[u8]) -> Result<Response, CardError> {
        let answered = self.ask(Func::Transmit, command)?;
        if answered.ecode < 0 {
            return Err(CardError::Gone("its program could not pass a command on".to_owned()));
        }
        let response = hex::decode(answered.data.as_deref().unwrap_or_default());
        Response::parse(&Zeroizing::new(response.map_err(|_| CardError::Malformed("a command"))?))
    }
}

impl Apdu for StdioCard {
    fn transmit(&mut self, command: &[u8]) -> Result<Response, CardError> {
        whole(command, |command| self.send(command))
    }

    fn open_channel(&mut self, aid: &[u8]) -> Result<u8, CardError> {
        match self.ask(Func::LogicChannelOpen, aid)?.ecode {
            channel @ 1..=19 => Ok(channel as u8),
            ..=0 => Err(CardError::NoChannel),
            _ => Err(CardError::Malformed("the opening of a channel")),
        }
    }

    fn close_channel(&mut self, channel: u8) {
        // One that can't is closed with the next reset.
        let _ = self.ask(Func::LogicChannelClose, &[channel]);
    }
}

impl Drop for StdioCard {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.patience = END;
        let _ = self.ask(Func::Disconnect, &[]);
        self.to = None;
        let told = Instant::now();
        while told.elapsed() < END {
            match self.child.try_wait() {
                Ok(None) => thread::sleep(Duration::from_millis(2)),
                _ => return,
            }
        }
        let _ = self.child.kill().and_then(|()| self.child.wait().map(drop));
    }
}

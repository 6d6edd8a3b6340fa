use landfall_stage::{Broken, Children};
use std::{
    io::Read,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

/// No peer needs longer; one that does is killed.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a program said until it ended.
#[derive(Debug)]
pub struct Said {
    /// Whether it succeeded.
    pub succeeded: bool,
    /// On standard output.
    pub text: String,
    /// On standard error.
    pub errors: String,
}

/// Runs a program to its end.
///
/// # Errors
/// What the system refused.
pub fn run(children: &Children, command: &mut Command) -> Result<Said, Broken> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let started = children.start(command, |child| (child.stdout.take(), child.stderr.take()));
    let (id, (out, errors)) = started.map_err(Broken::io(name.clone()))?;
    // Beside the waiting, since a pipe holds little.
    let (said_all, all_said) = mpsc::channel();
    let (out, errors) = (read(out, Some(said_all)), read(errors, None));
    // Its end is seen at once by what it leaves; one that hangs is killed below.
    let begun = Instant::now();
    let _ = all_said.recv_timeout(PATIENCE);
    let left = PATIENCE.saturating_sub(begun.elapsed());
    let status = children.wait(id, left).map_err(Broken::io(name))?;
    let text = |reader: thread::JoinHandle<Vec<u8>>| {
        let bytes = reader.join().map_err(|_| Broken::not("its output can't be read"))?;
        Ok::<_, Broken>(String::from_utf8_lossy(&bytes).into_owned())
    };
    Ok(Said { succeeded: status.success(), text: text(out)?, errors: text(errors)? })
}

/// `end` is dropped when the stream ends.
fn read(stream: Option<impl Read + Send + 'static>, end: Option<mpsc::Sender<()>>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let _end = end;
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            // What came until it broke is what there is.
            let _ = stream.read_to_end(&mut bytes);
        }
        bytes
    })
}

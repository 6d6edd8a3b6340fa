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
    /// On standard output; nothing if that is somebody else's.
    pub text: String,
    /// On standard error.
    pub errors: String,
    /// From its start until it had nothing more to say.
    pub took: Duration,
}

/// Runs a program to its end.
///
/// # Errors
/// What the system refused.
pub fn run(children: &Children, command: &mut Command) -> Result<Said, Broken> {
    run_between(children, command, Stdio::null(), Stdio::piped())
}

/// The same of one whose standard input and output lead elsewhere. They are its alone.
///
/// # Errors
/// What the system refused.
pub fn run_between(children: &Children, command: &mut Command, input: Stdio, output: Stdio) -> Result<Said, Broken> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(input).stdout(output).stderr(Stdio::piped());
    let begun = Instant::now();
    let started = children.start(command, |child| (child.stdout.take(), child.stderr.take()));
    let (id, (out, errors)) = started.map_err(Broken::io(name.clone()))?;
    // Else this process would keep them open.
    command.stdin(Stdio::null()).stdout(Stdio::null());
    // Beside the waiting, since a pipe holds little.
    let (said_all, all_said) = mpsc::channel();
    let (out, errors) = (read(out, said_all.clone()), read(errors, said_all));
    // Its end is seen at once by what it leaves; one that hangs is killed below.
    let _ = all_said.recv_timeout(PATIENCE);
    let took = begun.elapsed();
    let status = children.wait(id, PATIENCE.saturating_sub(took)).map_err(Broken::io(name))?;
    let text = |reader: thread::JoinHandle<Vec<u8>>| {
        let bytes = reader.join().map_err(|_| Broken::not("its output can't be read"))?;
        Ok::<_, Broken>(String::from_utf8_lossy(&bytes).into_owned())
    };
    Ok(Said { succeeded: status.success(), text: text(out)?, errors: text(errors)?, took })
}

/// `end` is dropped when the stream ends.
fn read(stream: Option<impl Read + Send + 'static>, end: mpsc::Sender<()>) -> thread::JoinHandle<Vec<u8>> {
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

use landfall_stage::{Broken, Children};
use std::{
    io::Read,
    process::{Command, Stdio},
    thread,
    time::Duration,
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
    let (out, errors) = (read(out), read(errors));
    let status = children.wait(id, PATIENCE).map_err(Broken::io(name))?;
    let text = |reader: thread::JoinHandle<Vec<u8>>| {
        let bytes = reader.join().map_err(|_| Broken::not("its output can't be read"))?;
        Ok::<_, Broken>(String::from_utf8_lossy(&bytes).into_owned())
    };
    Ok(Said { succeeded: status.success(), text: text(out)?, errors: text(errors)? })
}

fn read(stream: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            // What came until it broke is what there is.
            let _ = stream.read_to_end(&mut bytes);
        }
        bytes
    })
}

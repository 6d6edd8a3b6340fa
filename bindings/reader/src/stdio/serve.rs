use super::line::{self, Answered, Asked, Func, Line};
use crate::ReaderError;
use app::card::{Card, CardError};
use std::{
    ffi::OsStr,
    io::{self, BufRead, BufReader, Write},
    process::{Command, ExitStatus, Stdio},
};
use zeroize::Zeroizing;

/// Serves `card` to whoever asks on `input`, until it ends; answers go to `output`. Lines that ask nothing of a card go to `others`.
///
/// # Errors
/// [`ReaderError::Link`] if a stream breaks.
pub fn serve(
    card: &mut dyn Card,
    mut input: impl BufRead,
    mut output: impl Write,
    mut others: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<(), ReaderError> {
    while let Some(line) = line::next(&mut input)? {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answered = match serde_json::from_slice::<Line<Asked>>(&line) {
            Ok(asked) => answer(card, &asked.payload).unwrap_or_else(|error| {
                tracing::warn!(%error, "the card could not do what it was asked");
                Answered::code(-1)
            }),
            // It asks for something that no card does, and waits.
            Err(_) if is_apdu(&line) => Answered::code(-1),
            Err(_) => {
                others(&line)?;
                continue;
            }
        };
        output.write_all(&Line::write(answered)?)?;
        output.flush()?;
    }
    // What it still had to keep, it keeps now.
    if let Err(error) = card.power_off() {
        tracing::warn!(%error, "the card could not end in order");
    }
    Ok(())
}

/// Starts `program` as the one that asks, with `LPAC_APDU=stdio` in its environment, and serves `card` to it until it ends. What else it
/// says goes to `others`, line by line.
///
/// # Errors
/// [`ReaderError::Program`] if it does not start, or as [`serve`].
pub fn serve_program(
    card: &mut dyn Card,
    program: &OsStr,
    arguments: &[impl AsRef<OsStr>],
    others: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<ExitStatus, ReaderError> {
    let mut command = Command::new(program);
    command.args(arguments).env("LPAC_APDU", "stdio").stdin(Stdio::piped()).stdout(Stdio::piped());
    let failed = |error| ReaderError::Program { program: program.to_string_lossy().into_owned(), error };
    let mut child = command.spawn().map_err(failed)?;
    let served = match (child.stdout.take(), child.stdin.take()) {
        (Some(from), Some(to)) => serve(card, BufReader::new(from), to, others),
        _ => Err(ReaderError::Other("has no pipes".to_owned())),
    };
    let status = child.wait()?;
    match served {
        // It may end without hearing our last answer.
        Err(ReaderError::Link(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(status),
        other => other.map(|()| status),
    }
}

fn is_apdu(line: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(line).is_ok_and(|line| line["type"] == "apdu")
}

fn answer(card: &mut dyn Card, asked: &Asked) -> Result<Answered, CardError> {
    let param = hex::decode(asked.param.as_deref().unwrap_or_default());
    let param = Zeroizing::new(param.map_err(|_| CardError::Malformed("a line"))?);
    Ok(match asked.func {
        Func::Connect => {
            card.reset()?;
            Answered::code(0)
        }
        Func::Disconnect => {
            card.power_off()?;
            Answered::code(0)
        }
        Func::LogicChannelOpen => Answered::code(card.open_channel(&param)?.into()),
        Func::LogicChannelClose => {
            if let [channel @ 1..=19] = param[..] {
                card.close_channel(channel);
            }
            Answered::code(0)
        }
        Func::Transmit => {
            let response = Zeroizing::new(card.transmit(&param)?.to_bytes());
            Answered { ecode: 0, data: Some(hex::encode_upper(&*response)) }
        }
    })
}

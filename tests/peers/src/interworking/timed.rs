//! How long lpac takes by itself: before a card that is on, as a phone's is when its LPA starts.

use crate::{Said, lpac::outcome, run_between};
use landfall_stage::{Broken, Children, Program};
use std::{
    io::{self, Read, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

/// No download needs longer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Power, as lpac asks for it too.
const CONNECT: &[u8] = b"{\"type\":\"apdu\",\"payload\":{\"func\":\"connect\"}}\n";

/// Runs lpac before the card of `phone`: from its start to its end.
///
/// # Errors
/// If it does not do what it was asked.
pub(super) fn timed(
    children: &Children,
    program: &Path,
    phone: &Program,
    arguments: &[&str],
) -> Result<Duration, Broken> {
    let mut card = Command::new(phone.path());
    card.arg("--data").arg(phone.data()).args(["card", "serve", "--stdio"]);
    card.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let pipes = |card: &mut Child| Some((card.stdin.take()?, card.stdout.take()?, card.stderr.take()?));
    let (card, pipes) = children.start(&mut card, pipes).map_err(Broken::io("card serve"))?;
    let (mut to, mut from, mut told) = pipes.ok_or_else(|| Broken::not("the card has no pipes"))?;
    power(&mut to, &mut from).map_err(Broken::io("card serve"))?;
    let mut lpac = Command::new(program);
    lpac.args(arguments).env("LPAC_APDU", "stdio").env("LPAC_HTTP", "curl");
    let Said { took, errors, .. } = run_between(children, &mut lpac, from.into(), to.into())?;
    // What lpac said to nobody's card. The card ends as its pipes do.
    let mut said = String::new();
    told.read_to_string(&mut said).map_err(Broken::io("card serve"))?;
    children.wait(card, PATIENCE).map_err(Broken::io("card serve"))?;
    let end = outcome(&said);
    if end["code"] == 0 { Ok(took) } else { Err(Broken::not(format!("lpac says {end}, after:\n{said}{errors}"))) }
}

fn power(to: &mut ChildStdin, from: &mut ChildStdout) -> io::Result<()> {
    to.write_all(CONNECT)?;
    let mut byte = [0];
    while byte != *b"\n" {
        from.read_exact(&mut byte)?;
    }
    Ok(())
}

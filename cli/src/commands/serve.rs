use crate::{
    any_card,
    args::Serve,
    failure::Failure,
    output::{self, Answer},
};
use app::{Landfall, card::Transport};
use model::{Eid, Iccid};
use reader::{stdio, vpcd::Vpcd};
use serde_json::json;
use std::io::{self, Write};

/// Offers an eUICC until whoever uses it has enough.
pub(crate) fn run(landfall: &Landfall, wanted: &Serve) -> Result<Answer, Failure> {
    let eid = which(landfall, wanted.card.as_deref())?;
    match &wanted.vpcd {
        Some(address) => in_virtual_reader(landfall, &eid, address),
        None => over_stdio(landfall, &eid, wanted),
    }
}

fn which(landfall: &Landfall, named: Option<&str>) -> Result<Eid, Failure> {
    let Some(text) = named else { return any_card::own(landfall, None) };
    if let Ok(eid) = text.parse::<Eid>() {
        return any_card::own(landfall, Some(eid));
    }
    let iccid: Iccid = text.parse().map_err(|_| Failure::Usage(format!("{text} is neither an EID nor an ICCID")))?;
    Ok(landfall.euicc_in_use_as(&iccid)?)
}

fn in_virtual_reader(landfall: &Landfall, eid: &Eid, address: &str) -> Result<Answer, Failure> {
    let mut card = landfall.chip(eid, Transport::T0)?;
    let reader = Vpcd::connect(address)?;
    output::say(&format!("The eUICC {eid} is in the virtual reader at {address}. Ctrl-C takes it out."));
    reader.serve(&mut card)?;
    Ok(Answer::new(format!("The reader at {address} has let go of the card."), json!({"eid": eid, "reader": address})))
}

fn over_stdio(landfall: &Landfall, eid: &Eid, wanted: &Serve) -> Result<Answer, Failure> {
    let mut card = landfall.chip(eid, Transport::Block)?;
    // Its lines are the answer: nothing else is said there.
    let silent = Answer::silent();
    let Some((program, arguments)) = wanted.program.split_first() else {
        stdio::serve(&mut card, io::stdin().lock(), io::stdout(), |line| pass_on(io::stderr().lock(), line))?;
        return Ok(silent);
    };
    let status = stdio::serve_program(&mut card, program, arguments, |line| pass_on(io::stdout().lock(), line))?;
    let name = program.to_string_lossy().into_owned();
    if status.success() { Ok(silent) } else { Err(Failure::Program { name, status }) }
}

/// What the program tells people, and no card.
fn pass_on(mut out: impl Write, line: &[u8]) -> io::Result<()> {
    out.write_all(line).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush())
}
